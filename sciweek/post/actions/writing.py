"""Writing messages: as drafts, each recipient's own, and nobody's twice."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access, clock, scope
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.text import clean, clean_lines
from sciweek.logbook.actions import append_many, save_changes
from sciweek.post.actions.sending import send_messages
from sciweek.post.channels import channel as channel_of
from sciweek.post.logic.addresses import read_address, shown
from sciweek.post.logic.wording import Text, filled
from sciweek.post.models import Message
from sciweek.post.models.messages import LONGEST_SUBJECT
from sciweek.post.queries import Recipient
from sciweek.post.states import ROBOTS, ChannelKind, MessageState, Occasion
from sciweek.week.models import Region, Week

LONGEST_KEY = 160


@dataclass(frozen=True, slots=True)
class Sheet:
    """One message before it is written. Without a key, the same text to the same recipient is the same message."""

    channel: str
    to: Recipient
    subject: str
    body: str
    once_key: str = ""
    about_uid: UUID | None = None


def filled_sheet(
    channel: str, to: Recipient, text: Text, gaps: Mapping[str, str], *, once_key: str, about_uid: UUID | None
) -> Sheet:
    """A sheet that writes itself: a subject that its values made too long is cut, because nobody is there to mend it."""
    subject = filled(text.subject, gaps)[:LONGEST_SUBJECT]
    return Sheet(channel, to, subject, filled(text.body, gaps).strip(), once_key, about_uid)


@dataclass(frozen=True, slots=True)
class Written:
    """What a bulk writing made, and what was there before."""

    new: list[Message] = field(default_factory=list)
    known: list[Message] = field(default_factory=list)


def write_message(
    actor: Actor,
    week: Week | None,
    *,
    channel: str,
    to: Recipient,
    subject: str,
    body: str,
    about_uid: UUID | None = None,
    once_key: str = "",
    occasion: str = Occasion.GENERAL,
    send: bool = False,
) -> Message:
    """Write one message as a draft; with `send` it goes out when its channel can.

    A message with that key is given back as it is. Raises `Refused` with the fields `address`, `subject`, `body`.
    """
    sheet = Sheet(channel, to, subject, body, once_key, about_uid)
    written = write_messages(actor, week, [sheet], occasion=occasion, send=send)
    message = (written.new or written.known)[0]
    message.refresh_from_db()
    return message


def write_messages(
    actor: Actor,
    week: Week | None,
    sheets: Sequence[Sheet],
    *,
    occasion: str = Occasion.GENERAL,
    send: bool = False,
) -> Written:
    """Write many messages at once, in a flat number of queries; what is there already stays as it is."""
    region = Region.objects.get(pk=scope.scope_id(Message))
    access.require(actor, "post.run_post", week or region)
    rows = {row.once_key: row for row in (checked_row(region, week, sheet, occasion) for sheet in sheets)}
    found = Message.objects.filter(once_key__in=list(rows)).order_by("pk")
    # A round that finds nothing new to say, as most do, takes no lock.
    there = set(found.values_list("once_key", flat=True))
    fresh = [row for key, row in rows.items() if key not in there]
    if not fresh:
        return Written(known=list(found))
    with transaction.atomic():
        # The unique key decides, not the look beforehand: two writers may come at the same moment.
        Message.objects.bulk_create(fresh, ignore_conflicts=True)
        mine = {row.uid for row in fresh}
        written = Written()
        for message in found.all():
            (written.new if message.uid in mine else written.known).append(message)
        append_many(actor, "write_message", [(message, {}) for message in written.new])
        if send:
            send_messages(
                actor, [message for message in written.new if channel_of(message.channel).is_ready()]
            )
    return written


def checked_row(region: Region, week: Week | None, sheet: Sheet, occasion: str) -> Message:
    """The message as it would be saved; raises `Refused`."""
    values = _checked(sheet, region)
    to = sheet.to
    key = sheet.once_key or _own_key(week, sheet.channel, to, values)
    return Message(
        region=region,
        week=week,
        channel=sheet.channel,
        unit=to.unit,
        person=to.person,
        group=to.group,
        to_name=clean(to.name)[:120],
        occasion=occasion,
        about_uid=sheet.about_uid,
        once_key=key if len(key) <= LONGEST_KEY else f"#{hashlib.sha256(key.encode()).hexdigest()}",
        written_at=clock.now(),
        **values,
    )


def _own_key(week: Week | None, kind: str, to: Recipient, values: dict[str, Any]) -> str:
    text = "\0".join([str(week.pk if week else 0), kind, to.key, values["subject"], values["body"]])
    return f"text:{hashlib.sha256(text.encode()).hexdigest()}"


def _checked(sheet: Sheet, region: Region) -> dict[str, Any]:
    """The message's own columns as they are stored."""
    problems = text_problems(sheet.channel, sheet.subject, sheet.body)
    address = ""
    group = sheet.to.group
    if sheet.channel == ChannelKind.WEBHOOK:
        problems["channel"] = _("程序接收地址只由系统通知。请选别的方式。")
    elif sheet.channel in ROBOTS:
        if group is None or group.kind != sheet.channel:
            problems["address"] = _("请选一个群。")
    else:
        try:
            address = read_address(sheet.channel, sheet.to.address, area_code=region.area_code)
        except ValueError as error:
            problems["address"] = str(error)
    if problems:
        raise Refused(fields=problems, code="invalid")
    return {
        "subject": clean(sheet.subject),
        "body": clean_lines(sheet.body),
        "address": address,
        "address_shown": shown(sheet.channel, group.address if group else address)[:120],
    }


def text_problems(kind: str, subject: str, body: str) -> dict[str, str]:
    """What is wrong with a text for this channel, by field."""
    subject, body = clean(subject), clean_lines(body)
    problems: dict[str, str] = {}
    if kind == ChannelKind.EMAIL and not subject:
        problems["subject"] = _("邮件要有标题。")
    elif len(subject) > LONGEST_SUBJECT:
        problems["subject"] = _("最多 %(count)d 个字，现在有 %(have)d 个。") % {
            "count": LONGEST_SUBJECT,
            "have": len(subject),
        }
    if not body:
        problems["body"] = _("请写正文。")
    elif kind in ChannelKind.values and (why := channel_of(kind).why_too_long(subject, body)):
        problems["body"] = why
    return problems


def edit_message(
    actor: Actor, message: Message, *, subject: str, body: str, seen_version: int | None = None
) -> Message:
    """Change a draft's words."""
    access.require(actor, "post.run_post", message)
    if message.state != MessageState.DRAFT:
        raise Refused(_("只有待发的消息可以改。"), code="no_such_move")
    if problems := text_problems(message.channel, subject, body):
        raise Refused(fields=problems, code="invalid")
    with transaction.atomic():
        saved = save_changes(
            actor,
            message,
            verb="edit_message",
            seen_version=seen_version,
            subject=clean(subject),
            body=clean_lines(body),
        )
        if saved.state != MessageState.DRAFT:
            raise Refused(_("只有待发的消息可以改。"), code="no_such_move")
    return saved
