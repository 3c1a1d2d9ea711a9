"""What goes on behind bookings."""

import json

from django.tasks import task
from django.utils.translation import gettext as _

from sciweek.base.ids import new_uid
from sciweek.base.sealing import unseal
from sciweek.booking.actions.codes import LIFETIME
from sciweek.post.channels import channel
from sciweek.post.logic.letters import Letter
from sciweek.post.states import ChannelKind, Outcome


@task(queue_name="quick")
def send_code(sealed: str) -> None:
    """Send a one-time code at once: who waits for it is awake. Raises where the gateway asks to be asked again."""
    phone, code = json.loads(unseal(bytes.fromhex(sealed)))
    words = _("您的预约验证码是 %(code)s，%(minutes)d 分钟内有效，请不要告诉别人。")
    body = words % {"code": code, "minutes": LIFETIME // 60}
    answer = channel(ChannelKind.SMS).send(Letter(str(new_uid()), phone, "", body))
    if answer.outcome == Outcome.AGAIN:
        raise RuntimeError("the gateway is busy")
