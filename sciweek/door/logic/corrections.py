"""What a correction takes back: the people who went in last."""

from collections.abc import Iterable


def taken_back(rows: Iterable[tuple[int, int]]) -> set[int]:
    """Of one booking's arrivals, (id, people) in their order, those of which nobody is left."""
    standing: list[tuple[int, int]] = []
    gone = set()
    for row, people in rows:
        if people > 0:
            standing.append((row, people))
            continue
        off = -people
        while off and standing:
            last, left = standing.pop()
            if left > off:
                standing.append((last, left - off))
            else:
                gone.add(last)
            off -= min(off, left)
    return gone
