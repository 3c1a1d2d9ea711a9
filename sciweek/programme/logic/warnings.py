"""What is wrong, or odd, with a programme: reckoned from plain rows, in nearly linear time."""

import heapq
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sciweek.activities.states import Mode
from sciweek.programme.states import STOPPING, RunKind, Worry

# With how many others one session is said to clash: ten thousand in one hall are still told in a second.
MOST_PARTNERS = 5
# Whose host is bound for the time: at an exhibition or a slot somebody else may stand.
BINDING = (RunKind.SINGLE, RunKind.REPEAT, RunKind.COURSE)


@dataclass(frozen=True, slots=True)
class Row:
    """One session as plain values. Times are aware."""

    code: str
    activity: int
    kind: str
    starts_at: datetime
    ends_at: datetime
    unit: int | None = None
    is_all_day: bool = False
    mode: str = Mode.ONSITE
    venue: int | None = None
    room: int | None = None
    place: str = ""
    link: str = ""
    speakers: tuple[str, ...] = ()
    capacity: int | None = None
    is_cancelled: bool = False
    is_public: bool = True
    # Where the session is the activity's only one: the time that the activity names.
    announced_at: datetime | None = None

    @property
    def where(self) -> Hashable:
        """The same for two sessions at which one can be at once; None: nobody has said."""
        if self.venue is not None:
            return self.venue, self.room
        return self.place or self.link or None


@dataclass(frozen=True, slots=True)
class Hall:
    """A room as far as warnings need it."""

    name: str
    capacity: int | None = None
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class House:
    """A venue as far as warnings need it; `rooms` by id."""

    name: str
    is_active: bool = True
    rooms: Mapping[int, Hall] = field(default_factory=dict)

    def label(self, room: int | None) -> str:
        hall = self.rooms.get(room) if room is not None else None
        return f"{self.name}{hall.name}" if hall else self.name


@dataclass(frozen=True, slots=True)
class Closed:
    """When a venue, or one of its rooms, cannot be used."""

    venue: int
    room: int | None
    starts_at: datetime
    ends_at: datetime
    why: str = ""


@dataclass(frozen=True, slots=True)
class Caution:
    """One warning: about which sessions, and what fills its words.

    `words`: `where` (closed, retired, room_taken, venue_taken, too_many_seats), `starts_at`, `ends_at`, `why`
    (closed), `speaker` (speaker_twice), `capacity`, `holds` (too_many_seats), `announced_at` (other_time).
    """

    kind: Worry
    codes: tuple[str, ...]
    words: Mapping[str, Any] = field(default_factory=dict)

    @property
    def stops(self) -> bool:
        """Whether it holds back a release."""
        return self.kind in STOPPING


def warnings(
    rows: Iterable[Row],
    venues: Mapping[int, House],
    closed: Iterable[Closed],
    *,
    first_day: date,
    last_day: date,
    zone: str,
) -> list[Caution]:
    """Everything to warn of, in the order of the sessions; what is cancelled is no worry."""
    living = sorted((row for row in rows if not row.is_cancelled), key=lambda row: (row.starts_at, row.code))
    found: list[Caution] = []
    for row in living:
        found += _of_place(row, venues)
        found += _of_time(row, first_day, last_day, ZoneInfo(zone))
    found += _closings(living, venues, closed)
    found += _taken(living, venues)
    found += _speakers(living)
    found += _units(living)
    order = {row.code: number for number, row in enumerate(living)}
    return sorted(found, key=lambda one: (order[one.codes[0]], not one.stops, one.kind))


def _of_place(row: Row, venues: Mapping[int, House]) -> Iterator[Caution]:
    if row.mode != Mode.ONLINE and row.venue is None and not row.place:
        yield Caution(Worry.NOWHERE, (row.code,))
    if row.mode == Mode.ONLINE and not row.link:
        yield Caution(Worry.NO_LINK, (row.code,))
    house = venues.get(row.venue) if row.venue is not None else None
    if house is None:
        return
    hall = house.rooms.get(row.room) if row.room is not None else None
    if not house.is_active or (hall is not None and not hall.is_active):
        yield Caution(Worry.RETIRED, (row.code,), {"where": house.label(row.room)})
    if hall is not None and hall.capacity is not None and (row.capacity or 0) > hall.capacity:
        words = {"where": house.label(row.room), "capacity": row.capacity, "holds": hall.capacity}
        yield Caution(Worry.TOO_MANY_SEATS, (row.code,), words)


