from datetime import UTC, datetime, time, timedelta

import pytest

from sciweek.post.logic.times import quiet_until, wait_after


@pytest.mark.parametrize(
    ("now", "zone", "start", "end", "until"),
    [
        # Across midnight, in Shanghai (UTC+8): before, at the start, after midnight, at the end.
        ("2027-05-10T12:59", "Asia/Shanghai", 21, 8, None),
        ("2027-05-10T13:00", "Asia/Shanghai", 21, 8, "2027-05-11T00:00"),
        ("2027-05-10T19:30", "Asia/Shanghai", 21, 8, "2027-05-11T00:00"),
        ("2027-05-11T00:00", "Asia/Shanghai", 21, 8, None),
        # Within one day: a nap at noon.
        ("2027-05-10T04:30", "Asia/Shanghai", 12, 14, "2027-05-10T06:00"),
        ("2027-05-10T06:00", "Asia/Shanghai", 12, 14, None),
        # The region's own zone counts: 22:30 in Urumqi is not yet 21:00 in Tehran.
        ("2027-05-10T16:30", "Asia/Urumqi", 21, 8, "2027-05-11T02:00"),
        ("2027-05-10T16:30", "Asia/Tehran", 21, 8, None),
        # A night in which the clock is put forward is an hour shorter.
        ("2027-03-28T00:30", "Europe/Berlin", 21, 8, "2027-03-28T06:00"),
        # Equal times: never quiet.
        ("2027-05-10T19:30", "Asia/Shanghai", 0, 0, None),
    ],
)
def test_quiet_hours_end_when_they_should(
    now: str, zone: str, start: int, end: int, until: str | None
) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    expected = datetime.fromisoformat(until).replace(tzinfo=UTC) if until else None
    assert quiet_until(moment, zone, time(start), time(end)) == expected


def test_waits_double_and_end_before_they_would_be_over_a_day() -> None:
    assert [wait_after(tries) for tries in (1, 2, 3, 4)] == [timedelta(minutes=n) for n in (1, 2, 4, 8)]
    assert wait_after(11) == timedelta(minutes=1024)
    assert wait_after(12) is None
