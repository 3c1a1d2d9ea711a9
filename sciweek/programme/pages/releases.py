"""Releasing the programme: what changed, what holds it back, what was released; telling the units that it touches."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sciweek.base import access
from sciweek.base.errors import Conflict, Refused
from sciweek.base.forms import posted
from sciweek.committee.addresses import public_address
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.look.parts import Tab
from sciweek.look.phrases import listed
from sciweek.programme import actions
from sciweek.programme.actions.telling import touched_units, write_news
from sciweek.programme.forms import ReleaseForm
from sciweek.programme.logic.changes import difference
from sciweek.programme.models import Release, ReleasedSession
from sciweek.programme.pages.warned import Told, names_of, tell
from sciweek.programme.pages.words import (
    CHANGE_LEVELS,
    Differing,
    differing,
    name_of,
    when_of,
    where_of,
)
from sciweek.programme.queries import (
    Pending,
    compared,
    current_release,
    holding_back,
    last_shown,
    releases,
    shown,
    to_release,
)
from sciweek.programme.rules import visible_sessions
from sciweek.programme.states import Change
from sciweek.week.models import Week
from sciweek.week.states import WeekState

MOST_STOPS = 100
PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One changed session in words."""

    url: str
    name: str
    when: str
    where: str
    unit: str
    word: str
    level: str
    why: str
    fields: list[Differing]


@dataclass(frozen=True)
class ReleasePage:
    """What the page before a release shows."""

    current: Release | None
    counts: str
    lines: Any
    total: int
    stops: list[Told]
    more_stops: int
    form: ReleaseForm

    @property
    def may_go(self) -> bool:
        return bool(self.total) and not self.stops


@desk_page("programme.run_programme")
def release(request: DeskRequest) -> HttpResponse:
    """What the next release would change; the press that makes it."""
    week = request.week
    current = current_release(week)
    form = ReleaseForm(posted(request), initial={"seen_number": current.number if current else 0})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.release_programme(
                request.actor,
                week,
                note=form.cleaned_data["note"],
                seen_number=form.cleaned_data["seen_number"],
                request_uid=form.once_key,
            )
        except Refused as refusal:
            form.show(refusal)
            if isinstance(refusal, Conflict):
                current = current_release(week)
        else:
            told = _("第 %(number)d 版已发布，公众现在看到的就是它。")
            if week.state == WeekState.DRAFT:
                told = _("第 %(number)d 版已发布。活动周还没有公开，公开以后公众就能看到它。")
            messages.success(request, told % {"number": made.number})
            return redirect("programme:released", week_slug=week.slug, number=made.number)
    before = last_shown(current)
    rows = to_release(before)
    pending, holding = compared(rows, before), holding_back(week)
    names = names_of(request, (code for one in holding[:MOST_STOPS] for code in one.codes))
    found = Paginator(pending, PER_PAGE).get_page(request.GET.get("page"))
    page = ReleasePage(
        current=current,
        counts=_counts(Counter(one.change for one in pending)),
        lines=[_pending_line(one, week) for one in found],
        total=len(pending),
        stops=[tell(one, names, week) for one in holding[:MOST_STOPS]],
        more_stops=max(0, len(holding) - MOST_STOPS),
        form=form,
    )
    context = {"page": page, "form": form, "found": found, "week": week}
    return render(request, "programme/release.html", context, status=422 if form.errors else 200)


def _pending_line(one: Pending, week: Week) -> ChangeLine:
    row = one.session if one.change != Change.GONE else one.before or one.session
    return ChangeLine(
        url=reverse("programme:session", kwargs={"week_slug": week.slug, "code": one.session.code}),
        name=name_of(row),
        when=when_of(row, week.zone),
        where=where_of(row),
        unit=row.activity.unit.label if row.activity.unit else "",
        word=str(Change(one.change).label),
        level=CHANGE_LEVELS[Change(one.change)],
        why=row.state_reason,
        fields=differing(one.before, row, one.fields, week.zone),
    )


def _counts(counts: dict[str, int]) -> str:
    """新增 3 场、改时间 1 场."""
    return listed(
        ngettext("%(what)s %(n)d 场", "%(what)s %(n)d 场", counts[change])
        % {"what": Change(change).label, "n": counts[change]}
        for change in Change.values
        if counts.get(change)
    )


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """One release in the list."""

    release: Release
    shown: int
    counts: str


