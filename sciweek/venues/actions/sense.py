"""What makes sense of a venue and a room, judged in one place for page, API and table."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from sciweek.base.errors import Refused
from sciweek.base.text import clean, clean_lines
from sciweek.committee.models import Unit
from sciweek.committee.states import UnitKind
from sciweek.venues.logic.positions import read_map_link
from sciweek.venues.models import living
from sciweek.venues.states import Datum

# The most signs of each, and whether it may have several lines.
WORDS = {"name": 120, "short_name": 40, "address": 200}
TEXTS = {"access_notes": 2000, "directions": 2000}
VENUE_FIELDS = (*WORDS, "unit", "street", "latitude", "longitude", "datum", *TEXTS)
ROOM_NAME, ROOM_NOTES, MOST_PEOPLE = 60, 200, 1_000_000
SIXTH = Decimal("0.000001")  # of a degree: a hand's breadth


def venue_values(given: Mapping[str, Any]) -> dict[str, Any]:
    """The values cleaned; only those that were given. Raises `Refused` with a message for each field that is wrong.

    `map_link` is what somebody pasted: it stands for latitude, longitude and datum at once.
    """
    unknown = given.keys() - {*VENUE_FIELDS, "map_link"}
    if unknown:
        raise TypeError(f"a venue has no {sorted(unknown)}")
    values: dict[str, Any] = {name: clean(given[name]) for name in WORDS if name in given}
    values |= {name: clean_lines(given[name]) for name in TEXTS if name in given}
    problems = {
        name: too_long(values[name], most)
        for name, most in (WORDS | TEXTS).items()
        if len(values.get(name, "")) > most
    }
    if "name" in values and not values["name"]:
        problems["name"] = _("请写场地的名称。")
    values |= {name: living(given[name]) for name in ("unit", "street") if name in given}
    street: Unit | None = values.get("street")
    if street is not None and street.kind != UnitKind.STREET:
        problems["street"] = _("请选街道或乡镇。")
    values |= _position(given, problems)
    if problems:
        raise Refused(fields=problems, code="invalid")
    return values


def too_long(text: str, most: int) -> str:
    return _("最多 %(count)d 个字，现在有 %(have)d 个。") % {"count": most, "have": len(text)}


def _position(given: Mapping[str, Any], problems: dict[str, str]) -> dict[str, Any]:
    link = clean(given.get("map_link", ""))
    if link:
        found = read_map_link(link)
        if found is None:
            problems["map_link"] = _(
                "没有从里面读出位置。短链接请先在浏览器里打开，再复制完整的地址；或者直接写经纬度。"
            )
            return {}
        return {"latitude": degrees(found[0]), "longitude": degrees(found[1]), "datum": found[2]}
    values: dict[str, Any] = {}
    for name, most in (("latitude", 90), ("longitude", 180)):
        if name not in given:
            continue
        values[name] = value = degrees(given[name])
        if given[name] not in (None, "") and (value is None or abs(value) > most):
            problems[name] = _("写 -%(most)d 到 %(most)d 之间的度数。") % {"most": most}
    if "datum" in given:
        values["datum"] = given["datum"] or Datum.WGS84
        if values["datum"] not in Datum.values:
            problems["datum"] = _("请选坐标系。")
    return values


def degrees(value: Any) -> Decimal | None:
    """As exact as it is stored; None for what is no number."""
    if value in (None, ""):
        return None
    try:
        read = Decimal(str(value))
        # Far beyond any degree the sixth place cannot be told any more.
        return read.quantize(SIXTH) if read.is_finite() and abs(read) < 1000 else None
    except InvalidOperation:
        return None


def check_whole(values: Mapping[str, Any]) -> None:
    """Both numbers or none."""
    for one, other in (("latitude", "longitude"), ("longitude", "latitude")):
        if values.get(one) is None and values.get(other) is not None:
            text = _("经度和纬度要一起写，或者都空着。")
            raise Refused(fields={one: text}, code="invalid")


def room_values(given: Mapping[str, Any]) -> dict[str, Any]:
    """A room's values cleaned; only those that were given."""
    values = dict(given)
    problems: dict[str, str] = {}
    for name, most in (("name", ROOM_NAME), ("notes", ROOM_NOTES)):
        if name in values:
            values[name] = clean(values[name])
            if len(values[name]) > most:
                problems[name] = too_long(values[name], most)
    if "name" in values and not values["name"]:
        problems["name"] = _("请写厅室的名称。")
    capacity = values.get("capacity")
    if capacity is not None and not 0 < capacity <= MOST_PEOPLE:
        problems["capacity"] = _("写 1 到 %(most)d 之间的人数，或者空着。") % {"most": MOST_PEOPLE}
    if problems:
        raise Refused(fields=problems, code="invalid")
    return values
