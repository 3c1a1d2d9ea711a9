"""What hosts offer: the list, one outing, its days. Each thing on the page has a form of its own, told apart by `act`."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciweek.activities.models import Activity
from sciweek.activities.rules import visible_activities
from sciweek.activities.states import ActivityState
from sciweek.base import access
from sciweek.base.errors import Refused
from sciweek.base.forms import ActionForm, posted
from sciweek.committee.acts import Act, act_of, tell, tried
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.committee.models import Unit
from sciweek.committee.queries import units
from sciweek.committee.states import Role
from sciweek.outreach import actions
from sciweek.outreach.forms import DaysForm, OutingForm
from sciweek.outreach.models import Outing, OutingDay, Visit
from sciweek.outreach.pages.words import (
    audience_words,
    day_words_of,
    minutes_words,
    need_words,
    people_words,
    reach_words,
)
from sciweek.outreach.queries import offered, outings
from sciweek.outreach.states import Part

START = {"kind": "lecture", "length_minutes": 60, "setup_minutes": 30, "visits_a_day": 2, "crews": 1}


@dataclass(frozen=True, slots=True)
class Facts:
    """An outing in words."""

    outing: Outing
    length: str
    setup: str
    needs: str
    audience: str
    largest: str
    reach: str
    days: int


@dataclass(frozen=True, slots=True)
class DayLine:
    row: OutingDay
    words: str
    free: int


@dataclass(frozen=True, slots=True)
class OutingPage:
    """Everything about one outing. The forms are there for whoever may use them."""

    facts: Facts
    days: list[DayLine]
    free: int
    visits: int
    may_run: bool
    may_ask: bool
    form: OutingForm | None
    days_form: DaysForm | None


def facts_of(outing: Outing) -> Facts:
    return Facts(
        outing=outing,
        length=minutes_words(outing.length_minutes),
        setup=minutes_words(outing.setup_minutes) if outing.setup_minutes else "",
        needs=need_words(outing.needs, outing.needs_note),
        audience=audience_words(outing),
        largest=people_words(outing.largest_audience),
        reach=reach_words(outing),
        days=len(outing.days.all()),
    )


@desk_page("outreach.see_outings")
def outing_list(request: DeskRequest) -> HttpResponse:
    """What can be asked for."""
    found = outings(request.actor).order_by("-is_active", "kind", "id")
    context = {
        "lines": [facts_of(outing) for outing in found],
        "may_run": access.may(request.actor, "outreach.run_outing", request.week),
        "may_ask": access.may(request.actor, "outreach.ask_visit", request.week),
        "week": request.week,
    }
    return render(request, "outreach/outings.html", context)


def find_outing(request: DeskRequest, code: str) -> Outing:
    found = outings(request.actor).filter(code=code).first()
    if found is None:
        raise Http404(code)
    return found


def own_units(request: DeskRequest) -> Any:
    """The units for which the actor may offer and ask."""
    if access.may(request.actor, "outreach.run_outreach", request.week):
        return units()
    return Unit.objects.filter(pk__in=request.actor.units_with(Role.LIAISON))


def _activities(request: DeskRequest, outing: Outing | None) -> Any:
    found = visible_activities(request.actor).exclude(state=ActivityState.CANCELLED)
    if outing is not None:
        found = found.filter(unit=outing.unit)
        if outing.activity is not None:
            found = found | Activity.objects.filter(pk=outing.activity.pk)
    return found.order_by("name", "id")


@desk_page("outreach.run_outing")
def outing_new(request: DeskRequest) -> HttpResponse:
    """Offer something; its days follow on its own page."""
    mine = own_units(request)
    start = START | ({"unit": mine[0]} if len(mine[:2]) == 1 else {})
    form = OutingForm(
        posted(request), hosts=mine, activities=_activities(request, None), is_new=True, initial=start
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_outing(request.actor, request.week, request_uid=form.once_key, **form.plain())
        except Refused as refusal:
            form.show(refusal)
        else:
            messages.success(request, _("已加上。接着写哪些日子能去。"))
            return redirect("outreach:outing", week_slug=request.week.slug, code=made.code)
    context = {"form": form, "week": request.week}
    return render(request, "outreach/outing_new.html", context, status=422 if form.errors else 200)


@desk_page("outreach.see_outings")
def outing(request: DeskRequest, code: str) -> HttpResponse:
    """One outing. A POST carries `act`."""
    found = find_outing(request, code)
    bound: ActionForm | None = None
    if request.method == "POST":
        access.require(request.actor, "outreach.run_outing", found)
        try:
            bound = act_of(request, ACTS)(request, found)
        except Refused as refusal:
            tell(request, refusal)
        if bound is None:
            return redirect("outreach:outing", week_slug=request.week.slug, code=found.code)
    context = {"page": _page(request, found, bound), "week": request.week}
    return render(request, "outreach/outing.html", context, status=422 if bound is not None else 200)


def _page(request: DeskRequest, outing: Outing, bound: ActionForm | None) -> OutingPage:
    free = {one.key: one.free for one in offered(outing).offers}
    may_run = access.may(request.actor, "outreach.run_outing", outing)
    form: OutingForm | None = bound if isinstance(bound, OutingForm) else None
    days_form: DaysForm | None = bound if isinstance(bound, DaysForm) else None
    if may_run:
        form = form or _form(request, outing, None)
        days_form = days_form or _days_form(request, None)
    return OutingPage(
        facts=facts_of(outing),
        days=[DayLine(row, day_words_of(row), free.get(row.pk, 0)) for row in outing.days.all()],
        free=sum(free.values()),
        visits=Visit.objects.filter(outing=outing).count(),
        may_run=may_run,
        may_ask=outing.is_active and access.may(request.actor, "outreach.ask_visit", request.week),
        form=form,
        days_form=days_form,
    )


def _form(request: DeskRequest, outing: Outing, data: Any) -> OutingForm:
    return OutingForm(
        data,
        hosts=Unit.objects.none(),
        activities=_activities(request, outing),
        is_new=False,
        initial=OutingForm.initial_of(outing),
    )


def _days_form(request: DeskRequest, data: Any) -> DaysForm:
    week = request.week
    start = {"first_day": week.starts_on, "last_day": week.ends_on, "part": Part.WHOLE, "visits": 1}
    return DaysForm(data, prefix="days", initial=start)


# --- the acts: each answers with its form when it was refused, else with nothing ---------------------------------


def _edit(request: DeskRequest, outing: Outing) -> ActionForm | None:
    form = _form(request, outing, request.POST)

    def save() -> str:
        seen = form.cleaned_data["seen_version"]
        actions.edit_outing(request.actor, outing, seen_version=seen, **form.plain())
        return _("已保存。")

    return tried(request, form, save)


def _add_days(request: DeskRequest, outing: Outing) -> ActionForm | None:
    form = _days_form(request, request.POST)

    def save() -> str:
        count = len(actions.add_days(request.actor, outing, **form.values()))
        return ngettext("已写上 %(n)d 天。", "已写上 %(n)d 天。", count) % {"n": count}

    return tried(request, form, save)


def _drop_day(request: DeskRequest, outing: Outing) -> None:
    row = OutingDay.objects.select_related("outing__unit").filter(
        outing=outing, code=request.POST.get("day", "")
    )
    found = row.first()
    if found is None:
        raise Refused(_("这一天已经不在了。"), code="gone")
    actions.drop_day(request.actor, found)
    messages.success(request, _("已去掉。"))


def _retire(request: DeskRequest, outing: Outing) -> None:
    actions.retire_outing(request.actor, outing)
    messages.success(request, _("已停，不再接受新的申请。已经安排的照去。"))


def _take_back(request: DeskRequest, outing: Outing) -> None:
    actions.take_back_outing(request.actor, outing)
    messages.success(request, _("又可以申请了。"))


def _renew(request: DeskRequest, outing: Outing) -> None:
    actions.renew_links(request.actor, outing)
    messages.success(request, _("原来发给司机的链接都失效了。新的在各天的行程单上。"))


ACTS: dict[str, Act[Outing, ActionForm]] = {
    "edit": _edit,
    "days": _add_days,
    "drop_day": _drop_day,
    "retire": _retire,
    "take_back": _take_back,
    "renew": _renew,
}
