"""Invitations by e-mail, from the press of the button to the letter."""

from typing import Any

import pytest

from sciweek.base import clock
from sciweek.base.errors import Refused
from sciweek.committee.actions import revoke_invitation
from sciweek.committee.actions.bulk import Meant, address_invitations
from sciweek.committee.actions.invitations import token_of
from sciweek.committee.actions.unit_standing import living_invitations
from sciweek.committee.models import Invitation
from sciweek.committee.tests.cast import Cast
from sciweek.post import jobs
from sciweek.post.actions import send_message
from sciweek.post.models import Message
from sciweek.post.states import MessageState, Occasion
from sciweek.post.tests.listener import Mailbox
from sciweek.post.tests.town import NOON, at

MAIL = "qingshan@linjiang.example"


def meant_for(cast: Cast) -> Invitation:
    address_invitations(cast.actor("office"), cast.region, [Meant(cast.other_unit, "林见鹿", email=MAIL)])
    return living_invitations()[cast.other_unit.pk]


def write(cast: Cast, *invitations: Invitation, in_edition: bool = True) -> None:
    week_id = cast.week.pk if in_edition else None
    jobs.write_invitations.func(cast.region.pk, week_id, [one.pk for one in invitations])


def test_an_invitation_goes_out_with_its_link_and_goes_out_once(
    in_week: Cast, mailbox: Mailbox, settings: Any
) -> None:
    settings.SCIWEEK_SITE_URL = "https://week.linjiang.example"
    with at(NOON):
        invitation = meant_for(in_week)
        write(in_week, invitation)
        write(in_week, invitation)
        message = Message.objects.get()
        assert (message.occasion, message.state) == (Occasion.INVITATION, MessageState.QUEUED)
        jobs.send_queued.func(in_week.region.pk, [message.pk])
    assert len(mailbox.letters) == 1
    assert f"https://week.linjiang.example/join/{token_of(invitation)}/" in message.body
    assert in_week.other_unit.name in message.subject


def test_without_a_mail_server_it_waits_in_the_outbox(in_week: Cast) -> None:
    write(in_week, meant_for(in_week))
    assert Message.objects.get().state == MessageState.DRAFT


def test_before_there_is_an_edition_the_region_invites(in_week: Cast) -> None:
    write(in_week, meant_for(in_week), in_edition=False)
    message = Message.objects.get()
    assert message.week is None
    assert "临江区科技活动周" in message.subject


def test_a_revoked_invitation_is_neither_written_nor_sent(in_week: Cast, settings: Any) -> None:
    settings.SCIWEEK_SENDS_MAIL = True
    office = in_week.actor("office")
    with at(NOON):
        invitation = meant_for(in_week)
        settings.SCIWEEK_SENDS_MAIL = False
        write(in_week, invitation)
        revoke_invitation(office, invitation)
        settings.SCIWEEK_SENDS_MAIL = True
        message = Message.objects.get()
        with pytest.raises(Refused, match="收回"):
            send_message(office, message)
        Message.objects.all().delete()
        invitation.refresh_from_db()
        write(in_week, invitation)
    assert Message.objects.count() == 0


def test_an_expired_invitation_is_not_written(in_week: Cast) -> None:
    invitation = meant_for(in_week)
    with clock.standing_at(invitation.expires_at):
        write(in_week, invitation)
    assert Message.objects.count() == 0
