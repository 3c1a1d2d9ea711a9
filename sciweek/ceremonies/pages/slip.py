"""One unit's reply slip: who comes."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sciweek.base import access
from sciweek.base.errors import Conflict, Refused
from sciweek.base.forms import posted
from sciweek.ceremonies import actions
from sciweek.ceremonies.forms import KINDS, GuestForm, SlipForm
from sciweek.ceremonies.logic.names import masked_name
from sciweek.ceremonies.logic.plates import shown_plate
from sciweek.ceremonies.models import Guest, Slip
from sciweek.ceremonies.pages.shown import address, find_slip, when_words
from sciweek.ceremonies.queries import SlipRow, slip_rows
from sciweek.ceremonies.states import GuestKind
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.logbook.actions import masked
from sciweek.look.dates import hour_words, local, moment_words
from sciweek.people.phones import shown_phone

# Lines of one slip on the page; more come by a table.
MOST_SHOWN = 400


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one kind of guest, with how many may come."""

    words: str
    places: int
    note: str
    forms: list[GuestForm]


@dataclass(frozen=True, slots=True)
class GuestWords:
    """A guest as whoever looks may see them."""

    name: str
    post: str
    phone: str
    plate: str
    kind: str
    state: str
    is_coming: bool


@dataclass(frozen=True, slots=True)
class SlipPage:
    """What the page of a slip shows."""

    row: SlipRow
    when: str
    reply_by: str
    assemble: str
    blocks: list[Block]
    guests: list[GuestWords]
    # Free words, in which people are named: for whoever may see guests.
    note: str
    may_reply: bool
    is_office: bool
    is_closed: bool
    is_long: bool

    @property
    def line_count(self) -> int:
        return sum(len(block.forms) for block in self.blocks)


@desk_page("ceremonies.see_ceremony")
def slip(request: DeskRequest, code: str) -> HttpResponse:
    """Fill it in, or look at it."""
    found = find_slip(request, code)
    (row,) = slip_rows([found])
    form = SlipForm(posted(request), initial=_initial(row))
    blocks = _fresh(row)
    if request.method == "POST":
        access.require(request.actor, "ceremonies.reply", found)
        if len(row.guests) > MOST_SHOWN:
            raise Refused(_("来宾太多，网页上写不下。请填回执表，交办公室导入。"), code="too_long")
        bound = _bound(request, form)
        lines_fit = [one.is_valid() for one in bound]  # all of them are asked: each has its own words to say
        if form.is_valid() and all(lines_fit):
            try:
                _save(request, found, form, bound)
            except Conflict as refusal:
                form.show(Conflict(refusal.message, who=refusal.who, version=refusal.version))
                (row,) = slip_rows([find_slip(request, code)])
            except Refused as refusal:
                _show(refusal, form, bound)
            else:
                messages.success(request, _("回执已报。还能再改，以最后一次为准。"))
                return redirect(address(request, "slip", code=found.code))
        blocks = _again(row, bound)
    page = _page(request, row, blocks)
    wrong = bool(form.errors) or any(one.errors for block in blocks for one in block.forms)
    context = {
        "page": page, "slip": row.slip, "ceremony": found.ceremony, "form": form, "week": request.week,
    }  # fmt: skip
    return render(request, "ceremonies/slip.html", context, status=422 if wrong else 200)


def _initial(row: SlipRow) -> dict[str, Any]:
    nobody = row.has_replied and not row.coming
    return {"note": row.slip.note, "sends_nobody": nobody, "seen_version": row.slip.version}


