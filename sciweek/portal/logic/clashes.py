"""Which sessions of a personal list cannot both be gone to."""

from collections.abc import Sequence

from sciweek.activities.states import ActivityState
from sciweek.portal.logic.rows import Thing
from sciweek.programme.states import RunKind


def clashes(things: Sequence[Thing]) -> dict[str, list[str]]:
    """Code → names of the others that take place at the same time.

    What one can walk into all day (an exhibition, a whole day) clashes with nothing, and what is cancelled neither.
    """
    fixed = sorted((each for each in things if _is_fixed(each)), key=lambda each: each.starts_at)
    found: dict[str, list[str]] = {}
    for place, first in enumerate(fixed):
        for second in fixed[place + 1 :]:
            if second.starts_at >= first.ends_at:
                break
            found.setdefault(first.code, []).append(second.name)
            found.setdefault(second.code, []).append(first.name)
    return found


def _is_fixed(thing: Thing) -> bool:
    walk_in = thing.is_all_day or thing.run_kind == RunKind.EXHIBITION
    return not walk_in and thing.state != ActivityState.CANCELLED
