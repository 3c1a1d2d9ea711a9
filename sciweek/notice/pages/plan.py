"""The plan: what one press will make, by name, before it is made."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sciweek.base.errors import Refused
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.notice import actions
from sciweek.notice.forms.plan import NEW, PlanForm
from sciweek.notice.models import Notice
from sciweek.notice.pages.intake import context_of, find_notice
from sciweek.notice.queries.planning import Ground, ground
from sciweek.notice.states import NoticeRole, NoticeState
from sciweek.week.models import Week

FORM_ONLY = ("csrfmiddlewaretoken", "request_uid", "seen_version", "make", "keep", "again")


@desk_page("notice.run_notices", needs_week=False)
def plan(request: DeskRequest, code: str) -> HttpResponse:
    """Show the plan, keep its choices, or carry it out."""
    notice = find_notice(request, code)
    if notice.state == NoticeState.USED:
        return _to_week(notice)
    if notice.state != NoticeState.REVIEW:
        return redirect("notice:review", code=code)
    is_higher = notice.role == NoticeRole.HIGHER
    asked = request.POST.get("target") or (notice.plan.get("target") or [""])[0]
    found = ground(notice, request.region, chosen_target=asked)
    if request.method != "POST":
        return _page(
            request, notice, found, PlanForm(None, ground=found, kept=notice.plan, is_higher=is_higher)
        )
    if "make" not in request.POST:
        actions.keep_plan(
            request.actor,
            notice,
            {name: values for name, values in request.POST.lists() if name not in FORM_ONLY},
        )
        if request.htmx:
            return HttpResponse(status=204)
        if "again" not in request.POST:
            messages.success(request, _("已存下。可以离开，回来接着选。"))
        return redirect("notice:plan", code=code)
    form = PlanForm(request.POST, ground=found, kept={}, is_higher=is_higher)
    if form.are_valid():
        try:
            week = actions.create_week_from_notice(
                request.actor, notice, plan=form.plan(), request_uid=form.once_key
            )
        except Refused as refusal:
            form.show(refusal)
        else:
            messages.success(request, _("《%(title)s》已经建好，还没有公开。") % {"title": week.title})
            return redirect("desk:home", week_slug=week.slug)
    return _page(request, notice, found, form)


def _page(request: DeskRequest, notice: Notice, found: Ground, form: PlanForm) -> HttpResponse:
    context = context_of(
        request,
        notice=notice,
        form=form,
        found=found,
        is_higher=notice.role == NoticeRole.HIGHER,
        is_new=(form["target"].value() or NEW) == NEW,
        taken={
            "series": sum(one.is_taken for one in form.series),
            "duties": sum(one.is_taken for one in form.duties),
            "contacts": sum(one.is_taken for one in form.contacts),
        },
    )
    return render(
        request, "notice/plan.html", context, status=422 if form.is_bound and form.has_errors else 200
    )


def _to_week(notice: Notice) -> HttpResponse:
    return redirect("desk:home", week_slug=Week.objects.get(pk=notice.week_id or 0).slug)
