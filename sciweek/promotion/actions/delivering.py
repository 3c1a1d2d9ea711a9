"""What came of a deliverable, and what its buyer makes of it.

The service's row is locked first in each of these, so that nothing changes under a final acceptance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access, clock
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.facts import tell
from sciweek.base.text import clean_lines
from sciweek.files.actions import keep_file
from sciweek.files.queries import files_of
from sciweek.logbook.actions import locked_row, move
from sciweek.promotion.actions.sense import check_running, delivery_values
from sciweek.promotion.events import DeliverableSettled
from sciweek.promotion.models import Deliverable
from sciweek.promotion.states import DELIVERABLE_MOVES, DeliverableState

MOST_FILES = 12


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came from a form."""

    name: str
    data: bytes
    media_type: str = ""


def deliver(
    actor: Actor,
    deliverable: Deliverable,
    *,
    delivered_on: date | None,
    delivered_amount: Any = None,
    note: str = "",
    evidence: Sequence[str] = (),
    files: Sequence[Upload] = (),
    seen_version: int | None = None,
) -> Deliverable:
    """Write down what the contractor delivered and where it can be seen; after a return once more, earlier files stay."""
    access.require(actor, "promotion.run_service", deliverable)
    if len(files) > MOST_FILES:
        text = _("一次最多 %(count)d 个文件，可以打成压缩包。") % {"count": MOST_FILES}
        raise Refused(fields={"files": text}, code="too_many")
    values = delivery_values(
        delivered_on=delivered_on,
        delivered_amount=delivered_amount,
        note=note,
        evidence=evidence,
        wanted=deliverable.amount,
        today=clock.today(deliverable.week.zone),
        has_proof=bool(files) or files_of(deliverable.uid).exists(),
    )
    with transaction.atomic():
        row = _moved(
            actor,
            deliverable,
            DeliverableState.DELIVERED,
            verb="deliver",
            seen_version=seen_version,
            **values,
        )
        for file in files:
            keep_file(actor, owner_uid=row.uid, name=file.name, data=file.data, media_type=file.media_type)
    return row


def accept_deliverable(
    actor: Actor, deliverable: Deliverable, *, seen_version: int | None = None
) -> Deliverable:
    """It is what the contract asks for."""
    return _moved(
        actor,
        deliverable,
        DeliverableState.ACCEPTED,
        verb="accept_deliverable",
        seen_version=seen_version,
        state_reason="",
    )


def return_deliverable(
    actor: Actor, deliverable: Deliverable, *, why: str, seen_version: int | None = None
) -> Deliverable:
    """Send it back with what is to be corrected."""
    return _with_reason(
        actor, deliverable, DeliverableState.RETURNED, why, seen_version, verb="return_deliverable"
    )


def waive_deliverable(
    actor: Actor, deliverable: Deliverable, *, why: str, seen_version: int | None = None
) -> Deliverable:
    """It is not asked for any more: replaced, struck from the contract, or deducted from the price."""
    return _with_reason(
        actor, deliverable, DeliverableState.WAIVED, why, seen_version, verb="waive_deliverable"
    )


def claim_deliverable(
    actor: Actor, deliverable: Deliverable, *, seen_version: int | None = None
) -> Deliverable:
    """It is asked for after all."""
    return _moved(
        actor,
        deliverable,
        DeliverableState.DUE,
        verb="claim_deliverable",
        seen_version=seen_version,
        state_reason="",
    )


def _with_reason(
    actor: Actor, deliverable: Deliverable, to: DeliverableState, why: str, seen: int | None, *, verb: str
) -> Deliverable:
    why = clean_lines(why)[:1000]
    return _moved(actor, deliverable, to, verb=verb, why=why, seen_version=seen, state_reason=why)


def _moved(
    actor: Actor, deliverable: Deliverable, to: DeliverableState, *, verb: str, **values: Any
) -> Deliverable:
    access.require(actor, "promotion.run_service", deliverable)
    with transaction.atomic():
        service = locked_row(deliverable.service)
        check_running(service)
        moved = move(actor, deliverable, to, DELIVERABLE_MOVES, verb=verb, **values)
        if not moved.is_owed:
            tell(DeliverableSettled(service.week_id, service.unit_id))
        return moved
