"""The released programme: sessions as lines, by the wish of a visitor.

A course and an exhibition are one line as long as no day is asked for: the first of the run's sessions that fits the
wish stands for all of them. Activities without any session stand between the sessions, so that one list shows
everything that one can go to.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from operator import itemgetter
from typing import overload

from django.db.models import (
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    TextField,
)
from django.db.models.functions import Cast

from sciweek.activities.models import Activity
from sciweek.activities.queries import public_activities
from sciweek.activities.states import ActivityState
from sciweek.base import clock
from sciweek.base.text import searchable
from sciweek.booking.queries.fullness import with_free_seats
from sciweek.portal.logic.rows import Thing
from sciweek.portal.logic.spans import Span
from sciweek.portal.logic.wish import Wish
from sciweek.portal.queries.lists import (
    for_audience,
    in_month,
    in_part,
    listed,
    of_age,
    wished,
    without_sessions,
)
from sciweek.programme.models import Release, ReleasedSession, Session
from sciweek.programme.queries import released_sessions
from sciweek.programme.states import Change, RunKind, SessionState
from sciweek.venues.models import Venue

LONGEST = timedelta(days=370)
MOST_LINES = 5000  # lines that are counted and can be paged to; beyond that one filters
Found = Thing | Activity
FOLDED = (RunKind.COURSE, RunKind.EXHIBITION)
JOINED = ("run", "activity", "venue", "room")
# What a line shows; the activity's sealed contact and its long text stay in the database.
SHOWN = (
    *(
        "code",
        "title",
        "starts_at",
        "ends_at",
        "is_all_day",
        "mode",
        "place",
        "state",
        "state_reason",
        "release_id",
        "session_id",
    ),
    *("run__kind", "venue__name", "venue__short_name", "venue__code", "room__name"),
    *(
        f"activity__{name}"
        for name in ("code", "name", "kind", "place", "state", "state_reason", "entry_note")
    ),
)


def on_programme(release: Release) -> QuerySet[ReleasedSession]:
    """What the release shows, with no more joined than is asked for."""
    return released_sessions(release).select_related(None)


def living(release: Release) -> QuerySet[ReleasedSession]:
    """What takes place, with what a line shows of it."""
    found = on_programme(release).exclude(state=SessionState.CANCELLED)
    return found.exclude(activity__state=ActivityState.CANCELLED).select_related(*JOINED).only(*SHOWN)


def thing_of(session: ReleasedSession) -> Thing:
    """The session as a line of a list. One of a cancelled activity is cancelled, whatever the release says."""
    activity, venue, room = session.activity, session.venue, session.room
    off = session.state == SessionState.CANCELLED
    gone = activity.state == ActivityState.CANCELLED
    where = " ".join(each for each in (venue.label if venue else "", room.name if room else "") if each)
    return Thing(
        code=session.code,
        name=f"{activity.name} · {session.title}" if session.title else activity.name,
        kind=activity.kind,
        mode=session.mode,
        place=where or session.place or (activity.place if session.mode != "online" else ""),
        state=ActivityState.CANCELLED if off or gone else activity.state,
        entry_note=activity.entry_note,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        is_all_day=session.is_all_day,
        reason=session.state_reason if off else activity.state_reason if gone else "",
        run_id=session.run_id,
        run_kind=session.run.kind,
        session_id=session.session_id,
    )


# --- what a wish asks for ---------------------------------------------------------------------------------------


def _not_before(
    found: QuerySet[ReleasedSession], moment: datetime, longest: timedelta | None
) -> QuerySet[ReleasedSession]:
    found = found.filter(ends_at__gt=moment)
    return found.filter(starts_at__gt=moment - longest) if longest is not None else found


def _of_themselves(
    found: QuerySet[ReleasedSession], wish: Wish, now: datetime, zone: str, longest: timedelta | None
) -> QuerySet[ReleasedSession]:
    """The part of the wish that asks sessions, not their activity.

    The index knows when sessions begin: with the length of the longest one it also finds those that are not over.
    """
    if wish.day:
        start, end = clock.moment(wish.day, clock.MIDNIGHT, zone), clock.end_of(wish.day, zone)
        found = _not_before(found, start, longest).filter(starts_at__lt=end)
    if wish.month:
        found = in_month(found, wish.month, zone)
    if wish.ahead:
        found = _not_before(found, now, longest)
    if wish.part:
        found = in_part(found, wish.part, zone, day=wish.day)
    if wish.street:
        found = found.filter(venue__street__code=wish.street)
    if wish.venue:
        found = found.filter(venue__code=wish.venue)
    if wish.seats:
        found = found.filter(with_free_seats(now))
    return found


def _by_their_activity(found: QuerySet[ReleasedSession], wish: Wish) -> QuerySet[ReleasedSession]:
    if wish.kind:
        found = found.filter(activity__kind=wish.kind)
    if wish.unit:
        found = found.filter(activity__unit__code=wish.unit)
    if wish.series is not None:
        found = found.filter(activity__series__position=wish.series)
    if wish.activity:
        found = found.filter(activity__code=wish.activity)
    if wish.audience:
        found = for_audience(found, wish.audience, "activity__")
    if wish.age is not None:
        found = of_age(found, wish.age, "activity__")
    for word in wish.words.split():
        found = _containing(found, word)
    return found


def _containing(found: QuerySet[ReleasedSession], word: str) -> QuerySet[ReleasedSession]:
    """A word of the activity, the venue, the session's own title or its speakers."""
    # A list of names is stored with its signs escaped or not, as the database likes.
    written = (word, json.dumps(word)[1:-1])
    plain = searchable(word)
    return found.annotate(speakers_text=Cast("speakers", TextField())).filter(
        # There are fewer activities and venues than sessions: they are searched by themselves.
        Q(activity__in=Activity.objects.filter(search_text__contains=plain).values("pk"))
        | Q(venue__in=Venue.objects.filter(search_text__contains=plain).values("pk"))
        | Q(title__icontains=word)
        | Q(place__icontains=word)
        | Q(speakers_text__contains=written[0])
        | Q(speakers_text__contains=written[1])
    )


