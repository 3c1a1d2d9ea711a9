"""回执: a unit, or the office for it, says who comes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access, clock, facts
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.text import clean
from sciweek.ceremonies.actions.sense import locked_ceremony, too_long
from sciweek.ceremonies.events import SlipFilled
from sciweek.ceremonies.logic.names import plain_name
from sciweek.ceremonies.logic.plates import read_plate
from sciweek.ceremonies.models import Ceremony, Guest, Quota, Seat, Slip
from sciweek.ceremonies.queries import quotas_by_kind
from sciweek.ceremonies.states import GuestKind, GuestState
from sciweek.logbook.actions import append, check_version, locked_row, once
from sciweek.people.phones import phone_fields

NAME, POST, NOTE = 40, 60, 300
MOST_LINES = 500


@dataclass(frozen=True, slots=True)
class GuestLine:
    """A line as it was written. `code` names the guest who stands on it already."""

    name: str
    post: str = ""
    phone: str = ""
    plate: str = ""
    kind: str = GuestKind.REPRESENTATIVE
    state: str = GuestState.COMING
    code: str = ""


def fill_slip(
    actor: Actor,
    slip: Slip,
    *,
    lines: Sequence[GuestLine],
    note: str = "",
    sends_nobody: bool = False,
    seen_version: int | None = None,
) -> Slip:
    """The whole slip anew: guests who are not named any more are taken out, with their seats.

    Raises `Refused` with fields like `2.name` (the third line), or `lines` for all of them; `Conflict` when somebody
    else has filled it meanwhile.
    """
    access.require(actor, "ceremonies.reply", slip)
    note = clean(note)
    values, problems = _read(actor, slip, lines)
    if len(note) > NOTE:
        problems["note"] = too_long(note, NOTE)
    if not lines and not sends_nobody:
        problems["lines"] = _("请至少写一位来宾；不派人参加的，勾上“不派人”。")
    if any(line.state == GuestState.COMING for line in lines) and sends_nobody:
        problems["lines"] = _("写了参加的来宾，又勾了“不派人”。请二选一。")
    if problems:
        raise Refused(fields=problems, code="invalid")
    with transaction.atomic():
        ceremony, locked = _locked(actor, slip)
        check_version(locked, seen_version, {"note": note})
        before = {guest.code: guest for guest in Guest.objects.filter(slip=locked)}
        coming = sum(guest.is_coming for guest in before.values())
        _check_places(locked, Counter(one["kind"] for one in values if one["state"] == GuestState.COMING))
        _write(locked, lines, values, before)
        after = sum(one["state"] == GuestState.COMING for one in values)
        _answered(actor, ceremony, locked, note=note)
        append(actor, "fill_slip", locked, changes={"coming": (coming, after)})
        facts.tell(SlipFilled(locked.week_id, locked.pk))
    return locked


@once
def add_guest(actor: Actor, slip: Slip, line: GuestLine) -> Guest:
    """Name one more guest, within the unit's places."""
    access.require(actor, "ceremonies.reply", slip)
    (values,), problems = _read(actor, slip, [line])
    if problems:
        raise Refused(fields={name.partition(".")[2]: why for name, why in problems.items()}, code="invalid")
    with transaction.atomic():
        ceremony, locked = _locked(actor, slip)
        guests = list(Guest.objects.filter(slip=locked))
        taken = Counter(guest.kind for guest in guests if guest.is_coming)
        if values["state"] == GuestState.COMING:
            _check_places(locked, taken + Counter([values["kind"]]))
        position = max((guest.position for guest in guests), default=0) + 1
        made = Guest.objects.create(week_id=locked.week_id, slip=locked, position=position, **values)
        _answered(actor, ceremony, locked, note=locked.note)
        append(actor, "add_guest", made)
        facts.tell(SlipFilled(locked.week_id, locked.pk))
    return made


def _locked(actor: Actor, slip: Slip) -> tuple[Ceremony, Slip]:
    """Ceremony and slip, locked in this order. Raises `Refused` when it is too late for this actor."""
    ceremony = locked_ceremony(slip.ceremony_id)
    locked = locked_row(slip)
    locked.ceremony = ceremony
    if ceremony.is_off:
        raise Refused(_("这个仪式已取消，不用再报了。"), code="cancelled")
    if not ceremony.takes_replies() and not access.may(actor, "ceremonies.run_ceremony", ceremony):
        text = _("回执的期限已过。请联系组委会办公室，由办公室代填。")
        raise Refused(text, code="late")
    return ceremony, locked


