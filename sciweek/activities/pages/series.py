"""The lines of the annex."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sciweek.activities import actions
from sciweek.activities.forms import SeriesForm
from sciweek.activities.models import Series
from sciweek.activities.queries import series
from sciweek.base import access
from sciweek.base.errors import Refused
from sciweek.committee.entrance import DeskRequest, desk_page


@desk_page("activities.see_activities")
def series_list(request: DeskRequest) -> HttpResponse:
    """The lines of the annex, and adding one."""
    may_run = access.may(request.actor, "activities.run_activities", request.week)
    form = SeriesForm(request.POST or None)
    if request.method == "POST":
        access.require(request.actor, "activities.run_activities", request.week)
        if form.is_valid():
            try:
                actions.add_series(request.actor, request.week, request_uid=form.once_key, **form.plain())
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
