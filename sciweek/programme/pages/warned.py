"""Warnings in words, each with the way to the sessions that it speaks of."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciweek.base import clock
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.look.dates import moment_words, range_words
from sciweek.look.phrases import strung
from sciweek.programme.logic.warnings import Caution
from sciweek.programme.models import Session
from sciweek.programme.pages.shown import session_url
from sciweek.programme.pages.words import name_of, when_of
from sciweek.programme.queries import cautions, sessions
from sciweek.programme.states import Worry
from sciweek.week.models import Week

PER_PAGE = 200
TEXTS = {
    Worry.CLOSED: gettext_lazy("%(where)s %(hours)s 不开放"),
    Worry.RETIRED: gettext_lazy("%(where)s已停用，请换一个场地"),
    Worry.ROOM_TAKEN: gettext_lazy("%(where)s同时排了两个活动"),
    Worry.VENUE_TAKEN: gettext_lazy("%(where)s同时有两个活动，请确认放得下"),
    Worry.SPEAKER_TWICE: gettext_lazy("%(speaker)s同时在两处"),
    Worry.UNIT_TWICE: gettext_lazy("同一单位同时在两处办活动，请确认人手够"),
    Worry.TOO_MANY_SEATS: gettext_lazy("写了 %(capacity)d 人，%(where)s只容 %(holds)d 人"),
    Worry.NOWHERE: gettext_lazy("没有场地，也没有写地点"),
    Worry.NO_LINK: gettext_lazy("线上场次没有线上地址"),
    Worry.NOT_PUBLIC: gettext_lazy("活动还没有发布，这一场不会公开"),
    Worry.PAST_MIDNIGHT: gettext_lazy("结束在第二天，请核对时间"),
    Worry.OUTSIDE_WEEK: gettext_lazy("不在活动周的日子里"),
    Worry.OTHER_TIME: gettext_lazy("活动写的是%(when)s，和这一场不一样"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A warning as the page says it. `links` lead to the sessions that the actor may see."""

    words: str
    stops: bool
    links: tuple[tuple[str, str], ...]


def tell(caution: Caution, names: Mapping[str, str], week: Week) -> Told:
    """The warning in words; a session that is not among `names` is out of the actor's sight."""
    address = reverse("programme:session", kwargs={"week_slug": week.slug, "code": "CODE"})
    links = tuple((address.replace("CODE", code), names[code]) for code in caution.codes if code in names)
    words = _words(caution, week.zone)
    if any(code not in names for code in caution.codes):
        words = strung((words, _("另一场是别的单位的")))
    return Told(words, caution.stops, links)


def _words(caution: Caution, zone: str) -> str:
    said = dict(caution.words)
    why = said.pop("why", "")
    if caution.kind == Worry.CLOSED:
        said["hours"] = range_words(said["starts_at"], said["ends_at"], zone)
    if caution.kind == Worry.OTHER_TIME:
        said["when"] = moment_words(said["announced_at"], zone)
    return strung((str(TEXTS[caution.kind]) % said, why))


def told_by_session(found: Iterable[Caution], names: Mapping[str, str], week: Week) -> dict[str, list[Told]]:
    """The warnings of each session, by its code."""
    told: dict[str, list[Told]] = defaultdict(list)
    for caution in found:
        one = tell(caution, names, week)
        for code in caution.codes:
            told[code].append(one)
    return told


def told_about(request: DeskRequest, row: Session) -> list[Told]:
    """The warnings of one session, reckoned over its day."""
    week = request.week
    found = [
        one
        for one in cautions(request.actor, week, day=clock.local_day(row.starts_at, week.zone))
        if row.code in one.codes
    ]
    names = names_of(request, {code for one in found for code in one.codes})
    told = [tell(one, names, week) for one in found]
    # Its own page need not lead to itself.
    here = session_url(row, week)
    return [replace(one, links=tuple(link for link in one.links if link[0] != here)) for one in told]


def names_of(request: DeskRequest, codes: Iterable[str]) -> dict[str, str]:
    """How the sessions are called that the actor may see."""
    rows = sessions(request.actor).filter(code__in=set(codes))
    return {row.code: called(row, request.week) for row in rows}


def called(row: Session, week: Week) -> str:
    """Name and time: two sessions of one activity are told apart."""
    return strung((name_of(row), when_of(row, week.zone)))


@desk_page("programme.see_programme")
def warning_list(request: DeskRequest) -> HttpResponse:
    """Every warning of the week, those first that hold a release back."""
    week = request.week
    found = sorted(cautions(request.actor, week), key=lambda one: not one.stops)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    names = names_of(request, {code for one in page for code in one.codes})
    told = [tell(one, names, week) for one in page]
    stops = sum(one.stops for one in found)
    context = {"told": told, "page": page, "stops": stops, "total": len(found), "week": week}
    return render(request, "programme/warnings.html", context)
