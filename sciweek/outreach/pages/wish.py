"""One wish: what is asked, what became of it, and what may be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from sciweek.base import access, clock
from sciweek.base.errors import Forbidden, Refused
from sciweek.base.forms import ActionForm
from sciweek.committee.acts import act_of, tell
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.look.dates import day_words, local, range_words
from sciweek.outreach import actions
from sciweek.outreach.forms import AssignForm, CameForm, WishForm
from sciweek.outreach.forms.assigning import RENAME as TIMES
from sciweek.outreach.logic.parts import read_days
from sciweek.outreach.logic.warnings import Caution
from sciweek.outreach.models import Visit, Wish
from sciweek.outreach.pages.wish_acts import ACTS
from sciweek.outreach.pages.wish_forms import assign_form, wish_form
from sciweek.outreach.pages.words import (
    STATE_SHAPES,
    crew_words,
    hours_words,
    need_words,
    people_words,
    way_words,
    where_words,
    wished_words,
)
from sciweek.outreach.queries import cautions, contact_of, leader_of, offered, wishes
from sciweek.outreach.states import WishState

MOST_OFFERS = 12
REASON = 300


@dataclass(frozen=True, slots=True)
class OfferLink:
    """A free time of an outing that the unit wishes: one press fills the form."""

    words: str
    url: str
    is_wished: bool


@dataclass(frozen=True, slots=True)
class RestAct:
    """A step by one press; `asks_why` is the label of its reason, `typed` what was written before a refusal."""

    name: str
    words: str
    version: int
    asks_why: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class WishPage:
    """Everything about one wish, with the forms of whoever may use them."""

    wish: Wish
    shape: str
    days: list[str]
    hours: str
    where: str
    way: str
    street: str
    people: str
    has: str
    contact: str
    visit: Visit | None
    when: str
    leader: str
    crew: str
    cautions: list[Caution]
    offers: list[OfferLink]
    edit: WishForm | None
    assign: AssignForm | None
    came: CameForm | None
    rest: list[RestAct]
    may_assign: bool
    # The local day of the visit, for the address of the trip.
    day: str

    @property
    def has_rest(self) -> bool:
        return bool(self.rest)


def find_wish(request: DeskRequest, code: str) -> Wish:
    found = wishes(request.actor).filter(code=code).first()
    if found is None:
        raise Http404(code)
    return found


@desk_page("outreach.see_outings")
def wish(request: DeskRequest, code: str) -> HttpResponse:
    """One wish. A POST carries `act`."""
    found = find_wish(request, code)
    bound: ActionForm | None = None
    seen: Sequence[Caution] = ()
    is_wrong = False
    if request.method == "POST":
        try:
            bound = act_of(request, ACTS)(request, found)
        except Forbidden:
            raise
        except Refused as refusal:
            tell(request, refusal)
            is_wrong = True
        if bound is None and not is_wrong:
            return redirect("outreach:wish", week_slug=request.week.slug, code=found.code)
        if isinstance(bound, AssignForm) and not bound.errors:
            try:
                seen = _foreseen(request, found, bound)
            except Refused as refusal:
                bound.show(refusal, TIMES)
        found = find_wish(request, code)
    context = {
        "page": _page(request, found, bound),
        "wish": found,
        "week": request.week,
        "seen": seen,
        "is_tried": bound is not None and not bound.errors,
    }
    is_wrong = is_wrong or (bound is not None and bool(bound.errors))
    return render(request, "outreach/wish.html", context, status=422 if is_wrong else 200)


def _page(request: DeskRequest, wish: Wish, bound: ActionForm | None) -> WishPage:
    actor, visit, zone = request.actor, wish.its_visit, request.week.zone
    may_change = access.may(actor, "outreach.change_wish", wish)
    may_assign = access.may(actor, "outreach.assign_visit", wish)
    edit: WishForm | None = bound if isinstance(bound, WishForm) else None
    if may_change and wish.state in (WishState.ASKED, WishState.ASSIGNED):
        edit = edit or wish_form(request, wish, None)
    assign: AssignForm | None = bound if isinstance(bound, AssignForm) else None
    if may_assign and wish.state in (WishState.ASKED, WishState.ASSIGNED):
        assign = assign or assign_form(request, wish, None)
    may_count = may_assign and visit is not None and visit.starts_at <= clock.now()
    came: CameForm | None = bound if isinstance(bound, CameForm) else None
    if may_count and visit is not None:
        came = came or CameForm(initial={"came": visit.came, "seen_version": visit.version}, prefix="came")
    told = cautions(request.week, [visit])[visit.code] if visit is not None and may_assign else []
    street = wish.lies_in
    return WishPage(
        wish=wish,
        shape=STATE_SHAPES[WishState(wish.state)],
        days=wished_words(wish),
        hours=hours_words(wish),
        where=where_words(wish),
        way=way_words(wish),
        street=street.label if street is not None else "",
        people=people_words(wish.people),
        has=need_words(wish.has),
        contact=contact_of(actor, wish),
        visit=visit,
        when=range_words(visit.starts_at, visit.ends_at, zone) if visit is not None else "",
        leader=leader_of(actor, visit) if visit is not None else "",
        crew=crew_words(visit) if visit is not None else "",
        cautions=told if wish.state == WishState.ASSIGNED else [],
        offers=_offers(request, wish) if may_assign and wish.state == WishState.ASKED else [],
        edit=edit,
        assign=assign,
        came=came,
        rest=_rest(request, wish, may_change=may_change, may_assign=may_assign),
        may_assign=may_assign
        and visit is not None
        and access.may(actor, "outreach.run_outing", visit.outing),
        day=local(visit.starts_at, zone).date().isoformat() if visit is not None else "",
    )


def _rest(request: DeskRequest, wish: Wish, *, may_change: bool, may_assign: bool) -> list[RestAct]:
    """What else may be done in this state."""
    visit, version = wish.its_visit, wish.version
    typed = request.POST.get("why", "")[:REASON]
    found: list[RestAct] = []
    if may_assign and wish.state == WishState.ASKED:
        found.append(RestAct("decline", _("婉拒"), version, _("安排不了的原因，对方会看到"), typed))
    if may_assign and wish.state == WishState.ASSIGNED and visit is not None:
        found.append(RestAct("take_back", _("取消安排"), visit.version, _("取消的原因，对方会看到"), typed))
    if may_assign and wish.state == WishState.DECLINED:
        found.append(RestAct("reconsider", _("还是要安排"), version))
    if may_change and wish.state == WishState.ASKED:
        found.append(RestAct("withdraw", _("撤回申请"), version))
    if may_change and wish.state == WishState.ASSIGNED:
        found.append(RestAct("withdraw", _("撤回申请"), version, _("撤回的原因"), typed))
    if may_change and wish.state == WishState.WITHDRAWN:
        found.append(RestAct("ask_again", _("重新申请"), version))
    return found


def _offers(request: DeskRequest, wish: Wish) -> list[OfferLink]:
    """Free times of the wished outing, the wished days first."""
    if wish.outing is None or not access.may(request.actor, "outreach.run_outing", wish.outing):
        return []
    wished = [day for day, _part in read_days(wish.days)]
    today = clock.today(request.week.zone)
    free = [one for one in offered(wish.outing).offers if one.free and one.day >= today]
    free.sort(
        key=lambda one: (wished.index(one.day) if one.day in wished else len(wished), one.day, one.starts)
    )
    base = reverse("outreach:wish", kwargs={"week_slug": request.week.slug, "code": wish.code})
    found = []
    for one in free[:MOST_OFFERS]:
        asked = urlencode({"day": one.day.isoformat(), "at": f"{one.starts:%H:%M}"})
        words = _("%(day)s %(hours)s，余 %(n)d") % {
            "day": day_words(one.day),
            "hours": f"{one.starts:%H:%M}–{one.ends:%H:%M}",
            "n": one.free,
        }
        found.append(OfferLink(words, f"{base}?{asked}#assign", one.day in wished))
    return found


def _foreseen(request: DeskRequest, wish: Wish, form: AssignForm) -> list[Caution]:
    names = ("outing", "starts_at", "ends_at", "crew", "plate")
    given = {name: one for name, one in form.values().items() if name in names}
    return actions.foresee_visit(request.actor, wish, **given).cautions
