"""Rows as they go out, and what comes in as rows."""

from collections.abc import Callable
from datetime import time
from typing import Any

from sciweek.base import access
from sciweek.base.rest import ApiRequest, found_rows, local, the_row
from sciweek.base.token_scopes import covers
from sciweek.committee.models import Unit
from sciweek.outreach.api.shapes import CONTACTS, VisitOut, WishedDayOut, WishFields, WishOut
from sciweek.outreach.logic.parts import read_days
from sciweek.outreach.models import Outing, Visit, Wish
from sciweek.outreach.queries import outings, wishes
from sciweek.outreach.rules import visible_outings
from sciweek.outreach.states import Part, WishState
from sciweek.venues.models import Venue, living


def the_outing(request: ApiRequest, code: str) -> Outing:
    return the_row(outings(request.actor), code)


def the_wish(request: ApiRequest, code: str) -> Wish:
    return the_row(wishes(request.actor), code)


def again(request: ApiRequest, wish: Wish) -> WishOut:
    """The wish as it stands after a change."""
    return wish_out(request, the_wish(request, wish.code))


OUTING_PLAIN = (
    "code", "uid", "kind", "title", "summary", "length_minutes", "setup_minutes", "needs", "needs_note", "audience",
    "audience_note", "largest_audience", "visits_a_day", "crews", "is_active", "version",
)  # fmt: skip
WISH_PLAIN = (
    "code", "uid", "place", "address", "people", "people_note", "has", "remarks", "state", "state_reason", "version",
)  # fmt: skip


def _code(row: Any) -> str | None:
    return row.code if row is not None else None


def outing_values(row: Outing) -> dict[str, Any]:
    streets = [living(one.street) for one in row.reaches.all()]
    return {name: getattr(row, name) for name in OUTING_PLAIN} | {
        "unit": row.unit.code,
        "unit_name": row.unit.name,
        "reach": [one.code for one in streets if one is not None],
        "base": _code(row.base),
        "activity": _code(row.activity),
    }


def _sees_contacts(request: ApiRequest, thing: Wish | Visit) -> bool:
    return covers(request.auth.scopes, CONTACTS) and access.may(request.actor, "outreach.see_contacts", thing)


def visit_out(request: ApiRequest, row: Visit) -> VisitOut:
    zone, whole = request.week.zone, _sees_contacts(request, row)
    return VisitOut(
        code=row.code,
        uid=row.uid,
        wish=row.wish.code,
        unit=row.wish.unit.code,
        unit_name=row.wish.unit.name,
        outing=row.outing.code,
        outing_title=row.outing.title,
        starts_at=local(row.starts_at, zone),
        ends_at=local(row.ends_at, zone),
        crew=row.crew,
        leader_name=row.leader_name if whole else "",
        phone=_phone(row, whole=whole),
        plate=row.plate if whole else "",
        note=row.note,
        is_done=row.wish.state == WishState.DONE,
        came=row.came,
        session=_code(row.session),
        version=row.version,
    )


def _phone(row: Wish | Visit, *, whole: bool) -> str:
    return row.phone if whole or not row.phone else f"···{row.phone_last4}"


def _hour(clock: time | None) -> str | None:
    return f"{clock:%H:%M}" if clock is not None else None


def wish_out(request: ApiRequest, row: Wish) -> WishOut:
    whole, visit = _sees_contacts(request, row), row.its_visit
    if visit is not None:
        visit.wish = row
    return WishOut.model_validate(
        {name: getattr(row, name) for name in WISH_PLAIN}
        | {
            "unit": row.unit.code,
            "unit_name": row.unit.name,
            "outing": _code(row.outing),
            "days": [WishedDayOut(day=day, part=Part(part)) for day, part in read_days(row.days)],
            "start": _hour(row.start_time),
            "end": _hour(row.end_time),
            "venue": _code(row.venue),
            "street": _code(row.lies_in),
            "contact_name": row.contact_name if whole else "",
            "phone": _phone(row, whole=whole),
            "asked_at": local(row.asked_at, request.week.zone),
            "visit": visit_out(request, visit) if visit is not None else None,
        }
    )


def wish_given(request: ApiRequest, data: WishFields) -> dict[str, Any]:
    """The sent values as the actions take them; raises `Refused` on the field for a code that names nothing."""
    values = data.given()
    finders: dict[str, Callable[[str], Any]] = {
        "unit": lambda code: Unit.objects.select_related("merged_into").filter(code=code).first(),
        "street": lambda code: Unit.objects.select_related("merged_into").filter(code=code).first(),
        "venue": lambda code: Venue.objects.select_related("street__merged_into").filter(code=code).first(),
        "outing": lambda code: visible_outings(request.actor).filter(code=code).first(),
    }
    values = found_rows(values, finders)
    for name in ("start", "end"):
        if name in values:
            hour = values.pop(name)
            values[f"{name}_time"] = time.fromisoformat(hour) if hour is not None else None
    if "days" in values:
        values["days"] = [(one.day, one.part) for one in values["days"]]
    return values
