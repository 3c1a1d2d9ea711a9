"""One line of the table as the values of a session, with what is wrong and what is only worth a word."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from sciweek.activities.models import Activity
from sciweek.base import clock
from sciweek.base.text import searchable
from sciweek.look.phrases import listed
from sciweek.programme.logic.hours import last_day
from sciweek.programme.logic.table_columns import COLUMNS, MIDNIGHT_WORDS, NOTHING
from sciweek.programme.logic.table_rows import whole_day
from sciweek.sheets.logic.columns import Line
from sciweek.sheets.logic.directory import Directory
from sciweek.sheets.logic.rows import RowRead, RowReader
from sciweek.venues.models import Room, Venue
from sciweek.week.models import Week


class Known:
    """What lines speak of: the week, the activities that the actor sees, venues with their rooms."""

    def __init__(
        self, week: Week, activities: Iterable[Activity], rooms: Iterable[Room], venues: Iterable[Venue]
    ) -> None:
        self.week = week
        self.by_code: dict[str, Activity] = {}
        self.by_name: dict[str, list[Activity]] = defaultdict(list)
        names = []
        for activity in activities:
            self.by_code[activity.code] = activity
            self.by_name[searchable(activity.name)].append(activity)
            names.append((activity, (activity.name,)))
        self.activities = Directory(names)
        # What is still used comes first: a retired venue may have left its short name to another.
        used = sorted(venues, key=lambda venue: not venue.is_active)
        self.venues = Directory([(venue, (venue.name, venue.short_name)) for venue in used])
        self.rooms: dict[int, list[Room]] = defaultdict(list)
        for room in rooms:
            self.rooms[room.venue_id].append(room)


@dataclass
class Read(RowRead):
    """What one line says of a session."""

    activity: Activity | None = None
    code: str = ""


class SessionLine(RowReader[Read]):
    """Reads one line of the table."""

    COLUMN_OF: ClassVar = {"starts_at": "start", "ends_at": "end", "place": "venue"}

    def __init__(self, line: Line, known: Known) -> None:
        super().__init__(line, COLUMNS, Read())
        self.known = known

    def read(self) -> Read:
        """Every value of the line."""
        reading = self.reading
        self.out.code = reading.text("code").upper()
        self.out.activity = self._activity()
        for name in ("title", "note"):
            said = reading.text(name)
            self._give(name, "" if said in NOTHING else said)
        names = reading.lines("speakers")
        self._give("speakers", [] if names and names[0] in NOTHING else names)
        self._give("capacity", self._capacity())
        self._read_time()
        self._read_place()
        return self.out

    def _give(self, name: str, value: Any) -> None:
        self.out.values[name] = value
        # An empty cell leaves what is there; 无 empties it.
        if self.says(name):
            self.out.given.add(name)

    def _capacity(self) -> int | None:
        if self.reading.text("capacity") in NOTHING:
            return None
        return self.reading.number("capacity", least=1, most=1_000_000)

    def _activity(self) -> Activity | None:
        code = self.reading.text("activity").upper()
        if code:
            found = self.known.by_code.get(code)
            if found is None:
                self.wrong("activity", _("没有编号是 %(code)s 的活动。") % {"code": code[:20]})
            return found
        name = self.reading.text("name")
        if not name:
            # A line that names its session needs no more.
            if not self.out.code:
                self.wrong("name", _("请写活动名称或者活动编号。"))
            return None
        return self._named(name)

    def _named(self, name: str) -> Activity | None:
        same = self.known.by_name.get(searchable(name), [])
        unit = searchable(self.reading.text("unit"))
        if len(same) > 1 and unit:
            same = [
                one
                for one in same
                if one.unit and unit in map(searchable, (one.unit.name, one.unit.short_name))
            ]
        if len(same) == 1:
            return same[0]
        if same:
            self.wrong("name", _("有 %(count)d 项活动叫这个名称，请写活动编号。") % {"count": len(same)})
            return None
        near = self.known.activities.nearest(name)
        hint = _("是不是%(names)s？") % {"names": listed(f"“{one}”" for one in near)} if near else ""
        self.wrong("name", _("没有“%(said)s”这项活动。%(hint)s") % {"said": name[:40], "hint": hint})
        return None

    def _read_time(self) -> None:
        reading, zone = self.reading, self.known.week.zone
        day = reading.day("day", year=self.known.week.starts_on.year)
        last = reading.day("last_day", year=day.year if day else self.known.week.starts_on.year)
        start, end = self._hour("start"), self._hour("end")
        if day is None or self.out.problems:
            return
        if start is None and end is None:
            starts_at, ends_at = whole_day(day, zone)
            self.out.values |= {"starts_at": starts_at, "ends_at": ends_at, "is_all_day": True}
            # A table without hours says nothing of them.
            if self.reading.has("start") or self.reading.has("end"):
                self.out.given |= {"starts_at", "ends_at", "is_all_day"}
            return
        if start is None or end is None:
            missing = "start" if start is None else "end"
            self.reading.wrong(missing, _("请写几点开始。") if start is None else _("请写几点结束。"))
            return
        self._give_hours(day, start, last or last_day(day, end), end)

    def _give_hours(self, day: date, start: time, last: date, end: time) -> None:
        zone = self.known.week.zone
        self.out.values |= {
            "starts_at": clock.moment(day, start, zone),
            "ends_at": clock.moment(last, end, zone),
            "is_all_day": False,
        }
        self.out.given |= {"starts_at", "ends_at"}

    def _hour(self, name: str) -> time | None:
        said = self.reading.cell(name).text
        # Midnight at the end of a day is written both ways.
        if said.replace("：", ":") in MIDNIGHT_WORDS:
            return clock.MIDNIGHT
        return self.reading.hour(name)

    def _read_place(self) -> None:
        said, room_said = self.reading.text("venue"), self.reading.text("room")
        said, room_said = ("" if word in NOTHING else word for word in (said, room_said))
        venue = self.known.venues.find(said) if said else None
        room: Room | None = None
        place = ""
        if venue is not None and room_said:
            room = self._room(venue, room_said)
        elif said and venue is None:
            place = f"{said} {room_said}".strip()
            self.remark("venue", _("没有登记“%(said)s”这个场地，按地点记。") % {"said": said[:40]})
        elif room_said:
            self.wrong("room", _("写了厅室，还没有写场地。"))
        self.out.values |= {"venue": venue, "room": room, "place": place}
        if self.says("venue"):
            self.out.given |= {"venue", "place"}
            if self.says("room"):
                self.out.given.add("room")

    def _room(self, venue: Venue, said: str) -> Room | None:
        there = self.known.rooms[venue.pk]
        found = next((one for one in there if searchable(one.name) == searchable(said)), None)
        if found is None:
            self.wrong("room", _unknown_room(venue, said, there))
        return found


def _unknown_room(venue: Venue, said: str, there: Iterable[Room]) -> str:
    names = listed(room.name for room in there if room.is_active)
    hint = _("有：%(names)s。") % {"names": names} if names else _("请先在场地里加上。")
    return _("“%(venue)s”没有“%(said)s”。%(hint)s") % {"venue": venue.label, "said": said[:40], "hint": hint}
