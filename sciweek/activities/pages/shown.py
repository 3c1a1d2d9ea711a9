"""The page of one activity, as every act on it shows it again when something has to be put right."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sciweek.activities.forms import GROUPS, RENAME, ActivityForm, OpinionForm, PictureForm
from sciweek.activities.models import Activity
from sciweek.activities.pages.steps import Step, open_steps
from sciweek.activities.pages.words import label_of, shown_values
from sciweek.activities.queries import earlier_activities, opinions
from sciweek.activities.rules import visible_activities
from sciweek.activities.states import SHOWN_STATES, ActivityState, Audience, Mode, Verdict
from sciweek.base import access, clock
from sciweek.base.actor import Actor
from sciweek.committee.entrance import DeskRequest
from sciweek.committee.models import Unit
from sciweek.committee.queries import units
from sciweek.committee.states import Role
from sciweek.look.dates import day_words
from sciweek.look.phrases import listed, strung
from sciweek.look.ribbon import Ribbon, Thread, build_ribbon
from sciweek.people.models import Person
from sciweek.week.models import Week
from sciweek.week.queries import shown_days

# In these states the form saves itself; what is in other hands, or public, changes by a press only.
SAVING_STATES = (ActivityState.DRAFT, ActivityState.RETURNED)
MOST_COPIES = 3
MOST_PLACES = 12
# Hours at which most activities begin: one tap on a phone.
USUAL_HOURS = ("09:00", "09:30", "10:00", "10:30", "14:00", "14:30", "15:00", "19:00")


@dataclass(frozen=True)
class MarkedField:
    """What the office wants corrected, and where on the page that is."""

    anchor: str
    label: str
    text: str


@dataclass(frozen=True)
class OpinionLine:
    verdict: str
    level: str
    reviewer: str
    basis: str
    at: datetime
    is_valid: bool


@dataclass(frozen=True)
class OpinionBox:
    """The 保密审查 of one activity: `note` says how it stands, `form` is there for who may record one."""

    note: str
    level: str
    word: str
    lines: list[OpinionLine]
    form: OpinionForm | None


@dataclass(frozen=True)
class ActivityPage:
    """What the page shows. Without `activity` it is the empty form."""

    week: Week
    activity: Activity | None
    form: ActivityForm
    may_edit: bool
    saves_itself: bool
    submits: str
    ribbon: Ribbon
    other_day: str
    places: list[str]
    open_groups: set[str]
    notes: dict[str, str]
    marks: dict[str, str]
    marked: list[MarkedField]
    steps: list[Step]
    may_choose_unit: bool
    owner: str
    opinion: OpinionBox | None = None
    picture_form: PictureForm | None = None
    copies: list[Activity] = field(default_factory=list)
    may_copy: bool = False
    values: list[tuple[str, str]] = field(default_factory=list)
    hours: tuple[str, ...] = USUAL_HOURS


def enterable_units(actor: Actor, row: Activity | None = None) -> QuerySet[Unit]:
    """The living units that the actor may enter for, and the one that the activity has, merged since or not."""
    found = units() if row is None else units() | Unit.objects.filter(pk=row.unit_id or 0)
    return found if actor.has(Role.OFFICE) else found.filter(pk__in=actor.units_with(Role.LIAISON))


def the_activity(request: DeskRequest, code: str) -> Activity:
    """The activity of that code, when the actor may see it; else 404."""
    found = visible_activities(request.actor).select_related("unit", "series", "week", "picture")
    row = found.filter(code=code).first()
    if row is None:
        raise Http404(code)
    return row


def entry_form(request: DeskRequest, row: Activity | None = None, *, is_bound: bool = False) -> ActivityForm:
    """The form of the activity, or the empty one with what the last entry of the unit already told."""
    office = request.actor.has(Role.OFFICE)
    choices = enterable_units(request.actor, row)
    initial = (
        ActivityForm.initial_of(row, request.week.zone) if row else _first_values(request, office, choices)
    )
    return ActivityForm(
        request.POST if is_bound else None,
        week=request.week,
        units=choices,
        may_choose_unit=office,
        is_shown=row is not None and row.is_shown,
        initial=initial,
    )


def _first_values(request: DeskRequest, office: bool, choices: QuerySet[Unit]) -> dict[str, Any]:
    if office:
        return {"mode": Mode.ONSITE}
    unit = choices.first()
    person = Person.objects.filter(pk=request.actor.person_id or 0).first()
    last = (
        visible_activities(request.actor).filter(unit=unit).exclude(contact_phone="").order_by("-id").first()
    )
    return {
        "mode": Mode.ONSITE,
        "unit": unit.pk if unit else None,
        "hosts": [unit.name] if unit else [],
        "contact_name": last.contact_name if last else person.name if person else "",
        "contact_phone": last.contact_phone if last else person.phone_shown if person else "",
    }


def show_activity(
    request: DeskRequest,
    row: Activity | None,
    *,
    form: ActivityForm | None = None,
    opinion_form: OpinionForm | None = None,
    picture_form: PictureForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer with the page; a form that is given is shown with its errors."""
    actor = request.actor
    may_edit = row is None or access.may(actor, "activities.edit_activity", row)
    may_edit = may_edit and (row is None or row.state != ActivityState.CANCELLED)
    form = form or entry_form(request, row)
    marks = {RENAME.get(name, name): text for name, text in row.marks.items()} if row else {}
    steps = open_steps(actor, row) if row else []
    submits = _submit_words(actor, row, may_edit, steps)
    if submits:
        steps = [step for step in steps if step.to != ActivityState.SUBMITTED]
    is_new = row is None and not form.is_bound
    page = ActivityPage(
        week=request.week,
        activity=row,
        form=form,
        may_edit=may_edit,
        saves_itself=may_edit and (row is None or row.state in SAVING_STATES),
        submits=submits,
        ribbon=_ribbon(actor, request.week, str(form["day"].value() or "")),
        other_day=_other_day(request.week, str(form["day"].value() or "")),
        places=_places(actor, row),
        open_groups=_open_groups(form, marks),
        notes=_notes(form),
        marks=marks,
        marked=_marked(row),
        steps=steps,
        may_choose_unit=actor.has(Role.OFFICE) or len(actor.units_with(Role.LIAISON)) > 1,
        owner=actor.key,
        opinion=_opinion_box(request, row, opinion_form) if row else None,
        picture_form=(picture_form or picture_form_of(row)) if row and may_edit else None,
        copies=list(earlier_activities(actor, request.week)[:MOST_COPIES])
        if is_new and not actor.has(Role.OFFICE)
        else [],
        may_copy=access.may(actor, "activities.enter_activity", request.week),
        values=shown_values(actor, row, request.week.zone) if row and not may_edit else [],
    )
    return render(
        request, "activities/form.html", {"page": page, "week": request.week, "form": form}, status=status
    )


