"""Sending, by the clock and at once. On the long queue: a mail server that does not answer must hold up nobody."""

from django.tasks import task

from sciweek.base import clock, scope
from sciweek.base.actor import system
from sciweek.committee.models import Invitation
from sciweek.post.actions import announce, carrying
from sciweek.post.actions.inviting import mail_invitations
from sciweek.post.states import Event
from sciweek.week.models import Week

# One run stays short, so that a restart loses little; the next minute goes on.
MOST = 200


@task(queue_name="long")
def send_queued(region_id: int, message_ids: list[int]) -> None:
    """Carry what somebody has just let go. Safe to repeat: each message is claimed once."""
    actor = system("post", region_id=region_id)
    with scope.entered(region_id):
        for message_id in message_ids:
            carrying.carry(actor, message_id)


@task(queue_name="long")
def send_due() -> None:
    """The minute's round: claims whose worker is gone, then what is due in every region."""
    now = clock.now()
    for region_id, message_id in carrying.find_lost(now):
        with scope.entered(region_id):
            carrying.give_back(message_id, now)
    for region_id, message_id in carrying.due(now, MOST):
        with scope.entered(region_id):
            carrying.carry(system("post", region_id=region_id), message_id)


@task(queue_name="long")
def forget_addresses() -> None:
    """What the retention rules say of messages."""
    carrying.forget(clock.now())


@task(queue_name="quick")
def write_invitations(region_id: int, week_id: int | None, invitation_ids: list[int]) -> None:
    """E-mail invitations that the office has asked for. Safe to repeat: none is written twice."""
    with scope.entered(region_id, week_id):
        week = Week.objects.get(pk=week_id) if week_id is not None else None
        rows = Invitation.objects.filter(pk__in=invitation_ids).select_related("unit", "region")
        mail_invitations(system("post", region_id=region_id, week_id=week_id), week, rows)


@task(queue_name="quick")
def announce_opening(region_id: int, week_id: int) -> None:
    """Tell programs that an edition is public."""
    week = Week.objects.get(pk=week_id)
    announce(Event.WEEK_OPENED, region_id, week_id, {"week": week.slug}, once=f"week{week.pk}.{week.version}")
