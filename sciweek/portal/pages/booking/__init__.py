"""How people without an account book, and look after what they booked."""

from sciweek.portal.pages.booking.codes import session_code
from sciweek.portal.pages.booking.find import bookings_find
from sciweek.portal.pages.booking.form import session_book
from sciweek.portal.pages.booking.opening import session_opening
from sciweek.portal.pages.booking.own import booking

__all__ = ["booking", "bookings_find", "session_book", "session_code", "session_opening"]
