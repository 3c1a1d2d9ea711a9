"""Carrying messages out: claimed before the network is touched, settled after, never claimed twice.

The claim is one conditional UPDATE, which both databases do atomically: of two workers one changes the row and the
other finds it changed. A claim that nobody settled is a crash in between: where a repeat would reach a person twice,
it is shown as uncertain and left to a human. The attempts are the record; the log holds what people decided.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from sciweek.base import clock, scope
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.logbook.actions import append
from sciweek.post.actions.sending import ask_if_needed, why_not_ready
from sciweek.post.channels import channel as channel_of
from sciweek.post.logic.letters import LONGEST_ANSWER, Answer, Letter
from sciweek.post.logic.times import LOST_AFTER, wait_after
from sciweek.post.models import Attempt, Message, Webhook
from sciweek.post.models.messages import ADDRESSES_KEPT, TEXTS_KEPT
from sciweek.post.queries import quiet_end
from sciweek.post.states import SETTLED, WAITING, MessageState, Outcome

PAUSE_AFTER = timedelta(days=1)


def due(now: datetime, most: int) -> list[tuple[int, int]]:
    """(region, message) of what may go out now, the longest waiting first (crossing `post.send_due`)."""
    rows = Message.objects.over_the_wall("post.send_due").filter(state__in=WAITING, next_try_at__lte=now)
    return list(rows.order_by("next_try_at", "pk").values_list("region_id", "pk")[:most])


def carry(actor: Actor, message_id: int) -> MessageState | None:
    """Make one attempt, if the message is due and nobody else has it. Call inside its region, outside a transaction."""
    message = Message.objects.filter(pk=message_id, state__in=WAITING).select_related("region").first()
    if message is None or not _may_go(message):
        return None
    attempt = claim(message_id)
    if attempt is None:
        return None
    claimed = attempt.message
    answer = channel_of(claimed.channel).send(_letter(claimed))
    return settle(actor, attempt, answer)


def _may_go(message: Message) -> bool:
    """Whether it is still needed, and nobody's phone rings at night."""
    waiting = Message.objects.filter(pk=message.pk, state__in=WAITING)
    now = clock.now()
    try:
        with scope.entered(message.region_id, message.week_id):
            ask_if_needed(message)
    except Refused as refusal:
        waiting.update(
            state=MessageState.WITHDRAWN,
            trouble=str(refusal)[:LONGEST_ANSWER],
            settled_at=now,
            next_try_at=None,
            version=F("version") + 1,
        )
        return False
    channel = channel_of(message.channel)
    if not channel.is_ready():  # the setting has changed since it was queued
        waiting.update(
            state=MessageState.DRAFT, trouble=why_not_ready(message.channel), version=F("version") + 1
        )
        return False
    if channel.keeps_quiet and not message.urgent_why:
        later = quiet_end(message.region, now)
        if later is not None:
            waiting.update(next_try_at=later)
            return False
    return True


def claim(message_id: int) -> Attempt | None:
    """Take the message for one attempt; None when another worker has it, or its time has not come."""
    now = clock.now()
    with transaction.atomic():
        waiting = Message.objects.filter(pk=message_id, state__in=WAITING, next_try_at__lte=now)
        taken = waiting.update(
            state=MessageState.SENDING, claimed_at=now, tries=F("tries") + 1, version=F("version") + 1
        )
        if not taken:
            return None
        message = Message.objects.select_related("region", "group", "hook").get(pk=message_id)
        number = message.attempts.count() + 1
        return Attempt.objects.create(region=message.region, message=message, number=number, began_at=now)


def _letter(message: Message) -> Letter:
    """What the channel is told; groups and webhooks count as they are now."""
    address, secret = message.address, ""
    if message.group is not None:
        address, secret = message.group.address, message.group.secret
    elif message.hook is not None:
        address, secret = message.hook.address, message.hook.secret
    return Letter(
        uid=str(message.uid), address=address, subject=message.subject, body=message.body, secret=secret
    )


