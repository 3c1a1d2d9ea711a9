"""Units ask that somebody comes."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access, clock
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.text import clean_lines
from sciweek.committee.models import Unit
from sciweek.committee.states import UnitKind
from sciweek.logbook.actions import append, locked_row, move, once, save_changes
from sciweek.outreach.actions.sense import check_wish, wish_values
from sciweek.outreach.actions.undoing import drop_visit
from sciweek.outreach.models import Outing, Wish
from sciweek.outreach.states import ASK_AGAIN, LIVE, WISH_MOVES, WishState
from sciweek.people.phones import phone_fields
from sciweek.venues.models import Venue, living
from sciweek.week.models import Week

REASON = 300
# What may still be told when everything is arranged; the rest would send somebody to a closed door.
STILL_OPEN = frozenset(
    {"contact_name", "phone", "phone_digest", "phone_last4", "people_note", "remarks", "has"}
)


@once
def ask_visit(actor: Actor, week: Week, /, *, unit: Unit | None, phone: str, **given: Any) -> Wish:
    """Ask for a visit. `days` are pairs of day and part, the dearest first; no `outing`: whichever suits."""
    values = judged_wish(actor, week, unit=unit, phone=phone, **given)
    with transaction.atomic():
        wish = Wish.objects.create(week=week, asked_at=clock.now(), **values)
        append(actor, "ask_visit", wish)
    return wish


def judged_wish(
    actor: Actor, week: Week, /, *, unit: Unit | None, phone: str, **given: Any
) -> dict[str, Any]:
    """What `ask_visit` would save; writes nothing. Raises `Refused`."""
    access.require(actor, "outreach.ask_visit", week)
    if unit is None:
        raise Refused(fields={"unit": _("请选申请的单位。")}, code="invalid")
    if not access.may(actor, "outreach.ask_visit", unit):
        raise Refused(fields={"unit": _("只能为自己的单位申请。")}, code="forbidden")
    values = wish_values({"contact_name": "", "days": (), "people": None} | given)
    check_wish(values)
    _check_outing(values.get("outing"))
    values |= {"unit": unit} | _phone(week, phone)
    if values.get("street") is None:
        values["street"] = street_of(unit, values.get("venue"))
    return values


def edit_wish(
    actor: Actor, wish: Wish, *, seen_version: int | None = None, phone: str | None = None, **given: Any
) -> Wish:
    """Change what is given of a wish. Once it is assigned, only whom to ask for and what is there."""
    access.require(actor, "outreach.change_wish", wish)
    with transaction.atomic():
        values = judged_changes(locked_row(wish), phone=phone, **given)
        return save_changes(actor, wish, verb="edit_wish", seen_version=seen_version, **values)


def judged_changes(wish: Wish, *, phone: str | None = None, **given: Any) -> dict[str, Any]:
    """What `edit_wish` would save of the values, beside the row as it stands; writes nothing. Raises `Refused`."""
    values = wish_values(given)
    if values.get("street", wish.street) == wish.lies_in:
        values.pop("street", None)  # nobody meant to change a merged street into its successor
    changed = {name: one for name, one in values.items() if getattr(wish, name) != one}
    if phone is not None:
        numbers = _phone(wish.week, phone)
        changed |= {name: one for name, one in numbers.items() if getattr(wish, name) != one}
    if not changed:
        return {}
    if wish.state == WishState.ASSIGNED and (fixed := changed.keys() - STILL_OPEN):
        text = _("已经安排好了，这一项不能直接改。请联系承办单位，或者撤回后重新申请。")
        raise Refused(fields=dict.fromkeys(sorted(fixed), text), code="assigned")
    if wish.state not in LIVE:
        raise Refused(_("现在不能改这份申请。"), code="no_such_move")
    check_wish({name: getattr(wish, name) for name in ("start_time", "end_time", "venue", "place")} | changed)
    if "outing" in changed:
        _check_outing(changed["outing"])
    if "venue" in changed and "street" not in changed:
        changed["street"] = street_of(wish.unit, changed["venue"]) or wish.street
    return changed


def street_of(unit: Unit, venue: Venue | None) -> Unit | None:
    """In which street it is, as far as venue and unit tell."""
    if venue is not None and venue.lies_in is not None:
        return venue.lies_in
    for one in (living(unit), living(unit.parent)):
        if one is not None and one.kind == UnitKind.STREET:
            return one
    return None


def _check_outing(outing: Outing | None) -> None:
    if outing is not None and not outing.is_active:
        raise Refused(fields={"outing": _("这个项目已经停了，请选别的。")}, code="retired")


def _phone(week: Week, phone: str) -> dict[str, str]:
    numbers = phone_fields(phone, area_code=week.region.area_code)
    if not numbers["phone"]:
        raise Refused(fields={"phone": _("请写联系电话，当天司机要找得到人。")}, code="invalid")
    return numbers


def reason_of(why: str, *, needed: bool = True) -> str:
    reason = clean_lines(why)
    if needed and not reason:
        raise Refused(fields={"why": _("请写明原因。")}, code="reason_missing")
    if len(reason) > REASON:
        raise Refused(fields={"why": _("原因最多 300 个字。")}, code="invalid")
    return reason


def withdraw_wish(actor: Actor, wish: Wish, *, why: str = "", seen_version: int | None = None) -> Wish:
    """Nobody need come. What was assigned is given back, with a reason."""
    access.require(actor, "outreach.change_wish", wish)
    reason = reason_of(why, needed=False)
    with transaction.atomic():
        saved = move(
            actor,
            wish,
            WishState.WITHDRAWN,
            WISH_MOVES,
            verb="withdraw_wish",
            why=reason,
            seen_version=seen_version,
            state_reason=reason,
        )
        drop_visit(saved, reason or _("申请已撤回"))
    return saved


def ask_again(actor: Actor, wish: Wish, *, seen_version: int | None = None) -> Wish:
    """Take a withdrawal back."""
    return move(
        actor, wish, WishState.ASKED, ASK_AGAIN, verb="ask_again", seen_version=seen_version, state_reason=""
    )
