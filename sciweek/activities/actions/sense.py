"""Meaning is judged here, so that page, API, importer and command line cannot disagree."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from sciweek.activities.logic.links import is_web_address
from sciweek.activities.states import Audience, Kind, Mode
from sciweek.base import clock
from sciweek.base.errors import Refused
from sciweek.base.text import clean, clean_lines

LONGEST = timedelta(days=370)
LINE_FIELDS = (
    "name",
    "place",
    "address",
    "link",
    "entry_note",
    "contact_name",
    "contact_phone",
    "picture_alt",
)
LIMITS = {
    "name": 120,
    "place": 120,
    "address": 200,
    "link": 500,
    "entry_note": 120,
    "picture_alt": 120,
    "contact_name": 60,
    "contact_phone": 60,
    "summary": 2000,
}


def names(parts: Iterable[str]) -> list[str]:
    """Names of hosts as they are stored: clean, none empty."""
    return [name for name in (clean(part) for part in parts) if name]


def check_days(starts_on: date | None, ends_on: date | None) -> None:
    problems = {
        name: _("没有这样的年份。请写成 2027 这样的四位数。")
        for name, day in (("starts_on", starts_on), ("ends_on", ends_on))
        if day is not None and not clock.is_plausible(day)
    }
    if not problems and starts_on and ends_on and ends_on < starts_on:
        problems["ends_on"] = _("结束早于开始。请核对两个日期。")
    if problems:
        raise Refused(fields=problems, code="invalid")


def clean_values(values: dict[str, Any]) -> dict[str, Any]:
    cleaned = dict(values)
    for name in LINE_FIELDS:
        if name in cleaned:
            cleaned[name] = clean(str(cleaned[name] or ""))
    if "summary" in cleaned:
        cleaned["summary"] = clean_lines(str(cleaned["summary"] or ""))
    for name in ("hosts", "organisers", "co_organisers"):
        if name in cleaned:
            cleaned[name] = names(cleaned[name] or ())
    if "audience" in cleaned:
        said = {str(item) for item in cleaned["audience"] or ()}
        # In one order, however it was ticked: a table that goes out and comes back says the same. What is not known
        # stays, to be refused.
        cleaned["audience"] = [one for one in Audience.values if one in said] + sorted(
            said - set(Audience.values)
        )
    return cleaned


def check_sense(values: dict[str, Any]) -> None:
    """Raise `Refused` with a message beside each field whose value makes no sense."""
    problems: dict[str, str] = {}
    for field, longest in LIMITS.items():
        if len(values.get(field) or "") > longest:
            problems[field] = _("最多 %(count)d 个字，现在有 %(have)d 个。") % {
                "count": longest,
                "have": len(values[field]),
            }
    if not values.get("name"):
        problems["name"] = _("请写活动名称。")
    if values.get("kind") not in Kind.values:
        problems["kind"] = _("请选一个类别。")
    if values.get("mode") not in Mode.values:
        problems["mode"] = _("请选怎么参加。")
    if not set(values.get("audience") or ()) <= set(Audience.values):
        problems["audience"] = _("请从列出的人群里选。")
    problems |= _time_problems(values.get("starts_at"), values.get("ends_at"))
    link = values.get("link") or ""
    if link and not is_web_address(link):
        problems["link"] = _("线上地址要以 https:// 或 http:// 开头。")
    low, high = values.get("age_from"), values.get("age_to")
    if low is not None and high is not None and high < low:
        problems["age_to"] = _("最大年龄小于最小年龄。请核对。")
    if any(age is not None and not 0 <= age <= 120 for age in (low, high)):
        problems["age_from"] = _("年龄写 0 到 120 之间的整数。")
    expected = values.get("expected")
    if expected is not None and not 0 <= expected <= 10_000_000:
        problems["expected"] = _("人数写整数，比如 300。")
    if problems:
        raise Refused(fields=problems, code="invalid")


def _time_problems(starts_at: datetime | None, ends_at: datetime | None) -> dict[str, str]:
    if ends_at is not None and starts_at is None:
        return {"starts_at": _("写了结束，还没有写开始。")}
    if starts_at is None or ends_at is None:
        return {}
    if ends_at <= starts_at:
        return {"ends_at": _("结束早于开始。请核对两个时间。")}
    if ends_at - starts_at > LONGEST:
        return {"ends_at": _("一场活动最长一年。请核对结束日期。")}
    return {}


def check_publishable(values: dict[str, Any]) -> None:
    problems: dict[str, str] = {}
    if values.get("starts_at") is None:
        problems["starts_at"] = _("发布前请写开始时间。")
    if values.get("mode") != Mode.ONLINE and not (values.get("place") or values.get("address")):
        problems["place"] = _("发布前请写地点，市民好找。")
    if values.get("mode") == Mode.ONLINE and not values.get("link"):
        problems["link"] = _("线上活动发布前请写线上地址。")
    if problems:
        raise Refused(fields=problems, code="incomplete")
