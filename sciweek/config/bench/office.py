"""`python -m sciweek.config.bench.office`: an office imports 1,000 activities of 40 units and looks at its board.

Works in the data folder named by the settings; prints what it took as one JSON object.
"""

import json
import time
from collections.abc import Callable
from datetime import date, timedelta
from secrets import token_urlsafe
from typing import Any

from sciweek.config.prepare import bring_up_to_date, collect_if_missing, start_django

COUNT = 1000
UNITS = 40
ROUNDS = 9
FIRST = date(2027, 5, 22)


def main() -> None:
    start_django()
    collect_if_missing()
    bring_up_to_date()
    from sciweek.base import scope

    office = _found()
    with scope.entered(office["region"].pk, office["week"].pk):
        imported = _import(office)
    print(json.dumps({"import": imported, "board": _look(office)}))


def _found() -> dict[str, Any]:
    from django.db import transaction

    from sciweek.base import scope
    from sciweek.base.actor import system
    from sciweek.committee.actions import add_unit, grant_role
    from sciweek.committee.queries import actor_for
    from sciweek.people.actions import add_person
    from sciweek.week.actions import create_week, found_region

    with transaction.atomic():
        region = found_region(
            system("bench"), slug="linjiang", name="云川市临江区", short_name="临江区", area_code="0890"
        )
        actor = system("bench", region_id=region.pk)
        week = create_week(
            actor, region, title="临江区科技活动周", starts_on=FIRST, ends_on=FIRST + timedelta(days=7)
        )
        actor = actor.in_week(week.pk)
        with scope.entered(region.pk, week.pk):
            for number in range(UNITS):
                add_unit(actor, region, name=_unit(number), kind="street")
            person = add_person(actor, login="bangong", name="办公室老师", password=token_urlsafe())
            grant_role(actor, person, role="office", unit=None)
    with scope.entered(region.pk, week.pk):
        actor = actor_for(person, region.pk, week.pk)
    return {"region": region, "week": week, "person": person, "actor": actor}


def _unit(number: int) -> str:
    return f"青石{number + 1}街道办事处"


def _book() -> bytes:
    from sciweek.activities.logic.table_columns import COLUMNS
    from sciweek.sheets.logic.writing import write_book

    kinds = ("开放", "讲座", "展演", "竞赛", "进校园")
    rows: list[dict[str, Any]] = [
        {
            "name": f"第{number + 1}场 动手做科学",
            "kind": kinds[number % len(kinds)],
            "unit": _unit(number % UNITS),
            "hosts": "区科技局、区教育局",
            "organisers": _unit(number % UNITS),
            "when": f"5月{22 + number % 8}日{9 + number % 9}:00-{10 + number % 9}:30",
            "place": f"青石街道第{number % 40 + 1}会议室",
            "audience": "亲子、小学生",
            "ages": "6-12岁",
            "expected": 60,
            "summary": "讲解、演示和动手三个环节，凭预约码分批进入。",
            "contact_name": "王老师",
            "contact_phone": f"0890-6{number:06d}",
        }
        for number in range(COUNT)
    ]
    return write_book("活动一览表", COLUMNS, rows)


def _import(office: dict[str, Any]) -> dict[str, Any]:
    from sciweek.activities.logic.table_columns import KIND
    from sciweek.activities.models import Activity
    from sciweek.sheets.actions import TICK_EVERY, apply_sheet, receive_sheet, work_through

    data = _book()
    began = time.perf_counter()
    sheet = receive_sheet(
        office["actor"], office["region"], office["week"], kind=KIND, name="一览表.xlsx", data=data
    )
    received = time.perf_counter()
    sheet = work_through(apply_sheet(office["actor"], sheet))
    done = time.perf_counter()
    again = receive_sheet(
        office["actor"], office["region"], office["week"], kind=KIND, name="一览表.xlsx", data=data
    )
    if (sheet.counts["new"], again.counts["same"], Activity.objects.count()) != (COUNT, COUNT, COUNT):
        raise RuntimeError(f"the import went wrong: {sheet.state} {sheet.trouble} {again.counts}")
    return {
        "total": round(done - began, 3),
        "read_and_judge": round(received - began, 3),
        "agree_and_save": round(done - received, 3),
        "words_of_progress": COUNT // TICK_EVERY + 1,
        "file_bytes": len(data),
    }


def _look(office: dict[str, Any]) -> dict[str, Any]:
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(office["person"])
    board = f"/desk/w/{office['week'].slug}/activities/"

    def seconds(path: str) -> float:
        return _least(lambda: _answer(client, path))

    first = seconds(board)
    with CaptureQueriesContext(connection) as captured:
        _answer(client, board)
    queries = len(captured)  # the next request forgets them
    return {
        "first": round(first, 4),
        "all_1000": round(seconds(f"{board}?size=1000"), 4),
        "one_unit": round(seconds(f"{board}?q=青石7街道"), 4),
        "counts": round(seconds(f"{board}counts/?since=1"), 4),
        "alike": round(seconds(f"{board}alike/count/"), 4),
        "export": round(seconds(f"{board}export/"), 4),
        "queries": queries,
        "page_bytes": _answer(client, board),
    }


def _answer(client: Any, path: str) -> int:
    response = client.get(path)
    if response.status_code not in (200, 204):
        raise RuntimeError(f"{path} answered {response.status_code}")
    return len(response.content)


def _least(act: Callable[[], Any]) -> float:
    """The least of some rounds: the rest is other work of the machine."""
    took = []
    act()
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        took.append(time.perf_counter() - began)
    return min(took)


if __name__ == "__main__":
    main()
