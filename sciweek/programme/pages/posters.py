"""Posters of a session, an activity or a day, and the sheets that hang at a venue's door, from the newest release.

What is not released is not printed: the QR code would lead to nothing, and paper cannot be taken back.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from sciweek.activities.models import Activity
from sciweek.activities.states import ActivityState
from sciweek.base import clock
from sciweek.base.errors import Refused
from sciweek.committee.addresses import public_address
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.look.dates import day_words, local, moment_words, weekday_words
from sciweek.look.phrases import listed, strung
from sciweek.look.ribbon import Thread, build_ribbon
from sciweek.papers.logic.posters import (
    DoorLine,
    DoorSheet,
    Hanging,
    Poster,
    PosterLine,
    Size,
    door_sheet_pdf,
    hangings,
    poster_pdf,
)
from sciweek.programme.models import Release, ReleasedSession
from sciweek.programme.pages.shown import the_activity, the_session
from sciweek.programme.pages.words import hours_of, name_of, when_of, where_of
from sciweek.programme.queries import current_release, released_sessions
from sciweek.programme.rules import visible_sessions
from sciweek.programme.states import SessionState
from sciweek.venues.models import Venue
from sciweek.week.models import Week
from sciweek.week.queries import shown_days

MOST_LINES = 300
PER_PAGE = 50
PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Print:
    """One thing to print: its name, and the addresses of its sheets by their size."""

    name: str
    note: str
    sheets: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PostersPage:
    release: Release | None
    days: tuple[Print, ...]
    doors: tuple[Print, ...]
    doors_leaf: Page[Any]
    activities: tuple[Print, ...]
    activities_leaf: Page[Any]


class Frame(TypedDict):
    """What every poster of the week says alike."""

    top: str
    theme: str
    foot: tuple[str, ...]
    link: str
    link_words: str


@desk_page("programme.see_programme")
def posters(request: DeskRequest) -> HttpResponse:
    """Everything that can be printed."""
    week, release = request.week, current_release(request.week)
    found = released_sessions(release) if release else ReleasedSession.objects.none()
    days: dict[date, int] = {}
    doors: dict[tuple[str, str], dict[date, int]] = {}
    for starts_at, code, name in found.values_list("starts_at", "venue__code", "venue__name"):
        day = local(starts_at, week.zone).date()
        days[day] = days.get(day, 0) + 1
        if code:
            at = doors.setdefault((name, code), {})
            at[day] = at.get(day, 0) + 1
    own = visible_sessions(request.actor).values("activity")
    activities = Activity.objects.filter(
        pk__in=found.filter(activity__in=own).order_by().values("activity")
    ).order_by("name", "id")
    doors_leaf = Paginator(sorted(doors.items()), PER_PAGE).get_page(request.GET.get("doors"))
    activities_leaf = Paginator(activities.only("code", "name"), PER_PAGE).get_page(request.GET.get("page"))
    page = PostersPage(
        release=release,
        days=tuple(
            Print(day_words(day), _count(days[day]), _sizes(week, "poster_day", day=day.isoformat()))
            for day in sorted(days)
        ),
        doors=tuple(
            Print(
                name,
                "",
                tuple(
                    (day_words(day), _address(week, "door_sheet", code=code, day=day.isoformat()))
                    for day in sorted(at)
                ),
            )
            for (name, code), at in doors_leaf
        ),
        doors_leaf=doors_leaf,
        activities=tuple(
            Print(activity.name, "", _sizes(week, "poster_activity", code=activity.code))
            for activity in activities_leaf
        ),
        activities_leaf=activities_leaf,
    )
    return render(request, "programme/posters.html", {"page": page, "week": week})


@desk_page("programme.see_programme")
def poster_session(request: DeskRequest, code: str) -> HttpResponse:
    row = _released(request).filter(session=the_session(request, code)).first()
    if row is None:
        raise Refused(_("这一场还没有发布。发布以后再打印海报。"), code="not_released")
    activity, zone = row.activity, request.week.zone
    poster = Poster(
        title=activity.name,
        subtitle=strung((row.title, _("已取消") if _is_off(row) else "")),
        facts=_facts(row, zone),
        lines=(),
        days=_threads(request, [local(row.starts_at, zone).date()]),
        **_frame(request, hosts=activity.hosts or activity.organisers, link=_public(request, "session_short", code=row.code)),
        size=_size(request),
    )  # fmt: skip
    return _pdf(poster_pdf(poster), name_of(row))


@desk_page("programme.see_programme")
def poster_activity(request: DeskRequest, code: str) -> HttpResponse:
    """One session stands large; several make a list."""
    activity = the_activity(request, code)
    rows = list(_released(request).filter(activity=activity).order_by("starts_at", "id")[:MOST_LINES])
    if not rows:
        raise Refused(_("这个活动的场次还没有发布。发布以后再打印海报。"), code="not_released")
    zone = request.week.zone
    several = len(rows) > 1
    link = _public(request, "activity", week_slug=request.week.slug, code=activity.code)
    poster = Poster(
        title=activity.name,
        subtitle=activity.entry_note if several else rows[0].title,
        facts=() if several else _facts(rows[0], zone),
        lines=tuple(_line(row, strung((when_of(row, zone),)), row.title) for row in rows) if several else (),
        days=_threads(request, [local(row.starts_at, zone).date() for row in rows]),
        **_frame(request, hosts=activity.hosts or activity.organisers, link=link),
        size=_size(request),
    )
    return _pdf(poster_pdf(poster), activity.name)


@desk_page("programme.see_programme")
def poster_day(request: DeskRequest, day: str) -> HttpResponse:
    wanted, rows = _of_day(request, day, _released(request))
    link = _public(request, "programme", query=f"day={wanted}", week_slug=request.week.slug)
    poster = Poster(
        title=day_words(wanted),
        subtitle=_count(len(rows)),
        facts=(),
        lines=tuple(_line(row, hours_of(row, request.week.zone), name_of(row)) for row in rows),
        days=_threads(request, [wanted]),
        **_frame(request, hosts=[], link=link),
        size=_size(request),
    )
    return _pdf(poster_pdf(poster), day_words(wanted))


@desk_page("programme.see_programme")
def door_sheet(request: DeskRequest, code: str, day: str) -> HttpResponse:
    """A venue's day, for its door."""
    venue = Venue.objects.filter(code=code).first()
    release = current_release(request.week)
    if venue is None or release is None:
        raise Http404(code)
    wanted, rows = _of_day(request, day, _released(request).filter(venue=venue))
    link = _public(
        request, "programme", query=f"day={wanted}&venue={venue.code}", week_slug=request.week.slug
    )
    zone = request.week.zone
    sheet = DoorSheet(
        top=request.week.title,
        venue=venue.name,
        address=venue.address,
        day=day_words(wanted),
        heads=(_("时间"), _("厅室"), _("活动"), _("谁在办"), _("人数")),
        lines=tuple(
            DoorLine(
                when=hours_of(row, zone),
                room=row.room.name if row.room else "",
                what=name_of(row),
                who=listed([*row.speakers] or _hosts(row.activity)),
                places=str(row.capacity or ""),
                mark=_mark(row),
            )
            for row in rows
        ),
        foot=_("第 %(number)s 版日程，发布于%(moment)s")
        % {"number": release.number, "moment": moment_words(release.released_at, zone)},
        link=link,
        link_words=_("扫码看最新日程"),
    )
    return _pdf(door_sheet_pdf(sheet), f"{venue.name} {day_words(wanted)}")


