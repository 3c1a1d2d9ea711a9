"""验收: one final acceptance of the whole service, from what stands there at that moment."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access, clock
from sciweek.base.actor import Actor
from sciweek.base.errors import Conflict, Refused
from sciweek.base.text import clean_lines
from sciweek.logbook.actions import append, locked_row, move
from sciweek.look.phrases import listed
from sciweek.promotion.actions.sense import acceptance_values
from sciweek.promotion.logic.frozen import Result, Signer, Terms, plain
from sciweek.promotion.models import Acceptance, Deliverable, Service
from sciweek.promotion.queries import stamp_of
from sciweek.promotion.states import CLEARED, SERVICE_MOVES, AcceptanceVerdict, ServiceState

MOST_NAMED = 6


def accept_service(
    actor: Actor,
    service: Service,
    *,
    accepted_on: date | None,
    verdict: str,
    people: Sequence[Signer],
    remarks: str = "",
    seen_stamp: str | None = None,
    seen_version: int | None = None,
) -> Acceptance:
    """Record the final acceptance, with the contract and each deliverable as they are now.

    Refused while a deliverable is neither accepted nor waived, and when there is none. `seen_stamp` is what
    `queries.stamp_of` said of the deliverables on the page: another one meanwhile is a `Conflict`.
    """
    access.require(actor, "promotion.accept_service", service)
    values = acceptance_values(
        service=service,
        accepted_on=accepted_on,
        verdict=verdict,
        people=people,
        remarks=remarks,
        today=clock.today(service.week.zone),
    )
    with transaction.atomic():
        rows = list(locked_row(service).deliverables.all())
        _check_cleared(rows)
        moved = move(
            actor,
            service,
            ServiceState.INSPECTED,
            SERVICE_MOVES,
            verb="accept_service",
            seen_version=seen_version,
            closed_at=clock.now(),
        )
        if seen_stamp and seen_stamp != stamp_of(rows):
            raise Conflict(_("您打开之后，交付物有改动。请看过下面的最新情况，再记一次。"))
        acceptance = Acceptance.objects.create(
            week_id=moved.week_id,
            service=moved,
            number=moved.acceptances.count() + 1,
            people=[plain(one) for one in values.pop("people")],
            terms=plain(_terms(moved)),
            results=[plain(_result(row)) for row in rows],
            recorded_at=clock.now(),
            recorded_by=actor.name[:60],
            **values,
        )
        changes = {
            "verdict": ("", AcceptanceVerdict(verdict).label),
            "accepted_on": ("", acceptance.accepted_on),
        }
        append(actor, "record_acceptance", acceptance, changes=changes)
    return acceptance


def reopen_service(actor: Actor, service: Service, *, why: str, seen_version: int | None = None) -> Service:
    """The acceptance does not stand any more, and stays to be read; the service runs again until the next one."""
    access.require(actor, "promotion.accept_service", service)
    why = clean_lines(why)[:1000]
    with transaction.atomic():
        if locked_row(service).state == ServiceState.SET_ASIDE:
            raise Refused(_("这项服务已经作废，没有验收可以重开。"), code="set_aside")
        moved = move(
            actor,
            service,
            ServiceState.RUNNING,
            SERVICE_MOVES,
            verb="reopen_service",
            why=why,
            seen_version=seen_version,
            closed_at=None,
        )
        moved.acceptances.filter(reopened_at__isnull=True).update(
            reopened_at=clock.now(), reopened_by=actor.name[:60], reopened_why=why
        )
    return moved


def _check_cleared(rows: Sequence[Deliverable]) -> None:
    if not rows:
        raise Refused(_("还没有写交付物，没有可以验收的。"), code="no_deliverables")
    left = [row.what for row in rows if row.state not in CLEARED]
    if left:
        names = listed(f"“{name}”" for name in left[:MOST_NAMED])
        text = _("还有 %(count)d 条交付物没有认可，也没有写明不再要求：%(names)s。")
        if len(left) > MOST_NAMED:
            text = _("还有 %(count)d 条交付物没有认可，也没有写明不再要求，例如%(names)s。")
        raise Refused(text % {"count": len(left), "names": names}, code="not_cleared")


def _terms(service: Service) -> Terms:
    def day(value: date | None) -> str:
        return value.isoformat() if value else ""

    return Terms(
        title=service.title,
        contractor=service.contractor,
        contract_no=service.contract_no,
        price="" if service.price is None else str(service.price),
        signed_on=day(service.signed_on),
        starts_on=day(service.starts_on),
        ends_on=day(service.ends_on),
        unit=service.unit.name if service.unit else "",
    )


def _result(row: Deliverable) -> Result:
    return Result(
        code=row.code,
        what=row.what,
        counted_in=row.counted_in,
        wanted="" if row.amount is None else str(row.amount),
        delivered="" if row.delivered_amount is None else str(row.delivered_amount),
        due_on=row.due_on.isoformat(),
        delivered_on=row.delivered_on.isoformat() if row.delivered_on else "",
        state=row.state,
        why=row.state_reason,
    )
