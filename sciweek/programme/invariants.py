"""States of the programme that no action could have made."""

from collections.abc import Iterable

from django.db.models import Count, Exists, F, Max, OuterRef, Q

from sciweek.base.invariants import Invariant
from sciweek.programme.models import Release, ReleasedSession, Run, Session
from sciweek.programme.states import Change


def _run_of_another_activity() -> Iterable[str]:
    rows = Session.objects.over_the_wall("base.doctor").exclude(run__activity=F("activity"))
    for pk in rows.values_list("pk", flat=True):
        yield f"session {pk}: its run belongs to another activity"


def _room_of_another_venue() -> Iterable[str]:
    models: tuple[type[Session] | type[ReleasedSession], ...] = (Session, ReleasedSession)
    for model in models:
        wrong = (
            model.objects.over_the_wall("base.doctor")
            .filter(room__isnull=False)
            .exclude(room__venue=F("venue"))
        )
        for pk in wrong.values_list("pk", flat=True):
            yield f"{model._meta.verbose_name} {pk}: its room is in another venue"


def _empty_run() -> Iterable[str]:
    there = Session.objects.over_the_wall("base.doctor").filter(run=OuterRef("pk"))
    rows = Run.objects.over_the_wall("base.doctor").filter(~Exists(there))
    for pk in rows.values_list("pk", flat=True):
        yield f"run {pk}: it has no session"


def _released_as_another() -> Iterable[str]:
    rows = ReleasedSession.objects.over_the_wall("base.doctor")
    same = Q(code=F("session__code"), uid=F("session__uid"), activity=F("session__activity"))
    for pk in rows.exclude(same).values_list("pk", flat=True):
        yield f"released session {pk}: its names are not those of its session"


def _numbers_with_gaps() -> Iterable[str]:
    rows = Release.objects.over_the_wall("base.doctor").order_by().values("week_id")
    for row in rows.annotate(count=Count("id"), last=Max("number")).exclude(count=F("last")):
        yield f"week {row['week_id']}: {row['count']} releases, and the last is number {row['last']}"


def _gone_twice() -> Iterable[str]:
    """What a release takes away was in the one before, and not as taken away."""
    before = ReleasedSession.objects.over_the_wall("base.doctor").filter(
        session=OuterRef("session"),
        release__week=OuterRef("release__week"),
        release__number=OuterRef("release__number") - 1,
    )
    rows = ReleasedSession.objects.over_the_wall("base.doctor").filter(change=Change.GONE)
    for pk in rows.filter(~Exists(before.exclude(change=Change.GONE))).values_list("pk", flat=True):
        yield f"released session {pk}: taken away, but it was not there"


def invariants() -> list[Invariant]:
    return [
        Invariant(
            "programme.run_of_own_activity",
            "A session and its run belong to one activity",
            _run_of_another_activity,
        ),
        Invariant("programme.room_of_own_venue", "A session's room is in its venue", _room_of_another_venue),
        Invariant("programme.run_has_sessions", "A run has sessions", _empty_run),
        Invariant(
            "programme.released_as_itself",
            "A released session carries its session's names",
            _released_as_another,
        ),
        Invariant("programme.numbers_without_gaps", "Releases are numbered from 1 on", _numbers_with_gaps),
        Invariant("programme.gone_was_there", "What a release takes away had been shown", _gone_twice),
    ]
