"""One step of the life cycle."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.activities import actions
from sciweek.activities.forms import ReasonForm
from sciweek.activities.pages.shown import the_activity
from sciweek.activities.states import CLOSED_STATES, ActivityState
from sciweek.base.errors import Refused
from sciweek.committee.acts import tell
from sciweek.committee.entrance import DeskRequest, desk_page

MOVES = {
    ActivityState.SUBMITTED: actions.submit_activity,
    ActivityState.APPROVED: actions.approve_activity,
    ActivityState.PUBLISHED: actions.publish_activity,
    ActivityState.HELD: actions.hold_activity,
}
MOVES_WITH_REASON = {
    ActivityState.RETURNED: actions.return_activity,
    ActivityState.CANCELLED: actions.cancel_activity,
    ActivityState.DRAFT: actions.withdraw_activity,
}
# Where a closed activity is restored to; where it came from decides which of them.
REOPENED = (ActivityState.PUBLISHED, ActivityState.DRAFT)


@require_POST
@desk_page("activities.see_activities")
def activity_move(request: DeskRequest, code: str) -> HttpResponse:
    """Carry out one step of the life cycle."""
    row = the_activity(request, code)
    form = ReasonForm(request.POST)
    if not form.is_valid() or form.cleaned_data["to"] not in ActivityState.values:
        raise Refused(_("请回到活动页，再选一次要做的事。"))
    to, seen = ActivityState(form.cleaned_data["to"]), form.cleaned_data["seen_version"]
    try:
        if row.state in CLOSED_STATES and to in REOPENED:
            row = actions.restore_activity(
                request.actor, row, why=form.cleaned_data["why"], seen_version=seen
            )
        elif to in MOVES:
            row = MOVES[to](request.actor, row, seen_version=seen)
        else:
            row = MOVES_WITH_REASON[to](request.actor, row, why=form.cleaned_data["why"], seen_version=seen)
    except Refused as refusal:
        tell(request, refusal)
    else:
        words = {"name": row.name, "state": row.get_state_display()}
        messages.success(request, _("“%(name)s”现在是：%(state)s。") % words)
    return redirect("activities:activity", week_slug=request.week.slug, code=row.code)
