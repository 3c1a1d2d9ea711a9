"""One activity: its form, its state and the moves that are open."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciweek.activities import actions
from sciweek.activities.forms import RENAME, ActivityForm, ReasonForm
from sciweek.activities.models import Activity
from sciweek.activities.rules import visible_activities
from sciweek.activities.states import ACTIVITY_MOVES, ActivityState
from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.base.errors import Conflict, Refused
from sciweek.base.states import onward
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.committee.models import Unit
from sciweek.committee.queries import units
from sciweek.committee.states import Role


@dataclass(frozen=True)
class Step:
    """One button of the life cycle."""

    to: str
    label: str
    needs_reason: bool
    kind: str


STEP_WORDS = {
    (ActivityState.DRAFT, ActivityState.SUBMITTED): gettext_lazy("提交给办公室"),
    (ActivityState.RETURNED, ActivityState.SUBMITTED): gettext_lazy("改好了，再提交"),
    (ActivityState.SUBMITTED, ActivityState.RETURNED): gettext_lazy("退回"),
    (ActivityState.SUBMITTED, ActivityState.APPROVED): gettext_lazy("通过"),
    (ActivityState.APPROVED, ActivityState.RETURNED): gettext_lazy("退回"),
    (ActivityState.APPROVED, ActivityState.PUBLISHED): gettext_lazy("发布"),
    (ActivityState.PUBLISHED, ActivityState.HELD): gettext_lazy("记为已举办"),
    (ActivityState.HELD, ActivityState.PUBLISHED): gettext_lazy("改回已发布"),
    (ActivityState.DRAFT, ActivityState.CANCELLED): gettext_lazy("不办了"),
    (ActivityState.RETURNED, ActivityState.CANCELLED): gettext_lazy("不办了"),
    (ActivityState.SUBMITTED, ActivityState.CANCELLED): gettext_lazy("不办了"),
    (ActivityState.APPROVED, ActivityState.CANCELLED): gettext_lazy("不办了"),
    (ActivityState.CANCELLED, ActivityState.DRAFT): gettext_lazy("重新办，改回草稿"),
    (ActivityState.DRAFT, ActivityState.PUBLISHED): gettext_lazy("发布"),
    (ActivityState.SUBMITTED, ActivityState.PUBLISHED): gettext_lazy("发布"),
    (ActivityState.PUBLISHED, ActivityState.CANCELLED): gettext_lazy("取消活动"),
    (ActivityState.CANCELLED, ActivityState.PUBLISHED): gettext_lazy("恢复发布"),
    (ActivityState.PUBLISHED, ActivityState.DRAFT): gettext_lazy("撤回为草稿"),
}


def enterable_units(actor: Actor, row: Activity | None = None) -> QuerySet[Unit]:
    """The living units that the actor may enter for, and the one that the activity has, merged since or not."""
    found = units() if row is None else units() | Unit.objects.filter(pk=row.unit_id or 0)
    return found if actor.has(Role.OFFICE) else found.filter(pk__in=actor.units_with(Role.LIAISON))


def the_activity(request: DeskRequest, code: str) -> Activity:
    found = (
        visible_activities(request.actor).select_related("unit", "series", "week").filter(code=code).first()
    )
    if found is None:
        raise Http404(code)
    return found


@desk_page("activities.enter_activity")
def activity_new(request: DeskRequest) -> HttpResponse:
    """Enter an activity; it is kept as a draft."""
    choices = enterable_units(request.actor)
    office = request.actor.has(Role.OFFICE)
    first = None if office else choices.first()
    form = ActivityForm(
        request.POST or None,
        week=request.week,
        units=choices,
        may_choose_unit=office,
        initial={"mode": "onsite", "unit": first.pk if first else None, "day": request.week.starts_on},
    )
    if request.method == "POST" and form.is_valid():
        try:
            activity = actions.add_activity(
                request.actor, request.week, request_uid=form.once_key, **form.values()
            )
        except Refused as refusal:
            form.show(refusal, RENAME)
        else:
            messages.success(request, _("草稿已存。核对后提交给办公室。") if not office else _("草稿已存。"))
            return redirect("activities:activity", week_slug=request.week.slug, code=activity.code)
    return _form_page(request, form, None)


@desk_page("activities.see_activities")
def activity(request: DeskRequest, code: str) -> HttpResponse:
    """One activity: its form while it may be changed, its state and the moves that are open."""
    row = the_activity(request, code)
    may_edit = access.may(request.actor, "activities.edit_activity", row)
    office = request.actor.has(Role.OFFICE)
    form = ActivityForm(
        request.POST or None,
        week=request.week,
        units=enterable_units(request.actor, row),
        may_choose_unit=office,
        initial=ActivityForm.initial_of(row, request.week.zone),
    )
    if request.method == "POST":
        access.require(request.actor, "activities.edit_activity", row)
        if form.is_valid():
            try:
                actions.edit_activity(
                    request.actor, row, seen_version=form.cleaned_data["seen_version"], **form.values()
                )
            except Refused as refusal:
                form.show(refusal, RENAME)
                if isinstance(refusal, Conflict):
                    row = the_activity(request, code)
            else:
                messages.success(request, _("已保存。"))
                return redirect("activities:activity", week_slug=request.week.slug, code=row.code)
    if not may_edit:
        for field in form.fields.values():
            field.disabled = True
    return _form_page(request, form, row, may_edit=may_edit)


def _steps(actor: Actor, row: Activity) -> list[Step]:
    steps = []
    for to in onward(ACTIVITY_MOVES, row.state):
        arrow = ACTIVITY_MOVES[ActivityState(row.state), ActivityState(to)]
        if not access.may(actor, arrow.permission, row):
            continue
        label = STEP_WORDS.get((ActivityState(row.state), ActivityState(to)))
        if label is None:  # an arrow that another act takes: an opinion that is no longer 公开
            continue
        main = to in (ActivityState.PUBLISHED, ActivityState.SUBMITTED)
        steps.append(Step(to, str(label), arrow.needs_reason, "vermilion" if main else "outline"))
    # One vermilion button on a screen: publishing goes before submitting.
    if any(step.to == ActivityState.PUBLISHED for step in steps):
        steps = [step for step in steps if step.to != ActivityState.SUBMITTED]
    return steps


def _form_page(
    request: HttpRequest, form: ActivityForm, row: Activity | None, *, may_edit: bool = True
) -> HttpResponse:
    desk: Any = request
    context = {
        "form": form,
        "activity": row,
        "week": desk.week,
        "may_edit": may_edit,
        "steps": _steps(desk.actor, row) if row else [],
        "reason_form": ReasonForm(initial={"seen_version": row.version if row else None}),
        "back": reverse("activities:list", kwargs={"week_slug": desk.week.slug}),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "activities/form.html", context, status=status)
