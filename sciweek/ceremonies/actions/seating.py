"""座次: the hall, and who sits where in it: by rule, or set by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.ceremonies.actions.sense import locked_ceremony
from sciweek.ceremonies.logic.seating import Place, Sitter, arrange
from sciweek.ceremonies.models import Ceremony, Guest, Seat, Slip
from sciweek.ceremonies.queries import SlipRow, slip_rows
from sciweek.ceremonies.states import GuestKind, GuestState, Hand, Numbering
from sciweek.logbook.actions import append, append_many, save_changes

MOST_ROWS, MOST_SEATS, MOST_STAGE = 60, 60, 40
MOST_RANK = 9999


@dataclass(frozen=True, slots=True)
class Seated:
    """What seating everybody came to: how many seats are taken; for whom there was none, by unit."""

    taken: int
    left_over: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """What the office settles of a guest: a seat on the stage, and the order among leaders."""

    guest: Guest
    on_stage: bool
    rank: int | None


def set_hall(
    actor: Actor,
    ceremony: Ceremony,
    *,
    rows: int,
    seats: int,
    stage_seats: int = 0,
    aisles: Sequence[int] = (),
    front_rows: Sequence[int] = (),
    kept_rows: Sequence[int] = (),
    hand: str = Hand.LEFT,
    numbering: str = Numbering.STRAIGHT,
    seen_version: int | None = None,
) -> Ceremony:
    """Say how the hall is; seats that it no longer has are free again."""
    access.require(actor, "ceremonies.run_ceremony", ceremony)
    values: dict[str, Any] = {
        "rows": rows,
        "seats": seats,
        "stage_seats": stage_seats,
        "aisles": sorted(set(aisles)),
        "front_rows": sorted(set(front_rows)),
        "kept_rows": sorted(set(kept_rows)),
        "hand": hand,
        "numbering": numbering,
    }
    _check_hall(values)
    with transaction.atomic():
        locked = locked_ceremony(ceremony.pk)
        saved = save_changes(actor, locked, verb="set_hall", seen_version=seen_version, **values)
        hall = saved.hall
        gone = [
            seat.pk
            for seat in Seat.objects.filter(ceremony=saved)
            if not hall.holds((seat.row, seat.place)) or seat.row in hall.kept
        ]
        Seat.objects.filter(pk__in=gone).delete()
    return saved


def _check_hall(values: Mapping[str, Any]) -> None:
    problems: dict[str, str] = {}
    for name, least, most in (
        ("rows", 1, MOST_ROWS),
        ("seats", 1, MOST_SEATS),
        ("stage_seats", 0, MOST_STAGE),
    ):
        if values[name] is None or not least <= values[name] <= most:
            problems[name] = _("写 %(least)d 到 %(most)d 之间的数。") % {"least": least, "most": most}
    if not problems:
        if any(not 1 <= after < values["seats"] for after in values["aisles"]):
            problems["aisles"] = _("过道写在第几座后面，要在这一排的座位之间。")
        for name in ("front_rows", "kept_rows"):
            if any(not 1 <= row <= values["rows"] for row in values[name]):
                problems[name] = _("一共 %(rows)d 排，没有这一排。") % {"rows": values["rows"]}
        if set(values["front_rows"]) & set(values["kept_rows"]):
            problems["kept_rows"] = _("同一排不能既坐领导又空着。")
    if values["hand"] not in Hand.values:
        problems["hand"] = _("请选一种排法。")
    if values["numbering"] not in Numbering.values:
        problems["numbering"] = _("请选一种编号。")
    if problems:
        raise Refused(fields=problems, code="invalid")


def rank_guests(actor: Actor, ceremony: Ceremony, ranked: Sequence[Ranked]) -> int:
    """Settle who sits on the stage, and in which order leaders come. Returns how many changed."""
    access.require(actor, "ceremonies.run_ceremony", ceremony)
    if any(one.rank is not None and not 1 <= one.rank <= MOST_RANK for one in ranked):
        raise Refused(
            fields={"rank": _("次序写 1 到 %(most)d 之间的数，或者空着。") % {"most": MOST_RANK}},
            code="invalid",
        )
    with transaction.atomic():
        locked_ceremony(ceremony.pk)
        rows = Guest.objects.select_related("slip__unit", "slip__ceremony__activity")
        known = rows.filter(slip__ceremony=ceremony).in_bulk([one.guest.pk for one in ranked])
        lines, changed = [], []
        for one in ranked:
            guest = known.get(one.guest.pk)
            if guest is None or (guest.on_stage, guest.rank) == (one.on_stage, one.rank):
                continue
            lines.append(
                (guest, {"on_stage": (guest.on_stage, one.on_stage), "rank": (guest.rank, one.rank)})
            )
            guest.on_stage, guest.rank = one.on_stage, one.rank
            guest.version += 1
            changed.append(guest)
        Guest.objects.bulk_update(changed, ["on_stage", "rank", "version"])
        append_many(actor, "rank_guests", lines)
    return len(changed)


def seat_guests(actor: Actor, ceremony: Ceremony, *, with_unnamed: bool = False) -> Seated:
    """Seat everybody anew; what was set by hand stays. `with_unnamed` keeps seats for units that have not answered."""
    access.require(actor, "ceremonies.run_ceremony", ceremony)
    with transaction.atomic():
        locked = locked_ceremony(ceremony.pk)
        if not locked.rows:
            raise Refused(_("请先写好会场有几排、每排几座。"), code="no_hall")
        Seat.objects.filter(ceremony=locked, is_fixed=False).delete()
        fixed = list(Seat.objects.filter(ceremony=locked))
        found = Slip.objects.filter(ceremony=locked).select_related("unit")
        rows = slip_rows(found.order_by("unit__sort_key", "unit_id", "id"))
        sitters = sitters_of(rows, with_unnamed=with_unnamed, kept=fixed)
        hall = locked.hall
        plan = arrange(hall, sitters, {(seat.row, seat.place): _key(seat) for seat in fixed})
        stay = {(seat.row, seat.place) for seat in fixed}
        units = {slip.slip.unit_id: slip.slip.unit for slip in rows}
        Seat.objects.bulk_create(
            _seat(locked, place, key) for place, key in plan.seats.items() if place not in stay
        )
        append(actor, "seat_guests", locked, changes={"seated": ("", len(plan.seats))})
    return Seated(len(plan.seats), tuple(_whose(key, rows, units) for key in plan.left_over))


def sitters_of(rows: Sequence[SlipRow], *, with_unnamed: bool, kept: Sequence[Seat] = ()) -> list[Sitter]:
    """Everybody who needs a seat, in the notice's order. A key is (guest's id, 0), or (unit's id, n) for one unnamed."""
    found = []
    for row in rows:
        unit_id = row.slip.unit_id
        found += [
            Sitter(
                ("guest", guest.pk),
                unit_id,
                on_stage=guest.on_stage,
                is_leader=guest.kind == GuestKind.LEADER or guest.rank is not None,
                rank=guest.rank,
            )
            for guest in row.coming
        ]
        if with_unnamed:
            have = sum(seat.guest_id is None and seat.unit_id == unit_id for seat in kept)
            found += [Sitter(("unit", unit_id, n), unit_id) for n in range(max(0, row.unnamed - have))]
    return found


def _key(seat: Seat) -> object:
    return ("guest", seat.guest_id) if seat.guest_id is not None else ("seat", seat.pk)


def _seat(ceremony: Ceremony, place: Place, key: Any) -> Seat:
    whose = {"guest_id": key[1]} if key[0] == "guest" else {"unit_id": key[1]}
    return Seat(week_id=ceremony.week_id, ceremony=ceremony, row=place[0], place=place[1], **whose)


def _whose(key: Any, rows: Sequence[SlipRow], units: Mapping[int, Any]) -> str:
    """The guest or the unit for whom there was no seat."""
    if key[0] == "unit":
        return str(units[key[1]].label)
    return next(f"{row.slip.unit.label} {one.name}" for row in rows for one in row.guests if one.pk == key[1])


def put_guest(actor: Actor, ceremony: Ceremony, guest: Guest, *, row: int, place: int) -> Seat:
    """Set somebody on a seat by hand; whoever sits there changes places with them."""
    access.require(actor, "ceremonies.run_ceremony", ceremony)
    with transaction.atomic():
        locked = locked_ceremony(ceremony.pk)
        mine = Guest.objects.filter(pk=guest.pk, slip__ceremony=locked, state=GuestState.COMING).first()
        if mine is None:
            raise Refused(_("这位来宾不参加，或者不在这个仪式里。"), code="not_coming")
        if not locked.hall.holds((row, place)):
            raise Refused(fields={"place": _("会场里没有这个座位。")}, code="no_seat")
        own = Seat.objects.filter(guest=mine).first()
        there = Seat.objects.filter(ceremony=locked, row=row, place=place).first()
        if there is not None and own is not None and there.pk == own.pk:
            return save_changes(actor, own, verb="put_guest", is_fixed=True)
        if there is not None:
            whose = {"guest_id": there.guest_id, "unit_id": there.unit_id}
            there.delete()
            if own is not None:
                at = (own.row, own.place)
                own.delete()
                Seat.objects.create(
                    week_id=locked.week_id, ceremony=locked, row=at[0], place=at[1], is_fixed=True, **whose
                )
        elif own is not None:
            own.delete()
        made = Seat.objects.create(
            week_id=locked.week_id, ceremony=locked, guest=mine, row=row, place=place, is_fixed=True
        )
        append(actor, "put_guest", made)
    return made


def swap_seats(actor: Actor, ceremony: Ceremony, one: Place, other: Place) -> None:
    """What is on the two seats changes places, and stays there from now on; one of them may be free."""
    access.require(actor, "ceremonies.run_ceremony", ceremony)
    with transaction.atomic():
        locked = locked_ceremony(ceremony.pk)
        if one == other or not (locked.hall.holds(one) and locked.hall.holds(other)):
            raise Refused(_("请选两个不同的座位。"), code="no_seat")
        found = {place: _at(locked, place) for place in (one, other)}
        if not any(found.values()):
            raise Refused(_("这两个座位都空着。"), code="no_seat")
        Seat.objects.filter(pk__in=[seat.pk for seat in found.values() if seat is not None]).delete()
        for place, seat in ((other, found[one]), (one, found[other])):
            if seat is not None:
                made = Seat.objects.create(
                    week_id=locked.week_id,
                    ceremony=locked,
                    row=place[0],
                    place=place[1],
                    guest_id=seat.guest_id,
                    unit_id=seat.unit_id,
                    is_fixed=True,
                )
                append(actor, "swap_seats", made)


def free_seats(actor: Actor, ceremony: Ceremony, places: Sequence[Place] | None = None) -> int:
    """Nobody sits there any more; without places: in the whole hall. Returns how many seats that were."""
    access.require(actor, "ceremonies.run_ceremony", ceremony)
    with transaction.atomic():
        locked = locked_ceremony(ceremony.pk)
        rows = Seat.objects.filter(ceremony=locked)
        wanted = [seat.pk for seat in rows if places is None or (seat.row, seat.place) in places]
        Seat.objects.filter(pk__in=wanted).delete()
        if wanted:
            append(actor, "free_seats", locked, changes={"seated": (len(rows), len(rows) - len(wanted))})
    return len(wanted)


def _at(ceremony: Ceremony, place: Place) -> Seat | None:
    return Seat.objects.filter(ceremony=ceremony, row=place[0], place=place[1]).first()