def fitting(release: Release, wish: Wish, *, now: datetime, zone: str) -> QuerySet[ReleasedSession]:
    """Every session that fits the wish, also those for which another stands in the list."""
    return _by_their_activity(_of_themselves(on_programme(release), wish, now, zone, LONGEST), wish)


def sought(
    release: Release, wish: Wish, *, now: datetime, zone: str, longest: timedelta = LONGEST
) -> QuerySet[ReleasedSession]:
    """The sessions that the wish asks for, one for each line."""
    found = _by_their_activity(_of_themselves(on_programme(release), wish, now, zone, longest), wish)
    if wish.day:
        return found
    # Looked up by activity, not by time: so nothing is said of when they begin.
    others = _of_themselves(ReleasedSession.objects.filter(release=release), wish, now, zone, None)
    # One that takes place comes before a cancelled one (“planned” > “cancelled”), then the earlier one.
    before = Q(starts_at__lt=OuterRef("starts_at")) | Q(
        starts_at=OuterRef("starts_at"), pk__lt=OuterRef("pk")
    )
    stands_before = Q(state__gt=OuterRef("state")) | Q(state=OuterRef("state")) & before
    others = others.exclude(change=Change.GONE).filter(activity=OuterRef("activity"), run=OuterRef("run"))
    return found.filter(~Q(run__kind__in=FOLDED) | ~Exists(others.filter(stands_before)))


@dataclass(frozen=True, slots=True)
class Extent:
    """What every list of a release rests on: its longest session, and the activities that have none in it."""

    longest: timedelta
    alone: tuple[int, ...]


def extent(release: Release) -> Extent:
    lasts = ExpressionWrapper(F("ends_at") - F("starts_at"), DurationField())
    longest = ReleasedSession.objects.filter(release=release).aggregate(found=Max(lasts))["found"]
    alone = without_sessions(public_activities(), release).order_by("starts_at", "pk")
    return Extent(longest or timedelta(), tuple(alone.values_list("pk", flat=True)[:MOST_LINES]))


