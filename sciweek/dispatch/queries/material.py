"""Gathering the week's data for a paper. Papers are Chinese whatever language the page has."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import translation

from sciweek.activities.models import Activity
from sciweek.activities.queries import series
from sciweek.activities.states import SHOWN_STATES, ActivityState, Audience, Mode
from sciweek.committee.models import CommitteeBody, Membership, Participation, PersonalLink
from sciweek.committee.queries import contact_points, units
from sciweek.committee.states import UNIT_ROLES, Role
from sciweek.dispatch.logic.material import (
    ActivityLine,
    Body,
    ContactLine,
    DutyLine,
    Material,
    Party,
    PersonLine,
    SeriesLine,
)
from sciweek.dispatch.logic.wording import DISTRICT, EVERYBODY, REGION_WORDS
from sciweek.duties.models import HandIn
from sciweek.duties.queries import duties
from sciweek.duties.states import OWED, HandInState
from sciweek.look.phrases import listed
from sciweek.week.models import Week
from sciweek.week.queries import basis, directions

PAPER_LANGUAGE = "zh-hans"
APPROVED = (ActivityState.APPROVED, *SHOWN_STATES)


def material_of(week: Week, *, with_people: bool = False, with_activities: bool = True) -> Material:
    """The week as plain values, in a flat number of queries. `with_people`: liaisons with their telephones too;
    without activities it still says what papers lack."""
    with translation.override(PAPER_LANGUAGE):
        return Material(
            title=week.title,
            region=week.region.name,
            region_word=week.region.name[-1] if week.region.name[-1:] in REGION_WORDS else DISTRICT,
            today=week.today,
            starts_on=week.starts_on,
            ends_on=week.ends_on,
            theme=week.theme,
            parent_body=week.parent_body,
            office=week.office_name,
            bodies=_bodies(),
            parties=_parties(),
            directions=tuple((one.heading, one.text) for one in directions()),
            basis=tuple((one.title, one.doc_no) for one in basis()),
            series=_series(),
            activities=_activities(week) if with_activities else (),
            duties=_duties(),
            contacts=tuple(
                ContactLine(one.office, one.person, one.phone, one.email) for one in contact_points()
            ),
            people=_people() if with_people else (),
        )


def _bodies() -> tuple[Body, ...]:
    rows = CommitteeBody.objects.select_related("unit")
    return tuple(Body(one.name, one.unit.label if one.unit else one.name) for one in rows)


def _parties() -> tuple[Party, ...]:
    """The units that take part, as the notice addresses them."""
    rows = list(Participation.objects.select_related("unit").order_by("position", "unit__sort_key", "id"))
    here = {row.unit_id for row in rows}
    partly = {kind for pk, kind in units().values_list("pk", "kind") if pk not in here}
    rows.sort(key=lambda row: row.unit.sort_key[:2])
    return tuple(
        Party(row.unit_id, row.unit_name, row.unit.kind, tuple(row.unit.posts), row.unit.kind not in partly)
        for row in rows
    )


def _series() -> tuple[SeriesLine, ...]:
    return tuple(
        SeriesLine(
            one.name,
            one.starts_on,
            one.ends_on,
            one.runs_all_year,
            one.place,
            tuple(one.hosts),
            tuple(one.organisers),
            tuple(one.co_organisers),
        )
        for one in series()
    )


def _activities(week: Week) -> tuple[ActivityLine, ...]:
    """What has been approved; `is_public` marks what the secrecy review has let out."""
    zone = ZoneInfo(week.zone)

    def local(moment: datetime | None) -> datetime | None:
        return moment.astimezone(zone) if moment else None

    rows = Activity.objects.filter(state__in=APPROVED).select_related("unit", "series")
    return tuple(
        ActivityLine(
            name=one.name,
            series=one.series.name if one.series else "",
            kind=str(one.get_kind_display()),
            unit=one.unit.name if one.unit else "",
            starts_at=local(one.starts_at),
            ends_at=local(one.ends_at),
            is_all_day=one.is_all_day,
            mode=str(Mode(one.mode).label),
            place=one.place,
            address=one.address,
            link=one.link,
            hosts=tuple(one.hosts),
            organisers=tuple(one.organisers),
            co_organisers=tuple(one.co_organisers),
            audience=_audience(one),
            expected=one.expected,
            entry_note=one.entry_note,
            summary=one.summary,
            contact_name=one.contact_name,
            contact_phone=one.contact_phone,
            is_public=one.state in SHOWN_STATES,
        )
        for one in rows
    )


def _audience(one: Activity) -> str:
    words = listed(str(Audience(name).label) for name in one.audience if name in Audience.values)
    return words or EVERYBODY


def _duties() -> tuple[DutyLine, ...]:
    owed: dict[int, list[int]] = defaultdict(list)
    owing: dict[int, list[int]] = defaultdict(list)
    rows = HandIn.objects.exclude(state=HandInState.WAIVED).order_by("unit__sort_key", "unit_id")
    for duty_id, unit_id, state in rows.values_list("duty_id", "unit_id", "state"):
        owed[duty_id].append(unit_id)
        if state in OWED:
            owing[duty_id].append(unit_id)
    return tuple(
        DutyLine(
            what=one.what,
            due_on=one.due_on,
            due_time=one.due_time,
            opens_on=one.opens_on,
            receiver=one.receiver,
            note=one.note,
            units=tuple(owed[one.pk]),
            owing=tuple(owing[one.pk]),
        )
        for one in duties()
    )


def _people() -> tuple[PersonLine, ...]:
    """Who answers for each unit that takes part: people with an account, then holders of a link."""
    by_unit: dict[int, list[PersonLine]] = defaultdict(list)
    members = Membership.objects.filter(unit__isnull=False, ended_at__isnull=True, role__in=UNIT_ROLES)
    for one in members.select_related("unit", "person"):
        if one.unit is not None:
            who = one.person
            line = PersonLine(one.unit.name, str(Role(one.role).label), who.name, who.phone, who.email)
            by_unit[one.unit.pk].append(line)
    links = PersonalLink.objects.filter(revoked_at__isnull=True).select_related("participation__unit")
    for link in links:
        unit = link.participation.unit
        by_unit[unit.pk].append(PersonLine(unit.name, str(Role.LIAISON.label), link.name))
    return tuple(_in_order(by_unit))


def _in_order(by_unit: dict[int, list[PersonLine]]) -> Iterable[PersonLine]:
    """Every unit that takes part has a line; one without people shows who is still to be named."""
    for row in Participation.objects.select_related("unit").order_by("position", "unit__sort_key", "id"):
        found = by_unit.get(row.unit_id)
        yield from found or [PersonLine(row.unit_name, str(Role.LIAISON.label), "")]
