"""A finding in words: what stands in its row."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from sciweek.activities.states import Kind
from sciweek.look.dates import day_words, days_words
from sciweek.look.phrases import headed, listed, set_apart
from sciweek.notice.logic.values import FIELDS, Value

CLIPPED = 90


@dataclass(frozen=True, slots=True)
class Words:
    """`label` in the narrow column, `value` in bold, `detail` below it in small type."""

    label: str
    value: str
    detail: str = ""


def words_of(field: str, value: Value | None) -> Words:
    """The row of a finding's value."""
    kind = FIELDS[field]
    if isinstance(value, dict):
        return {
            "basis": _basis,
            "directions": _direction,
            "activities": _activity,
            "deadlines": _deadline,
            "contacts": _contact,
        }[field](value)
    text = str(value or "")
    if kind.parts[0].type == "date" and text:
        return Words(str(kind.label), _day(text, year=True))
    if kind.parts[0].type == "text":
        return Words(str(kind.label), _clip(text))
    return Words(str(kind.label), text)


def _day(text: str, *, year: bool = False) -> str:
    try:
        return day_words(date.fromisoformat(text), year=year)
    except ValueError:
        return text


def _days(first: str | None, last: str | None) -> str:
    if not first:
        return _("至 %(day)s") % {"day": _day(last)} if last else ""
    try:
        return days_words(date.fromisoformat(first), date.fromisoformat(last or first))
    except ValueError:
        return first


def _clip(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= CLIPPED else f"{line[:CLIPPED]}…"


def _basis(value: dict[str, Any]) -> Words:
    title = value.get("title")
    return Words(str(FIELDS["basis"].label), f"《{title}》" if title else "—", value.get("doc_no") or "")


def _direction(value: dict[str, Any]) -> Words:
    heading, text = value.get("heading") or "", value.get("text") or ""
    return Words(str(FIELDS["directions"].label), heading or _clip(text), _clip(text) if heading else "")


def _activity(value: dict[str, Any]) -> Words:
    kind = value.get("kind")
    when = _days(value.get("starts_on"), value.get("ends_on"))
    parts = [f"{when}{value.get('time') or ''}", value.get("place") or ""]
    for name, label in (("hosts", _("主办")), ("organisers", _("承办")), ("co_organisers", _("协办"))):
        if value.get(name):
            parts.append(headed(str(label), listed(value[name])))
    label = str(Kind(kind).label) if kind in Kind.values else _("未分类")
    return Words(label, value.get("name") or "—", set_apart(parts))


def _deadline(value: dict[str, Any]) -> Words:
    due = value.get("due")
    label = f"{_day(due)} {value.get('time') or ''}".strip() if due else _("没写日期")
    detail = []
    if value.get("to"):
        detail.append(_("报：%(receiver)s") % {"receiver": value["to"]})
    if value.get("opens_on"):
        detail.append(_("从 %(day)s 开始收") % {"day": _day(value["opens_on"])})
    return Words(label, value.get("what") or _("没写办什么"), set_apart(detail))


def _contact(value: dict[str, Any]) -> Words:
    line = "　".join(value[name] for name in ("person", "phone", "email") if value.get(name))
    return Words(value.get("office") or str(FIELDS["contacts"].label), line or "—")
