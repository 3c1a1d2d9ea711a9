"""What people decide about messages: out, back, again, done by hand."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access, clock, facts
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.text import clean
from sciweek.logbook.actions import move, move_many
from sciweek.post.channels import channel as channel_of
from sciweek.post.events import MessagesQueued, SendingMessage
from sciweek.post.models import Message
from sciweek.post.queries import quiet_end
from sciweek.post.states import HELD, MESSAGE_MOVES, MessageState, Occasion
from sciweek.week.models import Region

# Of a refusal: the thing has been done meanwhile.
NO_LONGER_NEEDED = "gate"

Left = list[tuple[Message, Refused]]


def send_message(
    actor: Actor, message: Message, *, urgent_why: str = "", seen_version: int | None = None
) -> Message:
    """Let a message go out, again after a failure too. In quiet hours it waits, unless `urgent_why` says why not.

    A message that is no longer needed (its unit has handed in) is withdrawn and refused.
    """
    if seen_version is not None and message.version != seen_version:
        raise Refused(_("这条消息刚才有变动。请看一眼，再点一次。"), code="conflict")
    done, left = send_messages(actor, [message], urgent_why=urgent_why)
    if left:
        raise left[0][1]
    return done[0]


def send_messages(
    actor: Actor, messages: Iterable[Message], *, urgent_why: str = ""
) -> tuple[list[Message], Left]:
    """`send_message` for many: those that go, and beside each other one why it does not."""
    rows = list(messages)
    if not rows:
        return [], []
    region = Region.objects.get(pk=rows[0].region_id)
    access.require(actor, "post.run_post", region)
    why = clean(urgent_why)[:200]
    quiet = None if why else quiet_end(region)
    now = clock.now()
    done: list[Message] = []
    left: Left = []
    with transaction.atomic():
        for rings in (True, False):
            some = [row for row in rows if channel_of(row.channel).keeps_quiet == rings]
            went, stayed = _queue(actor, some, at=quiet if rings and quiet else now, why=why)
            done += went
            left += stayed
        ready = [row.pk for row in done if row.next_try_at is not None and row.next_try_at <= now]
        if ready:
            facts.tell(MessagesQueued(region.pk, ready))
        for row, refusal in left:
            if refusal.code == NO_LONGER_NEEDED and row.state in HELD:
                withdraw_message(actor, row, why=str(refusal))
    return done, left


def _queue(actor: Actor, rows: list[Message], *, at: datetime, why: str) -> tuple[list[Message], Left]:
    return move_many(
        actor,
        rows,
        MessageState.QUEUED,
        MESSAGE_MOVES,
        verb="send_message",
        why=why,
        check=_check,
        next_try_at=at,
        tries=0,
        trouble="",
        urgent_why=why,
        settled_at=None,
    )


def _check(message: Message) -> None:
    channel = channel_of(message.channel)
    if not channel.is_ready():
        raise Refused(why_not_ready(message.channel), code="not_ready")
    ask_if_needed(message)


def why_not_ready(kind: str) -> str:
    """What to do about a channel that cannot send."""
    if kind == "copy":
        return _("这一条要自己复制到群里，转发后打勾。")
    if kind == "sms":
        return _("还没有接短信网关，消息先留在这里；可以复制文字自己发。")
    return _("还没有设邮件服务器，消息先留在这里；可以复制文字自己发。")


def ask_if_needed(message: Message) -> None:
    """Raise `Refused` when a room says that the message is no longer needed."""
    if message.about_uid is not None:
        facts.ask(
            SendingMessage(
                region_id=message.region_id,
                week_id=message.week_id,
                message_id=message.pk,
                occasion=message.occasion,
                about_uid=str(message.about_uid),
            )
        )


def withdraw_message(
    actor: Actor, message: Message, *, why: str = "", seen_version: int | None = None
) -> Message:
    """Keep a message from going out. The same words may then be written again; a reminder stays withdrawn."""
    values = {"once_key": f"withdrawn:{message.uid}"} if message.occasion == Occasion.GENERAL else {}
    return move(
        actor,
        message,
        MessageState.WITHDRAWN,
        MESSAGE_MOVES,
        verb="withdraw_message",
        why=why,
        seen_version=seen_version,
        settled_at=clock.now(),
        next_try_at=None,
        **values,
    )


def withdraw_messages(actor: Actor, messages: Iterable[Message], *, why: str) -> int:
    """`withdraw_message` for many; what has gone out meanwhile is left. Returns how many were kept back."""
    with transaction.atomic():
        done, _left = move_many(
            actor,
            messages,
            MessageState.WITHDRAWN,
            MESSAGE_MOVES,
            verb="withdraw_message",
            why=why,
            settled_at=clock.now(),
            next_try_at=None,
        )
        free = [message for message in done if message.occasion == Occasion.GENERAL]
        for message in free:
            message.once_key = f"withdrawn:{message.uid}"
        Message.objects.bulk_update(free, ["once_key"])
    return len(done)


def tick_off(actor: Actor, message: Message, *, seen_version: int | None = None) -> Message:
    """A person has sent the text on by hand; pressed twice it stays so."""
    if message.state == MessageState.COPIED:
        access.require(actor, "post.run_post", message)
        return message
    return move(
        actor,
        message,
        MessageState.COPIED,
        MESSAGE_MOVES,
        verb="tick_off_message",
        seen_version=seen_version,
        settled_at=clock.now(),
        next_try_at=None,
    )


def settle_message(
    actor: Actor, message: Message, *, arrived: bool, seen_version: int | None = None
) -> Message:
    """A person has found out what became of an uncertain message."""
    return move(
        actor,
        message,
        MessageState.SENT if arrived else MessageState.GIVEN_UP,
        MESSAGE_MOVES,
        verb="settle_message",
        seen_version=seen_version,
        settled_at=clock.now(),
    )
