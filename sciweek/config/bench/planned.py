"""`python -m sciweek.config.bench.planned`: an office imports 1,000 sessions of 1,000 activities into 16 rooms, releases
them and looks at its board.

Works in the data folder named by the settings; prints what it took as one JSON object.
"""

import json
import time
from datetime import timedelta
from typing import Any

from sciweek.config.bench.office import COUNT, FIRST, _answer, _found, _least
from sciweek.config.prepare import bring_up_to_date, collect_if_missing, start_django

DAYS, HOURS = 8, 8
ROOMS = COUNT // (DAYS * HOURS) + 1


def main() -> None:
    start_django()
    collect_if_missing()
    bring_up_to_date()
    from sciweek.base import scope

    office = _found()
    with scope.entered(office["region"].pk, office["week"].pk):
        _public_activities(office)
        imported = _import(office)
        released = _release(office)
    print(json.dumps({"import": imported, "release": released, "board": _look(office)}))


def _public_activities(office: dict[str, Any]) -> None:
    """1,000 activities that the public may see, without a session yet."""
    from sciweek.activities.actions import judged_values, publish_activities, save_rows
    from sciweek.base import clock
    from sciweek.committee.models import Unit
    from sciweek.venues.models import Room, Venue

    actor, week, region = office["actor"], office["week"], office["region"]
    starts_at = clock.moment(FIRST, clock.MIDNIGHT, week.zone)
    units = list(Unit.objects.all())
    rows = save_rows(
        actor,
        week,
        new=[
            judged_values(
                actor,
                week,
                {
                    "name": _name(number),
                    "kind": "lecture",
                    "unit": units[number % len(units)],
                    "starts_at": starts_at + _offset(number),
                    "ends_at": starts_at + _offset(number) + timedelta(minutes=50),
                    "place": "见场次",
                },
            )
            for number in range(COUNT)
        ],
    )
    _done, left = publish_activities(actor, week, rows, basis="各单位已审")
    if left:
        raise RuntimeError(f"{len(left)} activities were not published: {left[0][1]}")
    for number in range(ROOMS):
        venue = Venue.objects.create(region=region, name=f"场地{number + 1}")
        Room.objects.create(region=region, venue=venue, name="报告厅", capacity=100)


def _name(number: int) -> str:
    return f"第{number + 1}场 动手做科学"


def _offset(number: int) -> timedelta:
    """No two in one room at once: by day, then by hour, then by room."""
    return timedelta(days=number % DAYS, hours=9 + number // DAYS % HOURS)


def _book() -> bytes:
    from sciweek.programme.logic.table_columns import COLUMNS
    from sciweek.sheets.logic.writing import write_book

    rows: list[dict[str, Any]] = [
        {
            "name": _name(number),
            "day": f"5月{22 + number % DAYS}日",
            "start": f"{9 + number // DAYS % HOURS}:00",
            "end": f"{9 + number // DAYS % HOURS}:50",
            "venue": f"场地{number // (DAYS * HOURS) + 1}",
            "room": "报告厅",
            "speakers": f"讲师{number + 1}",
            "capacity": 60,
            "note": "请提前十分钟到",
        }
        for number in range(COUNT)
    ]
    return write_book("场次表", COLUMNS, rows)


def _import(office: dict[str, Any]) -> dict[str, Any]:
    from sciweek.programme.logic.table_columns import KIND
    from sciweek.sheets.actions import apply_sheet, receive_sheet, work_through

    data = _book()
    place = (office["actor"], office["region"], office["week"])
    began = time.perf_counter()
    sheet = work_through(
        apply_sheet(office["actor"], receive_sheet(*place, kind=KIND, name="场次.xlsx", data=data))
    )
    done = time.perf_counter()
    again = receive_sheet(*place, kind=KIND, name="场次.xlsx", data=data)
    if (sheet.counts["new"], again.counts["same"]) != (COUNT, COUNT):
        raise RuntimeError(f"the import went wrong: {sheet.state} {sheet.trouble} {again.counts}")
    return {"total": round(done - began, 3), "file_bytes": len(data)}


def _release(office: dict[str, Any]) -> dict[str, Any]:
    """The first version, with every session new; what the next would change; a version with one session moved."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from sciweek.programme.actions import edit_session, release_programme
    from sciweek.programme.queries import cautions, pending_changes, sessions

    actor, week = office["actor"], office["week"]
    began = time.perf_counter()
    release_programme(actor, week, note="第一版", seen_number=0)
    first = time.perf_counter() - began
    row = sessions(actor).first()
    if row is None:
        raise RuntimeError("there is no session")
    edit_session(actor, row, seen_version=row.version, note="改在东门集合")
    pending = _least(lambda: pending_changes(week))
    warned = _least(lambda: cautions(actor, week))
    began = time.perf_counter()
    with CaptureQueriesContext(connection) as captured:
        release_programme(actor, week, seen_number=1)
    return {
        "first": round(first, 4),
        "second": round(time.perf_counter() - began, 4),
        "pending": round(pending, 4),
        "warnings": round(warned, 4),
        "queries": len(captured),
    }


def _look(office: dict[str, Any]) -> dict[str, Any]:
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(office["person"])
    board = f"/desk/w/{office['week'].slug}/programme/"
    first = _least(lambda: _answer(client, board))
    with CaptureQueriesContext(connection) as captured:
        size = _answer(client, board)
    return {"first": round(first, 4), "queries": len(captured), "page_bytes": size}


if __name__ == "__main__":
    main()
