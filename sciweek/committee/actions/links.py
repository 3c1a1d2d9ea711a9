from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access, clock
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.text import clean
from sciweek.committee.actions.invitations import token_of
from sciweek.committee.actions.revoking import close
from sciweek.committee.models import ADDRESSEES_KEPT, NAMES_KEPT, Invitation, Participation, PersonalLink
from sciweek.committee.queries import token_digest
from sciweek.logbook.actions import append, locked_row, once
from sciweek.week.models import Region

LONGEST_LINK = 180  # days


def links_allowed(region: Region) -> bool:
    """Whether installation and region both allow acting by a personal link."""
    return bool(settings.SCIWEEK_PERSONAL_LINKS) and region.allows_personal_links


def give_link(
    actor: Actor,
    participation: Participation,
    *,
    name: str,
    days: int = 60,
    request_uid: UUID | str | None = None,
) -> tuple[PersonalLink, str]:
    """Give one liaison a link that acts for the unit in this edition without an account."""
    link = _give_link(actor, participation, name=name, days=days, request_uid=request_uid)
    return link, token_of(link)


@once
def _give_link(actor: Actor, participation: Participation, *, name: str, days: int) -> PersonalLink:
    access.require(actor, "committee.run_links", participation)
    if not links_allowed(participation.week.region):
        raise Refused(_("本地区没有开放免登录链接。请用邀请链接让联络员开账号。"), code="links_off")
    name, problems = clean(name), {}
    if not name:
        problems["name"] = _("请写拿链接的人的姓名。")
    elif len(name) > 60:
        problems["name"] = _("姓名请不超过 60 个字。")
    if not 1 <= days <= LONGEST_LINK:
        problems["days"] = _("有效天数写 1 到 %(most)d。") % {"most": LONGEST_LINK}
    if problems:
        raise Refused(fields=problems, code="invalid")
    link = PersonalLink(
        week_id=participation.week_id,
        participation=participation,
        name=name,
        expires_at=clock.now() + timedelta(days=days),
    )
    link.token_digest = token_digest(token_of(link))
    with transaction.atomic():
        link.save()
        append(actor, "give_link", link)
    return link


def revoke_link(actor: Actor, link: PersonalLink) -> PersonalLink:
    """Close the link; whoever works by it is out with the next click."""
    access.require(actor, "committee.run_links", link)
    return close(actor, link, verb="revoke_link")


def enter_by_link(actor: Actor, link: PersonalLink) -> PersonalLink:
    """Note that the holder came in. Call inside the link's week, `actor` being the link's own."""
    with transaction.atomic():
        locked = locked_row(link)
        locked.last_used_at = clock.now()
        locked.save(update_fields=["last_used_at"])
        Participation.objects.filter(pk=locked.participation_id, opened_at__isnull=True).update(
            opened_at=clock.now()
        )
        append(actor, "enter_by_link", locked)
    return locked


def record_receipt(actor: Actor, participation: Participation) -> Participation:
    """Sign for the notice (签收); the first time counts."""
    access.require(actor, "committee.act_for_unit", participation)
    with transaction.atomic():
        locked = locked_row(participation)
        if locked.received_at is None:
            locked.received_at = clock.now()
            locked.opened_at = locked.opened_at or locked.received_at
            locked.version += 1
            locked.save(update_fields=["received_at", "opened_at", "version"])
            append(actor, "record_receipt", locked)
    return locked


def forget_old_names() -> int:
    """Empty the names on links that expired long ago, as the retention rules say. Safe to repeat; returns how many."""
    before = clock.now() - timedelta(days=NAMES_KEPT)
    links = PersonalLink.objects.over_the_wall("committee.forget_old_names").filter(expires_at__lt=before)
    invitations = Invitation.objects.over_the_wall("committee.forget_old_names").filter(expires_at__lt=before)
    links_done = links.exclude(name="").update(name="")
    meant = Invitation.objects.over_the_wall("committee.forget_old_names").filter(
        expires_at__lt=clock.now() - timedelta(days=ADDRESSEES_KEPT)
    )
    meant.exclude(for_name="", for_phone="", email="").update(for_name="", for_phone="", email="")
    return links_done + invitations.exclude(invited_by="").update(invited_by="")
