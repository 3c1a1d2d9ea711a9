"""One session: what it says, when and where; whether it takes place."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.activities.states import ActivityState
from sciweek.base import access, facts
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.text import clean_lines
from sciweek.logbook.actions import append, check_version, locked_row, move, save_changes
from sciweek.programme.actions.sense import FIELDS, check_sense, check_usable, clean_values
from sciweek.programme.actions.step import lead_activity
from sciweek.programme.events import DroppingSessions
from sciweek.programme.models import Run, Session
from sciweek.programme.queries import was_released
from sciweek.programme.states import SESSION_MOVES, SessionState
from sciweek.venues.models import Room, Venue

# A venue or a room that is not named stays as it is; None takes it away.
STAYS: Any = object()


def edit_session(actor: Actor, session: Session, *, seen_version: int | None, **values: Any) -> Session:
    """Change what a session says; the public reads it with the next release.

    A venue takes the place of a place in words, and a room stays only in its own venue.
    """
    return _save(actor, session, "edit_session", seen_version, values)


def move_session(
    actor: Actor,
    session: Session,
    *,
    starts_at: datetime | None = None,
    venue: Venue | None = STAYS,
    room: Room | None = STAYS,
    seen_version: int | None,
) -> Session:
    """Put it elsewhere on the board: another time, keeping its length, another venue or room."""
    values: dict[str, Any] = {}
    if starts_at is not None:
        values = {"starts_at": starts_at, "ends_at": starts_at + (session.ends_at - session.starts_at)}
    values |= {name: one for name, one in (("venue", venue), ("room", room)) if one is not STAYS}
    return _save(actor, session, "move_session", seen_version, values)


def _save(
    actor: Actor, session: Session, verb: str, seen_version: int | None, values: Mapping[str, Any]
) -> Session:
    cleaned = judged_changes(actor, session, values)
    with transaction.atomic():
        row = save_changes(actor, session, verb=verb, seen_version=seen_version, **cleaned)
        lead_activity(actor, before=session, after=row)
    return row


def judged_changes(actor: Actor, session: Session, values: Mapping[str, Any]) -> dict[str, Any]:
    """The new values of a session as they would be saved; writes nothing. Raises what `edit_session` raises."""
    access.require(actor, "programme.run_session", session)
    if session.state == SessionState.CANCELLED:
        raise Refused(_("这一场已取消。要改，请先恢复。"), code="cancelled")
    return changes_of(session, values)


def changes_of(session: Session, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the values would change on the session, place and room brought in line; raises `Refused`."""
    cleaned = clean_values(values)
    if "venue" in cleaned and cleaned["venue"] != session.venue:
        if "room" not in cleaned and session.room is not None:
            cleaned["room"] = None
        if cleaned["venue"] is not None:
            cleaned["place"] = (
                cleaned["place"] if cleaned.get("place", session.place) != session.place else ""
            )
    whole = {name: getattr(session, name) for name in FIELDS} | cleaned
    check_sense(whole)
    placed = {name: cleaned[name] for name in ("venue", "room") if name in cleaned}
    check_usable({name: one for name, one in placed.items() if one != getattr(session, name)})
    return cleaned


def cancel_session(actor: Actor, session: Session, *, why: str, seen_version: int | None = None) -> Session:
    """Call one session off; the public reads why with the next release."""
    reason = clean_lines(why)
    if len(reason) > 300:
        raise Refused(fields={"why": _("原因最多 300 个字。")}, code="invalid")
    return move(
        actor,
        session,
        SessionState.CANCELLED,
        SESSION_MOVES,
        verb="cancel_session",
        why=reason,
        seen_version=seen_version,
        state_reason=reason,
    )


def restore_session(actor: Actor, session: Session, *, seen_version: int | None = None) -> Session:
    """Take a cancellation back."""
    if session.activity.state == ActivityState.CANCELLED:
        raise Refused(_("活动已取消。请先恢复活动。"), code="cancelled")
    return move(
        actor,
        session,
        SessionState.PLANNED,
        SESSION_MOVES,
        verb="restore_session",
        seen_version=seen_version,
        state_reason="",
    )


def drop_session(actor: Actor, session: Session, *, seen_version: int | None = None) -> None:
    """Take a session out of the plan that the public has never read of; its run goes with the last of them."""
    access.require(actor, "programme.run_session", session)
    with transaction.atomic():
        row = locked_row(session)
        check_version(row, seen_version, {})
        if was_released(row):
            raise Refused(_("这一场已经公布过，不能删。要停办，请取消并写明原因。"), code="released")
        facts.ask(DroppingSessions((row.pk,)))
        append(actor, "drop_session", row)
        run_id = row.run_id
        row.delete()
        if not Session.objects.filter(run_id=run_id).exists():
            Run.objects.get(pk=run_id).delete()
