"""Freezing the programme: what the public reads from then on."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.base import access, clock, facts
from sciweek.base.actor import Actor
from sciweek.base.errors import Conflict, Refused
from sciweek.base.text import clean
from sciweek.logbook.actions import append, locked_row, once
from sciweek.look.phrases import listed, set_apart
from sciweek.programme.events import ProgrammeReleased
from sciweek.programme.models import Release, ReleasedSession, Session
from sciweek.programme.queries import (
    Pending,
    compared,
    current_release,
    holding_back,
    last_shown,
    shown,
    to_release,
)
from sciweek.programme.states import Change
from sciweek.week.actions import touch
from sciweek.week.models import Week

# More would not be read; the page shows them all.
MOST_TOLD = 10


@once
def release_programme(actor: Actor, week: Week, *, note: str = "", seen_number: int | None = None) -> Release:
    """Freeze the working copy as the next version and show it to the public.

    `seen_number` is the version on which the changes were looked at (0: none yet); another one meanwhile is a
    `Conflict`. Refused when a warning stops it, or when nothing has changed.
    """
    access.require(actor, "programme.run_programme", week)
    if len(clean(note)) > 300:
        raise Refused(fields={"note": _("说明最多 300 个字。")}, code="invalid")
    with transaction.atomic():
        locked_row(week)
        current = current_release(week)
        _check_seen(current, seen_number)
        before = last_shown(current)
        rows = to_release(before)
        changes = compared(rows, before)
        _check_sound(rows, week)
        if not changes:
            raise Refused(_("和上一版一样，没有可发布的变动。"), code="nothing_changed")
        release = Release.objects.create(
            week=week,
            number=(current.number if current else 0) + 1,
            released_at=clock.now(),
            released_by=actor.name[:60],
            note=clean(note),
        )
        _freeze(release, rows, changes)
        append(actor, "release_programme", release, changes=_counts(changes), why=release.note)
        touch(week.pk)
        facts.tell(ProgrammeReleased(week.pk, release.pk))
    return release


def _check_seen(current: Release | None, seen_number: int | None) -> None:
    number = current.number if current else 0
    if seen_number is None or seen_number == number:
        return
    who = current.released_by if current else ""
    raise Conflict(
        _("您打开之后，%(who)s 发布了第 %(number)d 版。请看看还有哪些变动，再发布。")
        % {"who": who or _("别人"), "number": number},
        who=who,
        version=number,
    )


def _check_sound(rows: Sequence[Session], week: Week) -> None:
    """Refuse while something is wrong that would send people to a closed door; names the sessions."""
    found = holding_back(week)
    if not found:
        return
    names = {row.code: _name(row) for row in rows}
    told = [
        _("%(kind)s：%(sessions)s")
        % {"kind": one.kind.label, "sessions": listed(names[code] for code in one.codes)}
        for one in found[:MOST_TOLD]
    ]
    text = ngettext("还有 %(count)d 处要先解决。", "还有 %(count)d 处要先解决。", len(found)) % {
        "count": len(found)
    }
    raise Refused(text + set_apart(told), code="stopped")


def _name(row: Session) -> str:
    return f"{row.activity}（{row.title}）" if row.title else str(row.activity)


def _freeze(release: Release, rows: Iterable[Session], changes: Iterable[Pending]) -> None:
    """Copy every row, marked with what it changes; what is gone leaves its last copy behind, marked so."""
    by_session = {one.session.pk: one for one in changes}
    copies = []
    for row in rows:
        change = by_session.get(row.pk)
        copies.append(_copy(release, row, row, change.change if change else ""))
    copies += [
        _copy(release, one.session, one.before, Change.GONE)
        for one in by_session.values()
        if one.change == Change.GONE and one.before is not None
    ]
    ReleasedSession.objects.bulk_create(copies)


def _copy(
    release: Release, session: Session, source: Session | ReleasedSession, change: str
) -> ReleasedSession:
    values = shown(source)
    for name in ("venue", "room"):
        values.pop(f"{name}_id")
        values[name] = getattr(source, name)
    return ReleasedSession(
        week=release.week,
        release=release,
        session=session,
        run=source.run,
        activity=source.activity,
        code=session.code,
        uid=session.uid,
        change=change,
        **values,
    )


def _counts(changes: Iterable[Pending]) -> Mapping[str, tuple[int, int]]:
    counts: dict[str, int] = {}
    for one in changes:
        counts[one.change] = counts.get(one.change, 0) + 1
    return {change: (0, count) for change, count in sorted(counts.items())}
