"""Recording the 保密审查 opinion on one activity."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.activities import actions
from sciweek.activities.forms import OpinionForm
from sciweek.activities.pages.shown import show_activity, the_activity
from sciweek.base import access
from sciweek.base.errors import Conflict, Refused
from sciweek.committee.entrance import DeskRequest, desk_page


@require_POST
@desk_page("activities.see_activities")
def activity_opinion(request: DeskRequest, code: str) -> HttpResponse:
    """Record who said what on what basis."""
    row = the_activity(request, code)
    access.require(request.actor, "activities.give_opinion", row)
    form = OpinionForm(request.POST, auto_id="opinion_%s")
    if form.is_valid():
        try:
            done = actions.give_opinion(
                request.actor,
                row,
                verdict=form.cleaned_data["verdict"],
                basis=form.cleaned_data["basis"],
                reviewer=form.cleaned_data["reviewer"],
                seen_version=form.cleaned_data["seen_version"],
            )
        except Refused as refusal:
            form.show(refusal)
            if isinstance(refusal, Conflict):
                row = the_activity(request, code)
        else:
            messages.success(
                request, _("已记下保密审查意见：%(word)s。") % {"word": done.get_opinion_display()}
            )
            return redirect("activities:activity", week_slug=request.week.slug, code=row.code)
    return show_activity(request, row, opinion_form=form, status=422)
