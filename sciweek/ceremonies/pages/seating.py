"""Who sits where: the hall, its picture, and changing seats by hand. A seat is chosen, then another: they change places."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.base.errors import Conflict, Refused
from sciweek.base.forms import posted
from sciweek.ceremonies import actions
from sciweek.ceremonies.forms import HallForm
from sciweek.ceremonies.logic.names import spaced
from sciweek.ceremonies.logic.seating import STAGE, Place
from sciweek.ceremonies.models import Ceremony, Guest, Seat
from sciweek.ceremonies.pages.shown import address, find_run, head_of
from sciweek.ceremonies.queries import SlipRow, seats_of, slip_rows, slips_of
from sciweek.ceremonies.states import GuestKind
from sciweek.committee.acts import Act, act_of, tell
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.look.phrases import listed

MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class SeatCell:
    """A seat of the picture; `at` names it in forms. `gap`: people walk behind it."""

    at: str
    label: int
    name: str
    unit: str
    is_fixed: bool
    is_chosen: bool
    gap: bool


@dataclass(frozen=True, slots=True)
class RowCells:
    """A row of the picture."""

    words: str
    cells: list[SeatCell]
    is_stage: bool
    is_kept: bool


@dataclass(frozen=True, slots=True)
class GuestLine:
    """A guest with what the office settles of them, and where they sit."""

    guest: Guest
    unit: str
    seat: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """The seat, or the guest without one, that the next press on a seat moves."""

    words: str
    seat: str = ""
    guest: str = ""


@dataclass(frozen=True, slots=True)
class SeatingPage:
    """What the page of the seating shows."""

    rows: list[RowCells]
    ranked: list[GuestLine]
    unseated: list[GuestLine]
    chosen: Chosen | None
    taken: int
    all_seats: int
    form: HallForm


@desk_page("ceremonies.see_ceremony")
def seating(request: DeskRequest, code: str) -> HttpResponse:
    """The hall and its seats. A POST carries `act`."""
    found = find_run(request, code)
    form: HallForm | None = None
    if request.method == "POST":
        try:
            form = act_of(request, ACTS)(request, found)
        except Refused as refusal:
            tell(request, refusal)
        if form is None:
            return redirect(f"{address(request, 'seating', code=found.code)}#hall")
    page = _page(request, found, form)
    context = {
        "page": page,
        "head": head_of(request, found, "seating"),
        "ceremony": found,
        "week": request.week,
    }
    return render(request, "ceremonies/seating.html", context, status=422 if form is not None else 200)


def _page(request: DeskRequest, found: Ceremony, form: HallForm | None) -> SeatingPage:
    taken = {(seat.row, seat.place): seat for seat in seats_of(found)}
    rows = slip_rows(slips_of(found, request.actor))
    where = {seat.guest_id: _place_words(found, place) for place, seat in taken.items() if seat.guest_id}
    guests = [_line(row, guest, where) for row in rows for guest in row.coming]
    unseated = [one for one in guests if not one.seat]
    chosen = _chosen(request, found, taken, unseated)
    hall = found.hall
    return SeatingPage(
        rows=[_row(found, row, taken, chosen) for row in range(hall.rows + 1) if hall.width(row)],
        ranked=[one for one in guests if _matters(one.guest)],
        unseated=unseated,
        chosen=chosen,
        taken=len(taken),
        all_seats=len(hall.places()),
        form=form if form is not None else HallForm(initial=HallForm.initial_of(found)),
    )


def _matters(guest: Guest) -> bool:
    return guest.kind == GuestKind.LEADER or guest.on_stage or guest.rank is not None


def _line(row: SlipRow, guest: Guest, where: dict[int, str]) -> GuestLine:
    return GuestLine(guest, row.slip.unit.label, where.get(guest.pk, ""))


def row_words(row: int) -> str:
    return _("主席台") if row == STAGE else _("第 %(row)d 排") % {"row": row}


def _place_words(found: Ceremony, place: Place) -> str:
    return _("%(row)s %(label)d 座") % {"row": row_words(place[0]), "label": found.hall.label(place)}


def _row(found: Ceremony, row: int, taken: dict[Place, Seat], chosen: Chosen | None) -> RowCells:
    hall = found.hall
    cells = []
    for n in range(1, hall.width(row) + 1):
        seat = taken.get((row, n))
        at = f"{row}-{n}"
        name, unit = seat_words(seat)
        gap = row != STAGE and n in hall.aisles
        is_chosen = chosen is not None and chosen.seat == at
        is_fixed = seat is not None and seat.is_fixed
        cells.append(SeatCell(at, hall.label((row, n)), name, unit, is_fixed, is_chosen, gap))
    return RowCells(row_words(row), cells, row == STAGE, row in hall.kept)


def seat_words(seat: Seat | None) -> tuple[str, str]:
    """Whose seat it is: the guest and their unit, or the unit that it is kept for."""
    if seat is None:
        return "", ""
    if seat.guest is not None:
        return spaced(seat.guest.name), seat.guest.slip.unit.label
    return "", seat.unit.label if seat.unit is not None else ""


def _read(text: str) -> Place | None:
    row, _dash, n = text.partition("-")
    if row.isascii() and row.isdigit() and n.isascii() and n.isdigit() and len(text) < 10:
        return int(row), int(n)
    return None


def _chosen(
    request: DeskRequest, found: Ceremony, taken: dict[Place, Seat], unseated: list[GuestLine]
) -> Chosen | None:
    place = _read(request.GET.get("seat", ""))
    if place is not None and found.hall.holds(place):
        name, unit = seat_words(taken.get(place))
        who = " ".join(filter(None, (name, unit))) or _("空座")
        return Chosen(f"{_place_words(found, place)} · {who}", seat=f"{place[0]}-{place[1]}")
    code = request.GET.get("guest", "")
    line = next((one for one in unseated if one.guest.code == code), None)
    return Chosen(f"{line.guest.name} {line.unit}", guest=code) if line is not None else None


def _posted_place(request: DeskRequest, name: str) -> Place:
    place = _read(request.POST.get(name, ""))
    if place is None:
        raise Refused(_("请选一个座位。"), code="no_seat")
    return place


def _hall(request: DeskRequest, found: Ceremony) -> HallForm | None:
    form = HallForm(posted(request), initial=HallForm.initial_of(found))
    if not form.is_valid():
        return form
    try:
        seen = form.cleaned_data["seen_version"]
        actions.set_hall(request.actor, found, seen_version=seen, **form.values())
    except Conflict as refusal:
        form.show(Conflict(refusal.message, who=refusal.who, version=refusal.version))
        return form
    except Refused as refusal:
        form.show(refusal)
        return form
    messages.success(request, _("会场已保存。"))
    return None


def _seat(request: DeskRequest, found: Ceremony) -> None:
    done = actions.seat_guests(request.actor, found, with_unnamed=request.POST.get("unnamed") == "yes")
    text = ngettext("排好了 %(n)d 座。", "排好了 %(n)d 座。", done.taken) % {"n": done.taken}
    messages.success(request, text)
    if done.left_over:
        names = listed(done.left_over[:MOST_NAMED])
        more = "…" if len(done.left_over) > MOST_NAMED else ""
        words = _("坐不下 %(n)d 位：%(names)s") % {"n": len(done.left_over), "names": names + more}
        messages.error(request, words)


def _swap(request: DeskRequest, found: Ceremony) -> None:
    actions.swap_seats(request.actor, found, _posted_place(request, "from"), _posted_place(request, "to"))
    messages.success(request, _("换好了，重新排座时不动这两座。"))


def _put(request: DeskRequest, found: Ceremony) -> None:
    guest = Guest.objects.filter(slip__ceremony=found, code=request.POST.get("guest", "")).first()
    if guest is None:
        raise Refused(_("这位来宾已经不在名单里了。"), code="gone")
    row, place = _posted_place(request, "to")
    actions.put_guest(request.actor, found, guest, row=row, place=place)
    messages.success(request, _("坐好了，重新排座时不动。"))


def _free(request: DeskRequest, found: Ceremony) -> None:
    actions.free_seats(request.actor, found, [_posted_place(request, "from")])
    messages.success(request, _("座位空出来了。"))


def _clear(request: DeskRequest, found: Ceremony) -> None:
    count = actions.free_seats(request.actor, found)
    messages.success(request, ngettext("空出 %(n)d 座。", "空出 %(n)d 座。", count) % {"n": count})


def _rank(request: DeskRequest, found: Ceremony) -> None:
    ranked = []
    for guest in Guest.objects.filter(slip__ceremony=found):
        text = request.POST.get(f"rank-{guest.code}")
        if text is None:
            continue
        text = text.strip()
        if text and not (text.isascii() and text.isdigit() and len(text) < 5):
            raise Refused(_("%(name)s的次序没有认出来，写数字。") % {"name": guest.name}, code="invalid")
        on_stage = request.POST.get(f"stage-{guest.code}") == "yes"
        ranked.append(actions.Ranked(guest, on_stage, int(text) if text else None))
    count = actions.rank_guests(request.actor, found, ranked)
    messages.success(request, _("次序已保存。重新排座后生效。") if count else _("没有改动。"))


ACTS: dict[str, Act[Ceremony, HallForm]] = {
    "hall": _hall,
    "seat": _seat,
    "swap": _swap,
    "put": _put,
    "free": _free,
    "clear": _clear,
    "rank": _rank,
}