def picture_form_of(row: Activity, *given: Any) -> PictureForm:
    """The form of the picture; without `basis` while the public does not see the activity."""
    initial = {"picture_alt": row.picture_alt, "seen_version": row.version}
    form = PictureForm(*given, initial=initial, auto_id="picture_%s")
    if not row.is_shown:
        del form.fields["basis"]
    return form


def _submit_words(actor: Actor, row: Activity | None, may_edit: bool, steps: list[Step]) -> str:
    """What stands on the button that saves and hands in at once; a liaison has it at the foot of the form."""
    if actor.has(Role.OFFICE) or not may_edit:
        return ""
    if row is None:
        return _("提交给办公室")
    return next((step.label for step in steps if step.to == ActivityState.SUBMITTED), "")


def _ribbon(actor: Actor, week: Week, day: str) -> Ribbon:
    """The week as a choice of days, with what is there already."""
    now = clock.now()
    first, last = shown_days(week, clock.read_day(day) or clock.local_day(now, week.zone))
    there = visible_activities(actor) | Activity.objects.filter(state__in=SHOWN_STATES)
    rows = there.exclude(state=ActivityState.CANCELLED).filter(starts_at__isnull=False).order_by()
    return build_ribbon(
        zone=ZoneInfo(week.zone),
        starts_on=first,
        ends_on=last,
        now=now,
        threads=[
            Thread(starts_at, ends_at, kind, state in SHOWN_STATES)
            for starts_at, ends_at, kind, state in rows.values_list("starts_at", "ends_at", "kind", "state")
            if starts_at is not None
        ],
        link=lambda _day: "",
        picked=clock.read_day(day),
    )


