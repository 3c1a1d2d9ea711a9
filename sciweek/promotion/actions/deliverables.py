"""What the contract asks for."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.facts import tell
from sciweek.logbook.actions import append, check_version, locked_row, once, save_changes
from sciweek.promotion.actions.sense import check_running, deliverable_values
from sciweek.promotion.events import DeliverableSettled
from sciweek.promotion.models import Deliverable, Service
from sciweek.promotion.states import DeliverableState

MOST_DELIVERABLES = 200


@once
def add_deliverable(
    actor: Actor,
    service: Service,
    *,
    what: str,
    due_on: date | None,
    amount: Any = None,
    counted_in: str = "",
    appears_in: str = "",
    link: str = "",
) -> Deliverable:
    """Add one thing that the contract asks for. `amount` None: the contract names none."""
    access.require(actor, "promotion.run_service", service)
    values = deliverable_values(
        {
            "what": what,
            "due_on": due_on,
            "amount": amount,
            "counted_in": counted_in,
            "appears_in": appears_in,
            "link": link,
        }
    )
    with transaction.atomic():
        locked = locked_row(service)
        check_running(locked)
        rows = Deliverable.objects.filter(service=locked)
        if rows.count() >= MOST_DELIVERABLES:
            raise Refused(
                _("一项服务最多 %(count)d 条交付物。") % {"count": MOST_DELIVERABLES}, code="too_many"
            )
        last = rows.aggregate(last=Max("position"))["last"] or 0
        row = Deliverable.objects.create(week_id=locked.week_id, service=locked, position=last + 1, **values)
        append(actor, "add_deliverable", row)
    return row


def edit_deliverable(
    actor: Actor, deliverable: Deliverable, *, seen_version: int | None = None, **given: Any
) -> Deliverable:
    """Change what is given of what is asked for; what was delivered stays as it was written down."""
    access.require(actor, "promotion.run_service", deliverable)
    values = deliverable_values(given)
    with transaction.atomic():
        check_running(locked_row(deliverable.service))
        return save_changes(actor, deliverable, verb="edit_deliverable", seen_version=seen_version, **values)


def drop_deliverable(actor: Actor, deliverable: Deliverable, *, seen_version: int | None = None) -> None:
    """Take out a line of which nothing came yet. What something is known of is waived instead, with a reason."""
    access.require(actor, "promotion.run_service", deliverable)
    with transaction.atomic():
        service = locked_row(deliverable.service)
        check_running(service)
        locked = locked_row(deliverable)
        check_version(locked, seen_version, {})
        if locked.state != DeliverableState.DUE or locked.delivered_on is not None:
            raise Refused(_("已经交付过或免过的不能去掉。可以写明原因，改为不再要求。"), code="delivered")
        append(actor, "drop_deliverable", locked)
        locked.delete()
        tell(DeliverableSettled(service.week_id, service.unit_id))