@desk_page("programme.see_programme")
def release_list(request: DeskRequest) -> HttpResponse:
    """Every version that the public has read."""
    page = Paginator(releases(), PER_PAGE).get_page(request.GET.get("page"))
    rows = ReleasedSession.objects.filter(release__in=[row.pk for row in page]).order_by()
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for release_id, change, count in rows.values_list("release_id", "change").annotate(Count("id")):
        counts[release_id][change] = count
    lines = [ReleaseLine(row, _shown(counts[row.pk]), _counts(counts[row.pk])) for row in page]
    may_run = access.may(request.actor, "programme.run_programme", request.week)
    context = {"lines": lines, "page": page, "may_run": may_run, "week": request.week}
    return render(request, "programme/releases.html", context)


def _shown(counts: dict[str, int]) -> int:
    """How many sessions the version shows: what it took away is in it only as news."""
    return sum(count for change, count in counts.items() if change != Change.GONE)


@desk_page("programme.see_programme")
def released(request: DeskRequest, number: int) -> HttpResponse:
    """What one release changed; for the office, drafts to the units that it touches."""
    week = request.week
    row = _release(number)
    wanted = request.GET.get("change", "")
    wanted = wanted if wanted in Change.values else ""
    changed = ReleasedSession.objects.filter(release=row).exclude(change="")
    counts = dict(changed.order_by().values_list("change").annotate(Count("id")))
    listed_rows = changed.filter(change=wanted) if wanted else changed
    joined = listed_rows.select_related("activity__unit", "venue", "room", "session")
    found = Paginator(joined, PER_PAGE).get_page(request.GET.get("page"))
    before = _as_before(row, [one.session_id for one in found])
    sessions = visible_sessions(request.actor).filter(pk__in=[one.session_id for one in found])
    seen = set(sessions.values_list("pk", flat=True))
    tabs = [Tab(_("全部"), "?", not wanted, sum(counts.values()))] + [
        Tab(str(Change(change).label), f"?change={change}", wanted == change, counts[change])
        for change in Change.values
        if counts.get(change)
    ]
    context = {
        "release": row,
        "lines": [_released_line(one, before.get(one.session_id), week, seen) for one in found],
        "found": found,
        "tabs": tabs,
        "touched": touched_units(row) if access.may(request.actor, "post.run_post", week) else 0,
        "week": week,
    }
    return render(request, "programme/released.html", context)


def _release(number: int) -> Release:
    row = releases().filter(number=number).first() if number < 2**31 else None
    if row is None:
        raise Http404(str(number))
    return row


def _as_before(row: Release, ids: list[int]) -> dict[int, ReleasedSession]:
    """These sessions as the version before showed them."""
    found = ReleasedSession.objects.filter(release__number=row.number - 1, session_id__in=ids)
    return {one.session_id: one for one in found.select_related("venue", "room")}


def _released_line(
    one: ReleasedSession, before: ReleasedSession | None, week: Week, seen: set[int]
) -> ChangeLine:
    """A unit reads what others changed, but has the page of its own sessions alone."""
    step = difference(shown(before), shown(one)) if before is not None and one.change != Change.GONE else None
    url = reverse("programme:session", kwargs={"week_slug": week.slug, "code": one.code})
    return ChangeLine(
        url=url if one.session_id in seen else "",
        name=name_of(one),
        when=when_of(one, week.zone),
        where=where_of(one),
        unit=one.activity.unit.label if one.activity.unit else "",
        word=str(Change(one.change).label),
        level=CHANGE_LEVELS[Change(one.change)],
        why=one.state_reason,
        fields=differing(before, one, step.fields, week.zone) if step is not None else [],
    )


@require_POST
@desk_page("programme.run_programme")
def tell_units(request: DeskRequest, number: int) -> HttpResponse:
    """Write one draft to each unit whose sessions the release touches; they wait for the press that sends them."""
    week, row = request.week, _release(number)
    address = public_address(request, "programme:released", week_slug=week.slug, number=number)
    written = write_news(request.actor, row, address=address)
    if written.new:
        text = ngettext("写好 %(n)d 条消息，看过再发。", "写好 %(n)d 条消息，看过再发。", len(written.new))
        messages.success(request, text % {"n": len(written.new)})
        return redirect(reverse("post:outbox", kwargs={"week_slug": week.slug}) + "?shelf=draft")
    if written.known:
        messages.info(request, _("这一版已经给这些单位写过了，没有重复。"))
    else:
        messages.info(request, _("这一版没有动到哪个单位的场次，不用通知。"))
    return redirect("programme:released", week_slug=week.slug, number=number)
