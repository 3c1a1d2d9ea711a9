"""Announced sessions with seats, and people who book them: what the tests of this and higher rooms stand on."""

from itertools import count
from typing import Any

from sciweek.activities.models import Activity
from sciweek.activities.tests.places import Place, at
from sciweek.base.actor import CITIZEN, Actor
from sciweek.base.ids import new_code, new_uid
from sciweek.booking.actions import book, set_terms
from sciweek.booking.logic.parties import Party
from sciweek.booking.models import Booking, Contact, Pool
from sciweek.booking.queries import bookable
from sciweek.booking.rules import booker
from sciweek.programme.actions import add_sessions, release_programme
from sciweek.programme.tests.plans import lecture

# The sessions of these tests are on the 25th.
BEFORE = at(20, 9)
_numbers = count(1)


def phone(number: int | None = None) -> str:
    """A number of nobody's: the one that a test names, else another one at each call, which no test names."""
    return f"1391{next(_numbers):07d}" if number is None else f"1390{number:07d}"


def announced(
    place: Place,
    activity: Activity | None = None,
    *,
    seats: int | None = 10,
    hours: tuple[int, ...] = (14,),
    **terms: Any,
) -> list[Pool]:
    """Sessions of one activity at these hours of the 25th, announced, each with so many seats."""
    activity = activity or lecture(place)
    office = place.office  # reckoned anew from the roles each time it is asked for
    pools = []
    for hour in hours:
        run = add_sessions(office, activity, starts_at=at(25, hour), ends_at=at(25, hour + 1), capacity=seats)
        pools.append(Pool.objects.get(terms=set_terms(office, run, **terms)))
    release_programme(office, place.week)
    return pools


def booked(
    pool: Pool, people: int = 2, *, actor: Actor = CITIZEN, number: int | None = None, **values: Any
) -> Booking:
    """So many adults have booked, by a phone of their own unless one is given."""
    given: dict[str, Any] = {"party": Party(adults=people), "name": "林小满", "phone": phone(number)}
    return book(actor, bookable(pool), **given | values)


def by_link(booking: Booking) -> Actor:
    """Whoever has the booking's link."""
    return booker(booking)


def counted(pool: Pool) -> tuple[int, int]:
    """Seats taken and bookings waiting, as the pool says now."""
    pool.refresh_from_db()
    return pool.taken, pool.waiting


def many(pool: Pool, like: Booking, number: int) -> None:
    """Copies of a booking, each with a contact of its own; the pool counts them."""
    contacts = Contact.objects.bulk_create(
        Contact(
            week_id=like.week_id, phone=f"+861390001{n:04d}", phone_digest=f"{n:064d}", phone_last4="0000"
        )
        for n in range(number)
    )
    rows = []
    for contact in contacts:
        copy = Booking.objects.get(pk=like.pk)
        copy.pk, copy.code, copy.uid, copy.request_uid = None, new_code(), new_uid(), new_uid()
        copy.contact = contact
        copy._state.adding = True
        rows.append(copy)
    Booking.objects.bulk_create(rows)
    Pool.objects.filter(pk=pool.pk).update(taken=like.places * (number + 1))
