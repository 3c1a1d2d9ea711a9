"""The two papers of a visit in words, once: for the page, the Word file and the driver's link alike."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from sciweek.base.actor import Actor
from sciweek.look.dates import day_words, hour_words, local, range_words
from sciweek.look.phrases import listed, strung
from sciweek.outreach.logic.sheets import SlipSheet, StopSheet, TripSheet
from sciweek.outreach.models import Visit
from sciweek.outreach.pages.words import (
    crew_words,
    minutes_words,
    need_words,
    people_words,
    way_words,
    where_words,
)
from sciweek.outreach.queries import DayTrip, leader_of
from sciweek.outreach.queries.trips import Stop
from sciweek.people.phones import shown_phone
from sciweek.venues.logic.positions import map_links


def trip_sheet(trip: DayTrip, zone: str) -> TripSheet:
    """The driver's day."""
    outing, leader = trip.outing, trip.leader
    who = strung((leader.leader_name, shown_phone(leader.phone))) if leader is not None else ""
    base = outing.base
    rows = [
        (_("项目"), outing.title),
        (_("承办单位"), outing.unit.name),
        (_("带队"), strung((who, crew_words(trip.stops[0].visit)))),
        (_("车牌"), listed(trip.plates)),
        (_("出发地"), strung((base.name, base.address)) if base is not None else ""),
        (_("回到出发地"), hour_words(local(trip.back_at, zone)) if trip.back_at is not None else ""),
        (_("随车带"), outing.needs_note),
    ]
    return TripSheet(
        title=_("%(title)s行程单") % {"title": outing.title},
        day=day_words(trip.day, year=True),
        rows=tuple((label, words) for label, words in rows if words),
        stops=tuple(_stop(one, number, zone) for number, one in enumerate(trip.stops, 1)),
    )


def _stop(stop: Stop, number: int, zone: str) -> StopSheet:
    visit, leg = stop.visit, stop.leg
    wish = visit.wish
    venue = wish.venue

    def hour(moment: datetime | None) -> str:
        return f"{local(moment, zone):%H:%M}" if moment is not None else ""

    links = (
        map_links(venue.latitude, venue.longitude, venue.datum, venue.name)
        if venue is not None and venue.latitude is not None and venue.longitude is not None
        else []
    )
    return StopSheet(
        number=number,
        name=wish.unit.name,
        leave=hour(leg.leave_at),
        road=minutes_words(leg.minutes) if leg.minutes else "",
        arrive=hour(leg.arrive_at),
        start=hour(visit.starts_at),
        end=hour(visit.ends_at),
        where=where_words(wish),
        way=way_words(wish),
        contact=strung((wish.contact_name, shown_phone(wish.phone))),
        phone=wish.phone,
        people=strung((people_words(wish.people), wish.people_note)),
        has=need_words(wish.has),
        lacks=need_words([one for one in visit.outing.needs if one not in wish.has]),
        note=strung((visit.note, wish.remarks)),
        links=tuple((one.words, one.href) for one in links),
    )


def slip_sheet(actor: Actor, visit: Visit) -> SlipSheet:
    """For the unit that is visited."""
    outing, wish, zone = visit.outing, visit.wish, visit.week.zone
    arrive = visit.starts_at - timedelta(minutes=outing.setup_minutes)
    rows = [
        (_("时间"), range_words(visit.starts_at, visit.ends_at, zone, year=True)),
        (_("到场布置"), hour_words(local(arrive, zone)) if outing.setup_minutes else ""),
        (_("地点"), where_words(wish)),
        (_("来的单位"), outing.unit.name),
        (_("带队"), strung((leader_of(actor, visit), crew_words(visit)))),
        (_("车牌"), visit.plate),
        (_("请准备"), need_words(outing.needs, outing.needs_note)),
        (_("参加的人"), strung((people_words(wish.people), wish.people_note))),
        (_("内容"), outing.summary),
        (_("说明"), visit.note),
    ]
    return SlipSheet(
        title=_("%(title)s接待单") % {"title": outing.title},
        day=day_words(local(visit.starts_at, zone).date(), year=True),
        unit=wish.unit.name,
        where=where_words(wish),
        rows=tuple((label, words) for label, words in rows if words),
    )
