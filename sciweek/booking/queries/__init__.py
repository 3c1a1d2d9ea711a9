"""What others may ask of bookings."""

from sciweek.booking.queries.bookable import (
    Bookable,
    bookable,
    bookable_anywhere,
    bookable_by_code,
    fullness_of,
    level_of,
    pools_of,
    terms_of,
)
from sciweek.booking.queries.bookings import (
    booking_anywhere,
    booking_by_link,
    bookings_of,
    held_places,
    no_shows,
    policy_of,
    queue_of,
)
from sciweek.booking.queries.fullness import fullness_by_session

__all__ = [
    "Bookable",
    "bookable",
    "bookable_anywhere",
    "bookable_by_code",
    "booking_anywhere",
    "booking_by_link",
    "bookings_of",
    "fullness_by_session",
    "fullness_of",
    "held_places",
    "level_of",
    "no_shows",
    "policy_of",
    "pools_of",
    "queue_of",
    "terms_of",
]
