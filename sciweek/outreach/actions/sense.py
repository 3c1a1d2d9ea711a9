"""Meaning is judged here, so that page and API cannot disagree."""

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from django.utils.translation import gettext as _

from sciweek.activities.states import Audience
from sciweek.base import clock
from sciweek.base.errors import Refused
from sciweek.base.text import clean, clean_lines
from sciweek.committee.states import UnitKind
from sciweek.outreach.logic.parts import HOURS
from sciweek.outreach.models import MOST_CREWS
from sciweek.outreach.states import Need, OutingKind, Part
from sciweek.venues.models import living

MOST_PEOPLE = 1_000_000
MOST_DAYS = 3  # that one wish may name
MOST_VISITS = 50  # a day
LONGEST = 12 * 60  # minutes of one visit
OUTING_WORDS = {"title": 120, "needs_note": 200, "audience_note": 120}
OUTING_FIELDS = (
    *OUTING_WORDS, "kind", "summary", "length_minutes", "setup_minutes", "needs", "audience", "largest_audience",
    "visits_a_day", "crews", "base", "activity",
)  # fmt: skip
WISH_WORDS = {"contact_name": 60, "place": 120, "address": 200, "people_note": 120, "remarks": 500}
WISH_FIELDS = (
    *WISH_WORDS, "outing", "days", "start_time", "end_time", "venue", "street", "people", "has",
)  # fmt: skip


def too_long(text: str, most: int) -> str:
    return _("最多 %(count)d 个字，现在有 %(have)d 个。") % {"count": most, "have": len(text)}


def _words(given: Mapping[str, Any], limits: Mapping[str, int], problems: dict[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, most in limits.items():
        if name in given:
            values[name] = clean(str(given[name] or ""))
            if len(values[name]) > most:
                problems[name] = too_long(values[name], most)
    return values


def members(given: Iterable[Any], allowed: Iterable[str]) -> list[str] | None:
    """The words in the order of their kind; None when one is none of them."""
    words = {str(one) for one in given or ()}
    known = list(allowed)
    return [one for one in known if one in words] if words <= set(known) else None


def outing_values(given: Mapping[str, Any]) -> dict[str, Any]:
    """The values of an outing cleaned; only those that were given. Raises `Refused`."""
    strange = given.keys() - set(OUTING_FIELDS)
    if strange:
        raise TypeError(f"an outing has no {min(strange)}")
    problems: dict[str, str] = {}
    values = {name: given[name] for name in OUTING_FIELDS if name in given}
    values |= _words(given, OUTING_WORDS, problems)
    if "title" in values and not values["title"]:
        problems["title"] = _("请写项目的名称。")
    if "summary" in values:
        values["summary"] = clean_lines(values["summary"] or "")
        if len(values["summary"]) > 2000:
            problems["summary"] = too_long(values["summary"], 2000)
    if "kind" in values and values["kind"] not in OutingKind.values:
        problems["kind"] = _("请选是报告、演示还是大篷车。")
    for name, allowed in (("needs", Need.values), ("audience", Audience.values)):
        if name in values:
            found = members(values[name], allowed)
            if found is None:
                problems[name] = _("请从列出的里面选。")
            values[name] = found
    problems |= _out_of_bounds(values)
    if problems:
        raise Refused(fields=problems, code="invalid")
    return values


BOUNDS = {
    "length_minutes": (1, LONGEST),
    "setup_minutes": (0, LONGEST),
    "visits_a_day": (1, MOST_VISITS),
    "crews": (1, MOST_CREWS),
    "largest_audience": (1, MOST_PEOPLE),
}


def _out_of_bounds(values: Mapping[str, Any]) -> dict[str, str]:
    """Numbers that make no sense; only how many people one visit takes may be left open."""
    return {
        name: _("写 %(least)d 到 %(most)d 之间的整数。") % {"least": least, "most": most}
        for name, (least, most) in BOUNDS.items()
        if name in values
        and not (values[name] is None and name == "largest_audience")
        and (values[name] is None or not least <= values[name] <= most)
    }


def wish_values(given: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a wish cleaned; only those that were given. Raises `Refused`."""
    strange = given.keys() - set(WISH_FIELDS)
    if strange:
        raise TypeError(f"a wish has no {min(strange)}")
    problems: dict[str, str] = {}
    values = {name: given[name] for name in WISH_FIELDS if name in given}
    values |= _words(given, WISH_WORDS, problems)
    if "contact_name" in values and not values["contact_name"]:
        problems["contact_name"] = _("请写联系人。")
    if "has" in values:
        values["has"] = members(values["has"], Need.values)
        if values["has"] is None:
            problems["has"] = _("请从列出的里面选。")
    if "people" in values and not (values["people"] and 0 < values["people"] <= MOST_PEOPLE):
        problems["people"] = _("请写大约多少人，1 到 1000000 之间的整数。")
    if "street" in values:
        values["street"] = living(values["street"])
        if values["street"] is not None and values["street"].kind != UnitKind.STREET:
            problems["street"] = _("请选街道或乡镇。")
    if "days" in values:
        values["days"] = _wished_days(values["days"] or (), problems)
    if problems:
        raise Refused(fields=problems, code="invalid")
    return values


def _wished_days(given: Iterable[tuple[date, str]], problems: dict[str, str]) -> list[list[str]]:
    found: dict[tuple[date, str], None] = {}
    for day, part in given:
        if part not in (Part.MORNING, Part.AFTERNOON, Part.WHOLE):
            problems["days"] = _("请选上午、下午或者全天。")
        if not clock.is_plausible(day):
            problems["days"] = _("没有这样的年份。请写成 2027 这样的四位数。")
        found[(day, part)] = None
    if not found and "days" not in problems:
        problems["days"] = _("请至少写一个想要的日子。")
    if len(found) > MOST_DAYS:
        problems["days"] = _("最多写 %(most)d 个日子。") % {"most": MOST_DAYS}
    return [[day.isoformat(), str(part)] for day, part in found]


def check_wish(values: Mapping[str, Any]) -> None:
    """What makes sense only of a whole wish."""
    problems: dict[str, str] = {}
    start, end = values.get("start_time"), values.get("end_time")
    if start is not None and end is not None and end <= start:
        problems["end_time"] = _("结束要晚于开始。")
    if values.get("venue") is None and not values.get("place"):
        problems["place"] = _("请选场地，或者写明在哪里。")
    if problems:
        raise Refused(fields=problems, code="invalid")


def day_hours(part: str, start: time | None, end: time | None) -> tuple[time, time]:
    """From when to when an outing can be had in the part; raises `Refused`."""
    if part in HOURS:
        return HOURS[part]
    if part != Part.HOURS:
        raise Refused(fields={"part": _("请选上午、下午、全天或者指定钟点。")}, code="invalid")
    if start is None or end is None:
        name = "start_time" if start is None else "end_time"
        raise Refused(fields={name: _("请写几点到几点。")}, code="invalid")
    if end <= start:
        raise Refused(fields={"end_time": _("结束要晚于开始。")}, code="invalid")
    return start, end
