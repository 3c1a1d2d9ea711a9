"""Ceremonies with places made by actions: what the tests of this room stand on. Names and phones are invented."""

from typing import Any

from sciweek.activities.actions import add_activity
from sciweek.activities.models import Activity
from sciweek.activities.tests.places import Place, at
from sciweek.ceremonies import actions
from sciweek.ceremonies.models import Ceremony, Slip
from sciweek.committee.models import Unit

BEFORE, AFTER = at(10, 9), at(21, 9)  # the slip is due on the 18th


def opening(place: Place, name: str = "科技活动周启动仪式", **values: Any) -> Activity:
    """An activity of the kind, on the 22nd from nine to half past ten."""
    given = {"kind": "ceremony", "starts_at": at(22, 9), "ends_at": at(22, 10, 30), "place": "文化中心小剧场"}
    return add_activity(place.office, place.week, name=name, **given | values)


def ceremony(place: Place, **values: Any) -> Ceremony:
    """The opening with its reply slips due on the 18th at 17:00."""
    given = {"activity": values.pop("activity", None) or opening(place), "reply_by": at(18, 17)}
    return actions.add_ceremony(place.office, place.week, **given | values)


def invited(place: Place, found: Ceremony, count: int = 2, *units: Unit, kind: str = "delegate") -> Slip:
    """Places for the units (by default all three); the first unit's slip."""
    chosen = units or place.units
    actions.hand_out_places(place.office, found, [actions.Places(unit, count, kind) for unit in chosen])
    return found.slips.select_related("unit", "week__region").get(unit=chosen[0])


def line(name: str = "钟望江", **values: Any) -> actions.GuestLine:
    return actions.GuestLine(name=name, **values)


def hall(place: Place, found: Ceremony, **values: Any) -> Ceremony:
    return actions.set_hall(place.office, found, **{"rows": 4, "seats": 6} | values)
