"""The form saves itself while somebody types: the page asks here every few seconds, and nothing on it moves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sciweek.activities import actions
from sciweek.activities.forms import RENAME, ActivityForm
from sciweek.activities.models import Activity
from sciweek.activities.pages.form import remember, seen_by
from sciweek.activities.pages.shown import SAVING_STATES, entry_form, the_activity
from sciweek.base import clock
from sciweek.base.errors import Conflict, Refused
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.logbook.models import Receipt
from sciweek.look.dates import local

# Without these nothing can be kept: the page waits for them in silence.
NEEDED = ("name", "kind")


@dataclass(frozen=True)
class Kept:
    """What came of saving: the draft as it is now, and what the status line says."""

    row: Activity | None
    words: str
    level: str = ""
    status: int = 200
    version: int | None = None
    overwrites: int | None = None
    says: Mapping[str, list[str]] = field(default_factory=dict)


@require_POST
@desk_page("activities.enter_activity")
def draft(request: DeskRequest) -> HttpResponse:
    """Keep what is typed so far: what makes sense of it is saved, the rest is spoken of beside its field."""
    code = request.POST.get("code", "")
    row = the_activity(request, code) if code else None
    form = entry_form(request, row, is_bound=True)
    form.is_valid()
    kept = _keep(request, form, row)
    answer = render(request, "activities/draft.html", {"kept": kept, "form": form, "week": request.week})
    answer.status_code = kept.status
    answer["HX-Trigger"] = "draft-kept" if kept.status == 200 else "draft-refused"
    if row is None and kept.row is not None:
        slug = {"week_slug": request.week.slug, "code": kept.row.code}
        answer["HX-Replace-Url"] = reverse("activities:activity", kwargs=slug)
    return answer


def _keep(request: DeskRequest, form: ActivityForm, row: Activity | None) -> Kept:
    values = form.values()
    if row is None:
        row = _made_before(request, form)
    if row is None and not (values.get("name") and values.get("kind")):
        return Kept(None, _("写好名称、选好系列，就开始自动存草稿。"))
    if row is not None and row.state not in SAVING_STATES:
        words = _("现在是“%(state)s”，改动不自动存。") % {"state": row.get_state_display()}
        return Kept(row, words, "attention", 422, form.cleaned_data.get("seen_version"))
    try:
        saved = _save(request, form, row, values)
    except Conflict as conflict:
        theirs = conflict.version
        form.show(conflict, RENAME)
        says = {name: list(map(str, errors)) for name, errors in form.errors.items() if name in form.fields}
        words = _("%(who)s 也在改这一条，您后来写的还没存。对方写的标在各栏下面。") % {
            "who": conflict.who or _("别人")
        }
        # The version stays the one that was seen, so that nothing is kept until somebody decides.
        return Kept(row, words, "attention", 409, form.cleaned_data.get("seen_version"), theirs, says)
    except Refused as refusal:
        form.show(refusal, RENAME)
        words = " ".join(str(text) for text in (refusal.message, *refusal.fields.values()) if text)
        seen = form.cleaned_data.get("seen_version")
        return Kept(row, _("还没存上。%(why)s") % {"why": words}, "attention", 422, seen, None, _says(form))
    remember(request, form, saved)
    return Kept(saved, _saved_words(request, form), version=saved.version, says=_says(form))


def _made_before(request: DeskRequest, form: ActivityForm) -> Activity | None:
    """The draft that this form has made already, when the answer was lost on the way."""
    done = Receipt.objects.filter(
        actor=request.actor.key, request_uid=form.once_key, verb="add_activity"
    ).first()
    return Activity.objects.filter(pk=done.result_id).first() if done and done.result_id else None


def _save(request: DeskRequest, form: ActivityForm, row: Activity | None, values: dict[str, Any]) -> Activity:
    """Save all that makes sense; a field that is refused is told and left out."""
    given = dict(values)
    while True:
        try:
            if row is None:
                return actions.add_activity(request.actor, request.week, request_uid=form.once_key, **given)
            return actions.edit_activity(
                request.actor, row, seen_version=seen_by(request, form, row) or 1, **given
            )
        except Refused as refusal:
            wrong = refusal.fields.keys() & given.keys()
            if isinstance(refusal, Conflict) or not wrong or (row is None and wrong & set(NEEDED)):
                raise
            form.show(Refused(fields=refusal.fields), RENAME)
            for name in wrong:
                del given[name]


def _says(form: ActivityForm) -> dict[str, list[str]]:
    return {
        name: [str(error) for error in errors] for name, errors in form.errors.items() if name in form.fields
    }


def _saved_words(request: DeskRequest, form: ActivityForm) -> str:
    hour = f"{local(clock.now(), request.week.zone):%H:%M}"
    wrong = len(_says(form))
    if not wrong:
        return _("草稿已存 %(hour)s") % {"hour": hour}
    words = ngettext(
        "草稿已存 %(hour)s，标出的 %(n)d 栏没有存", "草稿已存 %(hour)s，标出的 %(n)d 栏没有存", wrong
    )
    return words % {"hour": hour, "n": wrong}
