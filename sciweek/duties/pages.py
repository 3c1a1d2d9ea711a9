"""The desk's pages of duties: the board of units and dates, one duty, one hand-in."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.base import access, clock
from sciweek.base.errors import Conflict, Refused
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.committee.queries import units
from sciweek.committee.states import UnitKind
from sciweek.duties import actions
from sciweek.duties.forms import DutyForm, HandInForm
from sciweek.duties.models import Duty, HandIn
from sciweek.duties.queries import board, mark
from sciweek.duties.rules import visible_hand_ins
from sciweek.duties.states import HandInState
from sciweek.files.pages import send_file
from sciweek.files.queries import files_of


def _duty(request: DeskRequest, code: str) -> Duty:
    found = Duty.objects.select_related("week").filter(code=code).first()
    if found is None:
        raise Http404(code)
    access.require(request.actor, "duties.run_duties", found)
    return found


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
def duty_board(request: DeskRequest) -> HttpResponse:
    """Who hands in what by when, and who has."""
    context = {
        "board": board(request.actor),
        "week": request.week,
        "may_run": access.may(request.actor, "duties.run_duties", request.week),
    }
    return render(request, "duties/board.html", context)


@desk_page("duties.run_duties")
def duty_new(request: DeskRequest) -> HttpResponse:
    """Add a duty by hand; units are chosen on its own page."""
    form = DutyForm(request.POST or None, initial={"receiver": request.week.office_name})
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.add_duty(request.actor, request.week, request_uid=form.once_key, **form.plain())
        except Refused as refusal:
            form.show(refusal)
        else:
            messages.success(request, _("已加上。接着选要交的单位。"))
            return redirect("duties:units", week_slug=request.week.slug, code=row.code)
    context = {"form": form, "duty": None, "week": request.week}
    return render(request, "duties/duty.html", context, status=422 if form.errors else 200)


@desk_page("duties.see_duties")
def duty(request: DeskRequest, code: str) -> HttpResponse:
    """Change one duty and see where its units stand."""
    row = _duty(request, code)
    names = [name for name in DutyForm.base_fields if hasattr(row, name)]
    initial = {name: getattr(row, name) for name in names} | {"seen_version": row.version}
    form = DutyForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_duty(
                request.actor, row, seen_version=form.cleaned_data["seen_version"], **form.plain()
            )
        except Refused as refusal:
            form.show(refusal)
            if isinstance(refusal, Conflict):
                row.refresh_from_db()
        else:
            messages.success(request, _("已保存。"))
            return redirect("duties:duty", week_slug=request.week.slug, code=row.code)
    now = clock.now()
    owed = [
        (hand_in, mark(hand_in, row.due_at, row.due_on, request.week.zone, now))
        for hand_in in row.hand_ins.select_related("unit")
    ]
    context = {"form": form, "duty": row, "owed": owed, "week": request.week}
    return render(request, "duties/duty.html", context, status=422 if form.errors else 200)


@desk_page("duties.see_duties")
def duty_units(request: DeskRequest, code: str) -> HttpResponse:
    """Choose which units owe the duty."""
    row = _duty(request, code)
    if request.method == "POST":
        chosen = units().filter(code__in=request.POST.getlist("unit")[:2000])
        added = actions.address_duty(request.actor, row, [actions.Addressee(unit) for unit in chosen])
        messages.success(request, _("已加上 %(count)d 个单位。") % {"count": len(added)})
        return redirect("duties:duty", week_slug=request.week.slug, code=row.code)
    have = set(row.hand_ins.values_list("unit_id", flat=True))
    groups: dict[str, list[tuple[Any, bool]]] = {str(label): [] for label in UnitKind.labels}
    for unit in units():
        groups[str(unit.get_kind_display())].append((unit, unit.pk in have))
    shown = [(label, rows) for label, rows in groups.items() if rows]
    return render(request, "duties/units.html", {"duty": row, "groups": shown, "week": request.week})


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
            uploads = [
                actions.Upload(file.name, file.read(), file.content_type or "")
                for file in form.cleaned_data["papers"]
            ]
            try:
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
        "may_hand_in": row.state in (HandInState.OPEN, HandInState.RETURNED)
        and access.may(request.actor, "duties.hand_in", row),
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
        if refusal.status == 403:
            raise
        for text in [*refusal.fields.values(), refusal.message]:
            if text:
                messages.error(request, str(text))
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
