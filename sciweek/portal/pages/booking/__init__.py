"""How people without an account book, and look after what they booked."""

from sciweek.portal.pages.booking.calendar import booking_ics
from sciweek.portal.pages.booking.codes import booking_code, session_code
from sciweek.portal.pages.booking.find import bookings_find
from sciweek.portal.pages.booking.form import session_book
from sciweek.portal.pages.booking.opening import session_opening
from sciweek.portal.pages.booking.own import booking
from sciweek.portal.pages.booking.ticket import booking_ticket, scanned, ticket_pdf, ticket_png

__all__ = [
    "booking",
    "booking_code",
    "booking_ics",
    "booking_ticket",
    "bookings_find",
    "scanned",
    "session_book",
    "session_code",
    "session_opening",
    "ticket_pdf",
    "ticket_png",
]
