"""One hand-in: handing in, looking at it, sending it back, its files."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.base import access, clock
from sciweek.base.errors import Conflict, Refused
from sciweek.base.uploads import contents
from sciweek.committee.acts import tell
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.duties import actions
from sciweek.duties.forms import HandInForm
from sciweek.duties.models import HandIn
from sciweek.duties.queries import mark
from sciweek.duties.rules import visible_hand_ins
from sciweek.duties.states import OWED, HandInState
from sciweek.files.pages import send_file
from sciweek.files.queries import files_of


def _hand_in(request: DeskRequest, code: str) -> HandIn:
    found = (
        visible_hand_ins(request.actor)
        .select_related("duty", "duty__week", "unit", "week")
        .filter(code=code)
        .first()
    )
    if found is None:
        raise Http404(code)
    return found


@desk_page("duties.see_duties")
def hand_in(request: DeskRequest, code: str) -> HttpResponse:
    """One unit's part: hand in, look at it, send back."""
    row = _hand_in(request, code)
    form = HandInForm(
        request.POST or None,
        request.FILES or None,
        initial={"seen_version": row.version, "note": row.note},
    )
    if request.method == "POST":
        access.require(request.actor, "duties.hand_in", row)
        if form.is_valid():
            try:
                uploads = [
                    actions.Upload(file.name, contents(file, "files"), file.content_type or "")
                    for file in form.cleaned_data["papers"]
                ]
                actions.hand_in(
                    request.actor,
                    row,
                    note=form.cleaned_data["note"],
                    files=uploads,
                    seen_version=form.cleaned_data["seen_version"],
                )
            except Refused as refusal:
                form.show(refusal, {"files": "papers"})
                if isinstance(refusal, Conflict):
                    row = _hand_in(request, code)
            else:
                messages.success(request, _("已交给办公室。"))
                return redirect("duties:hand_in", week_slug=request.week.slug, code=row.code)
    may_run = access.may(request.actor, "duties.run_duties", row)
    context = {
        "form": form,
        "hand_in": row,
        "duty": row.duty,
        "mark": mark(row, row.duty.due_at, row.duty.due_on, request.week.zone, clock.now()),
        "files": files_of(row.uid),
        "may_hand_in": row.state in OWED and access.may(request.actor, "duties.hand_in", row),
        "may_run": may_run,
        "week": request.week,
    }
    return render(request, "duties/hand_in.html", context, status=422 if form.errors else 200)


@require_POST
@desk_page("duties.see_duties")
def hand_in_move(request: DeskRequest, code: str) -> HttpResponse:
    """The office accepts, returns, waives or claims."""
    row = _hand_in(request, code)
    seen = request.POST.get("seen_version", "")
    version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None
    try:
        match request.POST.get("to"):
            case "accepted":
                done = actions.accept_hand_in(request.actor, row, seen_version=version)
            case "returned":
                done = actions.return_hand_in(
                    request.actor, row, why=request.POST.get("why", "")[:1000], seen_version=version
                )
            case "waived":
                done = actions.waive_hand_in(request.actor, row, seen_version=version)
            case "open":
                done = actions.claim_hand_in(request.actor, row, seen_version=version)
            case _:
                raise Refused(_("请回到这一页，再选一次要做的事。"))
    except Refused as refusal:
        tell(request, refusal)
    else:
        messages.success(
            request,
            _("%(unit)s的“%(duty)s”现在是：%(state)s。")
            % {"unit": row.unit.name, "duty": row.duty, "state": HandInState(done.state).label},
        )
    return redirect("duties:hand_in", week_slug=request.week.slug, code=row.code)


@desk_page("duties.see_duties")
def hand_in_file(request: DeskRequest, code: str, file_code: str) -> HttpResponseBase:
    """A handed-in file, for those who may see the hand-in."""
    row = _hand_in(request, code)
    stored = files_of(row.uid).filter(code=file_code).first()
    if stored is None:
        raise Http404(file_code)
    return send_file(stored)
