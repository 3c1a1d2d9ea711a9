"""How many were booked and how many came: per session, people and bookings apart."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, IntegerField, Q, QuerySet, Sum
from django.db.models.functions import Greatest

from sciweek.booking.models import Booking
from sciweek.booking.states import BookingState
from sciweek.door.logic.corrections import taken_back
from sciweek.door.models import Arrival, Door
from sciweek.door.queries.roster import arrived_at, pools_at
from sciweek.door.states import Flag, How
from sciweek.programme.models import Session

BOOKED = ("session_id", "booking_id", "shown_code")
HEADS = F("adults") + F("teens") + F("children") + F("small") + F("pupils")


@dataclass(frozen=True, slots=True)
class Figures:
    """One session's door. `came` and `walked_in` are person-times; `came_bookings` are distinct bookings."""

    session: Session
    # None: nobody has decided; then nothing was counted.
    is_on: bool | None
    capacity: int | None
    booked_people: int = 0
    booked_bookings: int = 0
    came: int = 0
    came_bookings: int = 0
    walked_in: int = 0
    doubtful: int = 0

    @property
    def inside(self) -> int:
        """Everybody who went in, booked or not."""
        return self.came + self.walked_in

    @property
    def over(self) -> int | None:
        """How many more went in than may; below zero there is room. None: nobody has set a bound."""
        return None if self.capacity is None else self.inside - self.capacity

    @property
    def is_counted(self) -> bool:
        """Whether zero means nobody, and not that nobody counted."""
        return self.is_on is not None


def capacity_of(session: Session) -> int | None:
    """People who may be in the room: the room's own number is the narrower one."""
    room = session.room.capacity if session.room is not None else None
    known = [number for number in (room, session.capacity) if number]
    return min(known) if known else None


def figures_of(sessions: Sequence[Session]) -> list[Figures]:
    """The figures of some sessions (with their rooms loaded), in a flat number of queries."""
    pools = pools_at(sessions)
    booked = _booked({pool.pk for rows in pools.values() for pool in rows})
    doors = dict(Door.objects.filter(session__in=sessions).values_list("session_id", "is_on"))
    walked = _walked(sessions)
    arrived = arrived_at(sessions)
    doubts = doubtful(sessions).values_list("session_id").annotate(rows=Count("pk"))
    doubts_of = dict(doubts)
    found = []
    for session in sessions:
        mine = [booked.get(pool.pk, (0, 0)) for pool in pools[session.pk]]
        came = arrived.get(session.pk, {})
        found.append(
            Figures(
                session=session,
                is_on=doors.get(session.pk),
                capacity=capacity_of(session),
                booked_people=sum(people for people, _rows in mine),
                booked_bookings=sum(rows for _people, rows in mine),
                came=sum(came.values()),
                came_bookings=sum(1 for people in came.values() if people > 0),
                walked_in=walked.get(session.pk, 0),
                doubtful=doubts_of.get(session.pk, 0),
            )
        )
    return found


def doubtful(sessions: Iterable[Session] | QuerySet[Session]) -> QuerySet[Arrival]:
    """What somebody should look at; what was taken back again is no longer doubtful."""
    rows = Arrival.objects.filter(session__in=sessions).order_by()
    codes = ~Q(shown_code="") | Q(booking__isnull=False)
    corrected = list(rows.filter(codes, people__lt=0).values_list("booking_id", "shown_code").distinct())
    bookings = {booking for booking, _code in corrected if booking}
    shown = {code for _booking, code in corrected if code}
    people: dict[tuple[int, int | None, str], list[tuple[int, int]]] = defaultdict(list)
    touched = rows.filter(Q(booking__in=bookings) | Q(shown_code__in=shown)) if corrected else rows.none()
    for pk, number, *of in touched.order_by("pk").values_list("pk", "people", *BOOKED):
        people[tuple(of)].append((pk, number))
    gone = set().union(*(taken_back(one) for one in people.values()))
    return rows.exclude(flag=Flag.OK).exclude(pk__in=gone)


def doubtful_arrivals(session: Session) -> QuerySet[Arrival]:
    """A session's, the newest first."""
    rows = doubtful([session])
    return rows.select_related("booking", "door_pass").order_by("-at", "-id")


def _booked(pool_ids: set[int]) -> dict[int, tuple[int, int]]:
    rows = Booking.objects.filter(pool_id__in=pool_ids, state=BookingState.CONFIRMED)
    heads = Greatest(F("places"), HEADS, output_field=IntegerField())
    sums = rows.order_by().values("pool_id").annotate(people=Sum(heads), rows=Count("pk"))
    return {row["pool_id"]: (row["people"], row["rows"]) for row in sums}


def _walked(sessions: Iterable[Session]) -> dict[int, int]:
    """Without a booking that we know: walked in, or with a ticket that nothing was found for."""
    rows = Arrival.objects.filter(Q(how=How.WALK_IN) | Q(booking__isnull=True), session__in=list(sessions))
    return dict(rows.order_by().values_list("session_id").annotate(sum=Sum("people")))
