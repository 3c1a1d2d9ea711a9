"""From what happens in the rooms to the signed delivery at another program, through the real queue."""

import time
from collections.abc import Callable
from datetime import date

import pytest

from sciweek.activities.actions import (
    add_activity,
    cancel_activity,
    edit_activity,
    give_opinion,
    publish_activity,
    return_activity,
    submit_activity,
)
from sciweek.activities.models import Activity
from sciweek.activities.tests.places import at
from sciweek.committee.tests.cast import Cast, make_cast
from sciweek.duties.actions import Addressee, add_duty, hand_in
from sciweek.post.actions import add_webhook
from sciweek.post.logic.signing import verify
from sciweek.post.models import Message, Webhook
from sciweek.post.states import EVENTS, ChannelKind, Occasion
from sciweek.post.tests.conftest import heard
from sciweek.post.tests.listener import Heard
from sciweek.programme.actions import add_sessions, cancel_session, release_programme
from sciweek.programme.jobs import announce_release
from sciweek.week.actions import close_week, open_week

__all__ = ["heard"]


@pytest.fixture
def told(work_off: Callable[[], None], heard: Heard) -> tuple[Cast, Heard, Webhook]:
    """The cast, and another program that wants to hear of everything from now on."""
    cast = make_cast()
    work_off()
    with cast.inside():
        hook = add_webhook(
            cast.actor("office"), cast.region, name="数据平台", address=heard.url, events=list(EVENTS)
        )
    return cast, heard, hook


def activity_of(cast: Cast) -> Activity:
    office = cast.actor("office")
    values = {"name": "天文开放夜", "kind": "open", "starts_at": at(23, 9), "place": "云栖广场"}
    activity = add_activity(office, cast.week, unit=cast.unit, **values)
    submit_activity(office, activity)
    cleared = give_opinion(office, activity, verdict="open", reviewer="区保密员", basis="内部审查")
    return publish_activity(office, cleared)


def events(heard: Heard) -> list[tuple[str, dict[str, object]]]:
    return [(heard.json(n)["event"], heard.json(n)["data"]) for n in range(len(heard.requests))]


def test_every_move_of_an_activity_that_the_public_sees_is_told(
    told: tuple[Cast, Heard, Webhook], work_off: Callable[[], None]
) -> None:
    cast, heard, hook = told
    with cast.inside():
        row = activity_of(cast)
        work_off()
        row.refresh_from_db()
        office = cast.actor("office")
        edited = edit_activity(
            office, row, seen_version=row.version, entry_note="带身份证件", basis="内部审查"
        )
        work_off()
        cancel_activity(office, edited, why="台风")
        work_off()
    names = {"activities": [row.code]}
    assert events(heard) == [
        ("activity.published", names),
        ("activity.changed", names),
        ("activity.cancelled", names),
    ]
    _path, headers, body = heard.requests[0]
    with cast.inside():
        secret = Webhook.objects.get(pk=hook.pk).secret
    assert verify(secret, headers["Sciweek-Signature"], body, int(time.time()))
    assert not verify(secret, headers["Sciweek-Signature"], body + b" ", int(time.time()))


def test_programs_hear_that_an_opinion_took_an_activity_off_the_portal(
    told: tuple[Cast, Heard, Webhook], work_off: Callable[[], None]
) -> None:
    cast, heard, _hook = told
    with cast.inside():
        row = activity_of(cast)
        work_off()
        give_opinion(cast.actor("liaison"), row, verdict="closed", basis="复查")
        work_off()
    names = {"activities": [row.code]}
    assert events(heard) == [("activity.published", names), ("activity.changed", names)]


def test_an_edition_that_opens_and_papers_that_come_in_are_told(
    told: tuple[Cast, Heard, Webhook], work_off: Callable[[], None]
) -> None:
    cast, heard, _hook = told
    with cast.inside():
        office = cast.actor("office")
        open_week(office, close_week(office, cast.week, why="再核一遍"))
        duty = add_duty(
            office, cast.week, what="备案表", due_on=date(2099, 4, 30), addressees=[Addressee(cast.unit)]
        )
        owed = duty.hand_ins.get()
        hand_in(cast.actor("liaison"), owed, note="交")
    work_off()
    assert events(heard) == [
        ("week.opened", {"week": cast.week.slug}),
        ("duty.handed_in", {"hand_in": owed.code, "duty": duty.code, "unit": cast.unit.code}),
    ]


def test_each_release_of_the_programme_is_told_once(
    told: tuple[Cast, Heard, Webhook], work_off: Callable[[], None]
) -> None:
    cast, heard, _hook = told
    with cast.inside():
        office, row = cast.actor("office"), activity_of(cast)
        times = {"starts_at": at(23, 9), "ends_at": at(23, 11)}
        session = add_sessions(office, row, **times).sessions.get()
        first = release_programme(office, cast.week)
        work_off()
        announce_release.call(cast.week.pk, first.pk)
        work_off()
        session.refresh_from_db()
        cancel_session(office, session, why="台风")
        release_programme(office, cast.week)
        work_off()
    releases = [data for event, data in events(heard) if event == "programme.released"]
    assert releases == [{"release": 1}, {"release": 2}]


def test_a_release_of_a_draft_edition_is_told_to_nobody(
    told: tuple[Cast, Heard, Webhook], work_off: Callable[[], None]
) -> None:
    cast, heard, _hook = told
    with cast.inside():
        office, row = cast.actor("office"), activity_of(cast)
        add_sessions(office, row, starts_at=at(23, 9), ends_at=at(23, 11))
        draft = close_week(office, cast.week, why="再核一遍")
        release_programme(office, draft)
        work_off()
    assert [event for event, _data in events(heard)] == ["activity.published"]


def test_what_nobody_outside_can_see_is_not_told(
    told: tuple[Cast, Heard, Webhook], work_off: Callable[[], None]
) -> None:
    cast, heard, _hook = told
    with cast.inside():
        office = cast.actor("office")
        row = add_activity(office, cast.week, name="天文开放夜", kind="open", unit=cast.unit)
        edit_activity(office, row, seen_version=row.version, summary="看木星")
        return_activity(office, submit_activity(office, row), why="缺时间")
        work_off()
        assert heard.requests == []
        told_unit = Message.objects.exclude(channel=ChannelKind.WEBHOOK).get()
        assert (told_unit.occasion, told_unit.unit) == (Occasion.RETURNED, cast.unit)
