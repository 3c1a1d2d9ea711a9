"""Many activities at once: chosen on the board, foreseen, confirmed, done, told."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.activities.models import Activity
from sciweek.activities.pages.acts import ACTS, Act, ChosenForm, Left
from sciweek.activities.pages.export import book_answer
from sciweek.activities.pages.wanted import Wanted
from sciweek.activities.rules import visible_activities
from sciweek.base import access
from sciweek.base.errors import OutOfSight, Refused
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.look.phrases import listed

MOST = 5000
NAMED = 20  # rows named under each reason; the others are counted
SESSION_KEY = "activities_done"


@dataclass(frozen=True)
class Group:
    """Activities that stay as they are for the same reason."""

    why: str
    rows: Sequence[Activity]

    @property
    def named(self) -> Sequence[Activity]:
        return self.rows[:NAMED]

    @property
    def unnamed(self) -> int:
        return max(0, len(self.rows) - NAMED)


@dataclass(frozen=True)
class Confirming:
    """What the confirming page says: how many will go, what is recorded, which stay and why."""

    act: Act
    form: ChosenForm
    going: Sequence[Activity]
    left: list[Group]
    bare: Sequence[Activity]
    shown: int
    codes: str
    query: str

    @property
    def total(self) -> int:
        return len(self.going) + sum(len(group.rows) for group in self.left)

    @property
    def ready(self) -> int:
        """How many of those that go have their opinion already."""
        return len(self.going) - len(self.bare)

    @property
    def reviewers(self) -> str:
        """Who answers for the opinions that would be recorded: 云栖街道办事处 12 条、…"""
        counts = Counter(row.unit.name for row in self.bare if row.unit)
        return listed(
            _("%(unit)s %(count)d 条") % {"unit": unit, "count": n} for unit, n in counts.most_common()
        )


@require_POST
@desk_page("activities.see_activities")
def chosen(request: DeskRequest) -> HttpResponse:
    """Confirm a bulk act on the chosen activities; with `sure`, carry it out."""
    query = Wanted.read(QueryDict(request.POST.get("filter", "")[:2000])).query()
    back = f"{reverse('activities:list', kwargs={'week_slug': request.week.slug})}?{query}"
    name = request.POST.get("act", "")
    rows = _chosen_rows(request, query)
    if not rows:
        messages.info(request, _("还没有选活动。勾选几条，或者选“全部”，再按一次。"))
        return redirect(back)
    if len(rows) > MOST:
        messages.error(request, _("一次最多选 %(most)d 条。请先按状态或单位筛选。") % {"most": MOST})
        return redirect(back)
    if name == "export":
        access.require(request.actor, "activities.see_activities", request.week)
        return book_answer(request, rows)
    act = ACTS.get(name)
    if act is None:
        raise Refused(_("请回到活动列表，再选一次要做的事。"), code="invalid")
    if not access.may(request.actor, act.permission, request.week):
        raise OutOfSight(act.name)
    if request.POST.get("sure") != "yes":
        return _confirm(request, act, ChosenForm(act=act, initial={"verdict": "open"}), rows, query)
    form = ChosenForm(request.POST, act=act)
    if form.is_valid():
        try:
            done, left = act.take(request.actor, request.week, rows, form.plain())
        except Refused as refusal:
            form.show(refusal)
        else:
            _remember(request, act, rows, done, left, query)
            return redirect("activities:chosen_done", week_slug=request.week.slug)
    return _confirm(request, act, form, rows, query)


def _chosen_rows(request: DeskRequest, query: str) -> list[Activity]:
    """The ticked ones, those of the page, or all that meet the filter: asked anew, so that no row is old.

    One more than `MOST` says that there are too many.
    """
    found = visible_activities(request.actor).select_related("unit", "series")
    which = request.POST.get("which", "ticked")
    if which == "all":
        wanted = Wanted.read(QueryDict(query))
        return list(wanted.apply(found, request.week.zone)[: MOST + 1])
    given = (
        request.POST.get("codes", "").split(",")
        if which in ("page", "these")
        else request.POST.getlist("code")
    )
    codes = [code for code in given if code and len(code) <= 8][: MOST + 1]
    rows = {row.code: row for row in found.filter(code__in=codes)}
    return [rows[code] for code in dict.fromkeys(codes) if code in rows]


def _confirm(
    request: DeskRequest, act: Act, form: ChosenForm, rows: Sequence[Activity], query: str
) -> HttpResponse:
    _going, left = act.foresee(request.actor, request.week, rows)
    stays = {row.pk for row, _refusal in left}
    will = [row for row in rows if row.pk not in stays]
    page = Confirming(
        act=act,
        form=form,
        going=will,
        left=_grouped([(row.pk, _words(refusal)) for row, refusal in left], rows),
        bare=[row for row in will if not row.opinion] if act.name == "publish" else [],
        shown=sum(1 for row in will if row.is_public) if act.name == "opinion" else 0,
        codes=",".join(row.code for row in rows),
        query=query,
    )
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "activities/chosen.html", {"page": page, "week": request.week}, status=status)


def _words(refusal: Refused) -> str:
    return str(refusal.message) or " ".join(str(text) for text in refusal.fields.values())


def _grouped(left: Sequence[tuple[int, str]], rows: Sequence[Activity]) -> list[Group]:
    """By reason, the most frequent first; the rows in the order of the list."""
    reasons = dict(left)
    groups: dict[str, list[Activity]] = {}
    for row in rows:
        if row.pk in reasons:
            groups.setdefault(reasons[row.pk], []).append(row)
    return [Group(why, some) for why, some in sorted(groups.items(), key=lambda pair: -len(pair[1]))]


def _remember(
    request: DeskRequest,
    act: Act,
    rows: Sequence[Activity],
    done: Sequence[Activity],
    left: Left,
    query: str,
) -> None:
    """Keep what became of the act for the next page, so that pressing reload acts no second time."""
    went = {row.pk for row in done}
    request.session[SESSION_KEY] = {
        "week": request.week.pk,
        "act": act.name,
        "done": len(done),
        "recorded": sum(1 for row in rows if row.pk in went and not row.opinion)
        if act.name == "publish"
        else 0,
        "left": [[row.pk, _words(refusal)] for row, refusal in left],
        "query": query,
        "codes": [row.code for row in rows if row.pk in went][:MOST],
    }


@desk_page("activities.see_activities")
def chosen_done(request: DeskRequest) -> HttpResponse:
    """What became of the last bulk act: how many went, and why the others stayed."""
    kept: dict[str, Any] = request.session.get(SESSION_KEY) or {}
    if kept.get("week") != request.week.pk:
        return redirect("activities:list", week_slug=request.week.slug)
    act = ACTS.get(kept["act"])
    if act is None:
        raise Http404(kept["act"])
    reasons = [(pk, why) for pk, why in kept["left"]]
    rows = list(visible_activities(request.actor).filter(pk__in=[pk for pk, _why in reasons]))
    context = {
        "week": request.week,
        "act": act,
        "done": kept["done"],
        "recorded": kept["recorded"],
        "left": _grouped(reasons, rows),
        "left_count": len(reasons),
        "back": f"{reverse('activities:list', kwargs={'week_slug': request.week.slug})}?{kept['query']}",
    }
    return render(request, "activities/chosen_done.html", context)
