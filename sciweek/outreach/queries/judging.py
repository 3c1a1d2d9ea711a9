"""What warnings are reckoned from: rows made plain."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count

from sciweek.outreach.logic.parts import read_days
from sciweek.outreach.logic.travel import Point, Trip
from sciweek.outreach.logic.warnings import Asked, Caution, Offer, Offered, warnings
from sciweek.outreach.models import Outing, OutingDay, Visit, Wish
from sciweek.venues.logic.positions import to_wgs84
from sciweek.venues.models import Venue, living
from sciweek.week.models import Week


def point_of(venue: Venue | None) -> Point | None:
    """Where it lies, in the one datum in which distances are measured."""
    if venue is None or venue.latitude is None or venue.longitude is None:
        return None
    return to_wgs84(venue.latitude, venue.longitude, venue.datum)


def trip_of(visit: Visit) -> Trip:
    return Trip(
        key=visit.code,
        name=visit.wish.unit.label,
        outing=visit.outing_id,
        crew=visit.crew,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        setup=timedelta(minutes=visit.outing.setup_minutes),
        point=point_of(visit.wish.venue),
        plate=visit.plate_digest,
    )


def trips(*, without: Visit | None = None) -> list[Trip]:
    """Every visit of the week, whoever sees it: a crew is in one place whoever asks. One query."""
    rows = Visit.objects.select_related("outing", "wish__unit", "wish__venue").order_by("starts_at", "id")
    found = rows.exclude(pk=without.pk) if without is not None else rows
    return [trip_of(row) for row in found]


def offers(outing: Outing, *, without: Visit | None = None) -> tuple[Offer, ...]:
    """The outing's days with what is taken of each."""
    taken = Visit.objects.filter(outing=outing, day__isnull=False).order_by()
    if without is not None:
        taken = taken.exclude(pk=without.pk)
    counts = dict(taken.values_list("day").annotate(Count("id")))
    return tuple(offer_of(row, counts.get(row.pk, 0)) for row in OutingDay.objects.filter(outing=outing))


def offer_of(row: OutingDay, taken: int) -> Offer:
    return Offer(row.pk, row.day, row.start_time, row.end_time, row.visits, taken)


def offered(outing: Outing, *, without: Visit | None = None) -> Offered:
    streets = (living(one.street) for one in outing.reaches.select_related("street__merged_into"))
    return Offered(
        key=outing.pk,
        visits_a_day=outing.visits_a_day,
        crews=outing.crews,
        needs=frozenset(outing.needs),
        largest=outing.largest_audience,
        reach=frozenset(one.pk for one in streets if one is not None),
        is_active=outing.is_active,
        offers=offers(outing, without=without),
    )


def asked_of(wish: Wish) -> Asked:
    street = wish.lies_in
    return Asked(
        people=wish.people,
        outing=wish.outing_id,
        has=frozenset(wish.has),
        street=street.pk if street is not None else None,
        days=tuple(read_days(wish.days)),
        starts=wish.start_time,
        ends=wish.end_time,
    )


def planned_trip(
    outing: Outing, wish: Wish, starts_at: datetime, ends_at: datetime, crew: int, plate_digest: str
) -> Trip:
    """A visit that is not there yet."""
    return Trip(
        key="",
        name=wish.unit.label,
        outing=outing.pk,
        crew=crew,
        starts_at=starts_at,
        ends_at=ends_at,
        setup=timedelta(minutes=outing.setup_minutes),
        point=point_of(wish.venue),
        plate=plate_digest,
    )


def cautions(week: Week, rows: Iterable[Visit]) -> dict[str, list[Caution]]:
    """What to say of visits that are there, by code: as many queries for a hundred as for one outing's."""
    found = list(rows)
    everything = trips() if found else []
    outings = {row.outing_id: row.outing for row in found}
    known = {key: offered(outing) for key, outing in outings.items()}
    return {row.code: _of(row, known[row.outing_id], everything, week) for row in found}


def _of(row: Visit, outing: Offered, everything: list[Trip], week: Week) -> list[Caution]:
    others = [one for one in everything if one.key != row.code]
    mine = row.day_id
    freed = tuple(
        one if one.key != mine else Offer(one.key, one.day, one.starts, one.ends, one.visits, one.taken - 1)
        for one in outing.offers
    )
    judged = Offered(
        outing.key, outing.visits_a_day, outing.crews, outing.needs, outing.largest, outing.reach,
        outing.is_active, freed,
    )  # fmt: skip
    return warnings(
        trip_of(row),
        judged,
        asked_of(row.wish),
        others,
        first_day=week.starts_on,
        last_day=week.ends_on,
        zone=week.zone,
    )
