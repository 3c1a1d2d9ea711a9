"""The region's editions: the list, and running one."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.base import access
from sciweek.base.errors import Conflict, Refused
from sciweek.committee.acts import tell
from sciweek.committee.entrance import REGION_SESSION_KEY, DeskRequest, desk_page
from sciweek.committee.queries import regions_of_person
from sciweek.desk.forms import StateForm, WeekForm
from sciweek.week import actions
from sciweek.week.models import Region
from sciweek.week.queries import basis, directions, weeks_of


@desk_page(needs_week=False)
def weeks(request: DeskRequest) -> HttpResponse:
    """The region's editions, and the ways to begin another."""
    context = {
        "weeks": weeks_of(request.region.pk),
        "region": request.region,
        "other_regions": _other_regions(request),
        "may_run": access.may(request.actor, "week.run", request.region),
    }
    return render(request, "desk/weeks.html", context)


@require_POST
@desk_page(needs_week=False)
def region(request: DeskRequest) -> HttpResponse:
    """Work in another region in which one has a role."""
    wanted = _other_regions(request).filter(slug=request.POST.get("region", "")[:40]).first()
    if wanted is not None:
        request.session[REGION_SESSION_KEY] = wanted.pk
    return redirect("desk:weeks")


def _other_regions(request: DeskRequest) -> QuerySet[Region]:
    person_id = request.actor.person_id
    found = regions_of_person(person_id) if person_id else Region.objects.none()
    return found.exclude(pk=request.region.pk)


@desk_page("week.run")
def week_edit(request: DeskRequest) -> HttpResponse:
    """Change an edition's name, dates and theme; open, close or archive it."""
    week = request.week
    initial = {name: getattr(week, name) for name in WeekForm.base_fields if hasattr(week, name)}
    form = WeekForm(request.POST or None, initial=initial | {"seen_version": week.version})
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_week(
                request.actor, week, seen_version=form.cleaned_data["seen_version"], **form.plain()
            )
        except Refused as refusal:
            form.show(refusal)
            if isinstance(refusal, Conflict):
                week.refresh_from_db()
        else:
            messages.success(request, _("已保存。"))
            return redirect("desk:week_edit", week_slug=week.slug)
    context = {
        "form": form,
        "week": week,
        "directions": directions(),
        "basis": basis(),
    }
    return render(request, "desk/week_edit.html", context, status=422 if form.errors else 200)


@require_POST
@desk_page("week.run")
def week_state(request: DeskRequest) -> HttpResponse:
    """Show the edition to the public, take it back, or put it in the archive."""
    form = StateForm(request.POST)
    if not form.is_valid():
        raise Refused(_("请回到这一页，再选一次要做的事。"))
    seen = form.cleaned_data["seen_version"]
    try:
        match form.cleaned_data["to"]:
            case "open":
                week = actions.open_week(
                    request.actor, request.week, why=form.cleaned_data["why"], seen_version=seen
                )
            case "draft":
                week = actions.close_week(
                    request.actor, request.week, why=form.cleaned_data["why"], seen_version=seen
                )
            case _:
                week = actions.archive_week(request.actor, request.week, seen_version=seen)
    except Refused as refusal:
        tell(request, refusal)
    else:
        messages.success(request, _("现在是：%(state)s。") % {"state": week.get_state_display()})
    return redirect("desk:week_edit", week_slug=request.week.slug)
