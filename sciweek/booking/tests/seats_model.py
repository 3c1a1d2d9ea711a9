"""A simple picture of seats and queues, for the state machine to hold the real ones against.

It knows no database and no locks: lists, sums and the rules as the form tells them to people.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime

HOLDING = {"confirmed", "offered"}
LIVE = HOLDING | {"waiting", "applied"}
MOST_PLACES = 9
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass
class Seats:
    """What counts seats; `shared` are those that it takes beside its own."""

    capacity: int
    in_order: bool = False
    shared: "Seats | None" = None
    closes_at: datetime = NEVER
    ends_at: datetime = NEVER
    is_closed: bool = False
    is_chosen: bool = False
    bookings: "list[Held]" = field(default_factory=list)

    @property
    def taken(self) -> int:
        return sum(one.places for one in self.bookings if one.state in HOLDING)

    @property
    def queue(self) -> "list[Held]":
        return sorted((one for one in self.bookings if one.state == "waiting"), key=lambda one: one.rank)

    @property
    def most(self) -> int:
        return self.capacity if self.shared is None else min(self.capacity, self.shared.capacity)

    @property
    def free(self) -> int:
        own = self.capacity - self.taken
        return own if self.shared is None else min(own, self.shared.capacity - self.shared.taken)


@dataclass
class Shared(Seats):
    sharers: list[Seats] = field(default_factory=list)

    @property
    def taken(self) -> int:
        return sum(one.taken for one in self.sharers)


@dataclass
class Held:
    """A booking as the model sees it; `rank` is the place in the queue."""

    seats: Seats
    phone: int
    places: int
    state: str
    rank: int
    offered_until: datetime = NEVER


@dataclass
class Model:
    """Every method answers the code of the refusal, or "" when the thing is done."""

    now: datetime
    bookings: list[Held] = field(default_factory=list)

    def held_by(self, phone: int, but: Held | None = None) -> int:
        live = (one for one in self.bookings if one.phone == phone and one.state in LIVE and one is not but)
        return sum(one.places for one in live if one.seats.ends_at > self.now)

    def has_live(self, phone: int, seats: Seats, but: Held | None = None) -> bool:
        return any(one is not but and one.phone == phone and one.state in LIVE for one in seats.bookings)

    def fits(self, seats: Seats, places: int) -> bool:
        behind = seats.in_order and bool(seats.queue)
        return not seats.is_closed and not behind and places <= seats.free

    def book(self, seats: Seats, phone: int, places: int, or_wait: bool) -> str:
        if seats.is_closed or self.now >= seats.closes_at:
            return "closed"
        if not seats.is_chosen and places > seats.most:
            return "invalid"
        state = "applied" if seats.is_chosen else "confirmed"
        if not seats.is_chosen:
            fits = self.fits(seats, places)
            if not fits and not or_wait:
                return "full"
            if self.held_by(phone) + places > MOST_PLACES:
                return "too_many"
            state = "confirmed" if fits else "waiting"
        if self.has_live(phone, seats):
            return "twice"
        row = Held(seats, phone, places, state, rank=len(self.bookings))
        seats.bookings.append(row)
        self.bookings.append(row)
        return ""

    def change(self, row: Held, places: int) -> str:
        if not row.seats.is_chosen and places > row.seats.most:
            return "invalid"
        if row.state not in LIVE:
            return "ended"
        if self.now >= row.seats.ends_at:
            return "over"
        more = places - row.places
        if more > 0 and self.now >= row.seats.closes_at:
            return "closed"
        if more > 0 and not row.seats.is_chosen and self.held_by(row.phone, row) + places > MOST_PLACES:
            return "too_many"
        if more > 0 and row.state in HOLDING and not self.fits(row.seats, more):
            return "full"
        row.places = places
        self.promote(row.seats)
        return ""

    def cancel(self, row: Held) -> str:
        if row.state not in LIVE:
            return "no_such_move"
        if self.now >= row.seats.ends_at:
            return "over"
        row.state = "cancelled"
        self.promote(row.seats)
        return ""

    def accept(self, row: Held) -> str:
        if row.state == "confirmed":
            return ""
        if row.state == "lapsed" or (row.state == "offered" and row.offered_until <= self.now):
            return "expired"
        if row.state != "offered":
            return "no_such_move"
        row.state = "confirmed"
        return ""

    def pass_on(self, row: Held, phone: int) -> str:
        if not row.seats.is_chosen and self.held_by(phone) + row.places > MOST_PLACES:
            return "too_many"
        if row.state not in LIVE:
            return "ended"
        if self.now >= row.seats.ends_at:
            return "over"
        if self.has_live(phone, row.seats, row):
            return "twice"
        row.phone = phone
        return ""

    def move(self, row: Held, to: Seats) -> str:
        if self.now >= to.closes_at:
            return "closed"
        if row.seats is to:
            return ""
        if row.state not in LIVE:
            return "ended"
        before, state = row.seats, row.state
        row.state = "lapsed"  # its seats are free while we look
        fits = self.fits(to, row.places)
        row.state = state
        if not fits:
            return "full"
        if self.has_live(row.phone, to):
            return "twice"
        before.bookings.remove(row)
        to.bookings.append(row)
        row.seats, row.state = to, "confirmed"
        self.promote(before)
        return ""

    def choose(self, row: Held) -> str:
        if row.state not in {"applied", "declined"}:
            return "no_such_move"
        if row.seats.is_closed or row.places > row.seats.free:
            return "full"
        if self.has_live(row.phone, row.seats, row):
            return "twice"
        row.state = "confirmed"
        return ""

    def decline(self, row: Held) -> str:
        if row.state != "applied":
            return "no_such_move"
        row.state = "declined"
        return ""

    def resize(self, seats: Seats, capacity: int) -> str:
        if capacity < seats.taken:
            return "taken"
        seats.capacity = capacity
        self.promote(seats)
        return ""

    def close(self, seats: Seats, is_closed: bool) -> str:
        seats.is_closed = is_closed
        self.promote(seats)
        return ""

    def off_and_back(self, seats: Seats) -> None:
        """It is called off and takes place after all: seats are offered to who held some, before who waited."""
        was = {id(row): row.state for row in seats.bookings if row.state in LIVE}
        ended = sorted((row for row in seats.bookings if id(row) in was), key=lambda row: row.rank)
        for row in ended:
            row.state = "cancelled"
        if seats.is_closed or self.now >= seats.closes_at:
            return
        for row in sorted(ended, key=lambda row: was[id(row)] not in HOLDING):
            fits = seats.is_chosen or row.places <= seats.most
            if fits and was[id(row)] in HOLDING and row.places <= seats.free:
                row.state = "offered"
            elif fits:
                row.state = "applied" if seats.is_chosen else "waiting"
        self.promote(seats)

    def turn_over(self, seats: Seats) -> None:
        for row in seats.bookings:
            if row.state == "offered" and row.offered_until <= self.now:
                row.state = "lapsed"
        if self.now >= seats.closes_at:
            for row in seats.queue:
                row.state = "lapsed"
        self.promote(seats)

    def promote(self, seats: Seats) -> None:
        if isinstance(seats, Shared) or seats.is_closed or self.now >= seats.closes_at:
            return
        for row in seats.queue:
            if row.places <= seats.free:
                row.state = "offered"
            elif seats.in_order:
                return
