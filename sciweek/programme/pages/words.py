"""What the fields of a session are called, and their values in words; what two versions of one say differently."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciweek.activities.states import Mode
from sciweek.base.errors import Conflict
from sciweek.look.dates import clock_words, ends_that_night, local, moment_words, range_words
from sciweek.look.phrases import listed, strung
from sciweek.programme.logic.changes import STATE_FIELDS
from sciweek.programme.models import ReleasedSession, Session
from sciweek.programme.states import Change, SessionState

LABELS: dict[str, Any] = {
    "title": gettext_lazy("这一场的名称"),
    "starts_at": gettext_lazy("开始"),
    "ends_at": gettext_lazy("结束"),
    "mode": gettext_lazy("怎么参加"),
    "venue": gettext_lazy("场地"),
    "room": gettext_lazy("厅室"),
    "place": gettext_lazy("地点"),
    "link": gettext_lazy("线上地址"),
    "speakers": gettext_lazy("主讲、讲解"),
    "capacity": gettext_lazy("最多多少人"),
    "note": gettext_lazy("提示"),
    "state": gettext_lazy("状态"),
    "state_reason": gettext_lazy("原因"),
}
# How a change reads at its badge.
CHANGE_LEVELS = {
    Change.NEW: "good",
    Change.BACK: "good",
    Change.MOVED: "attention",
    Change.PLACED: "attention",
    Change.EDITED: "info",
    Change.CANCELLED: "error",
    Change.GONE: "error",
}


def label_of(field: str) -> str:
    return str(LABELS.get(field.removesuffix("_id"), field))


def words_of(field: str, value: Any, zone: str) -> str:
    """The value as people say it; "" for nothing."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if field.endswith("_at"):
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        return moment_words(moment, zone)
    if field == "mode" and value in Mode.values:
        return str(Mode(value).label)
    if field == "state" and value in SessionState.values:
        return str(SessionState(value).label)
    if isinstance(value, list | tuple):
        return listed(str(each) for each in value)
    return str(value)


def name_of(row: Session | ReleasedSession) -> str:
    """The activity, and what this session is called when that says more."""
    return strung((row.activity.name, row.title))


def when_of(row: Session | ReleasedSession, zone: str) -> str:
    return range_words(row.starts_at, row.ends_at, zone)


def hours_of(row: Session | ReleasedSession, zone: str) -> str:
    """09:00–11:00, with the day of its end when that is another."""
    if row.is_all_day:
        return _("全天")
    if ends_that_night(row.starts_at, row.ends_at, zone):
        return clock_words(row.starts_at, row.ends_at, zone)
    return f"{local(row.starts_at, zone):%H:%M}–{moment_words(row.ends_at, zone)}"


def where_of(row: Session | ReleasedSession) -> str:
    """Venue and room, else the place in words, else that it is online; "" when nobody has said."""
    if row.venue is not None:
        return f"{row.venue.label} {row.room.name}" if row.room is not None else row.venue.label
    return row.place or (_("线上") if row.mode == Mode.ONLINE else "")


def in_words(refusal: Conflict, zone: str) -> Conflict:
    """The same conflict with both values as people say them."""

    def words(values: Mapping[str, Any]) -> dict[str, str]:
        return {field: words_of(field, value, zone) or _("空着") for field, value in values.items()}

    return Conflict(
        refusal.message,
        mine=words(refusal.mine),
        theirs=words(refusal.theirs),
        who=refusal.who,
        version=refusal.version,
    )


@dataclass(frozen=True, slots=True)
class Differing:
    """One field that reads otherwise than before."""

    label: str
    old: str
    new: str


def differing(
    before: ReleasedSession | None, after: Session | ReleasedSession, fields: tuple[str, ...], zone: str
) -> list[Differing]:
    """The fields of a change in words. Start and end are one line, and so are venue and room.

    A new state and its reason are left out: the line says them itself.
    """
    if before is None:
        return []
    found: dict[str, Differing] = {}
    for field in fields:
        if field in ("starts_at", "ends_at", "is_all_day"):
            found["time"] = Differing(_("时间"), when_of(before, zone), when_of(after, zone))
        elif field in ("venue_id", "room_id", "place"):
            found["where"] = Differing(_("地点"), where_of(before), where_of(after))
        elif field not in STATE_FIELDS:
            old, new = getattr(before, field), getattr(after, field)
            found[field] = Differing(label_of(field), words_of(field, old, zone), words_of(field, new, zone))
    return list(found.values())
