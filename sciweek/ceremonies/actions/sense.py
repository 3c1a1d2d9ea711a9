"""What makes sense of a ceremony, its places and its guests, judged in one place for page, API and table."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from sciweek.base import clock
from sciweek.base.errors import Refused
from sciweek.base.text import clean, clean_lines
from sciweek.ceremonies.models import Ceremony
from sciweek.people.phones import read_phone, shown_phone

WORDS = {"title": 120, "contact_name": 60, "dress": 120}
TEXTS = {"notes": 2000}
MOMENTS = ("reply_by", "assemble_at")
FIELDS = (*WORDS, *TEXTS, *MOMENTS, "contact_phone", "takes_late", "capacity")
MOST_PEOPLE = 100_000


def too_long(text: str, most: int) -> str:
    return _("最多 %(count)d 个字，现在有 %(have)d 个。") % {"count": most, "have": len(text)}


def ceremony_values(given: Mapping[str, Any], *, area_code: str = "") -> dict[str, Any]:
    """The values cleaned; only those that were given. Raises `Refused` with a message for each field that is wrong."""
    unknown = given.keys() - set(FIELDS)
    if unknown:
        raise TypeError(f"a ceremony has no {sorted(unknown)}")
    values: dict[str, Any] = {name: clean(given[name]) for name in WORDS if name in given}
    values |= {name: clean_lines(given[name]) for name in TEXTS if name in given}
    problems = {
        name: too_long(values[name], most)
        for name, most in (WORDS | TEXTS).items()
        if len(values.get(name, "")) > most
    }
    values |= {name: given[name] for name in (*MOMENTS, "takes_late", "capacity") if name in given}
    if "reply_by" in values and values["reply_by"] is None:
        problems["reply_by"] = _("请写回执什么时候之前报。")
    capacity = values.get("capacity")
    if capacity is not None and not 0 < capacity <= MOST_PEOPLE:
        problems["capacity"] = _("写 1 到 %(most)d 之间的人数，或者空着。") % {"most": MOST_PEOPLE}
    if "contact_phone" in given:
        text = clean(given["contact_phone"])
        phone = read_phone(text, area_code=area_code) if text else None
        values["contact_phone"] = shown_phone(phone.e164) if phone else text
        if text and phone is None:
            problems["contact_phone"] = _("没有认出电话号码。手机写 11 位，座机带上区号，或者留空。")
    if problems:
        raise Refused(fields=problems, code="invalid")
    return values


def check_times(values: Mapping[str, Any], starts_at: datetime | None) -> None:
    """What must come before the ceremony begins."""
    problems: dict[str, str] = {}
    words = {
        "reply_by": _("回执的期限晚于仪式开始。请核对。"),
        "assemble_at": _("集合时间晚于仪式开始。请核对。"),
    }
    for name in MOMENTS:
        moment = values.get(name)
        if moment is None:
            continue
        if not clock.is_plausible(moment):
            problems[name] = _("没有这样的年份。请写成 2027 这样的四位数。")
        elif starts_at is not None and moment > starts_at:
            problems[name] = words[name]
    if problems:
        raise Refused(fields=problems, code="invalid")


def locked_ceremony(ceremony_id: int) -> Ceremony:
    """The ceremony, locked with what says when it is. Whoever changes places, replies or seats holds it: the same lock
    in the same order, so that no place is taken twice and nobody waits in a circle."""
    Ceremony.objects.select_for_update().get(pk=ceremony_id)
    found = Ceremony.objects.select_related("week", "activity", "session__venue", "session__room")
    return found.get(pk=ceremony_id)
