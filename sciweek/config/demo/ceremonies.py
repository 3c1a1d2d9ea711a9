"""The demo's opening ceremony: places for units, most of the replies, the running order, who sits where."""

from collections.abc import Iterator
from datetime import time, timedelta
from itertools import groupby
from typing import Any

from sciweek.activities.states import Kind
from sciweek.base import clock
from sciweek.ceremonies.actions import (
    GuestLine,
    Places,
    Ranked,
    add_ceremony,
    add_item,
    fill_slip,
    hand_out_places,
    rank_guests,
    release_order,
    seat_guests,
    set_hall,
)
from sciweek.ceremonies.models import Ceremony, Guest, Slip
from sciweek.config.demo.tables import table
from sciweek.config.demo.town import ZONE, Town
from sciweek.programme.models import Session
from sciweek.week.models import Week

KINDS = ("leader", "delegate", "student")


def invite_to_opening(town: Town, week: Week) -> Ceremony:
    """Eight days before: the ceremony, its places, what follows what."""
    rows = table("ceremonies")
    about = rows["ceremony"]
    session = (
        Session.objects.filter(activity__kind=Kind.CEREMONY).select_related("activity").earliest("starts_at")
    )
    day = clock.local_day(session.starts_at, ZONE)
    name, phone = about["contact"]
    found = add_ceremony(
        town.office,
        week,
        activity=session.activity,
        session=session,
        reply_by=clock.moment(day - timedelta(days=3), time(17), ZONE),
        takes_late=True,
        assemble_at=clock.moment(day, time.fromisoformat(about["assemble"]), ZONE),
        dress=about["dress"],
        notes=about["notes"],
        contact_name=name,
        contact_phone=phone,
    )
    hand_out_places(town.office, found, list(_places(town, about["places"])))
    for minutes, what, who, prepares, materials in about["items"]:
        add_item(
            town.office, found, minutes=minutes, what=what, who=who, prepares=prepares, materials=materials
        )
    return set_hall(town.office, found, **about["hall"])


def _places(town: Town, rows: list[list[Any]]) -> Iterator[Places]:
    for code, *counts in rows:
        yield from (
            Places(town.units[code], count, kind) for kind, count in zip(KINDS, counts, strict=True) if count
        )


def reply_to_opening(town: Town, week: Week) -> None:
    """Four days before: the units that answer, each by its own people."""
    for code, rows in groupby(table("ceremonies")["ceremony"]["guests"], key=lambda row: row[0]):
        slip = Slip.objects.select_related("week__region").get(unit=town.units[code])
        lines = [
            GuestLine(name, post, phone, plate, kind) for _c, kind, name, post, phone, plate, *_r in rows
        ]
        fill_slip(town.liaison(code, week), slip, lines=lines)


def seat_opening(town: Town, found: Ceremony) -> None:
    """Two days before: leaders in their order, everybody on a seat, units see the running order."""
    settled = {row[2]: (row[6] or None, row[7]) for row in table("ceremonies")["ceremony"]["guests"]}
    guests = [guest for guest in Guest.objects.all() if any(settled[guest.name])]
    ranked = [Ranked(guest, settled[guest.name][1], settled[guest.name][0]) for guest in guests]
    rank_guests(town.office, found, ranked)
    seat_guests(town.office, found, with_unnamed=True)
    release_order(town.office, found)
