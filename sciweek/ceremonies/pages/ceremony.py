"""One ceremony: what it is, how far it has come, what can be printed."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sciweek.base import clock
from sciweek.base.errors import Conflict, Refused
from sciweek.base.forms import posted
from sciweek.ceremonies import actions
from sciweek.ceremonies.forms import RENAME, CeremonyForm
from sciweek.ceremonies.models import Ceremony, Guest, Item, Seat, Slip
from sciweek.ceremonies.pages.shown import Head, address, find_ceremony, find_run, head_of
from sciweek.ceremonies.queries import Counted, running_order, slips_of, with_counts
from sciweek.ceremonies.states import GuestState
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.look.dates import hour_words, local


@dataclass(frozen=True, slots=True)
class CeremonyPage:
    """What the page of a ceremony shows."""

    head: Head
    counted: Counted
    items: int
    over: int
    seated: int
    unseated: int
    assemble: str
    slips: list[Slip]


@desk_page("ceremonies.see_ceremony")
def ceremony(request: DeskRequest, code: str) -> HttpResponse:
    """Look at it."""
    found = find_ceremony(request, code)
    head = head_of(request, found, "ceremony")
    (counted,) = with_counts(
        Ceremony.objects.filter(pk=found.pk).select_related(
            "week", "activity", "session__venue", "session__room"
        )
    )
    seated = Seat.objects.filter(ceremony=found, guest__isnull=False).count()
    page = CeremonyPage(
        head=head,
        counted=counted,
        items=Item.objects.filter(ceremony=found).count(),
        over=running_order(found).over,
        seated=seated,
        unseated=Guest.objects.filter(
            slip__ceremony=found, state=GuestState.COMING, seat__isnull=True
        ).count(),
        assemble=hour_words(local(found.assemble_at, request.week.zone)) if found.assemble_at else "",
        slips=[] if request.actor.roles else list(slips_of(found, request.actor)),
    )
    context = {"page": page, "ceremony": found, "head": head, "week": request.week}
    return render(request, "ceremonies/ceremony.html", context)


@desk_page("ceremonies.see_ceremony")
def ceremony_edit(request: DeskRequest, code: str) -> HttpResponse:
    """Change it, or take it out while nobody has answered."""
    found = find_run(request, code)
    zone = request.week.zone
    if request.POST.get("act") == "drop":
        return _drop(request, found)
    form = CeremonyForm(posted(request), initial=CeremonyForm.initial_of(found, zone))
    if request.method == "POST" and form.is_valid():
        day = clock.local_day(found.starts_at, zone) if found.starts_at else None
        try:
            seen = form.cleaned_data["seen_version"]
            actions.edit_ceremony(request.actor, found, seen_version=seen, **form.values(day, zone))
        except Conflict as refusal:
            form.show(Conflict(refusal.message, who=refusal.who, version=refusal.version))
        except Refused as refusal:
            form.show(refusal, RENAME)
        else:
            messages.success(request, _("已保存。"))
            return redirect(address(request, "ceremony", code=found.code))
    context = {"form": form, "ceremony": found, "week": request.week}
    return render(request, "ceremonies/edit.html", context, status=422 if form.errors else 200)


def _drop(request: DeskRequest, found: Ceremony) -> HttpResponse:
    try:
        actions.drop_ceremony(request.actor, found)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(address(request, "edit", code=found.code))
    messages.success(request, _("已去掉。"))
    return redirect(address(request, "list"))