class Lines(Sequence[Found]):
    """The lines of a wish, in order of time, to be cut into pages: sessions, and activities that have none.

    Only keys are read until a page is cut. There are few activities without sessions, so their keys are all read and
    put between those sessions that can stand on the page.
    """

    def __init__(self, release: Release, wish: Wish, known: Extent, *, now: datetime, zone: str) -> None:
        self.release = release
        self.sessions = sought(release, wish, now=now, zone=zone, longest=known.longest)
        self._day_start = clock.moment(wish.day, clock.MIDNIGHT, zone) if wish.day else None
        elsewhere = wish.street or wish.venue or wish.seats
        activities = wished(wish, now=now, zone=zone).filter(pk__in=known.alone)
        self._activities = [] if elsewhere else self._keys(activities, 1)[:MOST_LINES]
        self._length: int | None = None

    def __len__(self) -> int:
        """How many lines there are, at most a little over `MOST_LINES`."""
        if self._length is None:
            self._length = self.sessions.order_by()[:MOST_LINES].count() + len(self._activities)
        return self._length

    @property
    def is_cut(self) -> bool:
        return len(self) >= MOST_LINES

    @overload
    def __getitem__(self, wanted: int) -> Found: ...
    @overload
    def __getitem__(self, wanted: slice) -> list[Found]: ...
    def __getitem__(self, wanted: int | slice) -> Found | list[Found]:
        if isinstance(wanted, int):
            return self._part(wanted, wanted + 1)[0]
        return self._part(wanted.start or 0, len(self) if wanted.stop is None else wanted.stop)

    def _part(self, start: int, stop: int) -> list[Found]:
        # With m activities, no session before the place `start - m` can have been pushed onto the page.
        skipped = max(0, start - len(self._activities))
        keys = sorted([*self._activities, *self._keys(self.sessions, 0, slice(skipped, stop))])
        return self._read([(key[2], key[3]) for key in keys[start - skipped : stop - skipped]])

    def _keys(
        self, found: QuerySet[ReleasedSession] | QuerySet[Activity], origin: int, part: slice | None = None
    ) -> list[tuple[bool, datetime, int, int]]:
        """What orders the lines: on an asked day, what began before it stands last."""
        keys = found.order_by("starts_at", "pk").values_list("starts_at", "pk")
        return sorted(
            (self._day_start is not None and origin == 1 and begin < self._day_start, begin, origin, pk)
            for begin, pk in (keys[part] if part else keys[:MOST_LINES])
            if begin is not None
        )

    def _read(self, keys: Sequence[tuple[int, int]]) -> list[Found]:
        # By their keys and in no order, so that no database takes the longer way along an index of times.
        sessions = ReleasedSession.objects.filter(
            pk__in=[pk for origin, pk in keys if origin == 0]
        ).order_by()
        rows: dict[tuple[int, int], Found] = {
            (0, row.pk): thing_of(row) for row in sessions.select_related(*JOINED).only(*SHOWN)
        }
        activities = Activity.objects.filter(pk__in=[pk for origin, pk in keys if origin == 1])
        rows |= {(1, row.pk): row for row in listed(activities)}
        found = [rows[key] for key in keys if key in rows]
        return found if self._day_start else with_days(self.release, found)


def with_days(release: Release, found: Sequence[Found]) -> list[Found]:
    """The lines, those that stand for a course or an exhibition with all of its days."""
    runs = {each.run_id for each in found if isinstance(each, Thing) and each.run_kind in FOLDED}
    spans = _spans(release, runs)
    return [
        replace(each, days=spans[each.run_id]) if isinstance(each, Thing) and each.run_id in spans else each
        for each in found
    ]


def with_its_days(release: Release, thing: Thing) -> Thing:
    """One session; of a course or an exhibition with all of its days."""
    runs = {thing.run_id} if thing.run_kind in FOLDED else set()
    return replace(thing, days=_spans(release, runs).get(thing.run_id, ()))


