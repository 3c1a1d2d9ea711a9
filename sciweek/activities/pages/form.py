"""One activity: entering it, changing it, and handing it in with the same press."""

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sciweek.activities import actions
from sciweek.activities.forms import RENAME, ActivityForm
from sciweek.activities.models import Activity
from sciweek.activities.pages.shown import entry_form, show_activity, the_activity
from sciweek.activities.states import ActivityState
from sciweek.base import access
from sciweek.base.errors import Conflict, Refused
from sciweek.committee.acts import tell
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.committee.states import Role

# How long an open form is known by what it saved last.
FORM_LIVES = 24 * 3600


@desk_page("activities.enter_activity")
def activity_new(request: DeskRequest) -> HttpResponse:
    """Enter an activity; it is kept as a draft, or handed in with the same press."""
    if request.method == "POST" and request.POST.get("code"):
        # The form has saved itself meanwhile: it is this draft's by now.
        return _save(request, the_activity(request, request.POST["code"]))
    if request.method == "POST":
        form = entry_form(request, is_bound=True)
        if form.is_valid():
            try:
                row = actions.add_activity(
                    request.actor, request.week, request_uid=form.once_key, **_with_kind(form)
                )
            except Refused as refusal:
                form.show(refusal, RENAME)
            else:
                return _saved(request, form, row)
        return show_activity(request, None, form=form, status=422)
    return show_activity(request, None)


@desk_page("activities.see_activities")
def activity(request: DeskRequest, code: str) -> HttpResponse:
    """One activity: its form while it may be changed, its state and the steps that are open."""
    row = the_activity(request, code)
    return _save(request, row) if request.method == "POST" else show_activity(request, row)


def _save(request: DeskRequest, row: Activity) -> HttpResponse:
    access.require(request.actor, "activities.edit_activity", row)
    form = entry_form(request, row, is_bound=True)
    if form.is_valid():
        try:
            saved = actions.edit_activity(
                request.actor, row, seen_version=seen_by(request, form, row), **form.values()
            )
        except Refused as refusal:
            form.show(refusal, RENAME)
            if isinstance(refusal, Conflict):
                row = the_activity(request, row.code)
        else:
            return _saved(request, form, saved)
    return show_activity(request, row, form=form, status=422)


def _saved(request: DeskRequest, form: ActivityForm, row: Activity) -> HttpResponse:
    """Hand it in when that was the button; then show what is kept."""
    remember(request, form, row)
    address = redirect("activities:activity", week_slug=request.week.slug, code=row.code)
    if request.POST.get("then") != ActivityState.SUBMITTED:
        draft = row.state == ActivityState.DRAFT and not request.actor.has(Role.OFFICE)
        messages.success(request, _("草稿已存。核对后提交给办公室。") if draft else _("已保存。"))
        return address
    try:
        actions.submit_activity(request.actor, row, seen_version=row.version)
    except Refused as refusal:
        tell(request, refusal)
    else:
        messages.success(request, _("已提交给办公室。办公室看过会通过，或者退回并标出要改的地方。"))
    return address


def _with_kind(form: ActivityForm) -> dict[str, object]:
    """A new activity without series and kind is refused on the kind, which is where the page asks for it."""
    return {"kind": None} | form.values()


def _form_key(request: DeskRequest, form: ActivityForm) -> str:
    return f"activities.form.{request.actor.key}.{form.cleaned_data.get('request_uid') or ''}"


def remember(request: DeskRequest, form: ActivityForm, row: Activity) -> None:
    """Note which version this open form wrote: on a bad line the answer may never reach it."""
    if form.cleaned_data.get("request_uid"):
        cache.set(_form_key(request, form), (row.pk, row.version), FORM_LIVES)


def seen_by(request: DeskRequest, form: ActivityForm, row: Activity) -> int | None:
    """The version that the form has seen. What it wrote itself, without hearing of it, it has seen too."""
    if form.cleaned_data.get("request_uid") and cache.get(_form_key(request, form)) == (row.pk, row.version):
        return row.version
    seen: int | None = form.cleaned_data.get("seen_version")
    return seen
