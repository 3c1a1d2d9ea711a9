"""Duties and what units hand in, over the API."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Annotated, Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import File, Form, Query
from ninja.files import UploadedFile
from pydantic import Field

from sciweek.base.errors import Refused
from sciweek.base.rest import (
    ApiRequest,
    Asked,
    Body,
    Choice,
    Code,
    Day,
    Hour,
    Line,
    Moment,
    Names,
    OnceKey,
    Out,
    PageOf,
    Parts,
    Room,
    Seen,
    Slug,
    Text,
    local,
    narrowed,
    page_of,
    the_row,
)
from sciweek.base.uploads import contents
from sciweek.committee.models import Unit
from sciweek.duties import actions
from sciweek.duties.models import Duty, HandIn
from sciweek.duties.queries import duties
from sciweek.duties.rules import READERS, visible_hand_ins
from sciweek.duties.states import DutyKind, HandInState
from sciweek.files.pages import give_file
from sciweek.files.queries import files_of
from sciweek.logbook.changes import changed_since

rest = Room("duties", gettext_lazy("期限和报送"))
SEES = "duties.see_duties"
HAND_IN = "/weeks/{week}/hand-ins/{code}"


class DutyOut(Out):
    """Something that units hand in. `due_at` is the moment after which it is late."""

    code: str
    uid: UUID
    what: str
    short_name: str
    kind: DutyKind
    opens_on: date | None
    due_on: date
    due_time: str | None
    due_at: datetime | None
    receiver: str
    outer_limit: date | None
    note: str
    version: int


class FileOut(Out):
    """A file that was handed in."""

    code: str
    name: str
    media_type: str
    size: int
    sha256: str


class HandInOut(Out):
    """One unit's part in one duty."""

    code: str
    uid: UUID
    duty: str
    unit: str
    unit_name: str
    posts: list[str]
    state: HandInState
    handed_at: datetime | None
    handed_by: str
    note: str
    office_note: str
    version: int


class WholeHandInOut(HandInOut):
    """The same with its files."""

    files: list[FileOut]


class HandInFilter(Asked):
    """Which hand-ins."""

    state: HandInState | None = None
    unit: Code | None = None
    duty: Code | None = None
    changed_since: Moment | None = None


class DutyFilter(Asked):
    """Which duties."""

    kind: DutyKind | None = None
    changed_since: Moment | None = None


class Owing(Body):
    """A unit that owes it, by code, and the posts inside it."""

    unit: Code
    posts: Names = []


class DutyFields(Body):
    """What may be said of a duty. A date without an hour lasts until the next local midnight."""

    due_time: Hour | None = None
    opens_on: Day | None = None
    receiver: Line = ""
    outer_limit: Day | None = None
    kind: Annotated[DutyKind, Choice] = DutyKind.OTHER
    short_name: Annotated[str, Field(max_length=20)] = ""
    note: Text = ""


class NewDuty(DutyFields):
    """A duty to make, with the units that owe it."""

    what: Line
    due_on: Day
    addressees: Annotated[list[Owing], Field(max_length=1000)] = []


class DutyChange(DutyFields):
    """What to change; what is left out stays."""

    seen_version: Seen
    what: Line = ""
    due_on: Day | None = None


class Addressees(Body):
    """Units that owe the duty from now on."""

    addressees: Annotated[list[Owing], Field(min_length=1, max_length=1000)]


class HandInStep(Body):
    """A step that needs no words."""

    seen_version: Seen | None = None


class HandInForm(Parts):
    """What is said with the files."""

    note: Text = ""
    seen_version: Seen | None = None


class HandInReturn(HandInStep):
    """Send it back with the point to correct."""

    why: Text


def _duty_out(duty: Duty) -> DutyOut:
    plain = {name: getattr(duty, name) for name in DutyOut.model_fields if name not in ("due_time", "due_at")}
    hour = f"{duty.due_time:%H:%M}" if duty.due_time else None
    return DutyOut.model_validate(plain | {"due_time": hour, "due_at": local(duty.due_at, duty.week.zone)})


