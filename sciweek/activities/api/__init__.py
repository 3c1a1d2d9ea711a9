"""Activities and the lines of the annex over the API: the same actions and rules as the pages."""

from sciweek.activities.api import bulk, entering, moving, series
from sciweek.activities.api.shapes import rest

__all__ = ["bulk", "entering", "moving", "rest", "series"]
