"""待打电话: whom to ring up, what to what came of it. Opening it shows whole numbers, and is logged."""

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.activities.rules import visible_activities
from sciweek.base.errors import Refused
from sciweek.booking.actions.revealing import open_call_list
from sciweek.booking.actions.telling import mark_told
from sciweek.booking.forms import ReasonForm
from sciweek.booking.models import Telling
from sciweek.booking.pages.shown import address, pools
from sciweek.booking.pages.words import pool_name
from sciweek.booking.rules import run_by
from sciweek.booking.states import Reached, Way
from sciweek.committee.acts import tell
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.look.dates import range_words
from sciweek.look.parts import Tab
from sciweek.people.phones import shown_phone

PER_PAGE = 50
LANGUAGES = dict(settings.LANGUAGES)


@dataclass(frozen=True)
class Asked:
    """Which calls: of one session's seats or one activity (by code), and in which state.

    `just` is the id of the one that was ticked off a moment ago: the page offers to take it back.
    """

    pool: str = ""
    activity: str = ""
    show: str = ""
    just: str = ""

    @classmethod
    def read(cls, given: QueryDict) -> "Asked":
        words = {name: given.get(name, "").strip()[:20] for name in cls.__dataclass_fields__}
        words["show"] = words["show"] if words["show"] in Reached.values else ""
        just = words["just"]
        words["just"] = just if just.isascii() and just.isdecimal() and int(just) < 2**63 else ""
        return cls(**words)

    def query(self, **changes: str) -> str:
        """As the query of an address; what was done a moment ago is said once."""
        other = replace(self, **{"just": ""} | changes)
        words = {name: getattr(other, name) for name in self.__dataclass_fields__}
        return urlencode({name: word for name, word in words.items() if word})


@dataclass(frozen=True, slots=True)
class CallLine:
    """One call: the number is whole. `language`: that of the booker, where the reader has the page in another."""

    pk: int
    url: str
    code: str
    name: str
    phone: str
    language: str
    session: str
    when: str
    news: str
    text: str
    made_at: datetime
    result: str
    reached: str
    done_by: str
    is_done: bool


@dataclass(frozen=True)
class CallsPage:
    """What the list of calls shows."""

    asked: Asked
    about: str
    tabs: list[Tab]
    lines: list[CallLine]
    rows: "Page[Telling]"
    just: CallLine | None


@desk_page("booking.run_bookings")
def calls(request: DeskRequest) -> HttpResponse:
    """Those who wait for a call, those whom nobody reached, those who know."""
    asked = Asked.read(request.GET)
    every, about = _of(request, asked)
    open_call_list(request.actor, request.week)
    counts = dict(every.order_by().values_list("reached").annotate(Count("id")))
    joined = every.select_related(
        "booking__contact", "booking__pool__session__activity", "booking__pool__terms__run__activity"
    )
    just = joined.filter(pk=asked.just).exclude(reached="").first() if asked.just else None
    found = joined.filter(reached=asked.show)
    rows = Paginator(found.order_by("id"), PER_PAGE).get_page(request.GET.get("page"))
    page = CallsPage(
        asked=asked,
        about=about,
        tabs=_tabs(asked, counts),
        lines=[_line(request, row) for row in rows],
        rows=rows,
        just=_line(request, just) if just is not None else None,
    )
    answer = render(request, "booking/calls.html", {"page": page, "week": request.week})
    answer["Cache-Control"] = "no-store"
    return answer


def _of(request: DeskRequest, asked: Asked) -> tuple[QuerySet[Telling], str]:
    """The calls of what the actor runs, and the words for what they are narrowed to."""
    found = Telling.objects.filter(way=Way.CALL, booking__in=run_by(request.actor).values("pk"))
    if asked.pool:
        pool = pools(request).filter(code=asked.pool).first()
        if pool is None:
            raise Http404(asked.pool)
        return found.filter(booking__pool=pool), pool_name(pool)
    if asked.activity:
        activity = visible_activities(request.actor).filter(code=asked.activity).only("name").first()
        if activity is None:
            raise Http404(asked.activity)
        return found.filter(booking__pool__terms__run__activity=activity), activity.name
    return found, ""


def _tabs(asked: Asked, counts: dict[str, int]) -> list[Tab]:
    tabs = [Tab(_("待打"), f"?{asked.query(show='')}", not asked.show, counts.get("", 0))]
    return tabs + [
        Tab(one.label, f"?{asked.query(show=one.value)}", asked.show == one, counts.get(one, 0))
        for one in (Reached.NO_ANSWER, Reached.WRONG_NUMBER, Reached.YES)
        if counts.get(one) or asked.show == one
    ]


def _line(request: DeskRequest, row: Telling) -> CallLine:
    booking, pool = row.booking, row.booking.pool
    week, session = request.week, row.booking.pool.session
    return CallLine(
        pk=row.pk,
        url=address(week, "booking", code=booking.code),
        code=booking.code,
        name=booking.name,
        phone=shown_phone(booking.contact.phone),
        language="" if booking.language == get_language() else LANGUAGES.get(booking.language, ""),
        session=pool_name(pool),
        when=range_words(session.starts_at, session.ends_at, week.zone) if session else "",
        news=str(row.get_news_display()),
        text=row.text,
        made_at=row.made_at,
        result=str(row.get_reached_display()) if row.reached else "",
        reached=row.reached,
        done_by=row.done_by,
        is_done=row.reached in (Reached.YES, Reached.WRONG_NUMBER),
    )


@require_POST
@desk_page("booking.run_bookings")
def call_mark(request: DeskRequest, pk: int) -> HttpResponse:
    """Tick one call off, or take that back; then on with the list."""
    row = None
    if pk < 2**63:
        joined = ("booking__pool__terms__run__activity", "booking__week")
        mine = run_by(request.actor).values("pk")
        row = (
            Telling.objects.filter(booking__in=mine, way=Way.CALL)
            .select_related(*joined)
            .filter(pk=pk)
            .first()
        )
    if row is None:
        raise Http404(str(pk))
    form = ReasonForm(request.POST)
    try:
        reached = form.cleaned_data["to"] if form.is_valid() else "?"
        marked = mark_told(request.actor, row, reached=reached)
    except Refused as refusal:
        tell(request, refusal)
    else:
        if not marked.reached:
            messages.success(request, _("%(code)s 又回到待打。") % {"code": row.booking.code})
    back = Asked.read(QueryDict(request.POST.get("back", "")[:200]))
    return redirect(f"{address(request.week, 'calls')}?{back.query(just=str(pk))}")
