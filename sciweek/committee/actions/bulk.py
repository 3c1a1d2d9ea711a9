"""One invitation for each of many units, in one act."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access, clock, facts
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.committee.actions.invitations import LONGEST_INVITATION, MOST_USES, token_of
from sciweek.committee.actions.unit_standing import living_invitations
from sciweek.committee.events import InvitationsReady
from sciweek.committee.models import Invitation, Unit
from sciweek.committee.queries import token_digest
from sciweek.committee.states import Role
from sciweek.logbook.actions import append_many, locked_row, save_changes
from sciweek.week.models import Region

MOST_UNITS = 2000
# An invitation that an import prepares: the office hands it on later.
ADDRESSED_DAYS = 30


def invite_units(
    actor: Actor, region: Region, units: Iterable[Unit], *, uses: int = 1, days: int = 14
) -> list[Invitation]:
    """A liaison's invitation for each unit, in the given order. One that still opens is used again.

    Pressed twice it makes nothing new: the first press left living invitations behind.
    """
    access.require(actor, "committee.run_units", region)
    wanted = list({unit.pk: unit for unit in units if unit.merged_into_id is None}.values())
    problems: dict[str, str] = {}
    if not wanted or len(wanted) > MOST_UNITS:
        problems["units"] = _("请选单位。")
    if not 1 <= uses <= MOST_USES:
        problems["uses"] = _("可用次数写 1 到 %(most)d。") % {"most": MOST_USES}
    if not 1 <= days <= LONGEST_INVITATION:
        problems["days"] = _("有效天数写 1 到 %(most)d。") % {"most": LONGEST_INVITATION}
    if problems:
        raise Refused(fields=problems, code="invalid")
    with transaction.atomic():
        # Two offices that press at the same time wait for each other: one invitation for each unit.
        locked_row(region)
        living = living_invitations()
        missing = [_new(actor, unit, uses=uses, days=days) for unit in wanted if unit.pk not in living]
        made = {invitation.unit_id: invitation for invitation in _save_all(actor, missing)}
        return [living.get(unit.pk) or made[unit.pk] for unit in wanted]


def _new(actor: Actor, unit: Unit, *, uses: int, days: int) -> Invitation:
    invitation = Invitation(
        region_id=unit.region_id,
        unit=unit,
        role=Role.LIAISON,
        uses_left=uses,
        expires_at=clock.now() + timedelta(days=days),
        invited_by=actor.name[:60],
    )
    invitation.token_digest = token_digest(token_of(invitation))
    return invitation


def _save_all(actor: Actor, invitations: Sequence[Invitation]) -> list[Invitation]:
    made = Invitation.objects.bulk_create(invitations)
    append_many(actor, "invite", [(invitation, {}) for invitation in made])
    return made


@dataclass(frozen=True, slots=True)
class Meant:
    """For whom the liaison's invitation of a unit is meant, and where it can be sent."""

    unit: Unit
    name: str = ""
    phone: str = ""
    email: str = ""


def address_invitations(actor: Actor, region: Region, wishes: Iterable[Meant]) -> None:
    """Say for whom invitations are meant; a unit without one that opens gets one, good for a month."""
    access.require(actor, "committee.run_units", region)
    with transaction.atomic():
        living, missing = living_invitations(), []
        for one in wishes:
            known = living.get(one.unit.pk)
            if known is not None:
                save_changes(
                    actor,
                    known,
                    verb="address_invitation",
                    for_name=one.name,
                    for_phone=one.phone,
                    email=one.email,
                )
            else:
                uses = one.name.count("、") + 1
                new = _new(actor, one.unit, uses=uses, days=ADDRESSED_DAYS)
                new.for_name, new.for_phone, new.email = one.name, one.phone, one.email
                missing.append(new)
        _save_all(actor, missing)


def mail_invitations(actor: Actor, region: Region, invitations: Sequence[Invitation]) -> int:
    """Ask for the invitations that carry an address to be sent there; returns how many are on their way."""
    access.require(actor, "committee.run_units", region)
    ready = [invitation for invitation in invitations if invitation.email]
    if not ready:
        raise Refused(
            _("选中的单位都没有邮箱。在单位表里填上联络员邮箱再导入，或者把话复制到群里。"), code="no_email"
        )
    with transaction.atomic():
        ids = [invitation.pk for invitation in ready]
        facts.tell(InvitationsReady(region.pk, actor.week_id, ids))
    return len(ready)
