from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access, clock
from sciweek.base.actor import Actor, system
from sciweek.base.errors import Refused
from sciweek.base.sealing import secret_word
from sciweek.committee.actions.revoking import close
from sciweek.committee.actions.roles import check_role, open_role
from sciweek.committee.models import Invitation, Membership, PersonalLink, Unit
from sciweek.committee.queries import token_digest, units_without
from sciweek.committee.states import REGION_ROLES, UNIT_ROLES
from sciweek.logbook.actions import append, locked_row, once
from sciweek.people.actions import add_person
from sciweek.people.models import Person
from sciweek.week.models import Region

LONGEST_INVITATION = 90  # days
MOST_USES = 500


def token_of(link: Invitation | PersonalLink) -> str:
    """The secret part of the link's address: 192 bits that only the key file can reckon from `uid`."""
    return secret_word(str(link.uid), f"token {link._meta.label_lower}")


def invite(
    actor: Actor,
    region: Region,
    *,
    role: str,
    unit: Unit | None = None,
    uses: int = 1,
    days: int = 14,
    request_uid: UUID | str | None = None,
) -> tuple[Invitation, str]:
    """Make a link by which `uses` people may take up a role within `days`; returns it with its token."""
    invitation = _invite(actor, region, role=role, unit=unit, uses=uses, days=days, request_uid=request_uid)
    return invitation, token_of(invitation)


@once
def _invite(
    actor: Actor, region: Region, *, role: str, unit: Unit | None, uses: int, days: int
) -> Invitation:
    access.require(actor, "committee.run_units", unit or region)
    check_role(role, unit, any_unit=True)
    problems: dict[str, str] = {}
    if not 1 <= uses <= MOST_USES:
        problems["uses"] = _("可用次数写 1 到 %(most)d。") % {"most": MOST_USES}
    elif role in REGION_ROLES and uses != 1:
        problems["uses"] = _("管全区的权限，一个链接只给一个人。")
    if not 1 <= days <= LONGEST_INVITATION:
        problems["days"] = _("有效天数写 1 到 %(most)d。") % {"most": LONGEST_INVITATION}
    if problems:
        raise Refused(fields=problems, code="invalid")
    invitation = Invitation(
        region=region,
        unit=unit,
        role=role,
        uses_left=uses,
        expires_at=clock.now() + timedelta(days=days),
        invited_by=actor.name[:60],
    )
    invitation.token_digest = token_digest(token_of(invitation))
    with transaction.atomic():
        invitation.save()
        append(actor, "invite", invitation)
    return invitation


def revoke_invitation(actor: Actor, invitation: Invitation) -> Invitation:
    """Close the link; who came in by it stays."""
    access.require(actor, "committee.run_units", invitation)
    return close(actor, invitation, verb="revoke_invitation")


def why_closed(invitation: Invitation) -> str:
    """Why the link no longer opens, as a stable word: revoked, used, expired; empty while it does."""
    if invitation.revoked_at is not None:
        return "revoked"
    if invitation.uses_left < 1:
        return "used"
    return "expired" if invitation.expires_at <= clock.now() else ""


def accept_invitation(
    actor: Actor,
    invitation: Invitation,
    *,
    unit: Unit | None = None,
    login: str = "",
    name: str = "",
    password: str | None = None,
    email: str = "",
    phone: str = "",
) -> Membership:
    """Take up the role: a signed-in person as themselves, anybody else by opening an account.

    `unit` is asked for when the invitation leaves it open. Call inside the invitation's region. Whoever holds the
    role already uses nothing up. `password` None makes an account for a joined sign-in alone.
    """
    with transaction.atomic():
        locked = locked_row(invitation)
        if why_closed(locked):
            raise Refused(_("这个邀请已经失效，请找发给您的人要一个新链接。"), code="closed")
        chosen = locked.unit or _chosen_unit(locked, unit)
        installation = system("invitation", region_id=locked.region_id)
        if actor.person_id is not None:
            person = Person.objects.get(pk=actor.person_id)
        else:
            person = add_person(
                replace(installation, name=name[:60]),
                login=login,
                name=name,
                password=password,
                email=email,
                phone=phone,
            )
        held = Membership.objects.filter(person=person, role=locked.role, ended_at__isnull=True)
        already = held.filter(unit=chosen).first()
        if already is not None:
            return already
        comer = replace(
            installation, person_id=person.pk, name=person.name, roles=frozenset(), via="invitation"
        )
        membership = open_role(comer, person, role=locked.role, unit=chosen)
        locked.uses_left -= 1
        locked.save(update_fields=["uses_left"])
        append(comer, "accept_invitation", locked)
    return membership


def _chosen_unit(invitation: Invitation, unit: Unit | None) -> Unit | None:
    if invitation.role not in UNIT_ROLES:
        return None
    if unit is None:
        raise Refused(fields={"unit": _("请选您的单位。")}, code="invalid")
    if not units_without(invitation.role).filter(pk=unit.pk).exists():
        raise Refused(
            fields={"unit": _("这个单位已经有人了。选错的话请重选；要换人，请找办公室。")}, code="taken"
        )
    return unit
