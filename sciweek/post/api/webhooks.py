"""Addresses of programs that are told of events, over the API."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import Field

from sciweek.base.rest import (
    ApiRequest,
    Asked,
    Body,
    Choice,
    Code,
    Line,
    OnceKey,
    Out,
    PageOf,
    Room,
    Seen,
    local,
    page_of,
    the_row,
)
from sciweek.post import actions
from sciweek.post.models import Message, Webhook
from sciweek.post.queries import deliveries
from sciweek.post.states import Event, MessageState

rest = Room("webhooks", _("程序接收地址"))
RUNS = "post.run_post"
HOOK = "/webhooks/{code}"
Events = Annotated[list[Annotated[Event, Choice]], Field(max_length=20)]
Secret = Annotated[str, Field(max_length=200)]


class WebhookOut(Out):
    """Where a program is told of events. `paused_at`: switched off by itself after a day of failures."""

    code: str
    uid: UUID
    name: str
    address: str
    events: list[Event]
    is_active: bool
    failing_since: datetime | None
    paused_at: datetime | None
    version: int


class NewWebhookOut(WebhookOut):
    """The same with the secret that signs every delivery: told when it is added, and never by the API again."""

    secret: str


class DeliveryOut(Out):
    """What the program was told: `uid` is the `Sciweek-Delivery` of every attempt."""

    code: str
    uid: UUID
    event: str
    state: MessageState
    trouble: str
    tries: int
    written_at: datetime | None
    next_try_at: datetime | None
    settled_at: datetime | None


class NewWebhook(Body):
    """An address to add. Without a secret one is made."""

    name: Line
    address: Line
    events: Events
    secret: Secret = ""


class WebhookChange(Body):
    """What to change; what is left out stays. Switched on again it forgets old failures."""

    seen_version: Seen
    name: Line = ""
    address: Line = ""
    events: Events = []
    secret: Secret = ""
    is_active: bool = True


def _values(request: ApiRequest, hook: Webhook) -> dict[str, Any]:
    names = ("code", "uid", "name", "address", "events", "is_active", "version")
    return {name: getattr(hook, name) for name in names} | {
        "failing_since": local(hook.failing_since, request.region.zone),
        "paused_at": local(hook.paused_at, request.region.zone),
    }


def _out(request: ApiRequest, hook: Webhook) -> WebhookOut:
    return WebhookOut.model_validate(_values(request, hook))


def _the_hook(code: str) -> Webhook:
    return the_row(Webhook.objects.select_related("region"), code)


def _delivery(request: ApiRequest, row: Message) -> DeliveryOut:
    zone = request.region.zone
    return DeliveryOut(
        code=row.code,
        uid=row.uid,
        event=row.subject,
        state=MessageState(row.state),
        trouble=row.trouble,
        tries=row.tries,
        written_at=local(row.written_at, zone),
        next_try_at=local(row.next_try_at, zone),
        settled_at=local(row.settled_at, zone),
    )


@rest.read("/webhooks", PageOf[WebhookOut], _("程序接收地址"), needs=RUNS)
def list_webhooks(request: ApiRequest, asked: Query[Asked]) -> PageOf[WebhookOut]:
    return page_of(request, PageOf[WebhookOut], Webhook.objects.all(), asked, lambda row: _out(request, row))


@rest.write("POST", "/webhooks", NewWebhookOut, _("加一个接收地址"), needs=RUNS, status=201)
def add_webhook(request: ApiRequest, data: NewWebhook, once: OnceKey = None) -> NewWebhookOut:
    hook = actions.add_webhook(request.actor, request.region, request_uid=once, **data.model_dump())
    return NewWebhookOut.model_validate(_values(request, hook) | {"secret": hook.secret})


@rest.read(HOOK, WebhookOut, _("一个接收地址"), needs=RUNS)
def get_webhook(request: ApiRequest, code: Code) -> WebhookOut:
    return _out(request, _the_hook(code))


@rest.write("PATCH", HOOK, WebhookOut, _("修改一个接收地址，停用或者重新启用"), needs=RUNS)
def edit_webhook(request: ApiRequest, code: Code, data: WebhookChange) -> WebhookOut:
    hook = _the_hook(code)
    stays = {name: getattr(hook, name) for name in ("name", "address", "events", "is_active")}
    saved = actions.edit_webhook(
        request.actor, hook, seen_version=data.seen_version, **(stays | data.given())
    )
    return _out(request, saved)


@rest.write("POST", f"{HOOK}/ping", DeliveryOut, _("试发一次"), needs=RUNS)
def ping_webhook(request: ApiRequest, code: Code) -> DeliveryOut:
    return _delivery(request, actions.ping_webhook(request.actor, _the_hook(code)))


@rest.read(f"{HOOK}/deliveries", PageOf[DeliveryOut], _("送出的通知，新的在前"), needs=RUNS)
def list_deliveries(request: ApiRequest, code: Code, asked: Query[Asked]) -> PageOf[DeliveryOut]:
    rows = deliveries(_the_hook(code))
    return page_of(request, PageOf[DeliveryOut], rows, asked, lambda row: _delivery(request, row))
