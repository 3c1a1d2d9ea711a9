"""What a finding's value is made of: its parts, their words, and what makes sense in them.

The parts are those of `reading.schema.json`; a value is a string (scalars and plain lists) or an object.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciweek.base.errors import Refused
from sciweek.base.text import clean, clean_lines

Value = str | dict[str, Any]
ITSELF = "value"  # the one part of a plain value


@dataclass(frozen=True, slots=True)
class Part:
    """One box of a correction. `type`: line, text, date, time, names (a list), kind or email."""

    name: str
    label: Any
    type: str = "line"
    needed: bool = False


@dataclass(frozen=True, slots=True)
class FieldKind:
    """A field of the reading. `group` is where the review page shows it; `is_list`: any number of them."""

    label: Any
    group: str
    parts: tuple[Part, ...]
    is_list: bool = False

    @property
    def is_plain(self) -> bool:
        return self.parts[0].name == ITSELF


def _plain(label: Any, group: str, type: str = "line", *, is_list: bool = False) -> FieldKind:
    return FieldKind(label, group, (Part(ITSELF, label, type, needed=True),), is_list)


GROUPS: dict[str, Any] = {
    "head": gettext_lazy("标题、文号、发文机关、主送、依据"),
    "time": gettext_lazy("时间与主题"),
    "directions": gettext_lazy("主要内容"),
    "deadlines": gettext_lazy("要办的事和期限"),
    "activities": gettext_lazy("活动"),
    "requirements": gettext_lazy("有关要求"),
    "contacts": gettext_lazy("联系"),
}

FIELDS: dict[str, FieldKind] = {
    "title": _plain(gettext_lazy("标题"), "head"),
    "doc_no": _plain(gettext_lazy("文号"), "head"),
    "issued_on": _plain(gettext_lazy("成文日期"), "head", "date"),
    "issuers": _plain(gettext_lazy("发文机关"), "head", is_list=True),
    "addressees": _plain(gettext_lazy("主送"), "head", is_list=True),
    "basis": FieldKind(
        gettext_lazy("依据"),
        "head",
        (Part("title", gettext_lazy("文件名"), needed=True), Part("doc_no", gettext_lazy("文号"))),
        is_list=True,
    ),
    "week_start": _plain(gettext_lazy("开始"), "time", "date"),
    "week_end": _plain(gettext_lazy("结束"), "time", "date"),
    "theme": _plain(gettext_lazy("主题"), "time"),
    "directions": FieldKind(
        gettext_lazy("主要内容"),
        "directions",
        (Part("heading", gettext_lazy("小标题")), Part("text", gettext_lazy("内容"), "text")),
        is_list=True,
    ),
    "activities": FieldKind(
        gettext_lazy("活动"),
        "activities",
        (
            Part("name", gettext_lazy("名称"), needed=True),
            Part("kind", gettext_lazy("类别"), "kind"),
            Part("starts_on", gettext_lazy("开始"), "date"),
            Part("ends_on", gettext_lazy("结束"), "date"),
            Part("time", gettext_lazy("几点")),
            Part("place", gettext_lazy("地点")),
            Part("hosts", gettext_lazy("主办单位"), "names"),
            Part("organisers", gettext_lazy("承办单位"), "names"),
            Part("co_organisers", gettext_lazy("协办单位"), "names"),
        ),
        is_list=True,
    ),
    "deadlines": FieldKind(
        gettext_lazy("期限"),
        "deadlines",
        (
            Part("what", gettext_lazy("办什么"), needed=True),
            Part("due", gettext_lazy("哪天之前"), "date", needed=True),
            Part("time", gettext_lazy("几点之前"), "time"),
            Part("opens_on", gettext_lazy("从哪天开始收"), "date"),
            Part("to", gettext_lazy("报给谁")),
        ),
        is_list=True,
    ),
    "requirements": _plain(gettext_lazy("要求"), "requirements", "text", is_list=True),
    "contacts": FieldKind(
        gettext_lazy("联系方式"),
        "contacts",
        (
            Part("office", gettext_lazy("科室")),
            Part("person", gettext_lazy("联系人")),
            Part("phone", gettext_lazy("电话")),
            Part("email", gettext_lazy("电子邮箱"), "email"),
        ),
        is_list=True,
    ),
}

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LONGEST = {"line": 300, "text": 20_000, "names": 120, "email": 120}


def check_value(field: str, raw: Mapping[str, Any]) -> Value:
    """A value out of typed boxes (`raw`: part → string, or list of strings for names).

    Raises `Refused` with a message for each box that makes no sense. Empty parts become None or [].
    """
    kind = FIELDS[field]
    problems: dict[str, str] = {}
    made: dict[str, Any] = {}
    for part in kind.parts:
        try:
            made[part.name] = _part(part, raw.get(part.name))
        except ValueError as error:
            problems[part.name] = str(error)
            continue
        if part.needed and not made[part.name]:
            problems[part.name] = _("请填写“%(what)s”。") % {"what": part.label}
    _check_together(field, made, problems)
    if problems:
        raise Refused(fields=problems, code="invalid")
    return str(made[ITSELF]) if kind.is_plain else made


def _part(part: Part, raw: Any) -> Any:
    if part.type == "names":
        lines = raw if isinstance(raw, list) else str(raw or "").splitlines()
        names = [name for name in (clean(str(line)) for line in lines) if name]
        if any(len(name) > LONGEST["names"] for name in names):
            raise ValueError(_("一行写一个单位，每个最多 %(count)d 个字。") % {"count": LONGEST["names"]})
        return names
    text = clean_lines(str(raw or "")) if part.type == "text" else clean(str(raw or ""))
    if not text:
        return None
    match part.type:
        case "date":
            return _date(text)
        case "time":
            return _time(text)
        case "email" if not EMAIL.fullmatch(text):
            raise ValueError(_("电子邮箱要有 @，比如 kjj@linjiang.example。"))
    if len(text) > LONGEST.get(part.type, 300):
        raise ValueError(
            _("最多 %(count)d 个字，现在有 %(have)d 个。")
            % {"count": LONGEST.get(part.type, 300), "have": len(text)}
        )
    return text


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(_("没有这一天。请写成 2027-05-22。")) from None


def _time(text: str) -> str:
    try:
        return time.fromisoformat(text).strftime("%H:%M")
    except ValueError:
        raise ValueError(_("时间请写成 17:00。")) from None


def _check_together(field: str, made: dict[str, Any], problems: dict[str, str]) -> None:
    pairs = {"activities": ("starts_on", "ends_on"), "deadlines": ("opens_on", "due")}
    if field in pairs:
        first, last = (made.get(name) for name in pairs[field])
        if first and last and last < first and pairs[field][1] not in problems:
            problems[pairs[field][1]] = _("结束早于开始。请核对两个日期。")
    if field in ("contacts", "directions") and not problems and not any(made.values()):
        problems[next(iter(made))] = _("至少填一项。")


def as_boxes(field: str, value: Value | None) -> dict[str, Any]:
    """The value as what stands in the boxes of a correction."""
    kind = FIELDS[field]
    if kind.is_plain:
        return {ITSELF: value or ""}
    given = value if isinstance(value, dict) else {}
    return {
        part.name: "\n".join(given.get(part.name) or [])
        if part.type == "names"
        else given.get(part.name) or ""
        for part in kind.parts
    }
