"""`python -m sciweek.config.bench [NAME …]`: the machine, one JSON object on a line for each figure, then all as a table."""

import json
import os
import platform
import sys
import time
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sciweek.config.bench import activities, booking, notice_read, portal_list, programme, start
from sciweek.config.bench.figure import Figure, Measure

FIGURES: dict[str, Measure] = {
    "activities.board": activities.measure_board,
    "activities.import": activities.measure_import,
    "booking.hot": booking.measure_hot,
    "booking.p99": booking.measure_p99,
    "booking.sold_out": booking.measure_sold_out,
    "booking.sqlite": booking.measure_sqlite,
    "booking.thousand": booking.measure_thousand,
    "booking.waiting_page": booking.measure_waiting_page,
    "notice.read": notice_read.measure,
    "portal.list": portal_list.measure,
    "portal.programme": portal_list.measure_programme,
    "programme.board": programme.measure_board,
    "programme.import": programme.measure_import,
    "programme.release": programme.measure_release,
    "start.first": start.measure_first,
    "start.second": start.measure_second,
}


def main(names: list[str]) -> int:
    """Measure the figures of these names, or all; returns 1 when a goal is missed."""
    unknown = [name for name in names if name not in FIGURES]
    if unknown:
        print(f"There is no figure {', '.join(unknown)}. There are: {', '.join(FIGURES)}.", file=sys.stderr)
        return 2
    print(json.dumps(_machine()), flush=True)
    found = []
    for name in names or FIGURES:
        figure = FIGURES[name]()
        print(json.dumps(figure.as_dict(), ensure_ascii=False), flush=True)
        found.append(figure)
    print(_table(found))
    return 0 if all(figure.is_reached for figure in found) else 1


def _machine() -> dict[str, Any]:
    """What decides a figure besides Sciweek. The same Python does a third more where its maker optimised it, as Debian and
    Ubuntu do, and a machine shared with others half: so the processor time of a fixed piece of work is told with it."""
    start = time.process_time()
    for number in range(3_000):
        dict(parse_qsl(urlencode({"name": "科技周", "phone": f"139{number:08}", "party": number}))).items()
    spent = time.process_time() - start
    return {
        "python": platform.python_version(),
        "cores": len(os.sched_getaffinity(0)),
        "load": round(os.getloadavg()[0], 1),
        "fixed_work_ms": round(spent * 1000),
    }


def _table(figures: list[Figure]) -> str:
    rows = [("name", "value", "unit", "limit", "ratio", "goal", "")]
    for one in figures:
        numbers = (f"{one.value:.4g}", one.unit, f"{one.limit:.4g}", f"{one.ratio:.3g}")
        rows.append((one.name, *numbers, one.goal, "reached" if one.is_reached else "missed"))
    wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, wide, strict=True)) for row in rows
    )


if __name__ == "__main__":
    sys.exit(main([name for word in sys.argv[1:] for name in word.split(",") if name]))