def _seen_duties(request: ApiRequest) -> QuerySet[Duty]:
    if request.actor.has(*READERS):
        return duties()
    return duties().filter(pk__in=visible_hand_ins(request.actor).values("duty_id"))


def _the_duty(request: ApiRequest, code: str) -> Duty:
    return the_row(_seen_duties(request), code)


def _addressees(owing: Iterable[Owing]) -> list[actions.Addressee]:
    wanted = list(owing)
    known = {unit.code: unit for unit in Unit.objects.filter(code__in=[one.unit for one in wanted])}
    missing = [one.unit for one in wanted if one.unit not in known]
    if missing:
        text = _("没有这些单位：%(codes)s") % {"codes": "、".join(missing[:10])}
        raise Refused(fields={"addressees": text}, code="invalid")
    return [actions.Addressee(known[one.unit], one.posts) for one in wanted]


def _hours(values: dict[str, Any]) -> dict[str, Any]:
    if values.get("due_time") is not None:
        values["due_time"] = time.fromisoformat(values["due_time"])
    return values


@rest.read("/weeks/{week}/duties", PageOf[DutyOut], gettext_lazy("报送事项，按期限"), needs=SEES)
def list_duties(request: ApiRequest, week: Slug, asked: Query[DutyFilter]) -> PageOf[DutyOut]:
    rows = changed_since(_seen_duties(request), asked.changed_since)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    return page_of(request, PageOf[DutyOut], rows.order_by("due_on", "position", "id"), asked, _duty_out)


@rest.write("POST", "/weeks/{week}/duties", DutyOut, gettext_lazy("加一件报送事项"), needs=SEES, status=201)
def add_duty(request: ApiRequest, week: Slug, data: NewDuty, once: OnceKey = None) -> DutyOut:
    values = _hours(data.given("addressees"))
    duty = actions.add_duty(
        request.actor, request.week, request_uid=once, addressees=_addressees(data.addressees), **values
    )
    return _duty_out(duty)


@rest.read("/weeks/{week}/duties/{code}", DutyOut, gettext_lazy("一件报送事项"), needs=SEES)
def get_duty(request: ApiRequest, week: Slug, code: Code) -> DutyOut:
    return _duty_out(_the_duty(request, code))


@rest.write("PATCH", "/weeks/{week}/duties/{code}", DutyOut, gettext_lazy("修改一件报送事项"), needs=SEES)
def edit_duty(request: ApiRequest, week: Slug, code: Code, data: DutyChange) -> DutyOut:
    values = _hours(data.given())
    duty = _the_duty(request, code)
    return _duty_out(actions.edit_duty(request.actor, duty, seen_version=data.seen_version, **values))


@rest.write(
    "POST",
    "/weeks/{week}/duties/{code}/addressees",
    list[HandInOut],
    gettext_lazy("再加要报的单位"),
    needs=SEES,
)
def address_duty(request: ApiRequest, week: Slug, code: Code, data: Addressees) -> list[HandInOut]:
    duty = _the_duty(request, code)
    fresh = actions.address_duty(request.actor, duty, _addressees(data.addressees))
    return [_hand_in_out(row, request.week.zone) for row in fresh]


def _hand_in_out(row: HandIn, zone: str) -> HandInOut:
    return HandInOut.model_validate(_hand_in_values(row, zone))


def _hand_in_values(row: HandIn, zone: str) -> dict[str, Any]:
    names = ("code", "uid", "posts", "state", "handed_by", "note", "office_note", "version")
    return {name: getattr(row, name) for name in names} | {
        "duty": row.duty.code,
        "unit": row.unit.code,
        "unit_name": row.unit.name,
        "handed_at": local(row.handed_at, zone),
    }


def _seen_hand_ins(request: ApiRequest) -> QuerySet[HandIn]:
    return visible_hand_ins(request.actor).select_related("duty", "unit", "week")


def _the_hand_in(request: ApiRequest, code: str) -> HandIn:
    return the_row(_seen_hand_ins(request), code)