def _spans(release: Release, runs: set[int]) -> dict[int, tuple[Span, ...]]:
    found: dict[int, list[Span]] = defaultdict(list)
    rows = (
        ReleasedSession.objects.filter(release=release, run__in=runs).exclude(change=Change.GONE).order_by()
    )
    values = rows.values_list("run_id", "starts_at", "ends_at", "state", "is_all_day")
    for run_id, starts_at, ends_at, state, is_all_day in sorted(values):
        found[run_id].append(Span(starts_at, ends_at, state == SessionState.CANCELLED, is_all_day))
    return {run_id: tuple(spans) for run_id, spans in found.items()}


# --- one session, some sessions ---------------------------------------------------------------------------------


def listed_things(found: QuerySet[ReleasedSession]) -> list[Thing]:
    """Sessions in order of time with what a line shows of them."""
    rows = found.select_related(*JOINED).only(*SHOWN).order_by("starts_at", "id")
    return [thing_of(row) for row in rows]


def released_session(release: Release, code: str) -> ReleasedSession | None:
    """One session with all that stands around it."""
    return released_sessions(release).filter(code=code).first()


def of_run(release: Release, run_id: int) -> QuerySet[ReleasedSession]:
    """The sessions of one run as the release shows them."""
    return on_programme(release).filter(run_id=run_id)


def of_activity(release: Release, activity_id: int) -> QuerySet[ReleasedSession]:
    """The sessions of one activity as the release shows them."""
    return on_programme(release).filter(activity_id=activity_id)


def of_sessions(release: Release, session_ids: Collection[int]) -> QuerySet[ReleasedSession]:
    """These sessions as the release shows them, with the names of their activities."""
    return on_programme(release).filter(session_id__in=session_ids).select_related("activity")


def activity_of_session(code: str) -> Activity | None:
    """The public activity of a session that some release has shown, whether the newest one still does or not."""
    shown = Session.objects.filter(
        code=code, pk__in=ReleasedSession.objects.filter(session__code=code).values("session")
    )
    return public_activities().filter(pk__in=shown.values("activity")).first()


def starred(release: Release, codes: Sequence[str]) -> list[Thing]:
    """The sessions of a personal list, in order of time; those that are no longer there are left out."""
    return listed_things(on_programme(release).filter(code__in=codes))


def sessions_of(release: Release, activity: Activity, most: int) -> tuple[list[Thing], int]:
    """The first sessions of an activity, and how many there are."""
    found = on_programme(release).filter(activity=activity).order_by("starts_at", "id")
    rows = found.select_related(*JOINED).only(*SHOWN)[:most]
    return [thing_of(row) for row in rows], found.count()


# --- where ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """A venue of the programme and how many lines of it there are."""

    code: str
    name: str
    address: str
    street: str
    street_code: str
    position: tuple[float, float, str] | None
    count: int = 0


def places(release: Release) -> list[Place]:
    """Every venue of the programme, by street."""
    return venue_counts(on_programme(release))


def venue_counts(found: QuerySet[ReleasedSession]) -> list[Place]:
    """The venues of these sessions with how many each has, by street."""
    rows = (
        found.filter(venue__isnull=False)
        .order_by()
        .values_list(
            "venue__sort_key",
            "venue__code",
            "venue__name",
            "venue__address",
            "venue__street__short_name",
            "venue__street__name",
            "venue__street__code",
            "venue__latitude",
            "venue__longitude",
            "venue__datum",
        )
        .annotate(Count("pk"))
    )
    return [
        Place(
            code=code,
            name=name,
            address=address,
            street=short or street or "",
            street_code=street_code or "",
            position=(float(latitude), float(longitude), datum) if latitude is not None else None,
            count=count,
        )
        for _key, code, name, address, short, street, street_code, latitude, longitude, datum, count in sorted(
            rows, key=itemgetter(0, 1)
        )
    ]
