"""One activity."""

from dataclasses import dataclass
from typing import cast

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.activities.models import Activity
from sciweek.activities.states import ActivityState, Audience, Mode
from sciweek.base.errors import OutOfSight
from sciweek.look.dates import days_words, ends_that_night, local, range_words
from sciweek.look.kinds import kind_look
from sciweek.look.phrases import listed, strung
from sciweek.look.ribbon import Ribbon
from sciweek.portal import queries
from sciweek.portal.entrance import Visit, portal_page
from sciweek.portal.logic.phones import Dial, dial
from sciweek.portal.logic.rows import Row, is_over, is_running, last_day
from sciweek.portal.logic.wish import Wish, read_code
from sciweek.portal.pages.exports.event_blocks import activity_block
from sciweek.portal.pages.fullness import seats_of, with_seats
from sciweek.portal.pages.session_words import host_of
from sciweek.portal.pages.shared import ribbon_of, rows_of, true_until
from sciweek.week.models import Region

MOST_BESIDE = 4
MOST_SESSIONS = 12


@dataclass(frozen=True, slots=True)
class ActivityPage:
    """`standing`: ahead, running, over or cancelled."""

    activity: Activity
    picture: queries.Picture | None
    ribbon: Ribbon
    kind_words: str
    kind_url: str
    standing: str
    when: str
    where: str
    address: str
    link: str
    link_host: str
    audience: str
    paragraphs: tuple[str, ...]
    hosts: tuple[tuple[str, str], ...]
    contact_name: str
    contact: Dial | None
    share_url: str
    day_url: str
    sessions: tuple[Row, ...]
    sessions_count: str
    sessions_url: str
    beside_title: str
    beside: tuple[Row, ...]
    event_data: SafeString


@portal_page()
def activity(visit: Visit, code: str) -> HttpResponse:
    wanted = read_code(code)
    if wanted is None:
        raise OutOfSight(code)
    found = queries.public_activity(wanted)
    if found is None:
        return _elsewhere(visit, wanted)
    if code != found.code:
        return redirect(visit.address("activity", code=found.code))
    zone = visit.zone
    first = found.first_day(zone)
    ribbon = ribbon_of(visit)
    beside = queries.beside(found, zone=zone, most=MOST_BESIDE)
    release = visit.release
    sessions, total = queries.sessions_of(release, found, MOST_SESSIONS) if release else ([], 0)
    seats = seats_of(visit, sessions)
    page = ActivityPage(
        activity=found,
        picture=queries.picture_of(found),
        ribbon=ribbon,
        kind_words=found.series.name if found.series else str(kind_look(found.kind).label),
        kind_url=visit.address("activities", _same(found).query),
        standing=_standing(visit, found),
        when=_when(found, zone),
        where=found.place,
        address=found.address,
        link=found.link,
        link_host=host_of(found.link),
        audience=_audience(found),
        paragraphs=tuple(line for line in found.summary.split("\n") if line),
        hosts=_hosts(found),
        contact_name=found.contact_name,
        contact=dial(found.contact_phone, area_code=cast(Region, visit.region).area_code),
        share_url=_share_url(visit, found),
        day_url=visit.address("activities", Wish(day=first).query) if first else "",
        sessions=with_seats(visit, rows_of(visit, sessions), seats),
        sessions_count=ngettext("%(count)s 场", "%(count)s 场", total) % {"count": total},
        sessions_url=visit.address("programme", Wish(activity=found.code).query)
        if total > len(sessions)
        else "",
        beside_title=_("这个系列还有") if found.series_id else _("同类的还有"),
        beside=rows_of(visit, beside),
        event_data=activity_block(visit, found),
    )
    where = found.place or (_("线上") if found.mode == Mode.ONLINE else "")
    return visit.show(
        "portal/activity.html",
        page,
        title=f"{found.name} · {visit.week.title}",
        description=strung((page.when, where, *page.paragraphs[:1])),
        canonical=visit.lasting_address("activity", code=found.code),
        here="activities",
        true_until=true_until(visit, ribbon, [found, *sessions, *beside]),
        watch=seats.watch,
    )


def _elsewhere(visit: Visit, code: str) -> HttpResponse:
    """A bare address outlives its edition: last year's poster leads to last year's page."""
    if not visit.slug and visit.region is not None:
        week = queries.edition_of(visit.region.pk, code)
        if week is not None:
            return redirect(reverse("portal:activity", kwargs={"week_slug": week.slug, "code": code}))
    raise OutOfSight(code)


def _same(found: Activity) -> Wish:
    return Wish(series=found.series.position) if found.series else Wish(kind=found.kind)


def _standing(visit: Visit, found: Activity) -> str:
    if found.state == ActivityState.CANCELLED:
        return "cancelled"
    if is_over(found, visit.now, visit.zone):
        return "over"
    return "running" if is_running(found, visit.now, visit.zone) else "ahead"


def _when(found: Activity, zone: str) -> str:
    if found.starts_at is None:
        return _("时间待定")
    first, last = local(found.starts_at, zone).date(), last_day(found, zone)
    if found.is_all_day:
        if last == first:
            return _("%(day)s，全天") % {"day": days_words(first, first)}
        return days_words(first, last or first, weekday=False)
    words = range_words(found.starts_at, found.ends_at, zone)
    if found.ends_at is not None and not ends_that_night(found.starts_at, found.ends_at, zone):
        hours = f"{local(found.starts_at, zone):%H:%M}–{local(found.ends_at, zone):%H:%M}"
        return _("%(days)s，%(hours)s") % {"days": words, "hours": hours}
    return words


def _audience(found: Activity) -> str:
    """6–12 岁，亲子、小学生; nothing said means everybody."""
    ages = ""
    if found.age_from is not None and found.age_to is not None:
        ages = _("%(low)s–%(high)s 岁") % {"low": found.age_from, "high": found.age_to}
    elif found.age_from is not None:
        ages = _("%(low)s 岁以上") % {"low": found.age_from}
    elif found.age_to is not None:
        ages = _("%(high)s 岁以下") % {"high": found.age_to}
    groups = listed(str(Audience(value).label) for value in found.audience if value in Audience.values)
    return strung((groups, ages)) or _("谁都可以来")


def _hosts(found: Activity) -> tuple[tuple[str, str], ...]:
    """主办, 承办, 协办 as far as they are given; the unit that entered it stands in for a missing host."""
    hosts = found.hosts or ([found.unit.name] if found.unit and not found.organisers else [])
    lines = ((_("主办"), hosts), (_("承办"), found.organisers), (_("协办"), found.co_organisers))
    return tuple((label, "、".join(names)) for label, names in lines if names)


def _share_url(visit: Visit, found: Activity) -> str:
    """The lasting address; without a known host the page completes it from its own."""
    return visit.lasting_address("activity", code=found.code)
