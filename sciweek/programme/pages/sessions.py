"""One session: all that it says, calling it off, the later ones of its run."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sciweek.base import access, clock
from sciweek.base.errors import Conflict, Refused
from sciweek.base.forms import posted
from sciweek.committee.acts import tell
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.programme import actions
from sciweek.programme.forms import RENAME, ReasonForm, RestForm, SessionForm
from sciweek.programme.models import ReleasedSession, Session
from sciweek.programme.pages.shown import Line, line_of, session_url, the_session
from sciweek.programme.pages.warned import Told, told_about
from sciweek.programme.pages.words import in_words, name_of, when_of, where_of
from sciweek.programme.queries import sessions
from sciweek.programme.states import SessionState

MOST_SIBLINGS = 60


@dataclass(frozen=True)
class SessionPage:
    """What the page of a session shows."""

    session: Session
    name: str
    when: str
    where: str
    told: list[Told]
    siblings: list[Line]
    more_siblings: int
    later: int
    may_run: bool
    may_drop: bool
    is_released: bool
    form: SessionForm


@desk_page("programme.see_programme")
def session(request: DeskRequest, code: str) -> HttpResponse:
    """Look at it; change it."""
    row = the_session(request, code)
    zone = request.week.zone
    form = SessionForm(posted(request), initial=SessionForm.initial_of(row, zone), kept=(row.venue, row.room))
    if request.method == "POST":
        access.require(request.actor, "programme.run_session", row)
        if form.is_valid():
            seen = form.cleaned_data["seen_version"]
            try:
                actions.edit_session(request.actor, row, seen_version=seen, **form.values(zone))
            except Conflict as refusal:
                form.show(in_words(refusal, zone), RENAME)
                row = the_session(request, code)
            except Refused as refusal:
                form.show(refusal, RENAME)
            else:
                messages.success(request, _("已保存。发布后公众才会看到。"))
                return redirect(session_url(row, request.week))
    return _show(request, row, form)


def _show(request: DeskRequest, row: Session, form: SessionForm) -> HttpResponse:
    zone = request.week.zone
    run = sessions(request.actor).filter(run_id=row.run_id)
    others = list(run.exclude(pk=row.pk)[: MOST_SIBLINGS + 1])
    may_run = access.may(request.actor, "programme.run_session", row)
    is_released = ReleasedSession.objects.filter(session=row).exists()
    page = SessionPage(
        session=row,
        name=name_of(row),
        when=when_of(row, zone),
        where=where_of(row),
        told=told_about(request, row),
        siblings=[line_of(request, other) for other in others[:MOST_SIBLINGS]],
        more_siblings=max(0, run.count() - 1 - MOST_SIBLINGS) if len(others) > MOST_SIBLINGS else 0,
        later=run.filter(state=SessionState.PLANNED, starts_at__gt=row.starts_at).count(),
        may_run=may_run,
        may_drop=may_run and not is_released,
        is_released=is_released,
        form=form,
    )
    day = clock.local_day(row.starts_at, zone).isoformat()
    context = {"page": page, "form": form, "session": row, "day": day, "week": request.week}
    return render(request, "programme/session.html", context, status=422 if form.errors else 200)


@require_POST
@desk_page("programme.see_programme")
def session_state(request: DeskRequest, code: str) -> HttpResponse:
    """Call it off with a reason, take that back, or take away one that nobody outside has seen."""
    row = the_session(request, code)
    form = ReasonForm(request.POST)
    activity = row.activity
    try:
        if not form.is_valid():
            raise Refused(_("请回到这一页，再选一次要做的事。"))
        seen = form.cleaned_data["seen_version"]
        match form.cleaned_data["to"]:
            case SessionState.CANCELLED:
                actions.cancel_session(request.actor, row, why=form.cleaned_data["why"], seen_version=seen)
                words = _("这一场已取消。发布后公众会看到原因；要撤回，按“恢复”。")
            case SessionState.PLANNED:
                actions.restore_session(request.actor, row, seen_version=seen)
                words = _("这一场已恢复。发布后公众才会看到。")
            case "drop":
                actions.drop_session(request.actor, row, seen_version=seen)
                messages.success(request, _("这一场已删掉。公众没有看到过它。"))
                return redirect("programme:activity", week_slug=request.week.slug, code=activity.code)
            case _:
                raise Refused(_("请回到这一页，再选一次要做的事。"))
    except Refused as refusal:
        tell(request, refusal)
    else:
        messages.success(request, words)
    return redirect(session_url(row, request.week))


@desk_page("programme.see_programme")
def session_rest(request: DeskRequest, code: str) -> HttpResponse:
    """Change this one and the later ones of its run in one go; their days stay, and what is not touched here."""
    row = the_session(request, code)
    access.require(request.actor, "programme.run_session", row)
    zone = request.week.zone
    form = RestForm(posted(request), initial=SessionForm.initial_of(row, zone), kept=(row.venue, row.room))
    day = clock.local_day(row.starts_at, zone)
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.change_run(request.actor, row.run, from_day=day, **form.touched())
        except Refused as refusal:
            form.show(refusal, RENAME)
        else:
            text = ngettext(
                "改了 %(n)d 场。发布后公众才会看到。", "改了 %(n)d 场。发布后公众才会看到。", len(changed)
            )
            messages.success(request, text % {"n": len(changed)})
            return redirect(session_url(row, request.week))
    run = sessions(request.actor).filter(run_id=row.run_id, state=SessionState.PLANNED)
    context: dict[str, Any] = {
        "form": form,
        "session": row,
        "name": name_of(row),
        "later": run.filter(starts_at__gte=clock.moment(day, clock.MIDNIGHT, zone)),
        "week": request.week,
    }
    return render(request, "programme/rest.html", context, status=422 if form.errors else 200)
