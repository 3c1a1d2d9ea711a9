"""A crew's day: its stops, and the link by which the driver reads it without an account."""

import hmac
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sciweek.base import clock
from sciweek.base.sealing import digest
from sciweek.outreach.logic.route import Leg, back_at, legs
from sciweek.outreach.models import Outing, Visit
from sciweek.outreach.queries.judging import point_of, trip_of

MARK = 24  # hexadecimal digits of the link's signature: 96 bits
JOINED = ("outing__unit", "outing__base", "wish__unit", "wish__venue", "wish__street__merged_into", "week")


@dataclass(frozen=True, slots=True)
class Stop:
    """One visit on the way: what the driver must know of it."""

    visit: Visit
    leg: Leg


@dataclass(frozen=True, slots=True)
class DayTrip:
    """What one crew of an outing does on a day."""

    outing: Outing
    day: date
    crew: int
    stops: tuple[Stop, ...]
    back_at: datetime | None

    @property
    def leader(self) -> Visit | None:
        """The first visit that names who is in charge."""
        return next((one.visit for one in self.stops if one.visit.leader_name), None)

    @property
    def plates(self) -> list[str]:
        return list(dict.fromkeys(one.visit.plate for one in self.stops if one.visit.plate))


def trips_of_day(outing: Outing, day: date, zone: str) -> list[Visit]:
    """All visits of the outing on the local day, by time."""
    start, end = clock.moment(day, clock.MIDNIGHT, zone), clock.end_of(day, zone)
    rows = Visit.objects.filter(outing=outing, starts_at__gte=start, starts_at__lt=end)
    return list(rows.select_related(*JOINED).order_by("starts_at", "id"))


def day_trip(outing: Outing, day: date, crew: int, zone: str) -> DayTrip | None:
    """The crew's day; None: it goes nowhere."""
    rows = [row for row in trips_of_day(outing, day, zone) if row.crew == crew]
    if not rows:
        return None
    base = point_of(outing.base)
    found = [trip_of(row) for row in rows]
    by_key = {row.code: row for row in rows}
    stops = tuple(Stop(by_key[leg.trip.key], leg) for leg in legs(found, base))
    return DayTrip(outing, day, crew, stops, back_at(found, base))


def trip_mark(outing: Outing, day: date, crew: int) -> str:
    """What makes a driver's link good: nobody reckons it without the key file, and a new turn makes it worthless."""
    return digest(f"{outing.uid}:{day.isoformat()}:{crew}:{outing.link_turn}", "outreach.trip")[:MARK]


def trip_by_mark(code: str, day: date, crew: int, mark: str) -> Outing | None:
    """The outing that the link names, if the link is right; whether it is over is asked beside (`is_over`)."""
    rows = Outing.objects.over_the_wall("outreach.trip_by_mark").select_related("week__region")
    outing = rows.filter(code=code).first()
    if outing is None or not hmac.compare_digest(trip_mark(outing, day, crew).encode(), mark.encode()):
        return None
    return outing


def is_over(day: date, zone: str) -> bool:
    """A driver's link opens until the day after the trip is over."""
    return clock.today(zone) > day + timedelta(days=1)
