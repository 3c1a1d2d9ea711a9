"""`python -m sciweek.config.bench.booking_made [SESSIONS SEATS]`: an open week with 1,000 announced sessions (or so
many) that can be booked, in the data folder named by the settings. Its last line is JSON: public code and id of the seats for each session, and a name
as it is sealed."""

import json
import sys
from datetime import timedelta
from typing import Any

from sciweek.config.prepare import bring_up_to_date, start_django

SESSIONS, SEATS = 1000, 100_000
DAYS, HOURS = 8, 8


def main(sessions: int = SESSIONS, seats: int = SEATS) -> None:
    start_django()
    bring_up_to_date()
    from sciweek.base import clock, scope
    from sciweek.base.actor import system
    from sciweek.base.sealing import seal
    from sciweek.programme.actions import add_missing_sessions, release_programme
    from sciweek.week.actions import create_week, found_region, open_week

    region = found_region(
        system("bench"), slug="linjiang", name="云川市临江区", short_name="临江区", area_code="0890"
    )
    actor = system("bench", region_id=region.pk)
    # Nothing of it may have begun while we measure.
    first = clock.today(region.zone) + timedelta(days=2)
    week = create_week(
        actor, region, title="临江区科技活动周", starts_on=first, ends_on=first + timedelta(days=DAYS - 1)
    )
    actor = actor.in_week(week.pk)
    with scope.entered(region.pk, week.pk):
        _public_activities(actor, week, sessions, clock.moment(first, clock.MIDNIGHT, region.zone))
        add_missing_sessions(actor, week)
        open_week(actor, week)
        release_programme(actor, week)
        print(json.dumps({"sessions": _opened(actor, week, seats), "sealed_name": seal("林小满").hex()}))


def _public_activities(actor: Any, week: Any, sessions: int, starts_at: Any) -> None:
    from sciweek.activities.actions import judged_values, publish_activities, save_rows

    rows = []
    for number in range(sessions):
        begins = starts_at + timedelta(days=number % DAYS, hours=9 + number // DAYS % HOURS)
        values = {
            "name": f"第{number + 1}场 动手做科学",
            "kind": "lecture",
            "starts_at": begins,
            "ends_at": begins + timedelta(minutes=50),
            "place": f"青石街道第{number + 1}会议室",
        }
        rows.append(judged_values(actor, week, values))
    entered = save_rows(actor, week, new=rows)
    _done, left = publish_activities(actor, week, entered, basis="样例", reviewer="样例")
    if left:
        raise RuntimeError(f"{len(left)} activities were not published: {left[0][1]}")


def _opened(actor: Any, week: Any, seats: int) -> list[tuple[str, int]]:
    """Every session can be booked by families of up to five, as a host would have it."""
    from sciweek.booking.actions import consent_for, set_policy, set_terms
    from sciweek.booking.models import Pool
    from sciweek.programme.models import Run

    consent_for(week)
    set_policy(actor, week, most_places=12, erase_after_days=30)
    for run in Run.objects.select_related("activity", "week").order_by("pk"):
        set_terms(actor, run, seats=seats)
    return [
        (pool.session.code, pool.pk)
        for pool in Pool.objects.select_related("session").order_by("pk")
        if pool.session is not None
    ]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
