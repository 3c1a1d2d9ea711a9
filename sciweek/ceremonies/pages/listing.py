"""All ceremonies of the edition; a new one."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sciweek.base import access, clock
from sciweek.base.errors import Refused
from sciweek.base.forms import posted
from sciweek.ceremonies import actions
from sciweek.ceremonies.forms import RENAME, NewCeremonyForm
from sciweek.ceremonies.models import Ceremony, Slip
from sciweek.ceremonies.pages.shown import address, when_words
from sciweek.ceremonies.queries import Counted, activities_for_ceremonies, ceremonies, with_counts
from sciweek.ceremonies.rules import visible_slips
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.programme.models import Session
from sciweek.programme.states import SessionState

MOST = 300


@dataclass(frozen=True, slots=True)
class Line:
    """A ceremony of the list; `slips` are the actor's own units' where the actor works for units."""

    counted: Counted
    when: str
    slips: list[Slip]

    @property
    def ceremony(self) -> Ceremony:
        return self.counted.ceremony


@desk_page("ceremonies.see_ceremony")
def ceremony_list(request: DeskRequest) -> HttpResponse:
    """The edition's ceremonies by time; for a unit those that it is invited to, with its slip."""
    zone, staff = request.week.zone, bool(request.actor.roles)
    own: dict[int, list[Slip]] = {}
    if not staff:
        for slip in visible_slips(request.actor).select_related("unit"):
            own.setdefault(slip.ceremony_id, []).append(slip)
    lines = [
        Line(counted, when_words(counted.ceremony, zone), own.get(counted.ceremony.pk, []))
        for counted in with_counts(ceremonies(request.actor)[:MOST])
    ]
    context = {
        "lines": lines,
        "staff": staff,
        "week": request.week,
        "may_run": access.may(request.actor, "ceremonies.run_ceremony", request.week),
    }
    return render(request, "ceremonies/list.html", context)


@desk_page("ceremonies.run_ceremony")
def ceremony_new(request: DeskRequest) -> HttpResponse:
    """Make a ceremony of an activity of that kind."""
    form = _new_form(request)
    if request.method == "POST" and form.is_valid() and form.chosen is not None:
        activity, session = form.chosen
        start = session.starts_at if session is not None else activity.starts_at
        zone = request.week.zone
        values = form.values(clock.local_day(start, zone) if start else None, zone)
        del values["what"]
        try:
            made = actions.add_ceremony(
                request.actor,
                request.week,
                activity=activity,
                session=session,
                request_uid=form.once_key,
                **values,
            )
        except Refused as refusal:
            form.show(refusal, RENAME | {"activity": "what"})
        else:
            messages.success(request, _("已建好。接着把名额分给单位。"))
            return redirect(address(request, "places", code=made.code))
    context = {"form": form, "week": request.week}
    return render(request, "ceremonies/new.html", context, status=422 if form.errors else 200)


def _new_form(request: DeskRequest) -> NewCeremonyForm:
    found = activities_for_ceremonies().select_related("week")
    sessions = Session.objects.filter(activity__in=found, state=SessionState.PLANNED)
    return NewCeremonyForm(posted(request), activities=found[:MOST], sessions=sessions[:MOST])
