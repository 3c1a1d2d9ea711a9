"""What several pages show alike."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from django.http import HttpResponse
from django.utils.translation import gettext as _

from sciweek.activities.models import Activity
from sciweek.activities.states import Kind
from sciweek.look.dates import local
from sciweek.look.parts import KindCell
from sciweek.look.ribbon import Ribbon, Thread, build_ribbon
from sciweek.portal import queries
from sciweek.portal.cache import PAGES
from sciweek.portal.entrance import Visit
from sciweek.portal.logic.line import shown_months
from sciweek.portal.logic.rows import Row, Thing, next_change, row_of
from sciweek.portal.logic.wish import Wish
from sciweek.programme.models import Release
from sciweek.week.queries import shown_days

Found = Activity | Thing


@dataclass(frozen=True, slots=True)
class NotOutPage:
    """What stands in the place of a page of the programme before there is one."""

    activities_url: str


def not_out(visit: Visit) -> HttpResponse:
    """Before the first release: calm words, and a way on to the activities."""
    return visit.show(
        "portal/not_out.html",
        NotOutPage(visit.address("activities")),
        title=_("日程还没有发布 · %(week)s") % {"week": visit.week.title},
        here="activities",
    )


def ribbon_of(visit: Visit, *, picked: date | None = None, name: str = "") -> Ribbon:
    """The edition's ribbon; its days and months lead to the list (or to the page `name`), whose lines it counts."""
    name = name or visit.list_name
    base = visit.address(name)
    release = visit.release if name != "activities" else None

    def make() -> tuple[Ribbon, datetime]:
        ribbon = _ribbon(visit, release, picked, base)
        return ribbon, ribbon.true_until

    return PAGES.recall(("ribbon", visit.week.pk, picked, base), visit.kept, make)


def threads_of(visit: Visit, release: Release | None) -> tuple[list[Thread], list[Thread]]:
    """The edition's threads, read once until something changes."""
    name = ("threads", visit.week.pk, release is not None)
    return PAGES.recall(name, visit.kept, lambda: (queries.threads(visit.week, release), None))


def counts_of(visit: Visit, release: Release | None) -> dict[str, int]:
    """How many threads there are of each kind; kinds without any are left out."""

    def count() -> tuple[dict[str, int], None]:
        found = Counter(thread.kind for thread in chain(*threads_of(visit, release)))
        return {kind: found[kind] for kind in Kind.values if kind in found}, None

    return PAGES.recall(("counts", visit.week.pk, release is not None), visit.kept, count)


def extent_of(visit: Visit, release: Release) -> queries.Extent:
    """What the release's lists rest on, read once until something changes."""
    return PAGES.recall(("extent", visit.week.pk), visit.kept, lambda: (queries.extent(release), None))


def _ribbon(visit: Visit, release: Release | None, picked: date | None, base: str) -> Ribbon:
    week = visit.week
    inside, later = threads_of(visit, release)
    today = local(visit.now, week.zone).date()
    first, last = shown_days(week, picked or today)
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


def rows_of(visit: Visit, found: Iterable[Found]) -> tuple[Row, ...]:
    """Lines of a list with their addresses."""
    activities = visit.address("activities")
    sessions = visit.address("programme").removesuffix("programme/") + "sessions/"
    return tuple(
        row_of(
            each,
            url=f"{sessions if isinstance(each, Thing) else activities}{each.code}/",
            now=visit.now,
            zone=visit.zone,
        )
        for each in found
    )


def kind_cells(
    visit: Visit, counts: Mapping[str, int | None], *, wish: Wish | None = None, name: str = ""
) -> tuple[KindCell, ...]:
    """The grid of kinds; a chosen one leads back to all."""
    wish = wish or Wish()
    base = visit.address(name or visit.list_name)
    return tuple(
        KindCell(
            kind,
            f"{base}?{wish.but(kind='' if wish.kind == kind else kind).query}".removesuffix("?"),
            count,
            current=wish.kind == kind,
        )
        for kind, count in counts.items()
    )


def true_until(visit: Visit, ribbon: Ribbon, found: Iterable[Found] = ()) -> datetime:
    """When the clock changes the page: the ribbon's now-line or seal, or a line that begins or ends."""
    change = next_change(list(found), visit.now, visit.zone)
    return min(ribbon.true_until, change) if change else ribbon.true_until
