"""Links for volunteers, and whether people are counted at a door at all."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access, clock
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.sealing import secret_word
from sciweek.base.text import clean
from sciweek.booking.actions.arrived import note_door
from sciweek.door.logic.clocks import AFTER
from sciweek.door.models import LONGEST_LABEL, Door, DoorPass, PassSession
from sciweek.door.queries import passes_of, pools_at, token_digest
from sciweek.logbook.actions import append, locked_row, once, save_changes
from sciweek.programme.models import Session

MOST_SESSIONS = 60
MOST_PASSES = 40
LABELS_KEPT = 90  # days


def token_of(door_pass: DoorPass) -> str:
    """The secret part of the link's address: 192 bits that only the key file can reckon from `uid`."""
    return secret_word(str(door_pass.uid), "token door")


@once
def make_pass(actor: Actor, session: Session, *, sessions: Sequence[Session] = (), label: str) -> DoorPass:
    """Give a volunteer a link for the door of a session and of others; from now on people are counted there."""
    chosen = sorted({row.pk: row for row in (session, *sessions)}.values(), key=lambda row: row.pk)
    for row in chosen:
        access.require(actor, "door.run_door", row)
    label, problems = clean(label), {}
    if not label:
        problems["label"] = _("请写给谁用，比如“东门”。")
    elif len(label) > LONGEST_LABEL:
        problems["label"] = _("最多 %(most)d 个字。") % {"most": LONGEST_LABEL}
    until = max(row.ends_at for row in chosen) + AFTER
    if until <= clock.now():
        problems["sessions"] = _("选的场次都已经结束。")
    elif len(chosen) > MOST_SESSIONS:
        problems["sessions"] = _("一个链接最多管 %(most)d 场。") % {"most": MOST_SESSIONS}
    elif passes_of(session).filter(revoked_at__isnull=True).count() >= MOST_PASSES:
        problems["label"] = _("这一场的链接已经够多。先收回不用的。")
    if problems:
        raise Refused(fields=problems, code="invalid")
    made = DoorPass(week_id=session.week_id, label=label, valid_until=until, made_by=actor.name[:60])
    made.token_digest = token_digest(token_of(made))
    with transaction.atomic():
        made.save()
        PassSession.objects.bulk_create(
            PassSession(week_id=made.week_id, door_pass=made, session=row) for row in chosen
        )
        for row in chosen:
            _switch_on(actor, row)
        append(actor, "make_pass", made)
    return made


def revoke_pass(actor: Actor, session: Session, door_pass: DoorPass) -> DoorPass:
    """Close the link; the phone forgets its list when it next hears from us. What was counted stays."""
    access.require(actor, "door.run_door", session)
    with transaction.atomic():
        locked = locked_row(door_pass)
        if locked.revoked_at is None:
            locked.revoked_at = clock.now()
            locked.save(update_fields=["revoked_at"])
            append(actor, "revoke_pass", locked)
    return locked


def switch_door(actor: Actor, session: Session, *, is_on: bool, seen_version: int | None = None) -> Door:
    """Say that people are counted at the session's door, or that they are not: then nobody stayed away either."""
    access.require(actor, "door.run_door", session)
    with transaction.atomic():
        door = Door.objects.filter(session=session).first()
        if door is None:
            door = Door.objects.create(week_id=session.week_id, session=session, is_on=is_on)
            append(actor, "switch_door", door, changes={"is_on": (None, is_on)})
        else:
            door = save_changes(actor, door, verb="switch_door", seen_version=seen_version, is_on=is_on)
        if not is_on:
            note_door((pool.pk for pool in pools_at([session])[session.pk]), counts=False)
    return door


def _switch_on(actor: Actor, session: Session) -> None:
    door, is_new = Door.objects.get_or_create(week_id=session.week_id, session=session)
    if not is_new and not door.is_on:
        save_changes(actor, door, verb="switch_door", is_on=True)


def forget_old_labels() -> int:
    """Empty the labels of passes that ended long ago, as the retention rules say. Safe to repeat; returns how many."""
    before = clock.now() - timedelta(days=LABELS_KEPT)
    rows = DoorPass.objects.over_the_wall("door.forget_old_labels").filter(valid_until__lt=before)
    return rows.exclude(label="").update(label="")
