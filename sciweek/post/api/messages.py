"""Messages to units over the API: what waits, what became of each, new ones as drafts."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query
from pydantic import Field

from sciweek.base import access
from sciweek.base.errors import Refused
from sciweek.base.rest import (
    ApiRequest,
    Asked,
    Body,
    Choice,
    Code,
    Line,
    Out,
    PageOf,
    Room,
    Seen,
    Slug,
    Text,
    Words,
    local,
    page_of,
    the_row,
)
from sciweek.base.token_scopes import covers
from sciweek.committee.models import Unit
from sciweek.committee.queries import units
from sciweek.post import actions
from sciweek.post.logic import wording
from sciweek.post.models import Group, Message
from sciweek.post.queries import groups, outbox
from sciweek.post.rules import visible_messages
from sciweek.post.states import ChannelKind, MessageState, Occasion, Outcome

rest = Room("messages", gettext_lazy("消息"))
SEES, RUNS = "post.see_post", "post.run_post"
CONTACTS = "contacts:read"
MESSAGE = "/weeks/{week}/messages/{code}"


class MessageOut(Out):
    """One text for one recipient. `address` is shortened as on the page, and empty without `contacts:read`."""

    code: str
    uid: UUID
    channel: ChannelKind
    unit: str | None
    to_name: str
    address: str
    occasion: Occasion
    subject: str
    state: MessageState
    urgent_why: str
    trouble: str
    written_at: datetime | None
    next_try_at: datetime | None
    settled_at: datetime | None
    version: int


class AttemptOut(Out):
    """One try to send it: `answer_code` is SMTP's or HTTP's, `answer` what the other side said."""

    number: int
    began_at: datetime | None
    ended_at: datetime | None
    outcome: Outcome
    answer_code: int | None
    answer: str


class WholeMessageOut(MessageOut):
    """The same with its text and its attempts. The text of an invitation, which holds a link, is left empty."""

    body: str
    attempts: list[AttemptOut]


class WrittenOut(Out):
    """What was written, what had been written before in the same words, and units without an address."""

    new: list[MessageOut]
    known: list[MessageOut]
    without: list[str]


class GroupOut(Out):
    """A robot of a chat group; its address is shown to nobody."""

    code: str
    name: str
    kind: ChannelKind
    unit: str | None


class MessageFilter(Asked):
    """Which messages; `q` is looked for in recipients and subjects."""

    state: MessageState | None = None
    channel: ChannelKind | None = None
    unit: Code | None = None
    q: Words = ""


class NewMessages(Body):
    """One text for many units, by code, with gaps like {单位}; or for one group.

    `copy_rest`: units without an address get a text to copy.
    """

    channel: Annotated[ChannelKind, Choice]
    units: Annotated[list[Code], Field(max_length=2000)] = []
    group: Code | None = None
    subject: Line = ""
    body: Text
    copy_rest: bool = True


class MessageStep(Body):
    """A step that needs no words."""

    seen_version: Seen | None = None


class MessageSending(MessageStep):
    """In quiet hours a message waits, unless `urgent_why` says why not."""

    urgent_why: Annotated[str, Field(max_length=200)] = ""


def _values(request: ApiRequest, row: Message) -> dict[str, Any]:
    names = ("code", "uid", "channel", "to_name", "occasion", "subject", "state", "urgent_why", "trouble")
    shown = covers(request.auth.scopes, CONTACTS) and access.may(request.actor, RUNS, row)
    zone = request.week.zone
    return {name: getattr(row, name) for name in names} | {
        "unit": row.unit.code if row.unit else None,
        "address": row.address_shown if shown else "",
        "written_at": local(row.written_at, zone),
        "next_try_at": local(row.next_try_at, zone),
        "settled_at": local(row.settled_at, zone),
        "version": row.version,
    }


def _out(request: ApiRequest, row: Message) -> MessageOut:
    return MessageOut.model_validate(_values(request, row))


def _whole(request: ApiRequest, row: Message) -> WholeMessageOut:
    zone = request.week.zone
    attempts = [
        AttemptOut(
            number=one.number,
            began_at=local(one.began_at, zone),
            ended_at=local(one.ended_at, zone),
            outcome=Outcome(one.outcome),
            answer_code=one.answer_code,
            answer=one.answer,
        )
        for one in row.attempts.all()
    ]
    body = row.body if access.may(request.actor, "post.read_text", row) else ""
    return WholeMessageOut.model_validate(_values(request, row) | {"body": body, "attempts": attempts})


def _the_message(request: ApiRequest, code: str) -> Message:
    return the_row(visible_messages(request.actor).select_related("unit"), code)


def _the_units(codes: list[str]) -> list[Unit]:
    found = list(units().filter(code__in=codes))
    missing = sorted(set(codes) - {unit.code for unit in found})
    if missing:
        text = _("没有这些单位：%(codes)s") % {"codes": "、".join(missing[:10])}
        raise Refused(fields={"units": text}, code="invalid")
    return found


def _the_group(code: str | None) -> Group | None:
    if code is None:
        return None
    found = groups().filter(code=code).first()
    if found is None:
        raise Refused(fields={"group": _("没有这个群。")}, code="invalid")
    return found


@rest.read("/weeks/{week}/messages", PageOf[MessageOut], gettext_lazy("消息，新的在前"), needs=SEES)
def list_messages(request: ApiRequest, week: Slug, asked: Query[MessageFilter]) -> PageOf[MessageOut]:
    states = [asked.state] if asked.state else []
    rows = outbox(request.actor, states=states, kind=asked.channel or "", words=asked.q.strip())
    if asked.unit:
        rows = rows.filter(unit__code=asked.unit)
    return page_of(request, PageOf[MessageOut], rows, asked, lambda row: _out(request, row))


@rest.write(
    "POST",
    "/weeks/{week}/messages",
    WrittenOut,
    gettext_lazy("写给若干单位，每个单位一条，先放在待发"),
    needs=SEES,
)
def write_messages(request: ApiRequest, week: Slug, data: NewMessages) -> WrittenOut:
    access.require(request.actor, RUNS, request.week)
    group = _the_group(data.group)
    chosen = [] if group else _the_units(data.units)
    text = wording.Text(data.subject, data.body)
    made = actions.compose(
        request.week, chosen, text, channel=data.channel, group=group, copy_rest=data.copy_rest
    )
    if made.problems:
        raise Refused(fields=made.problems, code="invalid")
    written = actions.write_composition(request.actor, request.week, made)
    return WrittenOut(
        new=[_out(request, row) for row in written.new],
        known=[_out(request, row) for row in written.known],
        without=[unit.code for unit in made.without],
    )


@rest.read(MESSAGE, WholeMessageOut, gettext_lazy("一条消息，每次发送的结果"), needs=SEES)
def get_message(request: ApiRequest, week: Slug, code: Code) -> WholeMessageOut:
    return _whole(request, _the_message(request, code))


@rest.write("POST", f"{MESSAGE}/send", WholeMessageOut, gettext_lazy("发出，没发成的再发"), needs=SEES)
def send_message(request: ApiRequest, week: Slug, code: Code, data: MessageSending) -> WholeMessageOut:
    row = _the_message(request, code)
    actions.send_message(request.actor, row, urgent_why=data.urgent_why, seen_version=data.seen_version)
    return _whole(request, _the_message(request, code))


@rest.write("POST", f"{MESSAGE}/withdraw", WholeMessageOut, gettext_lazy("撤回还没有发出的"), needs=SEES)
def withdraw_message(request: ApiRequest, week: Slug, code: Code, data: MessageStep) -> WholeMessageOut:
    actions.withdraw_message(request.actor, _the_message(request, code), seen_version=data.seen_version)
    return _whole(request, _the_message(request, code))


@rest.write("POST", f"{MESSAGE}/copied", WholeMessageOut, gettext_lazy("已经自己转发"), needs=SEES)
def tick_off(request: ApiRequest, week: Slug, code: Code, data: MessageStep) -> WholeMessageOut:
    actions.tick_off(request.actor, _the_message(request, code), seen_version=data.seen_version)
    return _whole(request, _the_message(request, code))


@rest.read("/groups", PageOf[GroupOut], gettext_lazy("能用的群机器人"), needs=RUNS)
def list_groups(request: ApiRequest, asked: Query[Asked]) -> PageOf[GroupOut]:
    def out(row: Group) -> GroupOut:
        unit = row.unit.code if row.unit else None
        return GroupOut(code=row.code, name=row.name, kind=ChannelKind(row.kind), unit=unit)

    return page_of(request, PageOf[GroupOut], groups(), asked, out)
