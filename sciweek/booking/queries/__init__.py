"""What others may ask of bookings."""

from sciweek.booking.queries.bookable import (
    Bookable,
    bookable,
    bookable_by_code,
    fullness_of,
    level_of,
    pools_of,
    terms_of,
)
from sciweek.booking.queries.bookings import (
    booking_anywhere,
    booking_by_link,
    booking_by_phone,
    booking_by_ticket,
    bookings_of,
    held_places,
    last_end,
    no_shows,
    policy_of,
    queue_before,
    queue_of,
    tellings_of,
)
from sciweek.booking.queries.fullness import fullness_by_session, with_free_seats
from sciweek.booking.queries.rush import bookable_anywhere

__all__ = [
    "Bookable",
    "bookable",
    "bookable_anywhere",
    "bookable_by_code",
    "booking_anywhere",
    "booking_by_link",
    "booking_by_phone",
    "booking_by_ticket",
    "bookings_of",
    "fullness_by_session",
    "fullness_of",
    "held_places",
    "last_end",
    "level_of",
    "no_shows",
    "policy_of",
    "pools_of",
    "queue_before",
    "queue_of",
    "tellings_of",
    "terms_of",
    "with_free_seats",
]
