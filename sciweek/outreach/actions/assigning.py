"""Who goes where: assigning, moving, taking back, declining. One at a time in a week, so that no place is given twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access, clock, facts
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.sealing import digest
from sciweek.base.text import clean
from sciweek.logbook.actions import append, check_version, locked_row, move, save_changes
from sciweek.outreach.actions.asking import reason_of
from sciweek.outreach.actions.following import add_session, end_session, move_session
from sciweek.outreach.actions.sense import too_long
from sciweek.outreach.actions.turns import one_at_a_time
from sciweek.outreach.actions.undoing import drop_visit
from sciweek.outreach.events import WishSettled
from sciweek.outreach.logic.travel import free_crew
from sciweek.outreach.logic.warnings import Caution, free_place, told, warnings
from sciweek.outreach.models import Outing, OutingDay, Visit, Wish
from sciweek.outreach.queries.judging import asked_of, offered, planned_trip, trips
from sciweek.outreach.states import RECONSIDER, TAKE_BACK, WISH_MOVES, News, WishState
from sciweek.people.phones import phone_fields

NAMES = {"leader_name": 60, "plate": 20, "note": 200}
LONGEST = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class Plan:
    """A visit as it would be saved: whose place it takes, which crew goes, and what to say of it."""

    day: OutingDay | None
    crew: int
    cautions: list[Caution]

    @property
    def stops(self) -> bool:
        return any(one.stops for one in self.cautions)


def foreseen(
    wish: Wish,
    outing: Outing,
    *,
    starts_at: datetime,
    ends_at: datetime | None = None,
    crew: int | None = None,
    plate: str = "",
    visit: Visit | None = None,
) -> Plan:
    """What assigning would do; writes nothing. `visit` is the one that would be moved."""
    ends_at = ends_at or starts_at + timedelta(minutes=outing.length_minutes)
    week = wish.week
    others, known = trips(without=visit), offered(outing, without=visit)
    trip = planned_trip(outing, wish, starts_at, ends_at, crew or 1, plate_digest(clean(plate)))
    if crew is None:
        free = free_crew(trip, others, outing.crews)
        trip = planned_trip(outing, wish, starts_at, ends_at, free or 1, trip.plate)
    place, _is_offered = free_place(known.offers, starts_at, ends_at, week.zone)
    found = warnings(
        trip, known, asked_of(wish), others, first_day=week.starts_on, last_day=week.ends_on, zone=week.zone
    )
    day = OutingDay.objects.get(pk=place.key) if place is not None else None
    return Plan(day, trip.crew, found)


def foresee_visit(
    actor: Actor,
    wish: Wish,
    *,
    outing: Outing | None,
    starts_at: datetime | None,
    ends_at: datetime | None = None,
    crew: int | None = None,
    plate: str = "",
) -> Plan:
    """What `assign_visit`, or `move_visit` where somebody goes already, would say; writes nothing."""
    access.require(actor, "outreach.assign_visit", wish)
    outing = _check_outing(actor, outing)
    starts_at, ends_at = _times(outing, starts_at, ends_at)
    visit = wish.its_visit
    return foreseen(wish, outing, starts_at=starts_at, ends_at=ends_at, crew=crew, plate=plate, visit=visit)


def plate_digest(plate: str) -> str:
    """Equal for the same car, however it was written."""
    letters = "".join(sign for sign in plate.upper() if sign.isalnum())
    return digest(letters, "plate") if letters else ""


def assign_visit(
    actor: Actor,
    wish: Wish,
    *,
    outing: Outing | None,
    starts_at: datetime | None,
    ends_at: datetime | None = None,
    crew: int | None = None,
    leader_name: str = "",
    phone: str = "",
    plate: str = "",
    note: str = "",
    seen_version: int | None = None,
) -> Visit:
    """Send the outing there. Without `ends_at` it takes as long as it says, without `crew` the first that is free goes.

    What cannot be done is refused; what is only odd is told by the page before.
    """
    access.require(actor, "outreach.assign_visit", wish)
    outing = _check_outing(actor, outing)
    starts_at, ends_at = _times(outing, starts_at, ends_at)
    values = _crew_values(wish, outing, crew, leader_name, phone, plate, note)
    with transaction.atomic():
        one_at_a_time(wish.week)
        plan = foreseen(wish, outing, starts_at=starts_at, ends_at=ends_at, crew=crew, plate=plate)
        _check_plan(plan)
        moved = move(
            actor,
            wish,
            WishState.ASSIGNED,
            WISH_MOVES,
            verb="assign_visit",
            seen_version=seen_version,
            state_reason="",
        )
        visit = Visit(
            week=wish.week, wish=moved, outing=outing, day=plan.day, crew=plan.crew,
            starts_at=starts_at, ends_at=ends_at, **values,
        )  # fmt: skip
        visit.session = add_session(visit)
        visit.save()
        changes = {"outing": (None, outing), "starts_at": (None, starts_at), "crew": (None, plan.crew)}
        append(actor, "add_visit", visit, changes=changes)
        facts.tell(WishSettled(wish.week_id, moved.pk, News.ASSIGNED, moved.version))
    return visit


def move_visit(
    actor: Actor,
    visit: Visit,
    *,
    outing: Outing | None = None,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    crew: int | None = None,
    seen_version: int | None = None,
    **given: str,
) -> Visit:
    """Another time, another crew, another outing, or another in charge. What is left out stays."""
    access.require(actor, "outreach.assign_visit", visit)
    strange = given.keys() - {"leader_name", "phone", "plate", "note"}
    if strange:
        raise TypeError(f"a visit has no {min(strange)}")
    to = visit.outing if outing is None or outing.pk == visit.outing_id else _check_outing(actor, outing)
    if starts_at is None:
        starts_at, ends_at = visit.starts_at, ends_at or visit.ends_at
    starts_at, ends_at = _times(to, starts_at, ends_at)
    kept = {name: getattr(visit, name) for name in ("leader_name", "phone", "plate", "note")} | given
    values = _crew_values(visit.wish, to, crew, **kept)
    with transaction.atomic():
        one_at_a_time(visit.week)
        locked = locked_row(visit)
        check_version(locked, seen_version, {})
        if locked.wish.state != WishState.ASSIGNED:
            raise Refused(_("已经去过了，不能再改时间。"), code="no_such_move")
        plan = foreseen(
            visit.wish, to, starts_at=starts_at, ends_at=ends_at, crew=crew, plate=kept["plate"], visit=locked
        )
        _check_plan(plan)
        values |= {
            "outing": to,
            "day": plan.day,
            "crew": plan.crew,
            "starts_at": starts_at,
            "ends_at": ends_at,
        }
        saved = save_changes(actor, locked, verb="move_visit", **values)
        if saved.version != locked.version or saved.outing_id != visit.outing_id:
            _after_move(visit, saved)
    return saved


def _after_move(before: Visit, saved: Visit) -> None:
    """The session goes along; the unit is told of what it can see."""
    if before.outing_id != saved.outing_id:
        end_session(before, _("改由别的项目去"))
        saved.session = add_session(saved)
        saved.save(update_fields=["session"])
    else:
        move_session(saved)
    if any(getattr(before, name) != getattr(saved, name) for name in ("outing_id", "starts_at", "ends_at")):
        facts.tell(WishSettled(saved.week_id, saved.wish_id, News.MOVED, saved.version))


def take_back_visit(actor: Actor, visit: Visit, *, why: str, seen_version: int | None = None) -> Wish:
    """Nobody goes there; the wish waits again. The unit is told why."""
    access.require(actor, "outreach.assign_visit", visit)
    reason = reason_of(why)
    with transaction.atomic():
        check_version(locked_row(visit), seen_version, {})
        wish = move(
            actor,
            visit.wish,
            WishState.ASKED,
            TAKE_BACK,
            verb="take_back_visit",
            why=reason,
            state_reason=reason,
        )
        drop_visit(wish, reason)
        facts.tell(WishSettled(wish.week_id, wish.pk, News.TAKEN_BACK, wish.version))
    return wish


def decline_wish(actor: Actor, wish: Wish, *, why: str, seen_version: int | None = None) -> Wish:
    """Nobody can come; the unit is told why."""
    access.require(actor, "outreach.assign_visit", wish)
    reason = reason_of(why)
    with transaction.atomic():
        saved = move(
            actor,
            wish,
            WishState.DECLINED,
            WISH_MOVES,
            verb="decline_wish",
            why=reason,
            seen_version=seen_version,
            state_reason=reason,
        )
        facts.tell(WishSettled(wish.week_id, wish.pk, News.DECLINED, saved.version))
    return saved


def reconsider_wish(actor: Actor, wish: Wish, *, seen_version: int | None = None) -> Wish:
    """Take a refusal back: the wish waits again."""
    return move(
        actor,
        wish,
        WishState.ASKED,
        RECONSIDER,
        verb="reconsider_wish",
        seen_version=seen_version,
        state_reason="",
    )


def _check_outing(actor: Actor, outing: Outing | None) -> Outing:
    if outing is None:
        raise Refused(fields={"outing": _("请选去的项目。")}, code="invalid")
    access.require(actor, "outreach.run_outing", outing)
    return outing


def _times(outing: Outing, starts_at: datetime | None, ends_at: datetime | None) -> tuple[datetime, datetime]:
    if starts_at is None:
        raise Refused(fields={"starts_at": _("请写哪天几点开始。")}, code="invalid")
    if not clock.is_plausible(starts_at.date()):
        raise Refused(fields={"starts_at": _("没有这样的年份。请写成 2027 这样的四位数。")}, code="invalid")
    ends_at = ends_at or starts_at + timedelta(minutes=outing.length_minutes)
    if ends_at <= starts_at:
        raise Refused(fields={"ends_at": _("结束要晚于开始。")}, code="invalid")
    if ends_at - starts_at > LONGEST:
        raise Refused(fields={"ends_at": _("一次最长 14 个小时。")}, code="invalid")
    return starts_at, ends_at


def _crew_values(
    wish: Wish, outing: Outing, crew: int | None, leader_name: str, phone: str, plate: str, note: str
) -> dict[str, Any]:
    values: dict[str, Any] = {
        "leader_name": clean(leader_name),
        "plate": clean(plate).upper(),
        "note": clean(note),
    }
    problems = {
        name: too_long(values[name], most) for name, most in NAMES.items() if len(values[name]) > most
    }
    if crew is not None and not 0 < crew <= outing.crews:
        problems["crew"] = _("写 %(least)d 到 %(most)d 之间的整数。") % {"least": 1, "most": outing.crews}
    if problems:
        raise Refused(fields=problems, code="invalid")
    numbers: Mapping[str, str] = phone_fields(phone, area_code=wish.week.region.area_code)
    return values | dict(numbers) | {"plate_digest": plate_digest(values["plate"])}


def _check_plan(plan: Plan) -> None:
    stopping = [one for one in plan.cautions if one.stops]
    if stopping:
        raise Refused(told(stopping) + "。", code=stopping[0].kind)