def _fresh(row: SlipRow) -> list[Block]:
    """The guests on their lines, and an empty line for each place that is left."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for guest in row.guests:
        found[guest.kind].append(GuestForm.initial_of(guest))
    at, blocks = 0, []
    room = max(0, MOST_SHOWN - len(row.guests))
    for kind, places, note in _kinds(row):
        coming = sum(guest.is_coming for guest in row.guests if guest.kind == kind)
        empty = min(max(0, places - coming), room)
        room -= empty
        forms = []
        for initial in found[kind] + [{"kind": kind}] * empty:
            forms.append(GuestForm(initial=initial, prefix=f"g{at}"))
            at += 1
        blocks.append(Block(str(KINDS[GuestKind(kind)]), places, note, forms))
    return blocks


def _kinds(row: SlipRow) -> list[tuple[str, int, str]]:
    """Kind, places, note: in the order of kinds; kinds that only guests have come last."""
    known = {quota.kind: (quota.count, quota.note) for quota in row.quotas}
    held = {guest.kind for guest in row.guests}
    return [(kind, *known.get(kind, (0, ""))) for kind in GuestKind.values if kind in known or kind in held]


def _bound(request: DeskRequest, form: SlipForm) -> list[GuestForm]:
    """The lines as they were sent."""
    count = form.cleaned_data.get("lines") if form.is_valid() else 0
    return [GuestForm(request.POST, prefix=f"g{at}") for at in range(min(count or 0, MOST_SHOWN))]


def _again(row: SlipRow, bound: list[GuestForm]) -> list[Block]:
    """What was sent, in its blocks, so that nothing has to be typed twice."""
    sent: dict[str, list[GuestForm]] = defaultdict(list)
    for one in bound:
        sent[one["kind"].value() or GuestKind.REPRESENTATIVE.value].append(one)
    kinds = _kinds(row)
    known = {kind for kind, _places, _note in kinds}
    kinds += [(kind, 0, "") for kind in GuestKind.values if kind in sent and kind not in known]
    return [Block(str(KINDS[GuestKind(kind)]), places, note, sent[kind]) for kind, places, note in kinds]


def _save(request: DeskRequest, found: Slip, form: SlipForm, bound: list[GuestForm]) -> None:
    lines = [_line(one) for one in bound if not one.is_blank]
    actions.fill_slip(
        request.actor,
        found,
        lines=lines,
        note=form.cleaned_data["note"],
        sends_nobody=form.cleaned_data["sends_nobody"],
        seen_version=form.cleaned_data["seen_version"],
    )


def _line(form: GuestForm) -> actions.GuestLine:
    data = form.cleaned_data
    return actions.GuestLine(
        name=data["name"],
        post=data["post"],
        phone=data["phone"],
        plate=data["plate"],
        kind=data["kind"] or GuestKind.REPRESENTATIVE.value,
        state=data["state"] or "coming",
        code=data["code"],
    )


def _show(refusal: Refused, form: SlipForm, bound: list[GuestForm]) -> None:
    """Each word beside the field of its line; empty lines were left out when they were counted."""
    written = [one for one in bound if not one.is_blank]
    rest = {}
    for field, text in refusal.fields.items():
        at, _dot, name = field.partition(".")
        if at.isdigit() and int(at) < len(written):
            line = written[int(at)]
            line.add_error(name if name in line.fields else None, str(text))
        else:
            rest[field] = text
    refusal.fields = rest
    form.show(refusal, {"lines": ""})


def _page(request: DeskRequest, row: SlipRow, blocks: list[Block]) -> SlipPage:
    slip, zone = row.slip, request.week.zone
    ceremony = slip.ceremony
    may_reply = access.may(request.actor, "ceremonies.reply", slip)
    is_office = access.may(request.actor, "ceremonies.run_ceremony", slip)
    whole = access.may(request.actor, "ceremonies.see_guests", slip)
    return SlipPage(
        row=row,
        when=when_words(ceremony, zone),
        reply_by=moment_words(ceremony.reply_by, zone),
        assemble=hour_words(local(ceremony.assemble_at, zone)) if ceremony.assemble_at else "",
        blocks=blocks,
        guests=[_words(guest, whole=whole) for guest in row.guests],
        note=slip.note if whole else "",
        may_reply=may_reply
        and len(row.guests) <= MOST_SHOWN
        and not ceremony.is_off
        and (is_office or ceremony.takes_replies()),
        is_office=is_office,
        is_closed=not ceremony.takes_replies(),
        is_long=row.places > MOST_SHOWN or len(row.guests) > MOST_SHOWN,
    )


def _words(guest: Guest, *, whole: bool) -> GuestWords:
    plate = shown_plate(guest.plate)
    return GuestWords(
        name=guest.name if whole else masked_name(guest.name),
        post=guest.post,
        phone=shown_phone(guest.phone) if whole else masked(guest.phone),
        plate=plate if whole else masked(plate),
        kind=str(guest.get_kind_display()),
        state=str(guest.get_state_display()),
        is_coming=guest.is_coming,
    )
