"""States of bookings and seats that no action could have made."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from sciweek.base import clock
from sciweek.base.invariants import Invariant
from sciweek.booking.models import Booking, Contact, Pool, Telling
from sciweek.booking.states import HOLDING, LIVE, BookingState, Way
from sciweek.programme.models import Session


def _bookings() -> Any:
    return Booking.objects.over_the_wall("base.doctor")


def _pools() -> Any:
    return Pool.objects.over_the_wall("base.doctor")


def _sums(column: str, **wanted: Any) -> dict[int, int]:
    """Pool → places of its bookings, or how many they are; of shared seats, of everybody who takes of them."""
    reckoned = Sum("places") if column == "places" else Count("pk")
    total: dict[int, int] = defaultdict(int)
    rows = _bookings().filter(**wanted).order_by().values("pool", "pool__shared").annotate(sum=reckoned)
    for row in rows:
        total[row["pool"]] += row["sum"]
        if row["pool__shared"] is not None:
            total[row["pool__shared"]] += row["sum"]
    return total


def _taken() -> Iterable[str]:
    held = _sums("places", state__in=HOLDING)
    for pk, code, taken in _pools().order_by("pk").values_list("pk", "code", "taken"):
        if taken != held.get(pk, 0):
            yield f"pool {code}: {taken} seats are counted as taken, its bookings hold {held.get(pk, 0)}"


def _waiting() -> Iterable[str]:
    queued = _sums("bookings", state=BookingState.WAITING)
    rows = _pools().filter(terms__isnull=False).order_by("pk")
    for pk, code, waiting in rows.values_list("pk", "code", "waiting"):
        if waiting != queued.get(pk, 0):
            yield f"pool {code}: {waiting} are counted as waiting, {queued.get(pk, 0)} do"


def _too_many() -> Iterable[str]:
    """The database forbids it; a restored or altered one may have lost that."""
    for row in _pools().filter(taken__gt=F("capacity")):
        yield f"pool {row.code}: {row.taken} of {row.capacity} seats are taken"


def _endless_offers() -> Iterable[str]:
    rows = _bookings().filter(
        Q(state=BookingState.OFFERED, offered_until__isnull=True)
        | (~Q(state=BookingState.OFFERED) & Q(offered_until__isnull=False))
    )
    for code, state in rows.values_list("code", "state"):
        yield f"booking {code}: {state}, and " + (
            "its offer has no end" if state == BookingState.OFFERED else "it still has the end of an offer"
        )


def _of_another_week() -> Iterable[str]:
    rows = _bookings().filter(~Q(pool__week=F("week")) | ~Q(contact__week=F("week")))
    for code in rows.values_list("code", flat=True):
        yield f"booking {code}: its seats or its contact belong to another week"
    shared = _pools().filter(shared__isnull=False).exclude(shared__week=F("week"))
    for code in shared.values_list("code", flat=True):
        yield f"pool {code}: it shares seats of another week"


def _pool_of_another_run() -> Iterable[str]:
    rows = _pools().filter(session__isnull=False, terms__isnull=False).exclude(session__run=F("terms__run"))
    for code in rows.values_list("code", flat=True):
        yield f"pool {code}: its session is not of the run whose terms it has"


def _children_without_consent() -> Iterable[str]:
    young = Q(children__gt=0) | Q(small__gt=0) | Q(pupils__gt=0)
    rows = _bookings().filter(young).filter(Q(consent__isnull=True) | Q(consent_at__isnull=True))
    for code in rows.values_list("code", flat=True):
        yield f"booking {code}: with children under 14, and no guardian has agreed"


def _places_of_nobody() -> Iterable[str]:
    people = F("adults") + F("teens") + F("children") + F("small") + F("pupils")
    rows = _bookings().annotate(people=people).filter(Q(people=0) | Q(places__gt=F("people")))
    for code, places, number in rows.values_list("code", "places", "people"):
        yield f"booking {code}: {places} seats for {number} people"


def _erased_with_seats_ahead() -> Iterable[str]:
    now = clock.now()
    dates = Session.objects.over_the_wall("base.doctor").filter(ends_at__gt=now)
    ahead = Q(pool__session__ends_at__gt=now) | (
        Q(pool__session__isnull=True) & Exists(dates.filter(run=OuterRef("pool__terms__run")))
    )
    rows = _bookings().filter(ahead, state__in=LIVE, contact__erased_at__isnull=False)
    for code in rows.values_list("code", flat=True):
        yield f"booking {code}: its contact is erased, and the session is still to come"


def _left_over() -> Iterable[str]:
    """Personal words of somebody who is erased."""
    rows = Contact.objects.over_the_wall("base.doctor").filter(erased_at__isnull=False)
    for pk in rows.exclude(phone_last4="").values_list("pk", flat=True):
        yield f"contact {pk}: erased, and its number is still there"
    kept = _bookings().filter(Q(contact__erased_at__isnull=False) | Q(erased_at__isnull=False))
    for code in kept.exclude(name=b"", school="", grade="", reason="").values_list("code", flat=True):
        yield f"booking {code}: erased, and its words are still there"


def _twice() -> Iterable[str]:
    rows = _bookings().filter(state__in=LIVE, erased_at__isnull=True).order_by()
    groups = rows.values("contact", "pool__code", "grade").annotate(count=Count("pk")).filter(count__gt=1)
    for row in groups:
        yield f"contact {row['contact']}: {row['count']} live bookings of pool {row['pool__code']}"


def _strange_tellings() -> Iterable[str]:
    """Tellings that belong elsewhere, or calls where none were to be made."""
    rows = Telling.objects.over_the_wall("base.doctor").exclude(booking__week=F("week"))
    for pk in rows.values_list("pk", flat=True):
        yield f"telling {pk}: its booking belongs to another week"
    called = Telling.objects.over_the_wall("base.doctor").exclude(way=Way.CALL).exclude(reached="")
    for pk in called.values_list("pk", flat=True):
        yield f"telling {pk}: a call is noted where nobody was to be rung up"


def invariants() -> list[Invariant]:
    return [
        Invariant("booking.taken_is_held", "Seats taken are those that bookings hold", _taken),
        Invariant("booking.waiting_is_counted", "Who waits is counted", _waiting),
        Invariant("booking.never_one_too_many", "No more seats are taken than there are", _too_many),
        Invariant("booking.offers_end", "An offer has an end, and nothing else has", _endless_offers),
        Invariant("booking.of_own_week", "A booking's seats and contact are of its week", _of_another_week),
        Invariant("booking.pool_of_own_run", "Seats are of a session of their run", _pool_of_another_run),
        Invariant("booking.children_have_consent", "Children come with a consent", _children_without_consent),
        Invariant("booking.seats_for_people", "Nobody has more seats than people", _places_of_nobody),
        Invariant("booking.erased_are_over", "Who is erased has nothing ahead", _erased_with_seats_ahead),
        Invariant("booking.erased_is_empty", "Who is erased is gone", _left_over),
        Invariant("booking.one_live_each", "A phone has one live booking of a session", _twice),
        Invariant(
            "booking.tellings_are_sound", "Tellings are of their week, calls are calls", _strange_tellings
        ),
    ]
