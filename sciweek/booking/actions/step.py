"""Bookings in step with the programme: who has booked hears of a change when the public can read of it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from sciweek.activities.models import Activity
from sciweek.activities.states import ActivityState
from sciweek.base import clock
from sciweek.base.actor import Actor
from sciweek.booking.actions.calling_off import CallingOff, call_off
from sciweek.booking.actions.coming_back import bring_back
from sciweek.booking.actions.telling import Told, write_tellings
from sciweek.booking.actions.terms import add_missing_pools
from sciweek.booking.logic.languages import said_in
from sciweek.booking.logic.wording import Spoken, dates_text, held_back_text, moved_text, placed_text
from sciweek.booking.models import Booking, Pool, Telling, Terms
from sciweek.booking.queries.lost import lost_at
from sciweek.booking.queries.others import open_pools, others_like
from sciweek.booking.queries.pressing import is_pressing
from sciweek.booking.queries.spoken import JOINED, spoken_of, when_words, where_words
from sciweek.booking.states import LIVE, News
from sciweek.programme.events import DroppingSessions
from sciweek.programme.models import Release, ReleasedSession
from sciweek.programme.queries import current_release
from sciweek.programme.states import Change, SessionState

BATCH = 200
ENDED = (Change.CANCELLED, Change.GONE)

Pair = tuple[ReleasedSession | None, ReleasedSession]


def follow_release(actor: Actor, release: Release) -> None:
    """Seats for what is new; news, or the end, of what is booked. Safe to repeat: nobody is told twice."""
    changed = ReleasedSession.objects.filter(release=release).exclude(change__in=("", Change.EDITED))
    rows = {row.session_id: row for row in changed.select_related("venue", "room")}
    for terms in Terms.objects.filter(run__in={row.run_id for row in rows.values()}).select_related("run"):
        add_missing_pools(terms)
    before = _before(release, rows)
    pools = Pool.objects.filter(
        Q(session__in=rows) | Q(session__isnull=True, terms__run__in={row.run_id for row in rows.values()})
    ).select_related(*JOINED, "shared")
    concerned = list(pools.filter(Exists(Booking.objects.filter(pool=OuterRef("pk")))).order_by("pk"))
    spoken = spoken_of(concerned)
    told = {
        pool: [(before.get(row.session_id), row) for row in rows.values() if _is_of(row, pool)]
        for pool in concerned
        if pool.pk in spoken
    }
    # First what takes place after all: from the release on anybody can book it.
    for pool in sorted(told, key=lambda pool: all(row.change != Change.BACK for _was, row in told[pool])):
        _follow(actor, release, pool, spoken[pool.pk], told[pool])


def _before(release: Release, rows: Iterable[int]) -> dict[int, ReleasedSession]:
    """What the release before showed of these sessions."""
    found = ReleasedSession.objects.filter(
        release__week=release.week_id, release__number=release.number - 1, session__in=list(rows)
    )
    return {row.session_id: row for row in found.select_related("venue", "room")}


def _is_of(row: ReleasedSession, pool: Pool) -> bool:
    if pool.session_id is not None:
        return row.session_id == pool.session_id
    return pool.terms is not None and row.run_id == pool.terms.run_id


def _follow(actor: Actor, release: Release, pool: Pool, spoken: Spoken, pairs: Sequence[Pair]) -> None:
    """What the release did to one session, or to a course with all its dates."""
    key = f"release:{release.uid}"
    urgent = is_pressing(release.week, [row for pair in pairs for row in pair if row is not None])
    changes = {after.change for _was, after in pairs}
    if changes <= set(ENDED) and not _takes_place(release, pool):
        if _is_back(release, pool):
            return
        reason = next((after.state_reason for _was, after in pairs if after.state_reason), "")
        _end(actor, pool, spoken, reason, key, urgent)
        return
    if Change.BACK in changes:
        bring_back(pool, spoken, is_urgent=urgent)
    news, text = _words(pool, spoken, pairs, release.week.zone)
    if text:
        late = spoken.ends_at <= clock.now()
        since = release.released_at
        said = said_in(lambda: _words(pool, spoken, pairs, release.week.zone)[1])
        _tell_all(pool, news, said, f"{key}:{news}", urgent=urgent, late=late, booked_by=since)


def _takes_place(release: Release, pool: Pool) -> bool:
    """Whether the public reads in this version that it does; a course does with any of its dates."""
    rows = ReleasedSession.objects.filter(release=release, state=SessionState.PLANNED).exclude(
        change=Change.GONE
    )
    if pool.session_id is not None:
        return rows.filter(session=pool.session_id).exists()
    return pool.terms is not None and rows.filter(run=pool.terms.run_id).exists()


def _is_back(release: Release, pool: Pool) -> bool:
    """Whether a later version says that it takes place: a job that comes late ends nothing."""
    current = current_release(release.week)
    return current is not None and current.number > release.number and _takes_place(current, pool)


def _words(pool: Pool, spoken: Spoken, pairs: Sequence[Pair], zone: str) -> tuple[str, str]:
    if pool.session_id is None:
        return _course_words(spoken, pairs, zone)
    [(before, after)] = pairs
    match after.change:
        case Change.MOVED if before is not None:
            return News.MOVED, moved_text(spoken, when_words(before, zone), when_words(after, zone))
        case Change.PLACED if before is not None:
            return News.PLACED, placed_text(spoken, where_words(before), where_words(after))
        case Change.BACK:
            return News.BACK, held_back_text(spoken)
    return "", ""


def _course_words(spoken: Spoken, pairs: Sequence[Pair], zone: str) -> tuple[str, str]:
    """Some dates of a course are others now; it goes on."""
    lines, news = [], News.CHANGED
    for before, after in sorted(pairs, key=lambda pair: pair[1].starts_at):
        when = when_words(after, zone)
        match after.change:
            case Change.NEW:
                lines.append(_("加一次：%(when)s") % {"when": when})
            case Change.MOVED if before is not None:
                news = News.MOVED
                lines.append(
                    _("%(before)s改到%(after)s") % {"before": when_words(before, zone), "after": when}
                )
            case Change.PLACED:
                news = News.PLACED if news != News.MOVED else news
                lines.append(_("%(when)s改在%(where)s") % {"when": when, "where": where_words(after)})
            case Change.BACK:
                lines.append(_("%(when)s恢复") % {"when": when})
            case _ended:
                lines.append(_("%(when)s取消") % {"when": when})
    return news, dates_text(spoken, lines)


def _tell_all(
    pool: Pool,
    news: str,
    said: Callable[[str], str],
    key: str,
    *,
    urgent: bool,
    late: bool,
    booked_by: datetime,
) -> None:
    """The same words, to each in the own language, to everybody who has a live booking and has not been told, batch by batch.

    Who has booked since the release has read the new version; who has heard since then that it takes place after all
    has heard when and where.
    """
    told = Telling.objects.filter(
        Q(once_key=key) | Q(news=News.BACK, made_at__gte=booked_by), booking=OuterRef("pk")
    )
    rows = Booking.objects.filter(
        ~Exists(told), pool=pool, state__in=LIVE, erased_at__isnull=True, made_at__lte=booked_by
    )
    while batch := list(rows.select_related("contact").order_by("pk")[:BATCH]):
        with transaction.atomic():
            write_tellings([Told(row, news, said(row.language), key, urgent, is_late=late) for row in batch])


def _end(actor: Actor, pool: Pool, spoken: Spoken, reason: str, key: str, urgent: bool) -> None:
    others = others_like(pool, open_pools(), zone=pool.week.zone)
    call_off(actor, CallingOff(pool, spoken, reason, f"{key}:off", urgent, others))


def follow_cancelled(actor: Actor, activity: Activity) -> None:
    """An activity that is called off is so to the public at once, before any release: so it is to who has booked."""
    if activity.state != ActivityState.CANCELLED:
        return
    pools = list(_pools_of(activity))
    spoken = spoken_of(pools)
    for pool in pools:
        # What is over has taken place: who booked and who came there stays as it was.
        if (one := spoken.get(pool.pk)) is not None and one.ends_at > clock.now():
            key = f"activity:{activity.uid}:{activity.version}"
            _end(actor, pool, one, activity.state_reason[:300], key, is_pressing(pool.week, [one]))


def follow_restored(activity: Activity) -> None:
    """What was called off with its activity takes place after all, unless a release has called it off by itself."""
    if not activity.is_shown:
        return
    lost = lost_at(Pool.objects.filter(terms__run__activity=activity)).values("pool")
    pools = list(_pools_of(activity).filter(pk__in=lost))
    release = current_release(activity.week) if pools else None
    spoken = spoken_of(pools)
    for pool in pools:
        if release is not None and pool.pk in spoken and _takes_place(release, pool):
            one = spoken[pool.pk]
            bring_back(pool, one, is_urgent=is_pressing(pool.week, [one]))


def _pools_of(activity: Activity) -> QuerySet[Pool]:
    rows = Pool.objects.filter(terms__run__activity=activity).select_related(*JOINED, "shared")
    return rows.order_by("pk")


def booked_objection(gate: DroppingSessions) -> list[str]:
    """A session that somebody has ever booked is called off, not dropped; one that nobody has takes its seats along.

    Of a course that loses only some dates nothing is booked: what is booked is the course.
    """
    rows = Booking.objects.filter(pool__session__in=gate.session_ids)
    if rows.exists():
        return [_("这一场已经有人预约，不能删。要停办，请取消并写明原因。")]
    return []
