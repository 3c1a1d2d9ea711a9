"""Whatever is done in whatever order: a release shows what is planned and public, and stays as it was made."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sciweek.activities import actions as activities
from sciweek.activities.models import Activity
from sciweek.activities.states import ActivityState
from sciweek.activities.tests.places import Place, at
from sciweek.base.errors import Refused
from sciweek.programme import actions
from sciweek.programme.invariants import invariants
from sciweek.programme.models import Release, ReleasedSession, Session
from sciweek.programme.queries import current_release, pending_changes, released_sessions, shown
from sciweek.programme.states import Change, SessionState
from sciweek.programme.tests.plans import lecture

Told = dict[str, dict[str, Any]]


class Town:
    """A small programme that steps are taken on, and what each release showed when it was made."""

    def __init__(self, place: Place) -> None:
        self.place = place
        names = ("水是怎样变清的", "夜观星空", "机器人展")
        self.activities = [lecture(place, name, unit=place.units[n]).pk for n, name in enumerate(names)]
        self.kept: dict[int, Told] = {}
        self.announced: set[str] = set()

    def activity(self, number: int) -> Activity:
        return Activity.objects.select_related("week", "unit").get(pk=self.activities[number % 3])

    def session(self, number: int) -> Session | None:
        rows = list(Session.objects.select_related("activity", "run").order_by("id"))
        return rows[number % len(rows)] if rows else None

    # Each step may be refused; then nothing has happened.

    def add(self, number: int) -> None:
        day, hour = 22 + number % 8, 8 + number % 10
        actions.add_sessions(
            self.place.office, self.activity(number), starts_at=at(day, hour), ends_at=at(day, hour + 1)
        )

    def with_session(self, number: int, act: Callable[[Session], object]) -> None:
        row = self.session(number)
        if row is not None:
            act(row)

    def move(self, number: int) -> None:
        moment = at(22 + number % 7, 9 + number % 5)
        self.with_session(
            number,
            lambda row: actions.move_session(self.place.office, row, starts_at=moment, seen_version=None),
        )

    def cancel(self, number: int) -> None:
        self.with_session(number, lambda row: actions.cancel_session(self.place.office, row, why="停电"))

    def restore(self, number: int) -> None:
        self.with_session(number, lambda row: actions.restore_session(self.place.office, row))

    def drop(self, number: int) -> None:
        self.with_session(number, lambda row: actions.drop_session(self.place.office, row))

    def withdraw(self, number: int) -> None:
        activities.withdraw_activity(self.place.office, self.activity(number), why="要改")

    def publish(self, number: int) -> None:
        activities.publish_activity(self.place.office, self.activity(number))

    def call_off(self, number: int) -> None:
        activities.cancel_activity(self.place.office, self.activity(number), why="场馆停电")

    def take_up(self, number: int) -> None:
        activities.restore_activity(self.place.office, self.activity(number), why="来电了")

    def release(self, number: int) -> None:
        expected = self.expected()
        current = current_release(self.place.week)
        if expected == (frozen(current) if current else {}):
            with pytest.raises(Refused, match="没有可发布的变动"):
                actions.release_programme(self.place.office, self.place.week)
            return
        release = actions.release_programme(self.place.office, self.place.week)
        assert told(release) == expected
        assert pending_changes(self.place.week) == []
        self.kept[release.pk] = frozen(release)
        self.announced = set(expected)

    def expected(self) -> Told:
        """Told apart from the code: what is public is shown, what was never announced and is off is not."""
        found: Told = {}
        for row in Session.objects.select_related("activity"):
            activity = row.activity
            off = activity.state == ActivityState.CANCELLED
            if not (activity.is_shown or (off and activity.published_at is not None)):
                continue
            says = shown(row)
            if off and row.state == SessionState.PLANNED:
                says |= {"state": SessionState.CANCELLED, "state_reason": activity.state_reason}
            if says["state"] == SessionState.PLANNED or row.code in self.announced:
                found[row.code] = says
        return found


def told(release: Release) -> Told:
    return {row.code: shown(row) for row in released_sessions(release)}


def frozen(release: Release) -> Told:
    """What it showed when it was made: also of activities that have been withdrawn since."""
    rows = ReleasedSession.objects.filter(release=release).exclude(change=Change.GONE)
    return {row.code: shown(row) for row in rows}


STEPS = (
    Town.add, Town.move, Town.cancel, Town.restore, Town.drop, Town.withdraw, Town.publish, Town.call_off,
    Town.take_up, Town.release,
)  # fmt: skip
steps = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 11)), min_size=5, max_size=25)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(taken=steps)
def test_every_release_shows_what_is_planned_and_stays_as_it_was_made(place: Place, taken: Any) -> None:
    with transaction.atomic():
        town = Town(place)
        for step, number in [*taken, (Town.release, 0)]:
            try:
                with transaction.atomic():
                    step(town, number)
            except Refused:
                continue
        assert {release.pk: frozen(release) for release in Release.objects.all()} == town.kept
        numbers = list(Release.objects.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
        assert {one.name: list(one.check()) for one in invariants() if list(one.check())} == {}
        transaction.set_rollback(True)