# --- what sheets have in common ---------------------------------------------------------------------------------


def _released(request: DeskRequest) -> QuerySet[ReleasedSession]:
    release = current_release(request.week)
    return released_sessions(release) if release else ReleasedSession.objects.none()


def _of_day(
    request: DeskRequest, day: str, found: QuerySet[ReleasedSession]
) -> tuple[date, list[ReleasedSession]]:
    wanted, zone = clock.read_day(day), request.week.zone
    if wanted is None:
        raise Http404(day)
    begin, end = clock.moment(wanted, clock.MIDNIGHT, zone), clock.end_of(wanted, zone)
    rows = list(found.filter(starts_at__lt=end, ends_at__gt=begin).order_by("starts_at", "id")[:MOST_LINES])
    if not rows:
        raise Http404(day)
    return wanted, rows


def _threads(request: DeskRequest, own: list[date]) -> tuple[Hanging, ...]:
    """The week's threads; on the poster's own days they stand in full colour."""
    week = request.week
    first, last = shown_days(week, own[0])
    planned = (
        _released(request).filter(state=SessionState.PLANNED).exclude(activity__state=ActivityState.CANCELLED)
    )
    rows = planned.order_by().values_list("starts_at", "ends_at", "activity__kind")
    ribbon = build_ribbon(
        zone=week.zone,
        starts_on=first,
        ends_on=last,
        now=clock.now(),
        threads=[Thread(starts_at, ends_at, kind) for starts_at, ends_at, kind in rows],
    )
    words = [(_("%(day)s日") % {"day": day.day.day}, weekday_words(day.day)) for day in ribbon.days]
    return hangings(ribbon, words, [day.day in own for day in ribbon.days])


