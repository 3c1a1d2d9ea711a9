"""By what rule sessions are made: weekdays and hours between two days, in the zone of the edition."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciweek.base import clock
from sciweek.base.errors import Refused
from sciweek.programme.logic.hours import Hours, Times
from sciweek.programme.states import RunKind

# More is a slip of the hand: 500 is twelve months of every working day twice.
MOST = 500
LONGEST = timedelta(days=370)
DAY = timedelta(days=1)
MOST_TIMES = 48
ALL_WEEKDAYS = tuple(range(7))

TOO_MANY = gettext_lazy("这样会排出 %(most)d 场以上。请缩短日期，或者少排几个时间。")


@dataclass(frozen=True, slots=True)
class Rule:
    """What a run's sessions are made by.

    `weekdays` counts Monday as 0; none means every day. `weekday_times` names weekdays whose hours differ from
    `times`. With `every_minutes` each span of hours is cut into entries of that length, `gap_minutes` apart.
    """

    kind: str
    first_day: date
    last_day: date
    times: Times
    weekdays: tuple[int, ...] = ()
    weekday_times: tuple[tuple[int, Times], ...] = ()
    every_minutes: int | None = None
    gap_minutes: int = 0
    skip_days: tuple[date, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": str(self.kind),
            "first_day": self.first_day.isoformat(),
            "last_day": self.last_day.isoformat(),
            "times": _times_out(self.times),
            "weekdays": list(self.weekdays),
            "weekday_times": [[day, _times_out(times)] for day, times in self.weekday_times],
            "every_minutes": self.every_minutes,
            "gap_minutes": self.gap_minutes,
            "skip_days": [day.isoformat() for day in self.skip_days],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Rule":
        return cls(
            kind=data["kind"],
            first_day=date.fromisoformat(data["first_day"]),
            last_day=date.fromisoformat(data["last_day"]),
            times=_times_in(data["times"]),
            weekdays=tuple(data.get("weekdays", ())),
            weekday_times=tuple((day, _times_in(times)) for day, times in data.get("weekday_times", ())),
            every_minutes=data.get("every_minutes"),
            gap_minutes=data.get("gap_minutes", 0),
            skip_days=tuple(date.fromisoformat(day) for day in data.get("skip_days", ())),
        )

    def days(self) -> Iterator[date]:
        """The days on which something takes place."""
        wanted, skipped = set(self.weekdays or ALL_WEEKDAYS), set(self.skip_days)
        for number in range((self.last_day - self.first_day).days + 1):
            day = self.first_day + number * DAY
            if day.weekday() in wanted and day not in skipped:
                yield day

    def times_on(self, day: date) -> Times:
        return dict(self.weekday_times).get(day.weekday(), self.times)


def _times_out(times: Times) -> list[list[Any]]:
    return [[one.start.isoformat("minutes"), one.end.isoformat("minutes"), one.next_day] for one in times]


def _times_in(data: Any) -> Times:
    return tuple(_hours_in(*one) for one in data)


def _hours_in(start: str, end: str, next_day: bool | None = None) -> Hours:
    hours = Hours(time.fromisoformat(start), time.fromisoformat(end), bool(next_day))
    # Rules that were kept before a night had to be said meant one where the end is not after the start.
    return hours if next_day is not None or hours.makes_sense else hours._replace(next_day=True)


def problems(rule: Rule) -> dict[str, str]:
    """What makes no sense, by field."""
    found: dict[str, str] = {}
    if rule.kind not in RunKind.values or rule.kind == RunKind.SINGLE:
        found["kind"] = _("请选怎么排。")
    for name, day in (("first_day", rule.first_day), ("last_day", rule.last_day)):
        if not clock.is_plausible(day):
            found[name] = _("没有这样的年份。请写成 2027 这样的四位数。")
    if not found and rule.last_day < rule.first_day:
        found["last_day"] = _("最后一天早于第一天。请核对两个日期。")
    elif not found and rule.last_day - rule.first_day > LONGEST:
        found["last_day"] = _("一组场次最长一年。请核对日期。")
    if any(day not in ALL_WEEKDAYS for day in (*rule.weekdays, *(day for day, _times in rule.weekday_times))):
        found["weekdays"] = _("没有这样的星期。")
    return found | _hour_problems(rule)


def _hour_problems(rule: Rule) -> dict[str, str]:
    found: dict[str, str] = {}
    spans = [*rule.times, *(span for _day, times in rule.weekday_times for span in times)]
    wrong = next((one for one in spans if not one.makes_sense), None)
    if not rule.times:
        found["times"] = _("请写几点到几点。")
    elif wrong is not None:
        found["times"] = wrong.complaint()
    elif any(one.start == one.end and not one.next_day for one in spans):
        found["times"] = _("开始和结束是同一个时间。请核对。")
    elif len(spans) > MOST_TIMES:
        found["times"] = _("时间太多了，最多 %(count)d 段。") % {"count": MOST_TIMES}
    if rule.kind == RunKind.SLOTS and rule.every_minutes is None:
        found["every_minutes"] = _("请写每一批多少分钟。")
    elif rule.every_minutes is not None and not 5 <= rule.every_minutes <= 24 * 60:
        found["every_minutes"] = _("每一批写 5 到 1440 之间的分钟数。")
    if not 0 <= rule.gap_minutes <= 24 * 60:
        found["gap_minutes"] = _("间隔写 0 到 1440 之间的分钟数。")
    return found


def sessions_of(rule: Rule, zone: str) -> list[tuple[datetime, datetime]]:
    """Start and end of every session in UTC, in order and none twice.

    Raises `Refused` when the rule makes no sense, makes none, or more than `MOST`.
    """
    wrong = problems(rule)
    if wrong:
        raise Refused(fields=wrong, code="invalid")
    made: dict[tuple[datetime, datetime], None] = {}
    for day in rule.days():
        for hours in rule.times_on(day):
            for one in _of_hours(rule, *_span(day, hours, zone)):
                made[one] = None
                if len(made) > MOST:
                    raise Refused(fields={"last_day": str(TOO_MANY) % {"most": MOST}}, code="too_many")
    if not made:
        raise Refused(fields={"last_day": _("这段日期里一场也排不出来。请核对星期和时间。")}, code="none")
    return sorted(made)


def _span(day: date, hours: Hours, zone: str) -> tuple[datetime, datetime]:
    """From when to when in UTC, as the clock on the wall shows it."""
    start, end = hours.start, hours.end
    last = hours.last_day(day)
    starts_at, ends_at = clock.moment(day, start, zone), clock.moment(last, end, zone)
    if ends_at <= starts_at:
        # The start lies in the hour that the clocks leap over in spring: it keeps its length.
        ends_at = starts_at + (datetime.combine(last, end, UTC) - datetime.combine(day, start, UTC))
    return starts_at, ends_at


def _of_hours(rule: Rule, starts_at: datetime, ends_at: datetime) -> Iterator[tuple[datetime, datetime]]:
    if rule.every_minutes is None:
        yield starts_at, ends_at
        return
    length = timedelta(minutes=rule.every_minutes)
    while starts_at + length <= ends_at:
        yield starts_at, starts_at + length
        starts_at += length + timedelta(minutes=rule.gap_minutes)