def _other_day(week: Week, day: str) -> str:
    """What the field for other days holds: a day that the ribbon does not show, or what was no day at all."""
    picked = clock.read_day(day)
    first, last = shown_days(week, picked or clock.local_day(clock.now(), week.zone))
    return "" if picked and first <= picked <= last else day


def _places(actor: Actor, row: Activity | None) -> list[str]:
    """Places that were written before, to be chosen instead of typed."""
    found = visible_activities(actor).exclude(place="")
    if row is not None and row.unit_id and actor.has(Role.OFFICE):
        found = found.filter(unit_id=row.unit_id)
    return sorted(set(found.order_by("-id").values_list("place", flat=True)[:60]))[:MOST_PLACES]


def _open_groups(form: ActivityForm, marks: Iterable[str]) -> set[str]:
    """The groups that may not stand folded: something in them has to be put right."""
    calling = set(form.errors) | set(marks) if form.is_bound else set(marks)
    return {group for group, names in GROUPS.items() if calling & set(names)}


def _notes(form: ActivityForm) -> dict[str, str]:
    """What stands in a folded group, in a few words."""

    def value(name: str) -> str:
        given = form[name].value()
        return listed(str(given or "").split("\n")) if name == "hosts" else " ".join(str(given or "").split())

    chosen = form["audience"].value() or []
    audience = listed(str(each.label) for each in Audience if each.value in chosen)
    expected = value("expected")
    return {
        "about": value("summary"),
        "who": value("hosts"),
        "whom": strung((audience, _("%(count)s 人") % {"count": expected} if expected else "")),
        "contact": strung((value("contact_name"), value("contact_phone"))),
        "long": _day(value("last_day")),
    }


def _day(given: str) -> str:
    """The day in words; as it was typed when it cannot be read."""
    try:
        return day_words(date.fromisoformat(given))
    except ValueError:
        return given


def _marked(row: Activity | None) -> list[MarkedField]:
    if row is None:
        return []
    return [
        MarkedField(
            "picture" if name == "picture" else f"id_{RENAME.get(name, name)}", label_of(name), str(text)
        )
        for name, text in row.marks.items()
    ]


VERDICT_LEVELS = {Verdict.OPEN: "good", Verdict.CLOSED: "error", Verdict.REFERRED: "attention"}


def _opinion_box(request: DeskRequest, row: Activity, form: OpinionForm | None) -> OpinionBox:
    given = list(opinions(row))
    lines = [
        OpinionLine(
            verdict=str(line.get_verdict_display()),
            level=VERDICT_LEVELS[Verdict(line.verdict)],
            reviewer=line.reviewer,
            basis=line.basis,
            at=line.given_at,
            is_valid=at == 0 and bool(row.opinion),
        )
        for at, line in enumerate(given)
    ]
    note = ""
    if not given:
        note = _("还没有人记下意见。没有“公开”的意见，活动不会公开。")
    elif not row.opinion:
        note = _("上次审过以后文字改了，要重新记一次意见。")
    is_given_up = row.state == ActivityState.CANCELLED and not row.is_public
    may = access.may(request.actor, "activities.give_opinion", row) and not is_given_up
    if may and form is None:
        initial = {"reviewer": row.unit.name if row.unit else "", "seen_version": row.version}
        form = OpinionForm(initial=initial, auto_id="opinion_%s")
    return OpinionBox(
        note=note,
        level=VERDICT_LEVELS[Verdict(row.opinion)] if row.opinion else "quiet",
        word=str(row.get_opinion_display()) if row.opinion else _("没有意见"),
        lines=lines,
        form=form if may else None,
    )
