"""One session: when, where, how to get there; and the short address that leads to it."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString

from sciweek.activities.models import Activity
from sciweek.activities.states import ActivityState
from sciweek.base.errors import OutOfSight
from sciweek.look.dates import local
from sciweek.look.phrases import listed, strung
from sciweek.look.ribbon import Ribbon
from sciweek.portal import queries
from sciweek.portal.entrance import Visit, portal_page
from sciweek.portal.logic.rows import Row, Thing, is_over, is_running
from sciweek.portal.logic.wish import Wish, read_code
from sciweek.portal.pages.exports.event_blocks import session_block
from sciweek.portal.pages.fullness import Panel, panel_of, seats_of, with_seats
from sciweek.portal.pages.session_words import address_words, host_of, when_words
from sciweek.portal.pages.shared import ribbon_of, rows_of, true_until
from sciweek.programme.models import ReleasedSession
from sciweek.venues.logic.positions import map_links
from sciweek.venues.logic.positions.writing import MapLink
from sciweek.venues.models import Venue

MOST_OTHERS = 12


@dataclass(frozen=True, slots=True)
class SessionPage:
    """`standing`: ahead, running, over or cancelled. `session` is there for those who describe it to machines."""

    session: ReleasedSession
    activity: Activity
    title: str
    name: str
    ribbon: Ribbon
    standing: str
    reason: str
    when: str
    days: str
    where: str
    room: str
    address: str
    directions: tuple[str, ...]
    access: tuple[str, ...]
    map_links: tuple[MapLink, ...]
    venue_url: str
    link: str
    link_host: str
    speakers: str
    capacity: int | None
    lead: str
    activity_url: str
    day_url: str
    share_url: str
    others: tuple[Row, ...]
    others_url: str
    stars: str
    ics_url: str
    event_data: SafeString
    seats: Panel | None
    find_url: str


@portal_page()
def session(visit: Visit, code: str) -> HttpResponse:
    wanted = read_code(code)
    release = visit.release
    if wanted is None or release is None:
        raise OutOfSight(code)
    found = queries.released_session(release, wanted)
    if found is None:
        return _its_activity(visit, wanted)
    if code != found.code:
        return redirect(visit.address("session", code=found.code))
    thing = queries.with_its_days(release, queries.thing_of(found))
    activity, venue = found.activity, found.venue
    ribbon = ribbon_of(visit)
    beside, total = queries.sessions_of(release, activity, MOST_OTHERS + 1)
    beside = [each for each in beside if each.code != found.code][:MOST_OTHERS]
    seats = seats_of(visit, [thing, *beside], counted=True)
    page = SessionPage(
        session=found,
        activity=activity,
        title=found.title,
        name=activity.name,
        ribbon=ribbon,
        standing=_standing(visit, thing),
        reason=thing.reason,
        when=when_words(found, visit.zone),
        days=rows_of(visit, [thing])[0].days,
        where=venue.name if venue else thing.place,
        room=found.room.name if found.room else "",
        address=address_words(found),
        directions=_lines(venue.directions if venue else ""),
        access=_lines(venue.access_notes if venue else ""),
        map_links=_map_links(venue),
        venue_url=visit.address("programme", Wish(venue=venue.code).query) if venue else "",
        link=found.link,
        link_host=host_of(found.link),
        speakers=listed(found.speakers),
        capacity=found.capacity,
        lead=activity.summary.partition("\n")[0],
        activity_url=visit.address("activity", code=activity.code),
        day_url=visit.address("programme", Wish(day=local(found.starts_at, visit.zone).date()).query),
        share_url=visit.lasting_address("session", code=found.code),
        others=with_seats(visit, rows_of(visit, beside), seats),
        others_url=visit.address("programme", Wish(activity=activity.code).query)
        if total > len(beside) + 1
        else "",
        stars=visit.week.slug,
        ics_url=visit.address("session_ics", code=found.code),
        event_data=session_block(visit, found),
        seats=panel_of(visit, found.code, seats),
        find_url=reverse("portal:bookings_find"),
    )
    return visit.show(
        "portal/session.html",
        page,
        title=f"{thing.name} · {visit.week.title}",
        description=strung((page.when, thing.place, page.lead)),
        canonical=page.share_url,
        here="programme",
        true_until=true_until(visit, ribbon, [thing, *beside]),
        watch=seats.watch,
    )


def _its_activity(visit: Visit, code: str) -> HttpResponse:
    """A session that the newest release took away: its activity tells what there is instead."""
    activity = queries.activity_of_session(code)
    if activity is None:
        raise OutOfSight(code)
    return redirect(visit.address("activity", code=activity.code))


def session_short(request: HttpRequest, code: str) -> HttpResponse:
    """The address on a poster or in a QR code; it leads to the session in its edition."""
    wanted = read_code(code)
    week = queries.edition_of_session(wanted) if wanted else None
    if week is None:
        raise OutOfSight(code)
    return redirect(reverse("portal:session", kwargs={"week_slug": week.slug, "code": wanted}))


def _standing(visit: Visit, thing: Thing) -> str:
    if thing.state == ActivityState.CANCELLED:
        return "cancelled"
    if is_over(thing, visit.now, visit.zone):
        return "over"
    return "running" if is_running(thing, visit.now, visit.zone) else "ahead"


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.split("\n") if line.strip())


def _map_links(venue: Venue | None) -> tuple[MapLink, ...]:
    if venue is None or venue.latitude is None or venue.longitude is None:
        return ()
    return tuple(map_links(venue.latitude, venue.longitude, venue.datum, venue.name))