def _of_time(row: Row, first_day: date, last_day: date, zone: ZoneInfo) -> Iterator[Caution]:
    if not row.is_public:
        yield Caution(Worry.NOT_PUBLIC, (row.code,))
    starts = row.starts_at.astimezone(zone).date()
    # Midnight itself still belongs to the evening.
    ends = (row.ends_at - timedelta(microseconds=1)).astimezone(zone).date()
    if ends > starts:
        yield Caution(Worry.PAST_MIDNIGHT, (row.code,))
    if starts > last_day or ends < first_day:
        yield Caution(Worry.OUTSIDE_WEEK, (row.code,))
    if row.announced_at is not None and row.announced_at != row.starts_at:
        yield Caution(Worry.OTHER_TIME, (row.code,), {"announced_at": row.announced_at})


def _closings(
    rows: Sequence[Row], venues: Mapping[int, House], closed: Iterable[Closed]
) -> Iterator[Caution]:
    """Sessions while their venue, or their room, is closed: each with the first closing that meets it."""
    by_venue: dict[int, list[Closed]] = defaultdict(list)
    for one in closed:
        by_venue[one.venue].append(one)
    for row in rows:
        for one in by_venue.get(row.venue, ()) if row.venue is not None else ():
            meets = one.starts_at < row.ends_at and row.starts_at < one.ends_at
            if meets and (one.room is None or one.room == row.room):
                where = venues[one.venue].label(one.room) if one.venue in venues else ""
                words = {"where": where, "starts_at": one.starts_at, "ends_at": one.ends_at, "why": one.why}
                yield Caution(Worry.CLOSED, (row.code,), words)
                break


def _taken(rows: Sequence[Row], venues: Mapping[int, House]) -> Iterator[Caution]:
    """Two activities in one room at once; in a venue without rooms only a word, it may be a park."""
    by_place: dict[tuple[int, int | None], list[Row]] = defaultdict(list)
    for row in rows:
        if row.venue is None or row.mode == Mode.ONLINE:
            continue
        house = venues.get(row.venue)
        if row.room is not None or house is None or not house.rooms:
            by_place[row.venue, row.room].append(row)
    for (venue, room), there in by_place.items():
        kind = Worry.ROOM_TAKEN if room is not None else Worry.VENUE_TAKEN
        where = venues[venue].label(room) if venue in venues else ""
        for earlier, later in overlapping(there, apart=lambda row: row.activity):
            yield Caution(kind, (earlier.code, later.code), {"where": where})


def _speakers(rows: Sequence[Row]) -> Iterator[Caution]:
    by_name: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for name in row.speakers if row.where is not None else ():
            by_name[name].append(row)
    for name, theirs in by_name.items():
        for earlier, later in overlapping(theirs, apart=lambda row: row.where):
            yield Caution(Worry.SPEAKER_TWICE, (earlier.code, later.code), {"speaker": name})


def _units(rows: Sequence[Row]) -> Iterator[Caution]:
    by_unit: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row.unit is not None and row.kind in BINDING and not row.is_all_day and row.where is not None:
            by_unit[row.unit].append(row)
    for theirs in by_unit.values():
        for earlier, later in overlapping(theirs, apart=lambda row: row.where):
            if earlier.activity != later.activity:
                yield Caution(Worry.UNIT_TWICE, (earlier.code, later.code))


def overlapping(rows: Sequence[Row], *, apart: Callable[[Row], Hashable]) -> Iterator[tuple[Row, Row]]:
    """Pairs that take place at the same time and differ by `apart`; `rows` in the order of their start.

    Each session is paired with at most `MOST_PARTNERS` earlier ones.
    """
    ends: list[tuple[datetime, int]] = []
    running: dict[Hashable, dict[int, Row]] = defaultdict(dict)
    for number, row in enumerate(rows):
        while ends and ends[0][0] <= row.starts_at:
            _end, over = heapq.heappop(ends)
            group = apart(rows[over])
            del running[group][over]
            if not running[group]:
                del running[group]
        mine = apart(row)
        count = 0
        for group, others in running.items():
            for other in others.values() if group != mine else ():
                yield other, row
                count += 1
                if count == MOST_PARTNERS:
                    break
            if count == MOST_PARTNERS:
                break
        running[mine][number] = row
        heapq.heappush(ends, (row.ends_at, number))