def _facts(row: ReleasedSession, zone: str) -> tuple[tuple[str, str], ...]:
    activity, venue = row.activity, row.venue
    where = where_of(row) or activity.place
    address = venue.address if venue else activity.address if where == activity.place else ""
    facts = (
        (_("时间"), when_of(row, zone)),
        (_("地点"), where),
        (_("地址"), address),
        (_("主讲"), listed(row.speakers)),
        (_("参加"), activity.entry_note),
    )
    return tuple((label, words) for label, words in facts if words)


def _frame(request: DeskRequest, *, hosts: list[str], link: str) -> Frame:
    week: Week = request.week
    foot = (_("主办：%(names)s") % {"names": listed(hosts)} if hosts else "", week.office_name)
    return {
        "top": week.title,
        "theme": week.theme,
        "foot": tuple(words for words in foot if words),
        "link": link,
        "link_words": _("扫码看详情：%(link)s") % {"link": link.split("://", 1)[-1]},
    }


def _line(row: ReleasedSession, when: str, what: str) -> PosterLine:
    return PosterLine(when, what, where_of(row) or row.activity.place, _("已取消") if _is_off(row) else "")


def _is_off(row: ReleasedSession) -> bool:
    return row.state == SessionState.CANCELLED or row.activity.state == ActivityState.CANCELLED


def _mark(row: ReleasedSession) -> str:
    if not _is_off(row):
        return ""
    reason = row.state_reason or row.activity.state_reason
    return _("已取消：%(reason)s") % {"reason": reason} if reason else _("已取消")


def _hosts(activity: Activity) -> list[str]:
    return activity.hosts or activity.organisers or ([activity.unit.name] if activity.unit else [])


def _public(request: DeskRequest, name: str, *, query: str = "", **words: str) -> str:
    """Where the QR code leads: paper has one language, that of the installation."""
    with override(settings.LANGUAGE_CODE):
        address = public_address(request, f"portal:{name}", **words)
    return f"{address}?{query}" if query else address


def _size(request: DeskRequest) -> Size:
    return Size.A3 if request.GET.get("size") == Size.A3 else Size.A4


def _count(count: int) -> str:
    return ngettext("%(count)s 场", "%(count)s 场", count) % {"count": count}


def _address(week: Week, name: str, **words: str) -> str:
    return reverse(f"programme:{name}", kwargs=words | {"week_slug": week.slug})


def _sizes(week: Week, name: str, **words: str) -> tuple[tuple[str, str], ...]:
    address = _address(week, name, **words)
    return ("A4", address), ("A3", f"{address}?size={Size.A3}")


def _pdf(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=PDF)
    answer["Content-Disposition"] = (
        content_disposition_header(as_attachment=False, filename=f"{name}.pdf") or ""
    )
    answer["Cache-Control"] = "private, no-store"
    return answer
