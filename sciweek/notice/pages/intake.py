"""A new week: three ways to start it, and the way of a notice until it can be checked."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.base import access, clock
from sciweek.base.errors import Refused
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.files.pages import send_file
from sciweek.files.queries import read_bytes
from sciweek.notice import actions
from sciweek.notice.forms.intake import NoticeForm
from sciweek.notice.models import PASTED_NAME, Notice
from sciweek.notice.queries import same_notice, source_file
from sciweek.notice.queries.notices import light
from sciweek.notice.rules import visible_notices
from sciweek.notice.states import NoticeRole, NoticeState
from sciweek.week.models import Week
from sciweek.week.queries import weeks_of

PER_PAGE = 30
SLOW = 60  # seconds after which the waiting page says that it takes longer than usual


@dataclass(frozen=True)
class NewWeek:
    """The page of three ways. `same` is the paper with the very bytes that were handed in."""

    form: NoticeForm
    last_weeks: list[Week]
    same: Notice | None = None
    unread: Notice | None = None


def find_notice(request: DeskRequest, code: str) -> Notice:
    """The paper of that code, if the actor may see it."""
    notice = visible_notices(request.actor).filter(code=code).first()
    if notice is None:
        raise Http404(code)
    return notice


@desk_page("notice.see_notices", needs_week=False)
def notice_list(request: DeskRequest) -> HttpResponse:
    """All papers of the region, newest first."""
    rows = Paginator(light(visible_notices(request.actor)), PER_PAGE).get_page(request.GET.get("page"))
    weeks = {week.pk: week for week in weeks_of(request.region.pk)}
    context = context_of(
        request,
        rows=rows,
        lines=[(notice, weeks.get(notice.week_id or 0)) for notice in rows],
        may_run=access.may(request.actor, "notice.run_notices", request.region),
    )
    return render(request, "notice/list.html", context)


@desk_page("notice.run_notices", needs_week=False)
def new_week(request: DeskRequest) -> HttpResponse:
    """Start an edition: from a notice, by hand, or from last year's."""
    if request.method != "POST":
        role = request.GET.get("role", "")
        initial = {"role": role if role in NoticeRole.values else NoticeRole.OWN}
        return _new_page(request, NoticeForm(initial=initial))
    form = NoticeForm(request.POST, request.FILES)
    if not form.is_valid():
        return _new_page(request, form)
    name, data = form.content()
    try:
        notice = actions.hand_in_notice(
            request.actor,
            request.region,
            role=form.cleaned_data["role"],
            file_name=name,
            data=data,
            anyway=form.cleaned_data["anyway"],
            request_uid=form.once_key,
        )
    except Refused as refusal:
        form.show(refusal, {"files": "file"})
        same = same_notice(hashlib.sha256(data).hexdigest()) if refusal.code == "same_file" else None
        return _new_page(request, form, same=same)
    return redirect("notice:review", code=notice.code)


def _new_page(
    request: DeskRequest, form: NoticeForm, *, same: Notice | None = None, unread: Notice | None = None
) -> HttpResponse:
    page = NewWeek(form, list(weeks_of(request.region.pk)[:5]), same, unread)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "notice/new.html", context_of(request, page=page, form=form), status=status)


def waiting_page(request: DeskRequest, notice: Notice) -> HttpResponse:
    """While it is being read. The page asks again by itself, with or without JavaScript, and can be left."""
    if request.htmx:
        return HttpResponse(status=204)
    waited = (clock.now() - notice.created_at).total_seconds()
    return render(request, "notice/waiting.html", context_of(request, notice=notice, is_slow=waited > SLOW))


def unreadable_page(request: DeskRequest, notice: Notice) -> HttpResponse:
    """The form again with what is wrong beside the file, and what was chosen and pasted still there."""
    trouble = notice.trouble
    words = _(trouble.get("message", "")).format(**trouble.get("params", {}))
    form = NoticeForm(data={"role": notice.role, "text": _pasted(notice)}, files={})
    form.full_clean()
    form.errors.clear()
    form.add_error("text" if _pasted(notice) else "file", words)
    return _new_page(request, form, unread=notice)


def _pasted(notice: Notice) -> str:
    stored = source_file(notice) if notice.file_name == PASTED_NAME else None
    return read_bytes(stored).decode("utf-8", "replace") if stored else ""


@desk_page("notice.see_notices", needs_week=False)
def source(request: DeskRequest, code: str) -> HttpResponseBase:
    """The file as it was handed in."""
    stored = source_file(find_notice(request, code))
    if stored is None:
        raise Http404(code)
    return send_file(stored)


@require_POST
@desk_page("notice.run_notices", needs_week=False)
def set_aside(request: DeskRequest, code: str) -> HttpResponse:
    """Put a paper away, or take it up again."""
    notice = find_notice(request, code)
    if notice.state == NoticeState.SET_ASIDE:
        actions.take_up_notice(request.actor, notice)
        return redirect("notice:review", code=code)
    actions.set_notice_aside(request.actor, notice)
    messages.success(request, _("已搁置“%(name)s”。需要时可以从这里再打开。") % {"name": notice})
    return redirect("notice:list")


def context_of(request: DeskRequest, **given: Any) -> dict[str, Any]:
    """What every page of this room hands to its template besides its own dataclass."""
    return {"week": request.week, "region": request.region} | given
