"""Outings, wishes and visits over the API: the same actions and rules as the pages."""

from sciweek.outreach.api import offering, wishing
from sciweek.outreach.api.shapes import rest

__all__ = ["offering", "rest", "wishing"]
