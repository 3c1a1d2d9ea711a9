"""The ways out. Everything that leaves the house goes through one of these."""

from sciweek.post.channels.by_hand import ByHand
from sciweek.post.channels.email import Email
from sciweek.post.channels.robots import Dingtalk, Wecom
from sciweek.post.channels.sms import Sms
from sciweek.post.channels.webhook import Webhook
from sciweek.post.logic.letters import Channel

ALL: tuple[Channel, ...] = (Email(), Sms(), Wecom(), Dingtalk(), ByHand(), Webhook())
_BY_KIND: dict[str, Channel] = {channel.kind: channel for channel in ALL}


def channel(kind: str) -> Channel:
    """The channel of that kind."""
    return _BY_KIND[kind]


def ready_kinds() -> list[str]:
    """The ways by which this installation can send now."""
    return [one.kind for one in ALL if one.is_ready()]
