"""`sciweek doctor`: runs every room's invariants over the whole database and says what breaks them."""

import json
from collections.abc import Sequence

from sciweek.base.invariants import Invariant


def examine(invariants: Sequence[Invariant], *, as_json: bool) -> int:
    """Print what was found; returns 1 when something was, else 0."""
    found = {one.name: [str(problem) for problem in one.check()] for one in invariants}
    broken = {name: problems for name, problems in found.items() if problems}
    if as_json:
        print(json.dumps({"checked": sorted(found), "problems": broken}, ensure_ascii=False, indent=2))
    else:
        titles = {one.name: one.title for one in invariants}
        for name, problems in broken.items():
            print(f"{name}: {titles[name]}")
            for problem in problems:
                print(f"  - {problem}")
        print(f"{len(found)} invariants checked, {len(broken)} broken.")
    return 1 if broken else 0
