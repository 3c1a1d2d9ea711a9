"""The list: by day, kind, unit and audience, with substring search, fifty to a page."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.core.paginator import Page as LeafOfList
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.activities.models import Activity
from sciweek.activities.states import Audience
from sciweek.base import clock
from sciweek.look.dates import day_words, in_english, local, month_words
from sciweek.look.kinds import kind_look
from sciweek.look.parts import KindCell, Tab
from sciweek.look.phrases import strung
from sciweek.look.ribbon import Ribbon
from sciweek.portal import queries
from sciweek.portal.entrance import Visit, portal_page
from sciweek.portal.logic.rows import DayGroup
from sciweek.portal.logic.wish import LONGEST_WORDS, Wish
from sciweek.portal.pages.shared import kind_cells, ribbon_of, rows_of, true_until

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    title: str
    count: str
    ribbon: Ribbon
    list_url: str
    wish: Wish
    longest_words: int
    kept_pairs: tuple[tuple[str, str], ...]
    days: tuple[Choice, ...]
    kinds: tuple[KindCell, ...]
    units: tuple[Choice, ...]
    audiences: tuple[Choice, ...]
    chosen: tuple[Tab, ...]
    groups: tuple[DayGroup, ...]
    leaf: LeafOfList
    empty_words: str
    ways_on: tuple[tuple[str, str], ...]


@portal_page()
def activities(visit: Visit) -> HttpResponse:
    wish = visit.wish
    ribbon = ribbon_of(visit, picked=wish.day)
    found = queries.wished(wish, now=visit.now, zone=visit.zone)
    day_start = clock.moment(wish.day, clock.MIDNIGHT, visit.zone) if wish.day else None
    leaf = Paginator(queries.listed(found, day_start=day_start), PER_PAGE).get_page(wish.page)
    shown = list(leaf.object_list)
    units = queries.public_units()
    series_name = queries.public_series(wish.series) if wish.series is not None else ""
    total = leaf.paginator.count
    page = ListPage(
        title=_title(visit, wish),
        count=ngettext("%(count)s 场", "%(count)s 场", total) % {"count": total},
        ribbon=ribbon,
        list_url=visit.address("activities"),
        wish=wish,
        longest_words=LONGEST_WORDS,
        kept_pairs=tuple(pair for pair in wish.pairs if pair[0] in ("month", "series", "kind")),
        days=_days(visit, wish),
        kinds=kind_cells(visit, _kind_counts(visit, wish), wish=wish),
        units=tuple(Choice(code, name, code == wish.unit) for code, name in units),
        audiences=tuple(Choice(value, label, value == wish.audience) for value, label in _audiences()),
        chosen=_chosen(visit, wish, dict(units), series_name),
        groups=_by_day(visit, wish, shown),
        leaf=leaf,
        empty_words=_empty_words(wish),
        ways_on=_ways_on(visit, wish, ribbon) if not total else (),
    )
    return visit.show(
        "portal/activities.html",
        page,
        title=f"{page.title} · {visit.week.title}",
        description=strung((visit.week.title, page.title, page.count)),
        canonical=_canonical(visit, wish),
        here="activities",
        true_until=true_until(visit, ribbon, shown),
        # Only what leads somewhere is kept, so that made-up addresses cannot fill the memory.
        is_kept=bool(shown) and leaf.number == wish.page and not wish.words,
    )


def _canonical(visit: Visit, wish: Wish) -> str:
    address = visit.lasting_address("activities")
    return f"{address}?{wish.query}" if wish.query else address


def _title(visit: Visit, wish: Wish) -> str:
    if wish.words:
        return _("找“%(words)s”") % {"words": wish.words}
    if wish.day:
        return day_words(wish.day)
    if wish.month:
        return _month(wish.month)
    if wish.kind:
        return str(kind_look(wish.kind).label)
    return _("全部活动")


def _month(first: date) -> str:
    return f"{month_words(first)} {first.year}" if in_english() else f"{first.year}年{first.month}月"


def _audiences() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in Audience.choices]


def _days(visit: Visit, wish: Wish) -> tuple[Choice, ...]:
    """Every day of the edition, of which the ribbon of a science month shows two weeks."""
    week = visit.week
    days = [week.starts_on + timedelta(days=offset) for offset in range(week.days)]
    if wish.day and wish.day not in days:
        days = sorted([*days, wish.day])
    return tuple(Choice(day.isoformat(), day_words(day), day == wish.day) for day in days)


def _kind_counts(visit: Visit, wish: Wish) -> dict[str, int]:
    """How many of each kind the other filters leave; a chosen kind stays visible with 0."""
    counts = queries.kind_counts(queries.wished(wish.but(kind=""), now=visit.now, zone=visit.zone))
    return counts if not wish.kind or wish.kind in counts else counts | {wish.kind: 0}


def _chosen(visit: Visit, wish: Wish, units: dict[str, str], series_name: str) -> tuple[Tab, ...]:
    """The filters in force; each one leads to the list without it."""
    base = visit.address("activities")
    found = (
        (_("还没结束") if wish.ahead else "", wish.but(ahead=False)),
        (day_words(wish.day) if wish.day else "", wish.but(day=None)),
        (_month(wish.month) if wish.month else "", wish.but(month=None)),
        (str(kind_look(wish.kind).label) if wish.kind else "", wish.but(kind="")),
        ((units.get(wish.unit) or _("没有这个单位")) if wish.unit else "", wish.but(unit="")),
        (str(Audience(wish.audience).label) if wish.audience else "", wish.but(audience="")),
        ((series_name or _("没有这个系列")) if wish.series is not None else "", wish.but(series=None)),
        (f"“{wish.words}”" if wish.words else "", wish.but(words="")),
    )
    return tuple(
        Tab(label, f"{base}?{without.query}".removesuffix("?"), current=True)
        for label, without in found
        if label
    )


def _by_day(visit: Visit, wish: Wish, shown: list[Activity]) -> tuple[DayGroup, ...]:
    """Under the day on which each begins; what is already under way, under today or the asked day."""
    zone = visit.zone
    today = local(visit.now, zone).date()

    def day_of(activity: Activity) -> date:
        day = activity.first_day(zone) or visit.week.starts_on
        if wish.day:
            return wish.day
        return max(day, today) if wish.ahead else day

    return tuple(
        DayGroup(day, day == today, rows_of(visit, rows)) for day, rows in groupby(shown, key=day_of)
    )


def _empty_words(wish: Wish) -> str:
    if wish.words:
        return _("没有找到“%(words)s”。") % {"words": wish.words}
    if wish.but(day=None).is_empty and wish.day:
        return _("这一天还没有活动。")
    if wish.is_empty:
        return _("活动还没有发布。")
    return _("没有合这些条件的活动。")


def _ways_on(visit: Visit, wish: Wish, ribbon: Ribbon) -> tuple[tuple[str, str], ...]:
    """From an empty list: the days beside the asked one, then everything."""
    base = visit.address("activities")
    ways: list[tuple[str, str]] = []
    if wish.day:
        full = [day for day in ribbon.days if day.count]
        before = [day for day in full if day.day < wish.day][-1:]
        after = [day for day in full if day.day > wish.day][:1]
        for day in before + after:
            count = ngettext("%(count)s 场", "%(count)s 场", day.count) % {"count": day.count}
            ways.append((f"{day_words(day.day)} {count}", f"{base}?{wish.but(day=day.day).query}"))
    if wish.words and not wish.but(words="").is_empty:
        ways.append((_("在全部活动里找"), f"{base}?{Wish(words=wish.words).query}"))
    if not wish.is_empty:
        ways.append((_("看全部活动"), base))
    return tuple(ways)
