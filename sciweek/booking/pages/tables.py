"""Lists out: all bookings as Excel, masked unless a reason is put on record; the list for the door on paper."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header

from sciweek.base import clock
from sciweek.base.errors import Refused
from sciweek.booking.actions.revealing import export_bookings
from sciweek.booking.forms import ReasonForm
from sciweek.booking.logic.list_columns import DOOR, DOOR_SHARES, columns_of
from sciweek.booking.logic.names import last_part, masked_name
from sciweek.booking.logic.questions import Question, read_questions
from sciweek.booking.models import Booking
from sciweek.booking.pages.shown import pool_url, the_pool
from sciweek.booking.pages.words import answer_word, pool_name, pool_when, pool_where, state_word
from sciweek.booking.queries import bookable
from sciweek.booking.states import BookingState
from sciweek.committee.acts import tell
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.papers.logic.alone import table_docx
from sciweek.papers.logic.blocks import Column as PaperColumn
from sciweek.papers.logic.blocks import Para, TableBlock
from sciweek.papers.logic.preview import preview_pdf
from sciweek.people.phones import shown_phone
from sciweek.sheets.logic.cells import Value
from sciweek.sheets.logic.writing import write_book
from sciweek.sheets.pages import XLSX

MOST = 5000
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MEDIA = {"pdf": "application/pdf", "docx": WORD, "xlsx": XLSX}
# A walk-in or two is written by hand.
BLANK = 5


@desk_page("booking.see_bookings")
def export(request: DeskRequest, code: str) -> HttpResponse:
    """All bookings of a session; a POST with a reason writes out names and numbers, and is logged."""
    pool = the_pool(request, code)
    is_whole = request.method == "POST"
    try:
        if is_whole:
            form = ReasonForm(request.POST)
            rows = export_bookings(request.actor, pool, why=form.data.get("why", ""))
        else:
            every = Booking.objects.filter(pool=pool).select_related("contact", "consent")
            rows = list(every.order_by("id")[:MOST])
    except Refused as refusal:
        tell(request, refusal)
        return redirect(pool_url(pool, request.week))
    found = bookable(pool)
    # What people answered, and why a host cancelled, may name anything: it goes out with the names, or not at all.
    questions = read_questions(found.terms.questions) if is_whole else ()
    columns = columns_of(
        is_group=found.terms.is_group, questions=tuple((one.key, one.label) for one in questions)
    )
    zone = ZoneInfo(request.week.zone)
    lines = [_line(row, questions, zone, is_whole) for row in rows]
    title = f"{pool_name(pool)}预约名单"
    note = "有姓名和电话，用完请删除。" if is_whole else "姓名和电话已经打星。"
    when = f"{pool_when(found, request.week.zone)} {pool_where(pool)}".strip()
    return _sent(write_book(title, columns, lines, note=f"{when}\n{note}"), title, "xlsx")


def _line(row: Booking, questions: tuple[Question, ...], zone: ZoneInfo, is_whole: bool) -> dict[str, Value]:
    given = json.loads(row.answers) if row.answers else {}
    numbers = {
        name: getattr(row, name)
        for name in ("adults", "teens", "children", "small", "pupils", "places", "arrived")
    }
    photo = {True: "同意", False: "不同意", None: ""}[row.photo_consent]
    return (
        numbers
        | {
            "code": row.code,
            "name": row.name if is_whole else masked_name(row.name),
            "phone": shown_phone(row.contact.phone) if is_whole else str(row.contact),
            "school": row.school,
            "grade": row.grade,
            "state": state_word(row.state),
            "made_at": _wall(row.made_at, zone),
            "consent": f"第{row.consent.number}版" if row.consent else "",
            "photo": photo,
            "reason": row.reason if is_whole else "",
        }
        | {f"answer_{one.key}": answer_word(one, given.get(one.key, "")) for one in questions}
    )


def _wall(moment: datetime, zone: ZoneInfo) -> datetime:
    """A file knows no zone: the wall clock of the edition."""
    return moment.astimezone(zone).replace(tzinfo=None, microsecond=0)


@desk_page("booking.see_bookings")
def door_list(request: DeskRequest, code: str, ending: str) -> HttpResponse:
    """The door's list on paper, for when no phone works: as little of a person as suffices to find the line."""
    pool = the_pool(request, code)
    if ending not in MEDIA:
        raise Http404(ending)
    found, week = bookable(pool), request.week
    rows = Booking.objects.filter(pool=pool, state=BookingState.CONFIRMED).select_related("contact")
    lines = sorted(_door_lines(rows.order_by("id")[:MOST]), key=lambda line: str(line["last4"]))
    title = f"{pool_name(pool)}门口名单"
    when = f"{pool_when(found, week.zone)} {pool_where(pool)}".strip()
    places = sum(int(str(line["places"])) for line in lines)
    made = clock.now().astimezone(ZoneInfo(week.zone))
    note = f"{when}。{len(lines)} 个预约，{places} 席；{made:%Y年%-m月%-d日 %H:%M} 打印，之后的改动不在上面。用完请销毁。"
    if ending == "xlsx":
        return _sent(write_book(title, DOOR, lines, note=note), title, ending)
    table = TableBlock(
        columns=tuple(
            PaperColumn(column.heading, share) for column, share in zip(DOOR, DOOR_SHARES, strict=True)
        ),
        rows=tuple(tuple(str(line.get(column.name) or "") for column in DOOR) for line in lines),
        blank_rows=BLANK,
        blank_lines=0.8,
    )
    docx = table_docx(title, (Para(note, indent=0), table))
    return _sent(preview_pdf(docx) if ending == "pdf" else docx, title, ending)


def _door_lines(rows: Iterable[Booking]) -> list[dict[str, Any]]:
    return [
        {
            "code": row.code,
            "name": last_part(row.name) or row.school,
            "last4": row.contact.phone_last4,
            "places": row.places,
        }
        for row in rows
    ]


def _sent(data: bytes, title: str, ending: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=MEDIA[ending])
    answer["Content-Disposition"] = (
        content_disposition_header(as_attachment=ending != "pdf", filename=f"{title}.{ending}") or ""
    )
    answer["Cache-Control"] = "private, no-store"
    return answer
