"""Anything in any order: seats and queues on real rows, held against a simple model of them after every step.

The clock stands still unless a rule moves it. An example is rolled back at its end, so that all start from the same
rows; what happens in it is committed only to itself.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from sciweek.activities.tests.places import Place, at
from sciweek.base import clock
from sciweek.base.actor import CITIZEN, Actor, system
from sciweek.base.errors import OutOfSight, Refused
from sciweek.base.ids import new_uid
from sciweek.booking.actions import (
    accept_offer,
    add_shared_seats,
    book,
    cancel_booking,
    change_party,
    choose_group,
    close_pool,
    decline_group,
    move_booking,
    pass_on,
    resize_pool,
    set_policy,
    set_terms,
    turn_over,
)
from sciweek.booking.actions.calling_off import CallingOff, call_off
from sciweek.booking.actions.coming_back import bring_back
from sciweek.booking.logic.parties import Party
from sciweek.booking.models import Booking, Pool
from sciweek.booking.queries import bookable
from sciweek.booking.queries.spoken import JOINED, spoken_of
from sciweek.booking.rules import booker
from sciweek.booking.states import HOLDING, Admission, Choice, Passing
from sciweek.booking.tests.booked import BEFORE, phone
from sciweek.booking.tests.seats_model import LIVE, MOST_PLACES, NEVER, Held, Model, Seats, Shared
from sciweek.programme.actions import add_sessions, release_programme
from sciweek.programme.tests.plans import lecture

PHONES = st.integers(1, 8)
PEOPLE = st.integers(1, 4)
WHICH = st.integers(0, 4)
ROW = st.integers(0, 59)
SEATS, BUS = 5, 7
CLOSES_BEFORE = 60  # minutes


def built(place: Place) -> tuple[list[Pool], Pool]:
    """Five sessions: fitting, in order, two that share a bus (one of each rule), school groups; and the bus."""
    set_policy(place.office, place.week, most_places=MOST_PLACES, erase_after_days=30)
    bus = add_shared_seats(place.office, place.week, name="大巴", capacity=BUS)
    activity = lecture(place)
    plan: list[tuple[int, dict[str, Any]]] = [
        (9, {"passing": Passing.FITTING}),
        (11, {"passing": Passing.IN_ORDER}),
        (13, {"passing": Passing.FITTING, "shared": bus}),
        (15, {"passing": Passing.IN_ORDER, "shared": bus}),
        (17, {"admission": Admission.GROUP, "choice": Choice.CHOSEN}),
    ]
    pools = []
    for hour, values in plan:
        about = lecture(place, "学校专场") if "choice" in values else activity
        run = add_sessions(
            place.office, about, starts_at=at(25, hour), ends_at=at(25, hour + 1), capacity=SEATS
        )
        common = {"largest": 5, "offer_minutes": 60, "closes_before": CLOSES_BEFORE}
        pools.append(Pool.objects.get(terms=set_terms(place.office, run, **(common | values))))
    release_programme(place.office, place.week)
    return pools, bus


class SeatsMachine(RuleBasedStateMachine):
    """Rules act on the real rows and on the model; both must answer alike."""

    place: Place
    pools: list[Pool]
    bus: Pool

    @initialize(crowd=st.lists(st.tuples(WHICH, PHONES, PEOPLE), min_size=6, max_size=14))
    def begin(self, crowd: list[tuple[int, int, int]]) -> None:
        """The sessions are well booked already, and some wait."""
        self.rows: list[Booking] = []
        self.forms: list[tuple[Any, ...]] = []
        self.ends = 0
        self.model = Model(BEFORE)
        shared = Shared(BUS)
        self.seats = [
            Seats(
                SEATS,
                in_order=number in (1, 3),
                shared=shared if number in (2, 3) else None,
                is_chosen=number == 4,
                closes_at=at(25, 9 + 2 * number) - timedelta(minutes=CLOSES_BEFORE),
                ends_at=at(25, 10 + 2 * number),
            )
            for number in range(5)
        ]
        shared.sharers = self.seats[2:4]
        self.shared = shared
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.before = self.told()
        for which, who, people in crowd:
            self.book(which, who, people, or_wait=True)
        self.before = self.told()

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            try:
                self.everybody_had_a_turn()
            finally:
                transaction.set_rollback(True)
                self.atomic.__exit__(None, None, None)

    # What is done.

    @rule(which=WHICH, who=PHONES, people=PEOPLE, or_wait=st.booleans())
    def book(self, which: int, who: int, people: int, or_wait: bool) -> None:
        uid = new_uid()
        code = self.tried(lambda: self.booked(which, who, people, or_wait, uid))
        assert code == self.model.book(self.seats[which], who, self.places(which, people), or_wait)

    @precondition(lambda self: self.rows)
    @rule(which=ROW)
    def press_again(self, which: int) -> None:
        """The same form comes twice: the answer is the booking that it has made, whatever became of it."""
        number = which % len(self.rows)
        if self.model.bookings[number].phone != self.forms[number][1]:
            return  # it has been passed on: nobody is shown what is somebody else's
        assert self.tried(lambda: self.booked(*self.forms[number])) == ""
        again, _form = self.rows.pop(), self.forms.pop()
        assert again.pk == self.rows[number].pk

    @precondition(lambda self: self.rows)
    @rule(which=ROW, people=PEOPLE)
    def change(self, which: int, people: int) -> None:
        row, held = self.one(which)
        pool = self.seats.index(held.seats)
        code = self.tried(lambda: change_party(booker(row), row, party=self.party(pool, people)))
        assert code == self.model.change(held, self.places(pool, people))

    @precondition(lambda self: self.rows)
    @rule(which=ROW)
    def cancel(self, which: int) -> None:
        row, held = self.one(which)
        assert self.tried(lambda: cancel_booking(booker(row), row)) == self.model.cancel(held)

    @precondition(lambda self: self.rows)
    @rule(which=ROW)
    def accept(self, which: int) -> None:
        row, held = self.one(which)
        code = self.tried(lambda: accept_offer(booker(row), row))
        assert code.replace("out_of_sight", "no_such_move") == self.model.accept(held)

    @precondition(lambda self: self.rows)
    @rule(which=ROW, who=PHONES)
    def pass_on(self, which: int, who: int) -> None:
        row, held = self.one(which)
        code = self.tried(lambda: pass_on(booker(row), row, name="何苗苗", phone=phone(who)))
        assert code == self.model.pass_on(held, who)

    @precondition(lambda self: self.rows)
    @rule(which=ROW, to=st.integers(0, 3))
    def move(self, which: int, to: int) -> None:
        row, held = self.one(which)
        code = self.tried(lambda: move_booking(booker(row), row, self.pools[to]))
        expected = "elsewhere" if held.seats.is_chosen else self.model.move(held, self.seats[to])
        assert code == expected

    @precondition(lambda self: any(one.seats.is_chosen for one in self.model.bookings))
    @rule(which=ROW, is_chosen=st.booleans())
    def decide(self, which: int, is_chosen: bool) -> None:
        groups = [number for number, one in enumerate(self.model.bookings) if one.seats.is_chosen]
        number = groups[which % len(groups)]
        row, held = Booking.objects.get(pk=self.rows[number].pk), self.model.bookings[number]
        office = self.place.office
        if is_chosen:
            assert self.tried(lambda: choose_group(office, row)) == self.model.choose(held)
        else:
            code = self.tried(lambda: decline_group(office, row, why="人数太多"))
            assert code == self.model.decline(held)

    @rule(which=st.integers(0, 5), capacity=st.integers(1, 9))
    def resize(self, which: int, capacity: int) -> None:
        pool, seats = (self.bus, self.shared) if which == 5 else (self.pools[which], self.seats[which])
        code = self.tried(lambda: resize_pool(self.place.office, pool, capacity=capacity))
        assert code == self.model.resize(seats, capacity)

    @rule(which=WHICH, is_closed=st.sampled_from((True, False, False)))
    def close_or_reopen(self, which: int, is_closed: bool) -> None:
        self.tried(lambda: close_pool(self.place.office, self.pools[which], is_closed=is_closed))
        self.model.close(self.seats[which], is_closed)

    @rule(minutes=st.sampled_from((10, 50, 90)))
    def time_passes(self, minutes: int) -> None:
        self.model.now += timedelta(minutes=minutes)

    @rule(hour=st.integers(7, 18), is_far=st.integers(0, 24))
    def the_day_comes(self, hour: int, is_far: int) -> None:
        """Seldom: after this most that happens is refused."""
        if is_far == 0:
            self.model.now = max(self.model.now, at(25, hour))

    @rule(which=WHICH)
    def minute(self, which: int) -> None:
        self.tried(lambda: turn_over(self.pools[which]))
        self.model.turn_over(self.seats[which])

    @rule(which=WHICH)
    def off_and_back(self, which: int) -> None:
        """A session is called off, mostly one for which somebody waits, and takes place after all."""
        queued = [number for number, seats in enumerate(self.seats) if seats.queue]
        number = queued[which % len(queued)] if queued else which
        assert self.tried(lambda: self.ended_and_brought_back(self.pools[number])) == ""
        self.model.off_and_back(self.seats[number])

    def ended_and_brought_back(self, pool: Pool) -> None:
        self.ends += 1
        joined = Pool.objects.select_related(*JOINED, "shared").get(pk=pool.pk)
        spoken = spoken_of([joined])[pool.pk]
        call_off(self.hand(pool), CallingOff(joined, spoken, "停电", f"off:{self.ends}", False, []))
        bring_back(joined, spoken, is_urgent=False)

    def hand(self, pool: Pool) -> Actor:
        return system("booking", region_id=self.place.region.pk, week_id=pool.week_id)

    # What must hold.

    @invariant()
    def all_is_well(self) -> None:
        if not hasattr(self, "atomic"):
            return
        pools = {pool.pk: pool for pool in Pool.objects.select_related("shared")}
        now = self.told()
        self.as_the_model_says(pools, now)
        for pool in pools.values():
            there = [row for row in now.values() if pool.pk in (row.pool_id, pools[row.pool_id].shared_id)]
            assert pool.taken == sum(row.places for row in there if row.state in HOLDING) <= pool.capacity
            waiting = [row for row in there if (row.state, row.pool_id) == ("waiting", pool.pk)]
            assert pool.waiting == len(waiting)
        for number in (0, 1):
            self.none_is_due(number, pools, now)
        self.nobody_was_overtaken(now)
        self.before = now

    def as_the_model_says(self, pools: dict[int, Pool], now: dict[int, Booking]) -> None:
        for row, held in zip(self.rows, self.model.bookings, strict=True):
            seen, pool = now[row.pk], self.pools[self.seats.index(held.seats)]
            assert (seen.state, seen.places, seen.pool_id) == (held.state, held.places, pool.pk)
        for pool, seats in [*zip(self.pools, self.seats, strict=True), (self.bus, self.shared)]:
            assert (pools[pool.pk].taken, pools[pool.pk].capacity) == (seats.taken, seats.capacity)

    def none_is_due(self, number: int, pools: dict[int, Pool], now: dict[int, Booking]) -> None:
        """Nobody waits for a seat that the rule says is theirs."""
        pool = pools[self.pools[number].pk]
        if pool.is_closed or self.model.now >= self.seats[number].closes_at:
            return
        free = min(pool.free, pool.shared.free) if pool.shared else pool.free
        waiting = [row for row in now.values() if (row.state, row.pool_id) == ("waiting", pool.pk)]
        waiting.sort(key=lambda row: (row.queued_at, row.pk))
        due = waiting[:1] if self.seats[number].in_order else waiting
        assert all(row.places > free for row in due)

    def nobody_was_overtaken(self, now: dict[int, Booking]) -> None:
        """Where the order is strict, nobody got a seat while somebody waited who had waited before the step."""
        for number in (1, 3):
            pk = self.pools[number].pk
            waited = [row for row in self.before.values() if (row.state, row.pool_id) == ("waiting", pk)]
            still = [row for row in waited if now[row.pk].state == "waiting"]
            for row in now.values():
                if not still or row.pool_id != pk or row.state not in HOLDING:
                    continue
                old = self.before.get(row.pk)
                had = old.places if old and old.pool_id == pk and old.state in HOLDING else 0
                first = min(still, key=lambda one: (one.queued_at, one.pk))
                was_first = old in waited and (old.queued_at, old.pk) < (first.queued_at, first.pk)
                assert row.places <= had or was_first

    def everybody_had_a_turn(self) -> None:
        """Shared seats go round with the minute: after some, nobody waits for a seat that is theirs there either."""
        with clock.standing_at(self.model.now):
            while sum(turn_over(pool) for pool in self.pools):
                pass
        pools = {pool.pk: pool for pool in Pool.objects.select_related("shared")}
        for number in range(4):
            self.none_is_due(number, pools, self.told())

    # How it is done.

    def told(self) -> dict[int, Booking]:
        """All bookings as they stand; how long an offer holds is taken into the model from them."""
        found = {row.pk: row for row in Booking.objects.defer("name", "answers")}
        for row, held in zip(self.rows, self.model.bookings, strict=False):
            held.offered_until = found[row.pk].offered_until or NEVER
        return found

    def one(self, which: int) -> tuple[Booking, Held]:
        """Mostly one that is still live: little happens to the others."""
        live = [number for number, held in enumerate(self.model.bookings) if held.state in LIVE]
        numbers = live if live and which % 6 else range(len(self.rows))
        number = numbers[which % len(numbers)]
        return Booking.objects.get(pk=self.rows[number].pk), self.model.bookings[number]

    def party(self, which: int, people: int) -> Party:
        return Party(adults=1, pupils=people) if which == 4 else Party(adults=people)

    def places(self, which: int, people: int) -> int:
        return people + (which == 4)

    def booked(self, which: int, who: int, people: int, or_wait: bool, uid: Any) -> None:
        group: dict[str, Any] = {"school": "云栖小学", "grade": "三年级1班"} if which == 4 else {}
        row = book(
            CITIZEN,
            bookable(self.pools[which]),
            party=self.party(which, people),
            name="林小满",
            phone=phone(who),
            consents=True,
            or_wait=or_wait,
            request_uid=uid,
            **group,
        )
        self.rows.append(row)
        self.forms.append((which, who, people, or_wait, uid))

    def tried(self, act: Any) -> str:
        """The code of the refusal, or "" when it was done."""
        with clock.standing_at(self.model.now):
            try:
                with transaction.atomic():
                    act()
            except OutOfSight:
                return "out_of_sight"
            except Refused as refused:
                return str(refused.code)
        return ""


@pytest.mark.django_db
def test_seats_and_queues_are_as_a_simple_model_says(place: Place) -> None:
    SeatsMachine.place = place
    SeatsMachine.pools, SeatsMachine.bus = built(place)
    run_state_machine_as_test(
        SeatsMachine,
        settings=settings(
            max_examples=15,
            stateful_step_count=30,
            database=None,
            derandomize=True,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
