"""What several pages show alike."""

from collections.abc import Iterable
from datetime import date, datetime

from sciweek.activities.models import Activity
from sciweek.look.dates import local
from sciweek.look.parts import KindCell
from sciweek.look.ribbon import Ribbon, build_ribbon
from sciweek.portal import queries
from sciweek.portal.entrance import Visit
from sciweek.portal.logic.line import shown_months
from sciweek.portal.logic.rows import Row, next_change, row_of
from sciweek.portal.logic.wish import Wish
from sciweek.week.queries import shown_days


def ribbon_of(visit: Visit, *, picked: date | None = None) -> Ribbon:
    """The edition's ribbon; its days and months lead to the list."""
    week = visit.week
    inside, later = queries.threads(week)
    today = local(visit.now, week.zone).date()
    first, last = shown_days(week, picked or today)
    base = visit.address("activities")
    return build_ribbon(
        zone=week.zone,
        starts_on=first,
        ends_on=last,
        now=visit.now,
        threads=inside,
        link=lambda day: f"{base}?{Wish(day=day).query}",
        later=later,
        # Two weeks out of the middle of a science month do not fold into the months after it.
        months=shown_months(later, last, today, week.zone) if last == week.ends_on else 0,
        month_link=lambda first: f"{base}?{Wish(month=first).query}",
        picked=picked,
    )


def rows_of(visit: Visit, found: Iterable[Activity]) -> tuple[Row, ...]:
    """Lines of a list with their addresses."""
    base = visit.address("activities")
    return tuple(
        row_of(activity, url=f"{base}{activity.code}/", now=visit.now, zone=visit.zone) for activity in found
    )


def kind_cells(visit: Visit, counts: dict[str, int], *, wish: Wish | None = None) -> tuple[KindCell, ...]:
    """The grid of kinds; a chosen one leads back to all."""
    wish = wish or Wish()
    base = visit.address("activities")
    return tuple(
        KindCell(
            kind,
            f"{base}?{wish.but(kind='' if wish.kind == kind else kind).query}".removesuffix("?"),
            count,
            current=wish.kind == kind,
        )
        for kind, count in counts.items()
    )


def true_until(visit: Visit, ribbon: Ribbon, found: Iterable[Activity] = ()) -> datetime:
    """When the clock changes the page: the ribbon's now-line or seal, or a line that begins or ends."""
    change = next_change(list(found), visit.now, visit.zone)
    return min(ribbon.true_until, change) if change else ribbon.true_until
