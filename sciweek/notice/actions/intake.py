"""Taking a paper in, and what came of reading it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sciweek.base import access, facts
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.files.actions import keep_file
from sciweek.logbook.actions import append, locked_row, move, once
from sciweek.notice.events import NoticeHandedIn
from sciweek.notice.logic import reader
from sciweek.notice.logic.intake.limits import MAX_BYTES
from sciweek.notice.models import Finding, Notice
from sciweek.notice.states import NOTICE_MOVES, NoticeRole, NoticeState
from sciweek.week.models import Region

RECOGNISED = gettext_noop("文字由图像识别得到，请对照原件。")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the reader made of the file: the reading as `reading.schema.json` has it, with its `text`."""

    reading: Mapping[str, Any]
    media: str
    pages: int | None = None
    doubtful: bool = False
    remarks: Sequence[Mapping[str, Any]] = field(default=())


@once
def hand_in_notice(
    actor: Actor, region: Region, *, role: str, file_name: str, data: bytes, anyway: bool = False
) -> Notice:
    """Keep the file privately and have it read. The same bytes again are refused unless `anyway`.

    Raises `Refused` for field `file`; with code `same_file` when the region already has it.
    """
    access.require(actor, "notice.run_notices", region)
    if role not in NoticeRole.values:
        raise Refused(fields={"role": _("请选这是谁的通知。")})
    if not data:
        raise Refused(fields={"file": _("文件是空的。请检查后重新选择文件。")}, code="empty")
    if len(data) > MAX_BYTES:
        raise Refused(fields={"file": too_large(len(data))}, code="too_large")
    digest = hashlib.sha256(data).hexdigest()
    with transaction.atomic():
        if not anyway and Notice.objects.filter(digest=digest).exclude(state=NoticeState.SET_ASIDE).exists():
            raise Refused(fields={"file": _("这份文件已经交过。可以接着核对那一份。")}, code="same_file")
        notice = Notice.objects.create(
            region=region, role=role, file_name=file_name[:200], digest=digest, created_by=actor.name[:60]
        )
        keep_file(actor, owner_uid=notice.uid, name=file_name, data=data, field="file")
        append(actor, "hand_in_notice", notice)
        facts.tell(NoticeHandedIn(region.pk, notice.pk))
    return notice


def too_large(size: int) -> str:
    """What to say of a file that is too large to be a notice."""
    return _("文件有 %(size)d MB，超过 %(limit)d MB 的上限。请删去图片，或只上传通知正文和附件。") % {
        "size": -(-size // 1024 // 1024),
        "limit": MAX_BYTES // 1024 // 1024,
    }


def record_reading(actor: Actor, notice: Notice, outcome: Outcome) -> Notice:
    """Write down what was read: findings with their evidence, all still open. Read again, it changes nothing."""
    with transaction.atomic():
        locked = locked_row(notice)
        if locked.state != NoticeState.WAITING:
            return locked
        text = str(outcome.reading["text"])
        drafts = reader.findings(outcome.reading, text, doubt_all=_(RECOGNISED) if outcome.doubtful else "")
        moved = move(
            actor,
            notice,
            NoticeState.REVIEW,
            NOTICE_MOVES,
            verb="read_notice",
            text=text,
            title=str(outcome.reading.get("title") or "")[:300],
            reading={name: value for name, value in outcome.reading.items() if name != "text"},
            remarks=list(outcome.remarks),
            media=outcome.media,
            pages=outcome.pages,
            trouble={},
        )
        Finding.objects.bulk_create(
            [
                Finding(
                    region_id=moved.region_id,
                    notice=moved,
                    position=position,
                    pointer=draft.pointer,
                    field=draft.field,
                    value=draft.value,
                    read_value=draft.value,
                    evidence=draft.evidence,
                    reason=draft.reason,
                    doubt=draft.doubt,
                )
                for position, draft in enumerate(drafts, 1)
            ],
            batch_size=200,
        )
    return moved


def record_trouble(
    actor: Actor, notice: Notice, *, code: str, message: str, params: Mapping[str, Any] | None = None
) -> Notice:
    """Write down why the file could not be read; `message` is a msgid with `{named}` places."""
    with transaction.atomic():
        if locked_row(notice).state != NoticeState.WAITING:
            return notice
        trouble = {"code": code, "message": message, "params": dict(params or {})}
        return move(
            actor, notice, NoticeState.UNREADABLE, NOTICE_MOVES, verb="read_notice", why=code, trouble=trouble
        )


def set_notice_aside(actor: Actor, notice: Notice, *, seen_version: int | None = None) -> Notice:
    """Put a paper away without making anything of it; it can be taken up again."""
    return move(
        actor, notice, NoticeState.SET_ASIDE, NOTICE_MOVES, verb="set_notice_aside", seen_version=seen_version
    )


def take_up_notice(actor: Actor, notice: Notice, *, seen_version: int | None = None) -> Notice:
    """Go on with a paper that was set aside."""
    if not notice.text:
        raise Refused(_("这份文件没有读成，请重新上传。"), code="unread")
    return move(
        actor, notice, NoticeState.REVIEW, NOTICE_MOVES, verb="take_up_notice", seen_version=seen_version
    )
