"""`sciweek doctor`: runs every room's invariants over the whole database and says what breaks them."""

import json
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from sciweek.base.invariants import Invariant

log = logging.getLogger(__name__)

MOST_TOLD = 50  # rows of one invariant; what is broken a thousand times is broken in one way


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found and how long it took; `more` rows are not told singly."""

    invariant: Invariant
    problems: list[str]
    more: int
    seconds: float


def examine(invariants: Sequence[Invariant], *, as_json: bool) -> int:
    """Print what was found; returns 1 when something was, else 0."""
    found = [look(one) for one in invariants]
    broken = [one for one in found if one.problems]
    if as_json:
        words = {
            "checked": sorted(one.invariant.name for one in found),
            "problems": {one.invariant.name: [*one.problems, *_more(one)] for one in broken},
            "seconds": {one.invariant.name: round(one.seconds, 4) for one in found},
        }
        print(json.dumps(words, ensure_ascii=False, indent=2))
    else:
        for one in found:
            print(
                f"{'broken' if one.problems else 'holds':7}{one.seconds * 1000:8.1f} ms  {one.invariant.name}"
            )
        for one in broken:
            print(f"\n{one.invariant.name}: {one.invariant.title}")
            for problem in [*one.problems, *_more(one)]:
                print(f"  - {problem}")
        seconds = sum(one.seconds for one in found)
        print(f"\n{len(found)} invariants checked in {seconds:.1f} s, {len(broken)} broken.")
    return 1 if broken else 0


def look(invariant: Invariant) -> Finding:
    """Run one check. One that fails itself is told as a problem, so that it does not hide what the others find."""
    began = time.monotonic()
    problems: list[str] = []
    more = 0
    try:
        rows = iter(invariant.check())
        problems += (str(row) for row in islice(rows, MOST_TOLD))
        more = sum(1 for _row in rows)
    except Exception as error:  # whatever state the data is in, the other checks must still be heard
        log.exception("the check %s failed", invariant.name)
        problems.append(f"cannot be checked: {type(error).__name__}: {error}")
    return Finding(invariant, problems, more, time.monotonic() - began)


def _more(finding: Finding) -> list[str]:
    return [f"and {finding.more} more"] if finding.more else []
