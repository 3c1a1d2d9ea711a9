"""Sessions and releases over the API: the same actions and rules as the pages."""

from sciweek.programme.api import planning, releasing
from sciweek.programme.api.shapes import rest

__all__ = ["planning", "releasing", "rest"]
