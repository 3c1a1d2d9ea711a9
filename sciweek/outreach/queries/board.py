"""The small board: days beside outings, with what is free."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count

from sciweek.base import clock
from sciweek.outreach.models import Outing, OutingDay, Visit
from sciweek.week.models import Week


@dataclass(slots=True)
class DayCell:
    """One outing on one day: its offered times with their free places, and who is visited."""

    outing: Outing
    day: date
    offers: list[tuple[OutingDay, int]] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    # Counted over all visits, those out of the reader's sight too.
    taken: int = 0


@dataclass(slots=True)
class BoardDay:
    """A row of the board."""

    day: date
    cells: list[DayCell]


def board(week: Week, shown: Sequence[Outing], rows: Sequence[Visit]) -> list[BoardDay]:
    """Days of the week, and others on which something is offered or somebody is visited.

    `rows` are the visits that the reader may see. Two queries beside them.
    """
    days: dict[date, dict[int, DayCell]] = {}

    def cell(outing_id: int, day: date) -> DayCell | None:
        if outing_id not in known:
            return None
        line = days.setdefault(day, {})
        return line.setdefault(outing_id, DayCell(known[outing_id], day))

    known = {outing.pk: outing for outing in shown}
    for n in range((week.ends_on - week.starts_on).days + 1):
        days[week.starts_on + timedelta(days=n)] = {}
    taken = dict(
        Visit.objects.filter(outing__in=known, day__isnull=False)
        .order_by()
        .values_list("day")
        .annotate(Count("id"))
    )
    for offer in OutingDay.objects.filter(outing__in=known).order_by("day", "start_time", "id"):
        found = cell(offer.outing_id, offer.day)
        if found is not None:
            found.offers.append((offer, max(offer.visits - taken.get(offer.pk, 0), 0)))
    every = Visit.objects.filter(outing__in=known).order_by().values_list("outing_id", "starts_at")
    for outing_id, starts_at in every:
        found = cell(outing_id, clock.local_day(starts_at, week.zone))
        if found is not None:
            found.taken += 1
    for row in rows:
        found = cell(row.outing_id, clock.local_day(row.starts_at, week.zone))
        if found is not None:
            found.visits.append(row)
    return [
        BoardDay(day, [line.get(outing.pk) or DayCell(outing, day) for outing in shown])
        for day, line in sorted(days.items())
    ]
