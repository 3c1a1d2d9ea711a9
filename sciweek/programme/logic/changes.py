"""What differs between a session as it is and as the public last saw it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sciweek.programme.states import Change, SessionState

TIME_FIELDS = ("starts_at", "ends_at", "is_all_day")
PLACE_FIELDS = ("mode", "venue_id", "room_id", "place", "link")
OTHER_FIELDS = ("title", "speakers", "capacity", "note")
STATE_FIELDS = ("state", "state_reason")
SHOWN_FIELDS = (*TIME_FIELDS, *PLACE_FIELDS, *OTHER_FIELDS, *STATE_FIELDS)

# What the public reads of one session, by field.
Shown = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """The change as people would call it, and every field that reads otherwise."""

    change: str
    fields: tuple[str, ...]


def difference(before: Shown | None, after: Shown | None) -> Difference | None:
    """From one to the other; None when nothing differs. `before` None: new; `after` None: gone."""
    if before is None:
        return Difference(Change.NEW, ()) if after is not None else None
    if after is None:
        return Difference(Change.GONE, ())
    fields = tuple(name for name in SHOWN_FIELDS if before[name] != after[name])
    return Difference(_change(fields, after), fields) if fields else None


def _change(fields: tuple[str, ...], after: Shown) -> str:
    """The one word for it: what keeps people from coming counts most, then when, then where."""
    if "state" in fields:
        return Change.CANCELLED if after["state"] == SessionState.CANCELLED else Change.BACK
    if any(name in fields for name in TIME_FIELDS):
        return Change.MOVED
    if any(name in fields for name in PLACE_FIELDS):
        return Change.PLACED
    return Change.EDITED
