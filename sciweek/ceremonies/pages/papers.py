"""What is printed for a ceremony: replies, running order, seating, name cards. The office's own; all as Word files."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from sciweek.ceremonies.logic.plates import shown_plate
from sciweek.ceremonies.logic.reply_columns import KIND_NAMES, STATE_NAMES
from sciweek.ceremonies.logic.seating import STAGE
from sciweek.ceremonies.logic.word.cards import HEI, KAI, small_docx, tent_docx
from sciweek.ceremonies.logic.word.content import Card, GuestRow, OrderRow, SeatRow, SeatWords
from sciweek.ceremonies.logic.word.hall import hall_docx
from sciweek.ceremonies.logic.word.tables import order_docx, replies_docx, replies_xlsx
from sciweek.ceremonies.models import Ceremony, Guest
from sciweek.ceremonies.pages.order import hours_of
from sciweek.ceremonies.pages.shown import find_run
from sciweek.ceremonies.queries import SlipRow, running_order, seats_of, slip_rows, slips_of
from sciweek.ceremonies.states import GuestKind, GuestState
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.look.dates import hour_words, local, range_words
from sciweek.people.phones import shown_phone

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What stands on paper stays Chinese, whatever language the page is in: it goes to units and guests.
NAMES = {
    "replies": "参会回执汇总表",
    "order": "议程",
    "seating": "座次表",
    "cards": "席卡",
    "badges": "小席卡",
}


@desk_page("ceremonies.see_ceremony")
def paper(request: DeskRequest, code: str, kind: str, ending: str) -> HttpResponse:
    """A paper from the ceremony as it stands now."""
    found = find_run(request, code)
    make = PAPERS.get((kind, ending))
    if make is None:
        raise Http404(kind)
    title = f"{found}{NAMES[kind]}"
    answer = HttpResponse(make(request, found, title), content_type=WORD if ending == "docx" else BOOK)
    answer["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=f"{title}.{ending}") or ""
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


def _slips(request: DeskRequest, found: Ceremony) -> list[SlipRow]:
    return slip_rows(slips_of(found, request.actor))


def guest_rows(rows: list[SlipRow]) -> list[GuestRow]:
    """The guests of all units in the notice's order; who does not come is said so."""
    return [
        GuestRow(
            unit=row.slip.unit.name,
            kind=KIND_NAMES[guest.kind],
            name=guest.name,
            post=guest.post,
            phone=shown_phone(guest.phone),
            plate=shown_plate(guest.plate),
            note="" if guest.is_coming else STATE_NAMES[guest.state],
        )
        for row in rows
        for guest in row.guests
        if guest.state != GuestState.REPLACED
    ]


def _replies(request: DeskRequest, found: Ceremony, title: str) -> bytes:
    rows = _slips(request, found)
    silent = [row.slip.unit.label for row in rows if not row.has_replied]
    coming = sum(len(row.coming) for row in rows)
    note = f"共 {len(rows)} 个单位，参加 {coming} 人。" + (f"未报：{'、'.join(silent)}。" if silent else "")
    return replies_docx(title, guest_rows(rows), note)


def _replies_book(request: DeskRequest, found: Ceremony, title: str) -> bytes:
    return replies_xlsx(title, guest_rows(_slips(request, found)))


def _order(request: DeskRequest, found: Ceremony, title: str) -> bytes:
    """`?whole=yes`: with who prepares what, for those who run it."""
    zone = request.week.zone
    rows = [
        OrderRow(
            hours_of(one, zone),
            one.item.minutes,
            one.item.what,
            one.item.who,
            one.item.prepares,
            one.item.materials,
        )
        for one in running_order(found).items
    ]
    facts = []
    if found.starts_at is not None:
        facts.append(f"时间：{range_words(found.starts_at, found.ends_at, zone, year=True)}")
    if found.place:
        facts.append(f"地点：{found.place}")
    if found.assemble_at is not None:
        facts.append(f"集合：{hour_words(local(found.assemble_at, zone))}")
    if found.dress:
        facts.append(f"着装：{found.dress}")
    return order_docx(title, facts, rows, whole=request.GET.get("whole") == "yes")


def _seating(request: DeskRequest, found: Ceremony, title: str) -> bytes:
    taken = {(seat.row, seat.place): seat for seat in seats_of(found)}
    hall = found.hall
    rows = []
    for row in range(hall.rows + 1):
        seats = []
        for n in range(1, hall.width(row) + 1):
            seat = taken.get((row, n))
            name = seat.guest.name if seat is not None and seat.guest is not None else ""
            unit = seat.unit.label if seat is not None and seat.unit is not None else ""
            seats.append(SeatWords(hall.label((row, n)), name, unit))
        if seats:
            rows.append(SeatRow("主席台" if row == STAGE else f"{row}排", seats, row == STAGE))
    note = f"{found.place}　共 {len(taken)} 座" if found.place else f"共 {len(taken)} 座"
    return hall_docx(title, note, rows, hall.aisles)


def _cards(request: DeskRequest, found: Ceremony) -> list[Card]:
    """Who comes; `?who=stage`: who sits on the stage, `?who=leaders`: leaders too."""
    who = request.GET.get("who", "")
    return [
        Card(guest.name, row.slip.unit.name, guest.post)
        for row in _slips(request, found)
        for guest in row.coming
        if guest.name and _wanted(guest, who)
    ]


def _wanted(guest: Guest, who: str) -> bool:
    match who:
        case "stage":
            return guest.on_stage
        case "leaders":
            return guest.on_stage or guest.kind == GuestKind.LEADER or guest.rank is not None
    return True


def _font(request: DeskRequest) -> str:
    return HEI if request.GET.get("type") == "hei" else KAI


def _tents(request: DeskRequest, found: Ceremony, title: str) -> bytes:
    return tent_docx(title, _cards(request, found), font=_font(request))


def _badges(request: DeskRequest, found: Ceremony, title: str) -> bytes:
    return small_docx(title, _cards(request, found), font=_font(request))


PAPERS: dict[tuple[str, str], Callable[[DeskRequest, Ceremony, str], bytes]] = {
    ("replies", "docx"): _replies,
    ("replies", "xlsx"): _replies_book,
    ("order", "docx"): _order,
    ("seating", "docx"): _seating,
    ("cards", "docx"): _tents,
    ("badges", "docx"): _badges,
}
