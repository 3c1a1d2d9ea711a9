"""Official papers handed in, and what was read of them, over the API."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from ninja import File, Form, Query
from ninja.files import UploadedFile

from sciweek.base.rest import (
    ApiRequest,
    Asked,
    Body,
    Code,
    OnceKey,
    Out,
    PageOf,
    Parts,
    Room,
    Seen,
    local,
    narrowed,
    page_of,
    the_row,
)
from sciweek.base.rest.room import require_scope
from sciweek.base.uploads import contents
from sciweek.notice.actions import intake
from sciweek.notice.models import Notice
from sciweek.notice.queries.notices import light
from sciweek.notice.rules import visible_notices
from sciweek.notice.states import NoticeRole, NoticeState

rest = Room("notices", _("通知"))
SEES = "notice.see_notices"
# A reading holds the names and phones of the notice's contacts.
CONTACTS = "contacts:read"


class NoticeOut(Out):
    """A paper and how far it has come. `trouble` is the code of why it could not be read."""

    code: str
    uid: UUID
    role: NoticeRole
    state: NoticeState
    title: str
    file_name: str
    digest: str
    pages: int | None
    trouble: str
    created_at: datetime | None
    created_by: str
    version: int


class NoticeFilter(Asked):
    """Which papers."""

    state: NoticeState | None = None
    role: NoticeRole | None = None


class NoticeStep(Body):
    """A step that needs no words."""

    seen_version: Seen | None = None


class NoticeForm(Parts):
    """Whose paper it is; `anyway` takes the same file a second time."""

    role: NoticeRole = NoticeRole.OWN
    anyway: bool = False


class ReadingOut(Out):
    """What the reader found, as `sciweek notice schema` describes it, and the text that its ranges point into."""

    text: str
    reading: dict[str, Any]


def _out(request: ApiRequest, row: Notice) -> NoticeOut:
    plain = {name: getattr(row, name) for name in NoticeOut.model_fields}
    return NoticeOut.model_validate(
        plain
        | {
            "trouble": str(row.trouble.get("code", "")),
            "created_at": local(row.created_at, request.region.zone),
        }
    )


def _seen(request: ApiRequest) -> QuerySet[Notice]:
    rows = visible_notices(request.actor)
    return rows.filter(week_id=request.week.pk) if request.auth.is_bound else rows


def _the_notice(request: ApiRequest, code: str) -> Notice:
    return the_row(_seen(request), code)


@rest.read("/notices", PageOf[NoticeOut], _("收到的通知，新的在前"), needs=SEES)
def list_notices(request: ApiRequest, asked: Query[NoticeFilter]) -> PageOf[NoticeOut]:
    plain = {"state": asked.state, "role": asked.role}
    rows = narrowed(light(_seen(request)), **plain)
    return page_of(request, PageOf[NoticeOut], rows.order_by("-id"), asked, lambda row: _out(request, row))


@rest.write("POST", "/notices", NoticeOut, _("交一份通知，随后自动读取"), needs=SEES, status=201)
def hand_in_notice(
    request: ApiRequest,
    data: Form[NoticeForm],
    file: File[UploadedFile],
    once: OnceKey = None,
) -> NoticeOut:
    row = intake.hand_in_notice(
        request.actor,
        request.region,
        role=data.role,
        file_name=file.name or "",
        data=contents(file, "file"),
        anyway=data.anyway,
        request_uid=once,
    )
    return _out(request, row)


@rest.read("/notices/{code}", NoticeOut, _("一份通知读到哪一步"), needs=SEES)
def get_notice(request: ApiRequest, code: Code) -> NoticeOut:
    return _out(request, _the_notice(request, code))


@rest.read("/notices/{code}/reading", ReadingOut, _("读出的内容和全文（还要 contacts:read）"), needs=SEES)
def get_reading(request: ApiRequest, code: Code) -> ReadingOut:
    require_scope(request.auth, CONTACTS)
    row = _the_notice(request, code)
    return ReadingOut(text=row.text, reading=row.reading)


@rest.write("POST", "/notices/{code}/aside", NoticeOut, _("搁置"), needs=SEES)
def set_notice_aside(request: ApiRequest, code: Code, data: NoticeStep) -> NoticeOut:
    row = _the_notice(request, code)
    return _out(request, intake.set_notice_aside(request.actor, row, seen_version=data.seen_version))


@rest.write("POST", "/notices/{code}/take-up", NoticeOut, _("重新拿出来"), needs=SEES)
def take_up_notice(request: ApiRequest, code: Code, data: NoticeStep) -> NoticeOut:
    row = _the_notice(request, code)
    return _out(request, intake.take_up_notice(request.actor, row, seen_version=data.seen_version))
