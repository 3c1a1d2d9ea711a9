"""The desk's pages of activities: the office's list, the form, the moves."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page as Slice
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from sciweek.activities import actions
from sciweek.activities.forms import RENAME, ActivityForm, ReasonForm, SeriesForm
from sciweek.activities.models import Activity, Series
from sciweek.activities.queries import containing, on_day, series, state_counts
from sciweek.activities.rules import visible_activities
from sciweek.activities.states import ACTIVITY_MOVES, ActivityState, Kind
from sciweek.base import access, clock
from sciweek.base.actor import Actor
from sciweek.base.errors import Conflict, Refused
from sciweek.base.states import onward
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.committee.models import Unit
from sciweek.committee.queries import units
from sciweek.committee.states import Role
from sciweek.look.parts import Tab
from sciweek.look.phrases import headed

PER_PAGE = 50


@dataclass(frozen=True)
class ActivityList:
    """What the list page shows."""

    rows: "Slice[Activity]"
    tabs: list[Tab]
    words: str
    day: date | None
    kind: str
    kinds: list[tuple[str, Any]]
    may_enter: bool
    may_run: bool
    can_publish: bool


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
    (ActivityState.DRAFT, ActivityState.PUBLISHED): gettext_lazy("发布"),
    (ActivityState.SUBMITTED, ActivityState.PUBLISHED): gettext_lazy("发布"),
    (ActivityState.PUBLISHED, ActivityState.CANCELLED): gettext_lazy("取消活动"),
    (ActivityState.CANCELLED, ActivityState.PUBLISHED): gettext_lazy("恢复发布"),
    (ActivityState.PUBLISHED, ActivityState.DRAFT): gettext_lazy("撤回为草稿"),
}


def _enterable_units(actor: Actor, row: Activity | None = None) -> QuerySet[Unit]:
    """The living units that the actor may enter for, and the one that the activity has, merged since or not."""
    found = units() if row is None else units() | Unit.objects.filter(pk=row.unit_id or 0)
    return found if actor.has(Role.OFFICE) else found.filter(pk__in=actor.units_with(Role.LIAISON))


def _activity(request: DeskRequest, code: str) -> Activity:
    found = (
        visible_activities(request.actor).select_related("unit", "series", "week").filter(code=code).first()
    )
    if found is None:
        raise Http404(code)
    return found


@desk_page("activities.see_activities")
def activity_list(request: DeskRequest) -> HttpResponse:
    """All that the actor may see, by state, kind and words."""
    wanted = request.GET.get("state", "")
    words, kind = request.GET.get("q", "").strip()[:100], request.GET.get("kind", "")
    found = visible_activities(request.actor)
    if kind in Kind.values:
        found = found.filter(kind=kind)
    day = clock.read_day(request.GET.get("day", ""))
    if day is not None:
        found = on_day(found, day, request.week.zone)
    found = containing(found, words)
    counts = state_counts() if request.actor.roles else _own_counts(request.actor)
    if wanted in ActivityState.values:
        found = found.filter(state=wanted)
    kept = {"q": words, "kind": kind, "day": day.isoformat() if day else ""}
    tabs = [Tab(_("全部"), f"?{urlencode(kept)}", not wanted, sum(counts.values()))] + [
        Tab(str(state.label), f"?{urlencode({**kept, 'state': state.value})}", wanted == state, counts[state])
        for state in ActivityState
    ]
    page = Paginator(found.select_related("unit", "series").order_by("starts_at", "id"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    may_run = access.may(request.actor, "activities.run_activities", request.week)
    shown = ActivityList(
        rows=page,
        tabs=tabs,
        words=words,
        day=day,
        kind=kind,
        kinds=list(Kind.choices),
        may_enter=access.may(request.actor, "activities.enter_activity", request.week),
        may_run=may_run,
        can_publish=may_run and wanted in (ActivityState.DRAFT, ActivityState.SUBMITTED),
    )
    return render(request, "activities/list.html", {"page": shown, "week": request.week})


def _own_counts(actor: Actor) -> dict[str, int]:
    found = visible_activities(actor).values_list("state", flat=True)
    counts = dict.fromkeys(ActivityState.values, 0)
    for state in found:
        counts[state] += 1
    return counts


@desk_page("activities.enter_activity")
def activity_new(request: DeskRequest) -> HttpResponse:
    """Enter an activity; it is kept as a draft."""
    choices = _enterable_units(request.actor)
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
    row = _activity(request, code)
    may_edit = access.may(request.actor, "activities.edit_activity", row)
    office = request.actor.has(Role.OFFICE)
    form = ActivityForm(
        request.POST or None,
        week=request.week,
        units=_enterable_units(request.actor, row),
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
                    row = _activity(request, code)
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
        label = STEP_WORDS[ActivityState(row.state), ActivityState(to)]
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


MOVES = {
    ActivityState.SUBMITTED: actions.submit_activity,
    ActivityState.PUBLISHED: actions.publish_activity,
}
MOVES_WITH_REASON = {
    ActivityState.RETURNED: actions.return_activity,
    ActivityState.CANCELLED: actions.cancel_activity,
    ActivityState.DRAFT: actions.withdraw_activity,
}


@require_POST
@desk_page("activities.see_activities")
def activity_move(request: DeskRequest, code: str) -> HttpResponse:
    """Carry out one step of the life cycle."""
    row = _activity(request, code)
    form = ReasonForm(request.POST)
    if not form.is_valid() or form.cleaned_data["to"] not in ActivityState.values:
        raise Refused(_("请回到活动页，再选一次要做的事。"))
    to, seen = ActivityState(form.cleaned_data["to"]), form.cleaned_data["seen_version"]
    try:
        if to == ActivityState.PUBLISHED and row.state == ActivityState.CANCELLED:
            actions.restore_activity(request.actor, row, why=form.cleaned_data["why"], seen_version=seen)
        elif to in MOVES:
            MOVES[to](request.actor, row, seen_version=seen)
        else:
            MOVES_WITH_REASON[to](request.actor, row, why=form.cleaned_data["why"], seen_version=seen)
    except Refused as refusal:
        if refusal.status == 403:
            raise
        for text in [*refusal.fields.values(), refusal.message]:
            if text:
                messages.error(request, str(text))
    else:
        messages.success(request, _("“%(name)s”现在是：%(state)s。") % {"name": row.name, "state": to.label})
    return redirect("activities:activity", week_slug=request.week.slug, code=row.code)


@require_POST
@desk_page("activities.run_activities")
def publish_many(request: DeskRequest) -> HttpResponse:
    """Publish the chosen ones; say of each other one why it stays."""
    chosen = visible_activities(request.actor).filter(code__in=request.POST.getlist("code")[:1000])
    done, left = actions.publish_activities(request.actor, request.week, chosen)
    if done:
        count = len(done)
        messages.success(
            request, ngettext("已发布 %(count)d 场。", "已发布 %(count)d 场。", count) % {"count": count}
        )
    for row, refusal in left[:20]:
        messages.error(request, headed(row.name, str(refusal)))
    if not done and not left:
        messages.info(request, _("还没有选活动。在左边勾选后再按发布。"))
    return redirect("activities:list", week_slug=request.week.slug)


@desk_page("activities.see_activities")
def series_list(request: DeskRequest) -> HttpResponse:
    """The lines of the annex, and adding one."""
    may_run = access.may(request.actor, "activities.run_activities", request.week)
    form = SeriesForm(request.POST or None)
    if request.method == "POST":
        access.require(request.actor, "activities.run_activities", request.week)
        if form.is_valid():
            try:
                actions.add_series(request.actor, request.week, **form.plain())
            except Refused as refusal:
                form.show(refusal)
            else:
                messages.success(request, _("已加上。"))
                return redirect("activities:series", week_slug=request.week.slug)
    context = {"rows": series(), "form": form, "may_run": may_run, "week": request.week}
    return render(request, "activities/series.html", context, status=422 if form.errors else 200)


@desk_page("activities.run_activities")
def series_edit(request: DeskRequest, position: int) -> HttpResponse:
    """Change one line of the annex."""
    row = Series.objects.filter(position=position).first()
    if row is None:
        raise Http404(str(position))
    names = [name for name in SeriesForm.base_fields if hasattr(row, name)]
    initial = {name: getattr(row, name) for name in names} | {"seen_version": row.version}
    form = SeriesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_series(
                request.actor, row, seen_version=form.cleaned_data["seen_version"], **form.plain()
            )
        except Refused as refusal:
            form.show(refusal)
        else:
            messages.success(request, _("已保存。"))
            return redirect("activities:series", week_slug=request.week.slug)
    context = {"series": row, "form": form, "week": request.week}
    return render(request, "activities/series_edit.html", context, status=422 if form.errors else 200)
