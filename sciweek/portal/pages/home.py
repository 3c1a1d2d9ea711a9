"""The first page: the theme, the ribbon, and what to do now."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.activities.states import Kind
from sciweek.base import clock
from sciweek.look.dates import day_words, days_words, local
from sciweek.look.parts import KindCell
from sciweek.look.phrases import strung
from sciweek.look.ribbon import Ribbon
from sciweek.look.ribbon_words import count_words
from sciweek.portal import queries
from sciweek.portal.entrance import Visit, portal_page
from sciweek.portal.logic.rows import Row
from sciweek.portal.logic.wish import Wish
from sciweek.portal.pages.shared import Found, counts_of, kind_cells, ribbon_of, rows_of, true_until
from sciweek.week.states import Moment

MOST_RUNNING, MOST_NEXT, MOST_ALL_DAY, MOST_LATER = 5, 6, 3, 6


@dataclass(frozen=True, slots=True)
class Board:
    """What one looks for first: lists under their own small heads.

    `sentence` says what there is to say when `running` and `coming` are empty; `way_on` is then an address and its words.
    """

    title: str
    note: str
    all_url: str
    all_words: str
    running: tuple[Row, ...]
    coming: tuple[Row, ...]
    coming_title: str
    all_day: tuple[Row, ...] = ()
    sentence: str = ""
    way_on: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class LaterLine:
    """A line under 周后不落幕."""

    when: str
    name: str
    line: str
    url: str


@dataclass(frozen=True, slots=True)
class HomePage:
    theme: tuple[str, ...]
    dates: str
    note: str
    ribbon: Ribbon
    board: Board | None
    list_url: str
    total: int
    kinds: tuple[KindCell, ...]
    quick: tuple[tuple[str, str], ...]
    later: tuple[LaterLine, ...]
    after_url: str
    office: queries.Office


@portal_page()
def home(visit: Visit) -> HttpResponse:
    week = visit.week
    ribbon = ribbon_of(visit)
    counts = counts_of(visit, visit.release)
    total = sum(counts.values())
    board, shown = _board(visit, ribbon)
    later = _later(visit)
    page = HomePage(
        theme=tuple((week.theme or week.title).split()),
        dates=days_words(week.starts_on, week.ends_on, year=True),
        note=_note(visit, total, bool(later)),
        ribbon=ribbon,
        board=board,
        list_url=visit.address(visit.list_name),
        total=total,
        kinds=kind_cells(visit, counts),
        quick=_quick(visit),
        later=later,
        after_url=visit.address(visit.list_name, Wish(ahead=True).query),
        office=queries.office(),
    )
    return visit.show(
        "portal/home.html",
        page,
        title=week.title,
        description=strung((week.theme, page.dates, page.note)),
        here="home",
        true_until=true_until(visit, ribbon, shown),
    )


def _note(visit: Visit, total: int, goes_on: bool) -> str:
    """The line under the dates."""
    week = visit.week
    if not total:
        return _("活动陆续发布")
    count = ngettext("%(count)s 场活动", "%(count)s 场活动", total) % {"count": total}
    if week.moment == Moment.BEFORE:
        days = (week.starts_on - week.today).days
        left = ngettext("还有 %(count)s 天开幕", "还有 %(count)s 天开幕", days) % {"count": days}
        return _("%(activities)s，%(left)s") % {"activities": count, "left": left}
    if week.moment == Moment.AFTER:
        after = _("周后接着办") if goes_on else _("都已结束")
        return _("%(activities)s，%(after)s") % {"activities": count, "after": after}
    return _("%(activities)s，看和去都不用登录") % {"activities": count}


def _quick(visit: Visit) -> tuple[tuple[str, str], ...]:
    """A few ready searches."""
    weekend = _next_weekend_day(visit)
    found = [
        (_("亲子"), Wish(audience="family")),
        (_("小学生"), Wish(audience="primary")),
        (_("老年人"), Wish(audience="senior")),
    ]
    if weekend:
        found.insert(0, (day_words(weekend), Wish(day=weekend)))
    return tuple((words, visit.address(visit.list_name, wish.query)) for words, wish in found)


def _next_weekend_day(visit: Visit) -> date | None:
    week = visit.week
    day = max(local(visit.now, week.zone).date() + timedelta(days=1), week.starts_on)
    while day <= week.ends_on:
        if day.weekday() >= 5:
            return day
        day += timedelta(days=1)
    return None


def _board(visit: Visit, ribbon: Ribbon) -> tuple[Board | None, list[Found]]:
    """The board of the moment, and the activities on it."""
    moment = visit.week.moment
    if moment == Moment.BEFORE:
        return _opening(visit, ribbon)
    if moment == Moment.AFTER:
        return None, []
    return _today(visit, ribbon)


def _opening(visit: Visit, ribbon: Ribbon) -> tuple[Board, list[Found]]:
    """Before: what the first day brings, the opening first."""
    week = visit.week
    first = week.starts_on
    found = queries.starting(
        visit.release,
        clock.moment(first, clock.MIDNIGHT, week.zone) - timedelta(microseconds=1),
        clock.end_of(first, week.zone),
        MOST_RUNNING + MOST_NEXT,
    )
    found.sort(key=lambda each: (each.kind != Kind.CEREMONY, each.is_all_day))
    count = ribbon.days[0].count
    empty = _("开幕那天的活动还没有发布。")
    ahead = None if found else queries.first_after(visit.release, visit.now)
    board = Board(
        title=_("开幕那天"),
        note=strung((day_words(first), count_words(count))) if count else day_words(first),
        all_url=visit.address(visit.list_name, Wish(day=first).query) if count > len(found) else "",
        all_words=_("看这天全部"),
        running=(),
        coming=rows_of(visit, found),
        coming_title="",
        sentence="" if found else empty,
        way_on=_way_on(visit, ahead),
    )
    return board, found


def _today(visit: Visit, ribbon: Ribbon) -> tuple[Board, list[Found]]:
    """During: what is on, what comes today."""
    zone = visit.zone
    today = local(visit.now, zone).date()
    midnight = clock.end_of(today, zone)
    now_on = queries.running(visit.release, visit.now, zone, MOST_RUNNING)
    next_on = queries.starting(visit.release, visit.now, midnight, MOST_NEXT)
    all_day = queries.all_day_long(visit.release, visit.now, zone, MOST_ALL_DAY)
    count = next((day.count for day in ribbon.days if day.day == today), 0)
    ahead = None if now_on or next_on else queries.first_after(visit.release, midnight)
    sentence = ""
    if not now_on and not next_on:
        over = _("今天定了钟点的活动都结束了。") if all_day else _("今天的活动都结束了。")
        sentence = over if count else _("今天没有活动。")
    board = Board(
        title=_("今天"),
        note=strung((day_words(today), count_words(count))) if count else day_words(today),
        all_url=visit.address(visit.list_name, Wish(day=today).query) if count else "",
        all_words=_("看今天全部"),
        running=rows_of(visit, now_on),
        coming=rows_of(visit, next_on),
        coming_title=_("接下来"),
        all_day=rows_of(visit, all_day),
        sentence=sentence,
        way_on=_way_on(visit, ahead),
    )
    return board, [*now_on, *next_on, *all_day]


def _way_on(visit: Visit, ahead: Found | None) -> tuple[str, str]:
    """Where an empty board leads on to: address and words."""
    if ahead is None or ahead.starts_at is None:
        return "", ""
    day = local(ahead.starts_at, visit.zone).date()
    words = _("看 %(day)s的活动") % {"day": day_words(day)}
    return visit.address(visit.list_name, Wish(day=day).query), words


def _later(visit: Visit) -> tuple[LaterLine, ...]:
    # What began in the week is, seen from after it, simply under way.
    last_shown = max(local(visit.now, visit.zone).date(), visit.week.ends_on)
    return tuple(
        LaterLine(_when(each, last_shown), each.name, each.line, _later_url(visit, each))
        for each in queries.later(visit.week, now=visit.now, most=MOST_LATER)
    )


def _when(each: queries.Later, today: date) -> str:
    if each.first is None:
        return _("全年")
    if each.last is not None and each.first <= today:
        return _("至%(day)s") % {"day": day_words(each.last, weekday=False)}
    if each.last is None:
        return day_words(each.first)
    return days_words(each.first, each.last, weekday=each.first == each.last)


def _later_url(visit: Visit, each: queries.Later) -> str:
    if each.code:
        return visit.address("activity", code=each.code)
    return visit.address("activities", Wish(series=each.series).query) if each.series is not None else ""