def _read(
    actor: Actor, slip: Slip, lines: Sequence[GuestLine]
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """The lines as columns, and what is wrong with which field of which line."""
    if len(lines) > MOST_LINES:
        return [], {"lines": _("一次最多写 %(most)d 行。") % {"most": MOST_LINES}}
    found: list[dict[str, Any]] = []
    problems: dict[str, str] = {}
    area_code = slip.week.region.area_code
    for at, line in enumerate(lines):
        values, wrong = line_values(line, area_code=area_code)
        found.append(values)
        problems |= {f"{at}.{name}": text for name, text in wrong.items()}
    return found, problems


def line_values(line: GuestLine, *, area_code: str = "") -> tuple[dict[str, Any], dict[str, str]]:
    """One line as columns, and what is wrong with it by field."""
    problems: dict[str, str] = {}
    name, post = plain_name(clean(line.name)), clean(line.post)
    if not name:
        problems["name"] = _("请写姓名。")
    elif len(name) > NAME:
        problems["name"] = too_long(name, NAME)
    if len(post) > POST:
        problems["post"] = too_long(post, POST)
    phone: dict[str, str] = {}
    try:
        phone = phone_fields(line.phone, area_code=area_code)
    except Refused as refusal:
        problems |= {field: str(text) for field, text in refusal.fields.items()}
    plate = read_plate(line.plate) if clean(line.plate) else None
    if clean(line.plate) and plate is None:
        problems["plate"] = _("没有认出车牌，例如“京A12345”。没有车就空着。")
    if line.kind not in GuestKind.values:
        problems["kind"] = _("请选身份。")
    if line.state not in GuestState.values:
        problems["state"] = _("请选参加、请假或换人。")
    values = {
        "kind": line.kind,
        "name": name,
        "post": post,
        "plate": plate.text if plate else "",
        "state": line.state,
        **phone,
    }
    return values, problems


def _check_places(slip: Slip, wanted: Counter[str]) -> None:
    """Called under the lock: never one guest more than there are places."""
    places = quotas_by_kind(Quota.objects.filter(slip=slip))
    labels = dict(GuestKind.choices)
    for kind, count in wanted.items():
        have = places.get(kind, 0)
        if count > have:
            text = _("%(kind)s的名额是 %(have)d 人，写了 %(count)d 人。") % {
                "kind": labels[GuestKind(kind)],
                "have": have,
                "count": count,
            }
            raise Refused(fields={"lines": text}, code="too_many")


def _write(
    slip: Slip, lines: Sequence[GuestLine], values: Sequence[dict[str, Any]], before: dict[str, Guest]
) -> None:
    kept: set[int] = set()
    fresh = []
    for at, (line, read) in enumerate(zip(lines, values, strict=True), 1):
        new = read | {"position": at}
        guest = before.get(line.code)
        if guest is None or guest.pk in kept:
            fresh.append(Guest(week_id=slip.week_id, slip=slip, **new))
            continue
        kept.add(guest.pk)
        if guest.name and guest.name != new["name"]:
            # Another person on the same line: what the office settled was settled for somebody else.
            new |= {"on_stage": False, "rank": None}
        names = [name for name, value in new.items() if getattr(guest, name) != value]
        if names:
            for name in names:
                setattr(guest, name, new[name])
            guest.version += 1
            guest.save(update_fields=[*names, "version"])
    Guest.objects.filter(slip=slip, pk__in=[one.pk for one in before.values() if one.pk not in kept]).delete()
    Guest.objects.bulk_create(fresh)
    Seat.objects.filter(guest__slip=slip).exclude(guest__state=GuestState.COMING).delete()


def _answered(actor: Actor, ceremony: Ceremony, slip: Slip, *, note: str) -> None:
    """The slip counts as answered; the first answer says whether it came late."""
    now = clock.now()
    if slip.replied_at is None:
        slip.is_late = ceremony.is_late(now)
        slip.replied_at = now
    slip.replied_by = actor.name[:60]
    slip.note = note
    slip.version += 1
    slip.save(update_fields=["replied_at", "replied_by", "is_late", "note", "version"])
    # Seats that were kept for the unit's unnamed guests are free again: it has said who comes.
    Seat.objects.filter(ceremony=ceremony, unit_id=slip.unit_id, guest__isnull=True, is_fixed=False).delete()
