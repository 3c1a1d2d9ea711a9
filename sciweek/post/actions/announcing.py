"""Telling other programs what has happened: one signed message for each address that wants to hear of it."""

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from sciweek.base import access, clock, facts, scope
from sciweek.base.actor import Actor
from sciweek.base.ids import new_uid
from sciweek.logbook.actions import append
from sciweek.post.events import MessagesQueued
from sciweek.post.models import Message, Webhook
from sciweek.post.states import ChannelKind, Event, MessageState, Occasion
from sciweek.week.models import Region, Week


def announce(
    event: str, region_id: int, week_id: int | None, payload: Mapping[str, Any], *, once: str = ""
) -> list[Message]:
    """Queue a delivery to every webhook of the region that has chosen the event.

    `payload` holds ids and codes only: the receiver asks the API for more, with its own rights. `once` is the same
    when a job is repeated, so that the repeat adds nothing.
    """
    with scope.entered(region_id, week_id), transaction.atomic():
        hooks = [hook for hook in Webhook.objects.filter(is_active=True) if event in hook.events]
        if not hooks:
            return []
        region = Region.objects.get(pk=region_id)
        week = Week.objects.get(pk=week_id) if week_id is not None else None
        return _deliver(hooks, event, region, week, payload, once)


def _deliver(
    hooks: list[Webhook],
    event: str,
    region: Region,
    week: Week | None,
    payload: Mapping[str, Any],
    once: str,
) -> list[Message]:
    now = clock.now()
    rows = []
    for hook in hooks:
        uid = new_uid()
        body = {
            "id": str(uid),
            "event": event,
            "at": now.isoformat(timespec="seconds"),
            "region": region.slug,
            "week": week.slug if week else None,
            "data": dict(payload),
        }
        rows.append(
            Message(
                region=region,
                week=week,
                channel=ChannelKind.WEBHOOK,
                hook=hook,
                uid=uid,
                to_name=hook.name,
                occasion=Occasion.EVENT,
                subject=event,
                body=json.dumps(body, ensure_ascii=False, separators=(",", ":")),
                once_key=f"hook:{hook.pk}:{once or uid}:{event}"[:160],
                state=MessageState.QUEUED,
                written_at=now,
                next_try_at=now,
            )
        )
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    made = list(Message.objects.filter(uid__in=[row.uid for row in rows]).order_by("pk"))
    if made:
        facts.tell(MessagesQueued(region.pk, [message.pk for message in made]))
    return made


def ping_webhook(actor: Actor, hook: Webhook) -> Message:
    """Send a test delivery, whatever events are chosen; a paused address can be tried this way too."""
    access.require(actor, "post.run_post", hook)
    with transaction.atomic():
        week = Week.objects.get(pk=actor.week_id) if actor.week_id is not None else None
        append(actor, "test_webhook", hook)
        return _deliver([hook], Event.PING, hook.region, week, {}, "")[0]
