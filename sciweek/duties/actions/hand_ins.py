"""What units hand in, and what the office makes of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access, clock, facts
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.text import clean_lines
from sciweek.duties.events import HandedIn, HandInReturned, HandInWaived
from sciweek.duties.models import HandIn
from sciweek.duties.states import HAND_IN_MOVES, HandInState
from sciweek.files.actions import keep_file
from sciweek.logbook.actions import move

MOST_FILES = 12


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came from a form."""

    name: str
    data: bytes
    media_type: str = ""


def hand_in(
    actor: Actor,
    owed: HandIn,
    *,
    note: str = "",
    files: Sequence[Upload] = (),
    seen_version: int | None = None,
) -> HandIn:
    """Hand in a note, files or both; after a return it can be done again, earlier files stay."""
    access.require(actor, "duties.hand_in", owed)
    if len(files) > MOST_FILES:
        raise Refused(
            fields={"files": _("一次最多 %(count)d 个文件，可以打成压缩包。") % {"count": MOST_FILES}}
        )
    note = clean_lines(note)
    if not files and not note:
        raise Refused(fields={"files": _("请选一个文件，或者写一句说明。")}, code="empty")
    with transaction.atomic():
        row = move(
            actor,
            owed,
            HandInState.HANDED,
            HAND_IN_MOVES,
            verb="hand_in",
            seen_version=seen_version,
            note=note,
            handed_at=clock.now(),
            handed_by=actor.name,
        )
        for file in files:
            keep_file(actor, owner_uid=row.uid, name=file.name, data=file.data, media_type=file.media_type)
        facts.tell(HandedIn(row.week_id, row.pk))
    return row


def accept_hand_in(actor: Actor, owed: HandIn, *, seen_version: int | None = None) -> HandIn:
    """The office has looked at it and it is right."""
    return move(
        actor,
        owed,
        HandInState.ACCEPTED,
        HAND_IN_MOVES,
        verb="accept_hand_in",
        seen_version=seen_version,
        office_note="",
    )


def return_hand_in(actor: Actor, owed: HandIn, *, why: str, seen_version: int | None = None) -> HandIn:
    """Send it back with the point to correct."""
    why = clean_lines(why)
    with transaction.atomic():
        row = move(
            actor,
            owed,
            HandInState.RETURNED,
            HAND_IN_MOVES,
            verb="return_hand_in",
            why=why,
            seen_version=seen_version,
            office_note=why,
        )
        facts.tell(HandInReturned(row.week_id, row.pk))
    return row


def waive_hand_in(actor: Actor, owed: HandIn, *, seen_version: int | None = None) -> HandIn:
    """This unit need not hand it in."""
    with transaction.atomic():
        row = move(
            actor, owed, HandInState.WAIVED, HAND_IN_MOVES, verb="waive_hand_in", seen_version=seen_version
        )
        facts.tell(HandInWaived(row.week_id, row.pk))
    return row


def claim_hand_in(actor: Actor, owed: HandIn, *, seen_version: int | None = None) -> HandIn:
    """Take a waiver back: the unit owes it after all."""
    return move(actor, owed, HandInState.OPEN, HAND_IN_MOVES, verb="claim_hand_in", seen_version=seen_version)
