"""One line of a table as the values of an activity, with what is wrong and what is only worth a word."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from sciweek.activities.logic import table_words as words
from sciweek.activities.logic.table_columns import COLUMNS
from sciweek.activities.models import Series
from sciweek.activities.states import Kind
from sciweek.committee.models import Unit
from sciweek.look.dates import days_words
from sciweek.look.phrases import listed
from sciweek.sheets.logic.cells import Cell
from sciweek.sheets.logic.columns import Line
from sciweek.sheets.logic.directory import Directory
from sciweek.sheets.logic.moments import Span, Unread, read_span
from sciweek.sheets.logic.rows import RowRead, RowReader
from sciweek.week.models import Week

TEXTS = ("name", "place", "address", "link", "entry_note", "contact_name", "contact_phone")
TIME_COLUMNS = ("when", "day", "last_day", "start", "end")


@dataclass
class Known:
    """What lines speak of: the week, its series, the units that the actor may enter for."""

    week: Week
    series: Directory[Series]
    units: Directory[Unit]
    # Units that exist but are not the actor's to enter for.
    others: Directory[Unit]
    own: Unit | None
    is_office: bool


@dataclass
class Read(RowRead):
    """What one line says of an activity."""

    code: str = ""


class ActivityLine(RowReader[Read]):
    """Reads one line of the table."""

    COLUMN_OF: ClassVar = {"age_from": "ages", "age_to": "ages"}

    def __init__(self, line: Line, known: Known) -> None:
        super().__init__(line, COLUMNS, Read())
        self.known = known

    def read(self) -> Read:
        """Every value of the line. Units and hosts come before the unit, which may be told by them."""
        out, reading = self.out, self.reading
        out.code = reading.text("code").upper() if reading.has("code") else ""
        for name in TEXTS:
            self._give(name, reading.text(name), name)
        self._give("summary", reading.paragraph("summary"), "summary")
        for name in ("hosts", "organisers", "co_organisers"):
            self._give(name, reading.lines(name), name)
        self._give("expected", reading.number("expected", most=10_000_000), "expected")
        self._read_series()
        self._read_kind()
        self._read_unit()
        self._read_time()
        self._read_mode()
        self._read_audience()
        return out

    def column_of(self, name: str) -> str:
        if name in ("starts_at", "ends_at"):
            order = ("when", "start", "day") if name == "starts_at" else ("end", "when", "last_day", "day")
            return next((column for column in order if self.line.text(column)), order[0])
        return super().column_of(name)

    def _give(self, name: str, value: Any, column: str) -> None:
        self.out.values[name] = value
        if self.reading.has(column):
            self.out.given.add(name)

    def _read_series(self) -> None:
        said = self.reading.text("series")
        found = self.known.series.find(said) if said else None
        if said and found is None:
            hint = _("写系列的全名，不属于哪个就空着。")
            self.wrong("series", self.known.series.unknown(said, hint))
        self._give("series", found, "series")

    def _read_kind(self) -> None:
        said = self.reading.text("kind")
        kind = words.kind_in(said) if said else None
        if said and kind is None:
            kind = Kind.OTHER
            self.remark("kind", _("没有“%(said)s”这一类，记为“其他”。") % {"said": said[:20]})
        series = self.out.values["series"]
        if kind is None and series is None:
            kind = words.kind_in(self.out.values["name"]) or Kind.OTHER
        self.out.values["kind"] = kind.value if kind is not None else series.kind
        if said:
            self.out.given.add("kind")

    def _read_unit(self) -> None:
        known, said = self.known, self.reading.text("unit")
        if said:
            found = known.units.find(said)
            if found is None and known.others.find(said) is not None:
                self.wrong("unit", _("只能导入自己单位的活动。"))
            elif found is None:
                hint = _("写单位名单里的全称或简称；名单里没有的，先加单位。")
                self.wrong("unit", known.units.unknown(said, hint))
            self.out.values["unit"] = found
            self.out.given.add("unit")
            return
        unit = known.own or self._unit_among_hosts()
        self.out.values["unit"] = unit
        if unit is None and not known.is_office:
            self.wrong("unit", _("请写填报单位。"))
        elif unit is None:
            self.remark("unit", _("没有填报单位。发布前要写明是谁审的。"))

    def _unit_among_hosts(self) -> Unit | None:
        values = self.out.values
        for name in [*values["organisers"], *values["hosts"]]:
            unit = self.known.units.find(name)
            if unit is not None:
                self.remark("unit", _("没有写填报单位，按主办或承办记为“%(unit)s”。") % {"unit": unit.name})
                return unit
        return None

    def _read_mode(self) -> None:
        said = self.reading.text("mode")
        values = self.out.values
        if said:
            try:
                values["mode"] = words.mode_in(said).value
                self.out.given.add("mode")
            except Unread as trouble:
                self.wrong("mode", str(trouble))
                values["mode"] = "onsite"
            return
        # Nothing said: a link without a place is online.
        values["mode"] = (
            "online" if values["link"] and not (values["place"] or values["address"]) else "onsite"
        )

    def _read_audience(self) -> None:
        found, strange = words.audience_in(self.reading.lines("audience"))
        if strange:
            self.remark("audience", _("“%(said)s”没有对应的人群，没有记。") % {"said": listed(strange)[:40]})
        self._give("audience", found, "audience")
        cell = self.reading.cell("ages")
        low = high = None
        if not cell.is_blank:
            try:
                low, high = words.ages_in(cell.value)
            except Unread as trouble:
                self.wrong("ages", str(trouble))
        self._give("age_from", low, "ages")
        self._give("age_to", high, "ages")

    # --- time -------------------------------------------------------------------------------------------------

    def _read_time(self) -> None:
        moments: dict[str, Any] = {"starts_at": None, "ends_at": None, "is_all_day": False}
        span = self._span()
        if span is not None:
            moments = words.moments_of(span, self.known.week.zone)
            self._look_at_days(span)
        self.out.values |= moments
        if any(self.reading.has(name) for name in TIME_COLUMNS):
            self.out.given |= moments.keys()

    def _span(self) -> Span | None:
        """From whichever columns say it: the time in words, a day with or without hours, two moments."""
        for name in ("when", "day"):
            cell = self.reading.cell(name)
            if cell.is_blank:
                continue
            said = cell.text
            if words.TO_BE_SAID.search(said):
                self.remark(name, _("时间待定，先空着。发布前要补。"))
                return None
            span = self._read_span(name, cell)
            if span is not None and span.starts is None and words.PART_OF_DAY.search(said):
                self.remark(name, _("没有写几点，先记为全天。"))
            return self._with_hours(span) if span is not None else None
        return self._of_two_moments()

    def _read_span(self, name: str, cell: Cell) -> Span | None:
        try:
            return words.span_in(cell.value, self.known.week.starts_on.year)
        except Unread as trouble:
            self.wrong(name, str(trouble))
        return None

    def _with_hours(self, span: Span) -> Span:
        """The columns for hours and the last day complete what the day's own cell does not say."""
        last = self.reading.day("last_day", year=span.starts_on.year)
        return Span(
            span.starts_on,
            span.starts or self._hour("start"),
            span.ends_on or (last if last != span.starts_on else None),
            span.ends if span.ends is not None else self._hour("end"),
        )

    def _hour(self, name: str) -> Any:
        said = self.reading.cell(name).text
        if not said or words.ALL_DAY.fullmatch(said) or words.TO_BE_SAID.search(said):
            return None
        return self.reading.hour(name)

    def _of_two_moments(self) -> Span | None:
        """开始时间 and 结束时间 that hold days with their hours."""
        start, end = self.reading.cell("start"), self.reading.cell("end")
        if start.is_blank:
            if not end.is_blank:
                self.wrong("end", _("写了结束，还没有写开始。"))
            return None
        first = self._read_span("start", start)
        if first is None or end.is_blank:
            return first
        try:
            last = read_span(end.value, year=first.starts_on.year)
        except Unread:
            return Span(first.starts_on, first.starts, None, self._hour("end"))
        ends_on = last.starts_on if last.starts_on != first.starts_on else None
        return Span(first.starts_on, first.starts, ends_on, last.starts)

    def _look_at_days(self, span: Span) -> None:
        week, last = self.known.week, span.ends_on or span.starts_on
        if last < week.starts_on or span.starts_on > week.ends_on:
            days = days_words(week.starts_on, week.ends_on, weekday=False)
            self.remark("starts_at", _("不在活动周（%(days)s）里，请核对。") % {"days": days})
