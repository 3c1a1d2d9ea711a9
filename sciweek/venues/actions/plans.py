"""What a table of venues would do: each line against the region as it stands. Writes nothing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from sciweek.base.errors import Refused
from sciweek.base.text import searchable
from sciweek.committee.models import Unit
from sciweek.sheets.kinds import Tick
from sciweek.sheets.logic.columns import Line
from sciweek.sheets.logic.values import LineReading
from sciweek.sheets.logic.verdicts import Outcome, Verdict
from sciweek.venues.actions.sense import room_values, venue_values
from sciweek.venues.logic.positions import is_link, read_map_link
from sciweek.venues.logic.venue_columns import (
    DATUM_NAMES,
    DATUM_WORDS,
    HEADINGS,
    NOTHING,
    OF_VENUE,
    VENUE_COLUMNS,
)
from sciweek.venues.models import Room, Venue
from sciweek.venues.queries import venues

POSITION = ("latitude", "longitude", "datum")
# Where a table shows what the action says of a value.
COLUMN_OF = dict.fromkeys(POSITION, "position") | {"map_link": "position"}


@dataclass(slots=True, eq=False)
class VenuePlan:
    """A venue that lines speak of; `row` None: a new one. `values` are those that differ from what is there."""

    row: Venue | None
    name: str
    first: int
    # What was said of it by which line, so that two lines do not say two things.
    said: dict[str, tuple[Any, int]] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    itself: int = 0  # the line without a room
    rooms: dict[str, int] = field(default_factory=dict)
    is_wrong: bool = False


@dataclass(slots=True, eq=False)
class LinePlan:
    """One line: its venue, and the room of it that it speaks of."""

    line: Line
    reading: LineReading
    venue: VenuePlan
    room_name: str = ""
    room: Room | None = None
    room_values: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def verdict(self) -> Verdict:
        name = " ".join(filter(None, (self.venue.name, self.room_name)))[:120]
        problems = tuple(self.reading.problems)
        if problems:
            return Verdict(self.line.number, name, "wrong", {}, problems)
        is_first = self.venue.row is None and self.venue.first == self.line.number
        is_new = is_first or (bool(self.room_name) and self.room is None)
        outcome: Outcome = "new" if is_new else "changed" if self.changes else "same"
        return Verdict(self.line.number, name, outcome, self.changes)


def make_plans(lines: Sequence[Line], tick: Tick) -> list[LinePlan]:
    """Read all lines against the region. Call inside its scope."""
    standing = _Standing()
    plans = []
    for done, line in enumerate(lines, 1):
        plans.append(standing.read(line))
        tick(done, len(lines))
    return plans


class _Standing:
    """The region before the import, in three queries however many venues it has."""

    def __init__(self) -> None:
        rows = list(venues())
        self.by_code = {row.code: row for row in rows}
        self.by_name = {searchable(row.name): row for row in rows}
        self.rooms: dict[int, dict[str, Room]] = defaultdict(dict)
        for room in Room.objects.select_related("venue"):
            self.rooms[room.venue_id][searchable(room.name)] = room
        self.units: dict[str, list[Unit]] = defaultdict(list)
        for unit in Unit.objects.select_related("merged_into"):
            for name in {searchable(unit.name), searchable(unit.short_name)} - {""}:
                self.units[name].append(unit.merged_into or unit)
        self.plans: dict[Any, VenuePlan] = {}

    def read(self, line: Line) -> LinePlan:
        reading = LineReading(line, VENUE_COLUMNS)
        name, venue = self._venue(line, reading)
        plan = LinePlan(line, reading, venue)
        plan.room_name = _cleared(reading.text("room")) or ""
        self._read_venue(plan, name)
        if plan.room_name:
            self._read_room(plan)
        elif plan.venue.itself:
            reading.wrong("name", _("和第 %(row)d 行是同一个场地。只留一行。") % {"row": plan.venue.itself})
        else:
            plan.venue.itself = line.number
            _nothing_of_rooms(reading)
        if plan.venue.row is None and plan.venue.first == line.number:
            plan.venue.is_wrong = bool(reading.problems)
        elif plan.venue.is_wrong:
            reading.wrong("name", _("先改好第 %(row)d 行，场地从那一行来。") % {"row": plan.venue.first})
        return plan

    def _venue(self, line: Line, reading: LineReading) -> tuple[str, VenuePlan]:
        """The name on the line and its venue: by its code, which an export carries; else by its name."""
        # Read once: every reading of an empty cell that must be filled is a problem of its own.
        name, code = reading.text("name"), reading.text("code").upper()
        row = self.by_name.get(searchable(name))
        if code:
            named, row = row, self.by_code.get(code)
            if row is None:
                reading.wrong("code", _("没有这个编号的场地。新场地不填编号。"))
            elif named is not None and named.pk != row.pk:
                reading.wrong("name", _("已经有同名的场地。请核对编号，或者把名称写得更全。"))
        key = row.pk if row is not None else searchable(name) or (line.number,)
        return name, self.plans.setdefault(key, VenuePlan(row, name, line.number))

    def _read_venue(self, plan: LinePlan, name: str) -> None:
        reading = plan.reading
        given: dict[str, Any] = {"name": name} if name else {}
        old = plan.venue.row
        known = old.name if old is not None else plan.venue.name
        if name and searchable(name) == searchable(known):
            given["name"] = known  # spaces and width make no other name
        for column in OF_VENUE:
            if text := reading.paragraph(column):
                given[column] = _cleared(text)
        for column in ("street", "unit"):
            if said := reading.text(column):
                found = None if said in NOTHING else self._unit(reading, column, said)
                if found is not None or said in NOTHING:
                    given[column] = found
        given |= _position(reading)
        try:
            values = venue_values(given)
        except Refused as refusal:
            for field_name, words in refusal.fields.items():
                reading.wrong(COLUMN_OF.get(field_name, field_name), str(words))
            return
        if not plan.room_name and (in_use := reading.yes_no("in_use")) is not None:
            values["is_active"] = in_use
        self._compare(plan, values)

    def _unit(self, reading: LineReading, column: str, said: str) -> Unit | None:
        found = {unit.pk: unit for unit in self.units.get(searchable(said), ())}
        if len(found) == 1:
            return next(iter(found.values()))
        words = (
            _("有几个单位都叫“%(said)s”，请写全称。") if found else _("没有“%(said)s”这个单位。请写全称。")
        )
        reading.wrong(column, words % {"said": said[:40]})
        return None

    def _compare(self, plan: LinePlan, values: Mapping[str, Any]) -> None:
        venue = plan.venue
        before = _before(venue.row)
        fresh: dict[str, Any] = {}
        for name, value in values.items():
            earlier = venue.said.setdefault(name, (value, plan.line.number))
            if earlier[0] != value:
                text = _("和第 %(row)d 行写的不一样。同一个场地只写一次就够了。") % {"row": earlier[1]}
                plan.reading.wrong(COLUMN_OF.get(name, "in_use" if name == "is_active" else name), text)
            elif earlier[1] == plan.line.number and before.get(name) != value:
                fresh[name] = value
        venue.values |= fresh
        plan.changes |= _told(before, fresh, is_new=venue.row is None)

    def _read_room(self, plan: LinePlan) -> None:
        reading, venue = plan.reading, plan.venue
        key = searchable(plan.room_name)
        first = venue.rooms.setdefault(key, plan.line.number)
        if first != plan.line.number:
            reading.wrong("room", _("和第 %(row)d 行是同一间厅室。只留一行。") % {"row": first})
        plan.room = self.rooms.get(venue.row.pk, {}).get(key) if venue.row is not None else None
        given: dict[str, Any] = {"name": plan.room_name}
        if plan.line.text("capacity") in NOTHING:
            given["capacity"] = None
        elif (capacity := reading.number("capacity")) is not None:
            given["capacity"] = capacity
        if notes := reading.text("notes"):
            given["notes"] = _cleared(notes)
        try:
            values = room_values(given)
        except Refused as refusal:
            for name, text in refusal.fields.items():
                reading.wrong("room" if name == "name" else name, str(text))
            return
        if (in_use := reading.yes_no("in_use")) is not None:
            values["is_active"] = in_use
        del values["name"]
        before = {name: getattr(plan.room, name) if plan.room else None for name in values}
        if plan.room is None:
            before |= {"notes": "", "is_active": True}
        plan.room_values = {name: value for name, value in values.items() if before[name] != value}
        plan.changes |= _told(before, plan.room_values, is_new=False)


def _nothing_of_rooms(reading: LineReading) -> None:
    """A number of people without a room would be lost."""
    for name in ("capacity", "notes"):
        if reading.text(name) not in {"", *NOTHING}:
            reading.wrong(name, _("写在厅室行里：先写厅室的名称，比如“大厅”。"))


def _position(reading: LineReading) -> dict[str, Any]:
    said, datum = reading.text("position"), reading.choice("datum", DATUM_WORDS)
    if said in NOTHING:
        return {"latitude": None, "longitude": None}
    if not said:
        return {}
    found = read_map_link(said)
    if found is None:
        reading.wrong(
            "position", _("没有从里面读出位置。写“纬度, 经度”，或者粘贴完整的地图链接（短链接不行）。")
        )
        return {}
    known = found[2] if is_link(said) or datum is None else datum
    return {"latitude": found[0], "longitude": found[1], "datum": known}


def _cleared(text: str) -> str:
    return "" if text in NOTHING else text


def _before(row: Venue | None) -> dict[str, Any]:
    if row is None:
        return {"short_name": "", "address": "", "access_notes": "", "directions": "", "is_active": True}
    names = ("name", *OF_VENUE, *POSITION, "is_active")
    return {name: getattr(row, name) for name in names} | {"unit": row.run_by, "street": row.lies_in}


def _told(before: Mapping[str, Any], after: Mapping[str, Any], *, is_new: bool) -> dict[str, tuple[str, str]]:
    """What the preview says, by heading; a new venue's name is said already."""
    told = {
        HEADINGS["in_use" if name == "is_active" else name]: (_words(before.get(name)), _words(value))
        for name, value in after.items()
        if name not in POSITION and not (is_new and name == "name")
    }
    if after.keys() & set(POSITION):
        pair = [_where(before), _where({**before, **after})]
        told[HEADINGS["position"]] = (pair[0], pair[1])
    return told


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return "" if value is None else str(value)


def _where(values: Mapping[str, Any]) -> str:
    if values.get("latitude") is None:
        return ""
    datum = DATUM_NAMES.get(str(values.get("datum") or ""), "")
    return f"{values['latitude']}, {values['longitude']} {datum}".strip()