def _whole(request: ApiRequest, row: HandIn) -> WholeHandInOut:
    found = HandIn.objects.select_related("duty", "unit").get(pk=row.pk)
    files = [
        FileOut(code=one.code, name=one.name, media_type=one.media_type, size=one.size, sha256=one.sha256)
        for one in files_of(found.uid)
    ]
    return WholeHandInOut.model_validate(_hand_in_values(found, request.week.zone) | {"files": files})


@rest.read("/weeks/{week}/hand-ins", PageOf[HandInOut], gettext_lazy("各单位的报送"), needs=SEES)
def list_hand_ins(request: ApiRequest, week: Slug, asked: Query[HandInFilter]) -> PageOf[HandInOut]:
    plain = {"state": asked.state, "unit__code": asked.unit, "duty__code": asked.duty}
    rows = narrowed(_seen_hand_ins(request), **plain)
    rows = changed_since(rows, asked.changed_since).order_by(
        "duty__due_on", "duty_id", "unit__sort_key", "id"
    )
    return page_of(request, PageOf[HandInOut], rows, asked, lambda row: _hand_in_out(row, request.week.zone))


@rest.read(HAND_IN, WholeHandInOut, gettext_lazy("一个单位的一件报送"), needs=SEES)
def get_hand_in(request: ApiRequest, week: Slug, code: Code) -> WholeHandInOut:
    return _whole(request, _the_hand_in(request, code))


@rest.write(
    "POST", f"{HAND_IN}/hand-in", WholeHandInOut, gettext_lazy("报送：说明、文件，或两样都有"), needs=SEES
)
def hand_in(
    request: ApiRequest,
    week: Slug,
    code: Code,
    data: Form[HandInForm],
    files: File[list[UploadedFile] | None] = None,
) -> WholeHandInOut:
    owed = _the_hand_in(request, code)
    uploads = [
        actions.Upload(one.name or "", contents(one, "files"), one.content_type or "") for one in files or ()
    ]
    saved = actions.hand_in(
        request.actor, owed, note=data.note, files=uploads, seen_version=data.seen_version
    )
    return _whole(request, saved)


@rest.read(f"{HAND_IN}/files/{{file}}", bytes, gettext_lazy("一份报送文件"), needs=SEES)
def get_file(request: ApiRequest, week: Slug, code: Code, file: Code) -> HttpResponse:
    owed = _the_hand_in(request, code)
    return give_file(files_of(owed.uid).filter(code=file).first(), file)


def _step(request: ApiRequest, code: str, data: HandInStep, action: Any) -> WholeHandInOut:
    owed = _the_hand_in(request, code)
    return _whole(request, action(request.actor, owed, seen_version=data.seen_version))


@rest.write("POST", f"{HAND_IN}/accept", WholeHandInOut, gettext_lazy("看过，没有问题"), needs=SEES)
def accept_hand_in(request: ApiRequest, week: Slug, code: Code, data: HandInStep) -> WholeHandInOut:
    return _step(request, code, data, actions.accept_hand_in)


@rest.write("POST", f"{HAND_IN}/return", WholeHandInOut, gettext_lazy("退回，说明要改什么"), needs=SEES)
def return_hand_in(request: ApiRequest, week: Slug, code: Code, data: HandInReturn) -> WholeHandInOut:
    owed = _the_hand_in(request, code)
    saved = actions.return_hand_in(request.actor, owed, why=data.why, seen_version=data.seen_version)
    return _whole(request, saved)


@rest.write("POST", f"{HAND_IN}/waive", WholeHandInOut, gettext_lazy("这个单位不用报"), needs=SEES)
def waive_hand_in(request: ApiRequest, week: Slug, code: Code, data: HandInStep) -> WholeHandInOut:
    return _step(request, code, data, actions.waive_hand_in)


@rest.write("POST", f"{HAND_IN}/claim", WholeHandInOut, gettext_lazy("还是要报"), needs=SEES)
def claim_hand_in(request: ApiRequest, week: Slug, code: Code, data: HandInStep) -> WholeHandInOut:
    return _step(request, code, data, actions.claim_hand_in)
