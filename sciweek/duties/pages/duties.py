"""The board of units and dates, one duty, who owes it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sciweek.base import access, clock
from sciweek.base.errors import Conflict, Refused
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.committee.queries import units
from sciweek.committee.states import UnitKind
from sciweek.duties import actions
from sciweek.duties.forms import DutyForm
from sciweek.duties.models import Duty
from sciweek.duties.queries import board, mark
from sciweek.duties.states import OWED


def find_duty(request: DeskRequest, code: str) -> Duty:
    found = Duty.objects.select_related("week").filter(code=code).first()
    if found is None:
        raise Http404(code)
    access.require(request.actor, "duties.run_duties", found)
    return found


@desk_page("duties.see_duties")
def duty_board(request: DeskRequest) -> HttpResponse:
    """Who hands in what by when, and who has."""
    words = request.GET.get("q", "").strip()[:60]
    context = {
        "board": board(request.actor, number=request.GET.get("page"), words=words),
        "words": words,
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
    row = find_duty(request, code)
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
    owing = sum(hand_in.state in OWED for hand_in, _mark in owed)
    context = {"form": form, "duty": row, "owed": owed, "owing": owing, "week": request.week}
    return render(request, "duties/duty.html", context, status=422 if form.errors else 200)


@desk_page("duties.see_duties")
def duty_units(request: DeskRequest, code: str) -> HttpResponse:
    """Choose which units owe the duty."""
    row = find_duty(request, code)
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
