"""Meaning is judged here, so that board, form, API and importer cannot disagree."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from sciweek.activities.logic.links import is_web_address
from sciweek.activities.states import Mode
from sciweek.base import clock
from sciweek.base.errors import Refused
from sciweek.base.text import clean
from sciweek.programme.logic.hours import NOT_AFTER

# Whatever lasts longer is an exhibition or a course: one session on each of its days.
LONGEST = timedelta(hours=49)
MOST_PEOPLE = 1_000_000
MOST_SPEAKERS = 20
LIMITS = {"title": 120, "place": 120, "link": 500, "note": 200}
# What can be said of a session.
FIELDS = (
    "title", "starts_at", "ends_at", "is_all_day", "mode", "venue", "room", "place", "link", "speakers", "capacity",
    "note",
)  # fmt: skip


def clean_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are stored; raises `TypeError` for what no session has."""
    strange = values.keys() - set(FIELDS)
    if strange:
        raise TypeError(f"a session has no {min(strange)}")
    cleaned = dict(values)
    for name in LIMITS:
        if name in cleaned:
            cleaned[name] = clean(str(cleaned[name] or ""))
    if "speakers" in cleaned:
        names = (clean(str(name)) for name in cleaned["speakers"] or ())
        cleaned["speakers"] = list(dict.fromkeys(filter(None, names)))
    if cleaned.get("room") is not None and cleaned.get("venue") is None and "venue" not in values:
        cleaned["venue"] = cleaned["room"].venue
    return cleaned


def check_sense(values: Mapping[str, Any]) -> None:
    """Raise `Refused` with a message beside each field whose value makes no sense; `values` are a whole session."""
    problems = _time_problems(values.get("starts_at"), values.get("ends_at"))
    for field, longest in LIMITS.items():
        have = len(values.get(field) or "")
        if have > longest:
            problems[field] = _("最多 %(count)d 个字，现在有 %(have)d 个。") % {
                "count": longest,
                "have": have,
            }
    if values.get("mode") not in Mode.values:
        problems["mode"] = _("请选怎么参加。")
    problems |= _place_problems(values)
    speakers = values.get("speakers") or ()
    if len(speakers) > MOST_SPEAKERS or any(len(name) > 60 for name in speakers):
        problems["speakers"] = _("主讲人最多 20 位，每位最多 60 个字。")
    capacity = values.get("capacity")
    if capacity is not None and not 0 < capacity <= MOST_PEOPLE:
        problems["capacity"] = _("人数写 1 到 1000000 之间的整数；不限就空着。")
    if problems:
        raise Refused(fields=problems, code="invalid")


def _time_problems(starts_at: datetime | None, ends_at: datetime | None) -> dict[str, str]:
    problems = {
        name: _("请写开始时间。") if name == "starts_at" else _("请写结束时间。")
        for name, moment in (("starts_at", starts_at), ("ends_at", ends_at))
        if moment is None
    }
    if starts_at is None or ends_at is None:
        return problems
    for name, moment in (("starts_at", starts_at), ("ends_at", ends_at)):
        if not clock.is_plausible(moment.date()):
            problems[name] = _("没有这样的年份。请写成 2027 这样的四位数。")
    if problems:
        return problems
    if ends_at <= starts_at:
        return {"ends_at": str(NOT_AFTER)}
    if ends_at - starts_at > LONGEST:
        return {"ends_at": _("一场最长两天。连开多天的按“展览”排，每天一场。")}
    return {}


def _place_problems(values: Mapping[str, Any]) -> dict[str, str]:
    problems: dict[str, str] = {}
    venue, room, link = values.get("venue"), values.get("room"), values.get("link") or ""
    if room is not None and (venue is None or room.venue_id != venue.pk):
        problems["room"] = _("这个厅室不在所选的场地里。")
    if link and not is_web_address(link):
        problems["link"] = _("线上地址要以 https:// 或 http:// 开头。")
    return problems


def check_usable(values: Mapping[str, Any]) -> None:
    """Raise `Refused` when a venue or room is newly chosen that is no longer used."""
    problems: dict[str, str] = {}
    venue, room = values.get("venue"), values.get("room")
    if venue is not None and not venue.is_active:
        problems["venue"] = _("这个场地已经停用，请选别的。")
    if room is not None and not room.is_active:
        problems["room"] = _("这个厅室已经停用，请选别的。")
    if problems:
        raise Refused(fields=problems, code="retired")
