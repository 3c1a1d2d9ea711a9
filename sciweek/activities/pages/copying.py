"""Another one like it: from this edition or from an earlier one, one press each."""

from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sciweek.activities import actions
from sciweek.activities.models import Activity
from sciweek.activities.queries import containing, earlier_activities
from sciweek.activities.rules import visible_activities
from sciweek.base.errors import Refused
from sciweek.committee.acts import tell
from sciweek.committee.entrance import DeskRequest, desk_page

PER_PAGE = 30


@desk_page("activities.enter_activity")
def activity_copies(request: DeskRequest) -> HttpResponse:
    """GET: what can be copied from earlier editions. POST: a new draft like the activity `code`."""
    if request.method == "POST":
        return _copy(request)
    words = request.GET.get("q", "").strip()[:100]
    found = containing(earlier_activities(request.actor, request.week), words)
    context = {
        "rows": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "words": words,
        "week": request.week,
        "request_uid": uuid4(),
    }
    return render(request, "activities/copies.html", context)


def _copy(request: DeskRequest) -> HttpResponse:
    source = _source(request, request.POST.get("code", ""))
    try:
        row = actions.copy_activity(
            request.actor,
            request.week,
            source=source,
            request_uid=_wish(request.POST.get("request_uid", ""), source),
        )
    except Refused as refusal:
        tell(request, refusal)
        return redirect("activities:new", week_slug=request.week.slug)
    messages.success(request, _("照“%(name)s”建了一份草稿。核对日期和内容后提交。") % {"name": source.name})
    return redirect("activities:activity", week_slug=request.week.slug, code=row.code)


def _wish(page_uid: str, source: Activity) -> UUID:
    """One page offers many to copy: each is another wish, the same one pressed twice is one."""
    try:
        return uuid5(UUID(page_uid), source.code)
    except ValueError:
        return uuid4()


def _source(request: DeskRequest, code: str) -> Activity:
    here = visible_activities(request.actor).select_related("week").filter(code=code).first()
    found = here or earlier_activities(request.actor, request.week).filter(code=code).first()
    if found is None:
        raise Http404(code)
    return found
