"""The list in the page of another site: small, without cookies, to be framed where the settings allow it."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.csp import CSP, build_policy
from django.utils.translation import gettext as _

from sciweek.activities.states import ActivityState, Mode
from sciweek.look.dates import clock_words, local
from sciweek.look.phrases import strung
from sciweek.portal.cache import SHARED_FOR
from sciweek.portal.entrance import Visit
from sciweek.portal.pages.exports.answers import Asked, export_page
from sciweek.portal.pages.exports.wanted import wanted_rows
from sciweek.programme.models import ReleasedSession
from sciweek.programme.states import SessionState

MOST = 100


@dataclass(frozen=True, slots=True)
class EmbedRow:
    url: str
    name: str
    time: str
    where: str
    kind: str
    mark: str


@dataclass(frozen=True, slots=True)
class EmbedDay:
    day: date
    rows: tuple[EmbedRow, ...]


@dataclass(frozen=True, slots=True)
class EmbedPage:
    """`nothing` stands where there are no days; `all_words` leads to the whole programme on our own site."""

    title: str
    days: tuple[EmbedDay, ...]
    nothing: str
    all_url: str
    all_words: str


@export_page
def programme_embed(asked: Asked) -> HttpResponseBase:
    """What is not over yet, by the words of its address; `day` asks for one day whole."""
    visit = asked.visit
    found = wanted_rows(visit)
    if not visit.wish.day:
        found = found.filter(ends_at__gt=visit.now)
    rows = list(found.order_by("starts_at", "id")[:MOST])
    today = local(visit.now, visit.zone).date()

    def day_of(row: ReleasedSession) -> date:
        return visit.wish.day or max(local(row.starts_at, visit.zone).date(), today)

    page = EmbedPage(
        title=visit.week.title,
        days=tuple(
            EmbedDay(day, tuple(_row(asked, row) for row in same)) for day, same in groupby(rows, key=day_of)
        ),
        nothing=_nothing(visit),
        all_url=asked.site + visit.address("programme", visit.wish.query),
        all_words=_("全部日程"),
    )
    return framed(render(visit.request, "portal/embed.html", {"page": page}))


def _nothing(visit: Visit) -> str:
    """Why the list is empty: nobody is said to have asked for something who has not."""
    if visit.release is None:
        return _("日程还没有发布。")
    return _("这一届的场次都结束了。") if visit.wish.is_empty else _("没有合这些条件的场次。")


def framed(response: HttpResponse) -> HttpResponse:
    """The page for a frame: in our own pages, and in those that the settings name."""
    policy: dict[str, Any] = dict(settings.SECURE_CSP)
    policy["frame-ancestors"] = [CSP.SELF, *settings.SCIWEEK_EMBED_HOSTS]
    response.headers[str(CSP.HEADER_ENFORCE)] = build_policy(policy)
    # The older header knows no list of hosts; browsers that know the policy do not look at it.
    response.xframe_options_exempt = bool(settings.SCIWEEK_EMBED_HOSTS)
    if not settings.SCIWEEK_EMBED_HOSTS:
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Cache-Control"] = f"public, max-age={SHARED_FOR}"
    return response


def _row(asked: Asked, row: ReleasedSession) -> EmbedRow:
    activity, zone = row.activity, asked.visit.zone
    off = row.state == SessionState.CANCELLED or activity.state == ActivityState.CANCELLED
    where = strung((row.venue.label if row.venue else row.place, row.room.name if row.room else ""))
    return EmbedRow(
        url=asked.address("session", code=row.code),
        name=f"{activity.name} · {row.title}" if row.title else activity.name,
        time=_("全天") if row.is_all_day else clock_words(row.starts_at, row.ends_at, zone),
        where=where or (_("线上") if row.mode == Mode.ONLINE else ""),
        kind=activity.kind,
        mark=_("已取消") if off else "",
    )
