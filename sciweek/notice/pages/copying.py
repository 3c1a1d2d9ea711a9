"""The two ways to start an edition without a notice: by hand, and from an earlier one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sciweek.activities.queries import series
from sciweek.base import clock
from sciweek.base.errors import Refused
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.duties.models import Duty
from sciweek.notice import actions
from sciweek.notice.forms.weeks import ByHandForm, CopyForm
from sciweek.notice.pages.intake import context_of
from sciweek.week.actions import create_week, moved, same_weekday_next_year


@desk_page("week.run", needs_week=False)
def by_hand(request: DeskRequest) -> HttpResponse:
    """Start an edition without a notice."""
    region = request.region
    form = ByHandForm(
        request.POST or None, initial={"level": region.level, "parent_body": region.parent_name}
    )
    if request.method == "POST" and form.is_valid():
        try:
            week = create_week(request.actor, region, request_uid=form.once_key, **form.plain())
        except Refused as refusal:
            form.show(refusal)
        else:
            messages.success(request, _("《%(title)s》已经建好，还没有公开。") % {"title": week.title})
            return redirect("desk:home", week_slug=week.slug)
    return render(
        request, "notice/by_hand.html", context_of(request, form=form), status=422 if form.errors else 200
    )


@desk_page("week.run")
def copy(request: DeskRequest) -> HttpResponse:
    """Start an edition from the one in the address; shows by name what comes along, and when it would fall."""
    source = request.week
    starts_on = same_weekday_next_year(source.starts_on)
    form = CopyForm(
        request.POST or None,
        initial=CopyForm.proposed(source, starts_on, same_weekday_next_year(source.ends_on)),
    )
    if request.method == "POST" and form.is_valid() and "show" not in request.POST:
        try:
            week = actions.copy_week(request.actor, source, request_uid=form.once_key, **form.plain())
        except Refused as refusal:
            form.show(refusal)
        else:
            messages.success(request, _("《%(title)s》已经建好，还没有公开。") % {"title": week.title})
            return redirect("desk:home", week_slug=week.slug)
    wanted = form.cleaned_data["starts_on"] if form.is_bound and form.is_valid() else None
    if wanted is not None and clock.is_plausible(wanted):
        starts_on = wanted
    elif wanted is not None:
        form.add_error("starts_on", _("没有这样的年份。请写成 2027 这样的四位数。"))
    duties = [(duty, moved(duty.due_on, source.starts_on, starts_on)) for duty in Duty.objects.all()]
    context = context_of(request, form=form, source=source, series=list(series()), duties=duties)
    return render(request, "notice/copy.html", context, status=422 if form.errors else 200)
