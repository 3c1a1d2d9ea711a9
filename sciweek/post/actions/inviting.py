"""Invitations by e-mail: each to the address that the list of units gave for it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from sciweek.base import clock
from sciweek.base.actor import Actor
from sciweek.committee.actions.invitations import token_of
from sciweek.committee.addresses import site_address
from sciweek.committee.models import Invitation
from sciweek.look.dates import moment_words
from sciweek.post.actions.writing import Written, filled_sheet, write_messages
from sciweek.post.events import SendingMessage
from sciweek.post.queries import Recipient, common_values, contact_line, wording_of
from sciweek.post.states import ChannelKind, Occasion
from sciweek.week.models import Week


def mail_invitations(actor: Actor, week: Week | None, invitations: Iterable[Invitation]) -> Written:
    """Write an e-mail for each invitation that still opens and has an address; the press of the button sends them.

    Where no mail server is set they wait in the outbox as drafts.
    """
    text, contact = wording_of(Occasion.INVITATION), contact_line() if week is not None else ""
    sheets = []
    for invitation in invitations:
        if not invitation.email or not _opens(invitation):
            continue
        unit = invitation.unit
        gaps = common_values(week, unit, contact) | {
            "链接": site_address("doors:join", token=token_of(invitation)),
            "有效期": moment_words(invitation.expires_at, invitation.region.zone),
        }
        if week is None:
            gaps["活动周"] = _("%(region)s科技活动周") % {"region": invitation.region.short_name}
        to = Recipient(unit.name if unit else invitation.email, address=invitation.email, unit=unit)
        key = f"invitation:{invitation.uid}:{invitation.email.casefold()}"
        sheets.append(filled_sheet(ChannelKind.EMAIL, to, text, gaps, once_key=key, about_uid=invitation.uid))
    return (
        write_messages(actor, week, sheets, occasion=Occasion.INVITATION, send=True) if sheets else Written()
    )


def _opens(invitation: Invitation) -> bool:
    return invitation.revoked_at is None and invitation.uses_left > 0 and invitation.expires_at > clock.now()


def invitation_objection(gate: SendingMessage) -> list[str]:
    """An invitation that no longer opens is not sent."""
    if gate.occasion != Occasion.INVITATION:
        return []
    invitation = Invitation.objects.filter(uid=gate.about_uid).first()
    return [_("这个邀请已经用掉、过期或者收回。")] if invitation and not _opens(invitation) else []
