"""Where messages can go besides people: robots of chat groups, addresses of programs; and when phones stay quiet."""

import secrets
from collections.abc import Sequence
from datetime import time
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access, clock
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.text import clean
from sciweek.committee.models import Unit
from sciweek.logbook.actions import append, once, save_changes
from sciweek.post.actions.sending import send_message
from sciweek.post.actions.writing import write_message
from sciweek.post.logic.addresses import HOSTS, names_forbidden, read_url
from sciweek.post.models import Group, Message, QuietHours, Webhook
from sciweek.post.queries import Recipient
from sciweek.post.states import EVENTS, ROBOTS, ChannelKind, MessageState, Occasion
from sciweek.week.models import Region, Week


@once
def add_group(
    actor: Actor,
    region: Region,
    *,
    name: str,
    kind: str,
    address: str,
    secret: str = "",
    unit: Unit | None = None,
) -> Group:
    """Add a group's robot. Raises `Refused` with the fields `name`, `kind`, `address`."""
    access.require(actor, "post.run_post", region)
    name, address = _place(Group, name, address)
    _known_kind(kind, address)
    with transaction.atomic():
        group = Group.objects.create(
            region=region, name=name, kind=kind, address=address, secret=clean(secret), unit=unit
        )
        append(actor, "add_group", group)
    return group


def edit_group(
    actor: Actor,
    group: Group,
    *,
    name: str,
    kind: str,
    address: str = "",
    secret: str = "",
    unit: Unit | None = None,
    is_active: bool = True,
    seen_version: int | None = None,
) -> Group:
    """Change a robot; an empty address or secret keeps the one that is there, because neither is ever shown."""
    access.require(actor, "post.run_post", group)
    name, address = _place(Group, name, address or group.address, besides=group.pk)
    _known_kind(kind, address)
    return save_changes(
        actor,
        group,
        verb="edit_group",
        seen_version=seen_version,
        name=name,
        kind=kind,
        address=address,
        secret=clean(secret) or group.secret,
        unit=unit,
        is_active=is_active,
    )


def forget_group(actor: Actor, group: Group, *, seen_version: int | None = None) -> Group:
    """Take a robot out: its address and secret are emptied, its messages stay."""
    access.require(actor, "post.run_post", group)
    return save_changes(
        actor, group, verb="forget_group", seen_version=seen_version, address="", secret="", is_active=False
    )


def _known_kind(kind: str, address: str) -> None:
    """A known robot's address is of one kind; any other host may be a gateway of one's own."""
    if kind not in ROBOTS:
        raise Refused(fields={"kind": _("请选是哪一种群。")}, code="invalid")
    host = urlsplit(address).hostname
    other = next((ChannelKind(one) for one, theirs in HOSTS.items() if theirs == host and one != kind), None)
    if other is not None:
        text = _("这个地址是%(kind)s的。请改选这一种，或者换一个地址。") % {"kind": other.label}
        raise Refused(fields={"kind": text}, code="invalid")


def _place(model: type[Group | Webhook], name: str, address: str, *, besides: int = 0) -> tuple[str, str]:
    """The name and address as they are stored."""
    problems: dict[str, str] = {}
    name = clean(name)
    if not name or len(name) > 60:
        problems["name"] = _("请写名称，最多 60 个字。")
    elif model.objects.filter(name=name).exclude(pk=besides).exists():
        problems["name"] = _("已经有这个名称。")
    try:
        address = read_url(clean(address))
        # Names are looked at when they are called: they may resolve anew every time.
        if names_forbidden(address, private_allowed=settings.SCIWEEK_PRIVATE_NETWORKS):
            problems["address"] = _("这个地址在内部网络里，现在的设置不让往那里发。请换一个地址。")
    except ValueError as error:
        problems["address"] = str(error)
    if problems:
        raise Refused(fields=problems, code="invalid")
    return name, address


def try_group(actor: Actor, group: Group, week: Week | None = None) -> Message:
    """Send a line to the group that says who tries it; at most one a minute. In quiet hours too: somebody is there."""
    access.require(actor, "post.run_post", group)
    text = _("试发：这个群能收到%(region)s的消息。") % {"region": group.region.short_name}
    message = write_message(
        actor,
        week,
        channel=group.kind,
        to=Recipient(group.name, group=group),
        subject="",
        body=text,
        once_key=f"test:{group.uid}:{clock.now():%Y%m%d%H%M}",
        occasion=Occasion.TEST,
    )
    if message.state != MessageState.DRAFT:  # pressed twice
        return message
    return send_message(actor, message, urgent_why=_("试发"))


@once
def add_webhook(
    actor: Actor, region: Region, *, name: str, address: str, events: Sequence[str], secret: str = ""
) -> Webhook:
    """Add an address that is told of events. Without a secret one is made; it signs every delivery."""
    access.require(actor, "post.run_post", region)
    name, address = _place(Webhook, name, address)
    chosen = _events(events)
    with transaction.atomic():
        hook = Webhook.objects.create(
            region=region, name=name, address=address, events=chosen, secret=_secret(secret) or new_secret()
        )
        append(actor, "add_webhook", hook)
    return hook


def edit_webhook(
    actor: Actor,
    hook: Webhook,
    *,
    name: str,
    address: str,
    events: Sequence[str],
    secret: str = "",
    is_active: bool = True,
    seen_version: int | None = None,
) -> Webhook:
    """Change an address; an empty secret keeps the one that is there. Switching it on again forgets old failures."""
    access.require(actor, "post.run_post", hook)
    name, address = _place(Webhook, name, address, besides=hook.pk)
    fresh: dict[str, Any] = (
        {"failing_since": None, "paused_at": None} if is_active and not hook.is_active else {}
    )
    return save_changes(
        actor,
        hook,
        verb="edit_webhook",
        seen_version=seen_version,
        name=name,
        address=address,
        events=_events(events),
        secret=_secret(secret) or hook.secret,
        is_active=is_active,
        **fresh,
    )


def new_secret() -> str:
    """256 bits, as text that can be copied."""
    return f"whsec_{secrets.token_urlsafe(32)}"


def _secret(text: str) -> str:
    text = clean(text)
    if text and len(text) < 16:
        raise Refused(fields={"secret": _("密钥至少 16 个字符；留空由系统生成。")}, code="invalid")
    return text


def _events(events: Sequence[str]) -> list[str]:
    chosen = [str(event) for event in EVENTS if event in events]
    if not chosen:
        raise Refused(fields={"events": _("请至少选一件要通知的事。")}, code="invalid")
    return chosen


def set_quiet_hours(actor: Actor, region: Region, *, starts: time, ends: time) -> QuietHours:
    """From when to when the region's messages do not ring; equal times: never quiet."""
    access.require(actor, "post.run_post", region)
    with transaction.atomic():
        row, _made = QuietHours.objects.get_or_create(region=region)
        return save_changes(actor, row, verb="set_quiet_hours", starts=starts, ends=ends)
