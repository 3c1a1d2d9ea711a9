"""Rules, seats and bookings over the API: the same actions and rules as the pages; names and phones stay masked."""

from sciweek.booking.api import bookings, seats
from sciweek.booking.api.shapes import rest

__all__ = ["bookings", "rest", "seats"]