def settle(actor: Actor, attempt: Attempt, answer: Answer) -> MessageState | None:
    """Write down how the attempt ended. An answer that comes after the claim was given up still counts, if nothing
    else has happened since."""
    now = clock.now()
    message = attempt.message
    words = answer.words[:LONGEST_ANSWER].replace("\0", "")
    with transaction.atomic():
        Attempt.objects.filter(pk=attempt.pk).update(
            ended_at=now, outcome=answer.outcome, answer_code=answer.code, answer=words
        )
        state, wait = _state_after(message, answer)
        settled = state in (*SETTLED, MessageState.UNKNOWN)
        mine = Message.objects.filter(pk=message.pk, claimed_at=attempt.began_at)
        changed = mine.filter(state__in=(MessageState.SENDING, MessageState.UNKNOWN)).update(
            state=state,
            trouble="" if state == MessageState.SENT else words or str(Outcome(answer.outcome).label),
            settled_at=now if settled else None,
            next_try_at=None if settled else now + (wait or timedelta()),
            version=F("version") + 1,
        )
        if message.hook is not None:
            _watch(actor, message.hook, answer, now)
    return state if changed else None


def _state_after(message: Message, answer: Answer) -> tuple[MessageState, timedelta | None]:
    match answer.outcome:
        case Outcome.SENT:
            return MessageState.SENT, None
        case Outcome.REFUSED:
            return MessageState.GIVEN_UP, None
        case Outcome.AGAIN:
            stopped = message.hook is not None and not message.hook.is_active
            wait = None if stopped else wait_after(message.tries)
            return (MessageState.GIVEN_UP if wait is None else MessageState.FAILED), wait
    return MessageState.UNKNOWN, None


def _watch(actor: Actor, hook: Webhook, answer: Answer, now: datetime) -> None:
    """Switch a webhook off after a day in which nothing got through."""
    live = Webhook.objects.filter(pk=hook.pk)
    if answer.outcome == Outcome.SENT:
        live.filter(failing_since__isnull=False).update(failing_since=None)
        return
    live.filter(failing_since__isnull=True).update(failing_since=now)
    paused = live.filter(failing_since__lte=now - PAUSE_AFTER, is_active=True).update(
        is_active=False, paused_at=now, version=F("version") + 1
    )
    if paused:
        append(actor, "pause_webhook", hook, changes={"is_active": (True, False)})
        Message.objects.filter(hook=hook, state__in=WAITING).update(
            state=MessageState.GIVEN_UP, trouble=_("这个地址已经自动停用。"), settled_at=now, next_try_at=None
        )


def find_lost(now: datetime) -> list[tuple[int, int]]:
    """(region, message) of claims whose worker is gone (crossing `post.send_due`)."""
    rows = Message.objects.over_the_wall("post.send_due").filter(
        state=MessageState.SENDING, claimed_at__lt=now - LOST_AFTER
    )
    return list(rows.values_list("region_id", "pk"))


def give_back(message_id: int, now: datetime) -> None:
    """Of a lost claim: uncertain where a repeat would reach a person twice, else due again."""
    with transaction.atomic():
        lost = Message.objects.filter(
            pk=message_id, state=MessageState.SENDING, claimed_at__lt=now - LOST_AFTER
        )
        message = lost.first()
        if message is None:
            return
        once = channel_of(message.channel).sends_once
        changed = lost.update(
            state=MessageState.UNKNOWN if once else MessageState.FAILED,
            trouble=_("发到一半断了，不知道对方收到没有。") if once else "",
            settled_at=None,
            next_try_at=None if once else now,
            version=F("version") + 1,
        )
        if changed:
            open_ones = Attempt.objects.filter(message_id=message_id, outcome=Outcome.OPEN)
            open_ones.update(outcome=Outcome.UNKNOWN, ended_at=now)


def forget(now: datetime) -> tuple[int, int]:
    """Empty what the retention rules let go (crossing `post.forget_addresses`): addresses, then texts."""
    rows = Message.objects.over_the_wall("post.forget_addresses").filter(
        state__in=(*SETTLED, MessageState.UNKNOWN)
    )
    old = rows.filter(settled_at__lt=now - timedelta(days=ADDRESSES_KEPT))
    addresses = old.exclude(Q(address_shown="") & Q(address="")).update(
        address="", address_shown="", person=None
    )
    older = rows.filter(settled_at__lt=now - timedelta(days=TEXTS_KEPT))
    texts = older.exclude(body="").update(body="")
    return addresses, texts
