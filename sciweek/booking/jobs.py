"""What goes on behind bookings: news that go out, queues that move on, what the programme does to them, erasing."""

import json
import logging

from django.tasks import task
from django.utils.translation import gettext as _

from sciweek.activities.models import Activity
from sciweek.base import scope
from sciweek.base.actor import Actor, system
from sciweek.base.ids import new_uid
from sciweek.base.sealing import unseal
from sciweek.booking.actions.carrying import carry_news, weeks_concerned
from sciweek.booking.actions.codes import LIFETIME
from sciweek.booking.actions.erasing import erase_contacts
from sciweek.booking.actions.queueing import turn_over
from sciweek.booking.actions.step import follow_cancelled, follow_release, follow_restored
from sciweek.booking.logic.languages import speaking
from sciweek.booking.models import Pool
from sciweek.booking.queries.turning import pools_to_turn
from sciweek.booking.states import Proves
from sciweek.post.channels import channel
from sciweek.post.logic.letters import Letter
from sciweek.post.states import ChannelKind, Outcome
from sciweek.programme.models import Release
from sciweek.week.models import Week

log = logging.getLogger(__name__)


def _hand(week: Week) -> Actor:
    return system("booking", region_id=week.region_id, week_id=week.pk)


@task(queue_name="quick")
def tell_news() -> None:
    """The minute's round over all editions: what bookers are to be told, and what became of what was sent."""
    for _region_id, week_id in weeks_concerned():
        _carry(week_id)


@task(queue_name="quick")
def tell_concerned(week_id: int) -> None:
    """What cannot wait for the minute's round."""
    _carry(week_id)


def _carry(week_id: int) -> None:
    week = Week.objects.select_related("region").get(pk=week_id)
    with scope.entered(week.region_id, week.pk):
        carry_news(week)


@task(queue_name="quick")
def follow_programme(week_id: int, release_id: int) -> None:
    """What a release means for those who have booked."""
    week = Week.objects.select_related("region").get(pk=week_id)
    with scope.entered(week.region_id, week.pk):
        release = Release.objects.select_related("week__region").filter(pk=release_id).first()
        if release is not None:
            follow_release(_hand(week), release)
            carry_news(week)


@task(queue_name="quick")
def follow_called_off(week_id: int, activity_id: int) -> None:
    """The bookings of an activity that does not take place."""
    week = Week.objects.select_related("region").get(pk=week_id)
    with scope.entered(week.region_id, week.pk):
        activity = Activity.objects.filter(pk=activity_id).first()
        if activity is not None:
            follow_cancelled(_hand(week), activity)
            carry_news(week)


@task(queue_name="quick")
def follow_back(week_id: int, activity_id: int) -> None:
    """Those who lost their seats hear that the activity takes place after all."""
    week = Week.objects.select_related("region").get(pk=week_id)
    with scope.entered(week.region_id, week.pk):
        activity = Activity.objects.select_related("week").filter(pk=activity_id).first()
        if activity is not None:
            follow_restored(activity)
            carry_news(week)


@task(queue_name="quick")
def turn_queues() -> None:
    """The minute's round over all waiting lists: each pool in a transaction of its own, one's failure is not another's."""
    for region_id, week_id, pool_id in pools_to_turn():
        with scope.entered(region_id, week_id):
            try:
                turn_over(Pool.objects.get(pk=pool_id))
            except Exception:
                log.exception("the queue of pool %s could not be turned over", pool_id)


@task(queue_name="long")
def erase_bookers() -> None:
    """Take out who somebody was, in every edition whose days are over."""
    for week in Week.objects.select_related("region"):
        with scope.entered(week.region_id, week.pk):
            erase_contacts(_hand(week), week)


@task(queue_name="quick")
def send_code(sealed: str) -> None:
    """Send a one-time code at once: who waits for it is awake. Raises where the gateway asks to be asked again."""
    phone, code, proves, language = json.loads(unseal(bytes.fromhex(sealed)))
    with speaking(language):
        if proves == Proves.TAKING_OVER:
            words = _(
                "有人要把预约转给您，验证码 %(code)s，%(minutes)d 分钟内有效。您同意才告诉对方，不认识就不用理会。"
            )
        else:
            words = _("您的预约验证码是 %(code)s，%(minutes)d 分钟内有效，请不要告诉别人。")
        body = words % {"code": code, "minutes": LIFETIME // 60}
    answer = channel(ChannelKind.SMS).send(Letter(str(new_uid()), phone, "", body))
    if answer.outcome == Outcome.AGAIN:
        raise RuntimeError("the gateway is busy")
