"""One line of the table as the values of a wish, with what is wrong and what is only worth a word."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from sciweek.base.errors import Refused
from sciweek.base.text import searchable
from sciweek.committee.models import Unit
from sciweek.committee.queries import NamedUnits
from sciweek.look.dates import days_words
from sciweek.look.phrases import listed
from sciweek.outreach.logic.wish_columns import ANY_OUTING, COLUMNS, DAYS, NEED_NAMES, NEED_WORDS, NOTHING
from sciweek.outreach.logic.wish_rows import day_and_part
from sciweek.outreach.models import Outing
from sciweek.outreach.states import Part
from sciweek.people.phones import phone_fields
from sciweek.sheets.logic.columns import Line
from sciweek.sheets.logic.directory import Directory
from sciweek.sheets.logic.moments import Unread, read_day
from sciweek.sheets.logic.rows import RowRead, RowReader
from sciweek.venues.models import Venue
from sciweek.week.models import Week

TEXTS = ("address", "people_note", "contact_name", "phone")


class Known:
    """What lines speak of: the week, units, outings, venues, streets."""

    def __init__(
        self,
        week: Week,
        named: NamedUnits,
        outings: Sequence[Outing],
        venues: Iterable[Venue],
        streets: Iterable[Unit],
    ) -> None:
        self.week, self.units = week, named
        self.by_title: dict[str, list[Outing]] = defaultdict(list)
        # What goes on comes first: a stopped one may have left its name to another.
        for outing in sorted(outings, key=lambda one: not one.is_active):
            self.by_title[searchable(outing.title)].append(outing)
        self.outings = Directory((one, (one.title,)) for one in outings if one.is_active)
        self.venues = Directory((venue, (venue.name, venue.short_name)) for venue in venues)
        self.streets = Directory((unit, (unit.name, unit.short_name)) for unit in streets)


@dataclass
class Read(RowRead):
    """What one line says of a wish; no `outing`: whichever suits."""

    unit: Unit | None = None
    outing: Outing | None = None


class WishLine(RowReader[Read]):
    """Reads one line of the table."""

    COLUMN_OF: ClassVar = {
        "start_time": "start", "end_time": "end", "venue": "place", "days": "day_1",
    }  # fmt: skip

    def __init__(self, line: Line, known: Known) -> None:
        super().__init__(line, COLUMNS, Read())
        self.known = known

    def read(self) -> Read:
        """Every value of the line. An empty cell leaves what is there; 无 empties what may be empty."""
        reading, out = self.reading, self.out
        out.unit = self._unit()
        out.outing = self._outing()
        out.values["days"] = [found for name in DAYS if (found := self._day(name)) is not None]
        for name in TEXTS:
            self._give(name, self._plain(reading.text(name)))
        self._look_at_phone()
        self._give("remarks", self._plain(reading.text("remarks")))
        self._give("people", reading.number("people", least=1, most=1_000_000))
        self._give("start_time", reading.hour("start"), "start")
        self._give("end_time", reading.hour("end"), "end")
        self._give("has", self._has())
        self._give("street", self._street())
        self._read_place()
        return out

    def _plain(self, said: str) -> str:
        return "" if said in NOTHING else said

    def _give(self, name: str, value: Any, column: str = "") -> None:
        self.out.values[name] = value
        if self.says(column or name):
            self.out.given.add(name)

    def _look_at_phone(self) -> None:
        """Said with everything else that is wrong on the line, not only once that is right."""
        try:
            phone_fields(self.out.values["phone"], area_code=self.known.week.region.area_code)
        except Refused as refusal:
            self.refused(refusal, at="phone")

    def _unit(self) -> Unit | None:
        named, said = self.known.units, self.reading.text("unit")
        if not said:
            if named.own is None:
                self.wrong("unit", _("请写申请单位。"))
            return named.own
        found = named.mine.find(said)
        if found is None and named.others.find(said) is not None:
            self.wrong("unit", _("只能为自己的单位申请。"))
        elif found is None:
            hint = _("写单位名单里的全称或简称；名单里没有的，先加单位。")
            self.wrong("unit", named.mine.unknown(said, hint))
        return found

    def _outing(self) -> Outing | None:
        said = self.reading.text("outing")
        if not said or said in ANY_OUTING:
            return None
        same = self.known.by_title.get(searchable(said), [])
        host = searchable(self.reading.text("host"))
        if host:
            same = [one for one in same if host in map(searchable, (one.unit.name, one.unit.short_name))]
        going = [one for one in same if one.is_active] or same
        if len(going) == 1:
            return going[0]
        if going:
            self.wrong("outing", _("有 %(count)d 个项目叫这个名称，请写明承办单位。") % {"count": len(going)})
        else:
            hint = _("写外出项目的名称；都可以就空着。")
            self.wrong("outing", self.known.outings.unknown(said, hint))
        return None

    def _day(self, name: str) -> tuple[date, str] | None:
        """5月25日上午; a day alone is the whole of it."""
        cell = self.reading.cell(name)
        if cell.is_blank:
            return None
        said, part = cell.value, Part.WHOLE
        if isinstance(said, str):
            said, part = day_and_part(said)
        try:
            day = read_day(said, year=self.known.week.starts_on.year)
        except Unread as trouble:
            self.wrong(name, str(trouble))
            return None
        week = self.known.week
        if not week.starts_on <= day <= week.ends_on:
            days = days_words(week.starts_on, week.ends_on, weekday=False)
            self.remark(name, _("不在活动周（%(days)s）里，请核对。") % {"days": days})
        return day, part.value

    def _has(self) -> list[str]:
        found, strange = set(), []
        for said in self.reading.lines("has"):
            if said in NEED_WORDS:
                found.add(NEED_WORDS[said])
            elif said not in NOTHING:
                strange.append(said)
        if strange:
            words = {"said": listed(strange)[:40], "words": listed(NEED_NAMES)}
            self.remark("has", _("“%(said)s”没有记。可以写：%(words)s；别的写在“其他要说的”。") % words)
        return [need.value for need in dict.fromkeys(NEED_NAMES.values()) if need in found]

    def _street(self) -> Unit | None:
        said = self.reading.text("street")
        found = self.known.streets.find(said) if said else None
        if said and found is None:
            hint = _("写街道乡镇的全称或简称，或者空着。")
            self.wrong("street", self.known.streets.unknown(said, hint))
        return found

    def _read_place(self) -> None:
        said = self._plain(self.reading.text("place"))
        venue = self.known.venues.find(said) if said else None
        self.out.values |= {"venue": venue, "place": "" if venue is not None else said}
        if said:
            # What stands beside a venue on record stays.
            self.out.given |= {"venue"} if venue is not None else {"venue", "place"}
