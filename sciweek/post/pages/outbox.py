"""The outbox: what waits, what goes out, what became of each; many messages sent or taken back at once."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.committee.models import Unit
from sciweek.look.parts import Tab
from sciweek.post import actions
from sciweek.post.channels import channel, ready_kinds
from sciweek.post.models import Message
from sciweek.post.queries import is_later, outbox, quiet_end, state_counts, troubles
from sciweek.post.rules import visible_messages
from sciweek.post.states import HELD, STUCK, ChannelKind, MessageState

ON_A_PAGE = 50
MOST_AT_ONCE = 2000
S = MessageState
# The tabs: word in the address → the states behind it.
SHELVES: dict[str, tuple[MessageState, ...]] = {
    "draft": (S.DRAFT,),
    "going": (S.QUEUED, S.SENDING, S.FAILED),
    "stuck": STUCK,
    "gone": (S.SENT, S.COPIED),
    "withdrawn": (S.WITHDRAWN,),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which messages somebody looks at, out of an address."""

    shelf: str = ""
    kind: str = ""
    words: str = ""
    unit: Unit | None = None

    @classmethod
    def read(cls, query: QueryDict) -> "Wanted":
        """Whatever is no shelf, way or unit asks for nothing."""
        shelf, kind, code = query.get("shelf", ""), query.get("kind", ""), query.get("unit", "")
        return cls(
            shelf=shelf if shelf in SHELVES else "",
            kind=kind if kind in ChannelKind.values else "",
            words=query.get("q", "").strip()[:60],
            unit=Unit.objects.filter(code=code).first() if code else None,
        )

    def rows(self, actor: Actor) -> QuerySet[Message]:
        states = SHELVES.get(self.shelf, ())
        return outbox(actor, states=states, kind=self.kind, unit=self.unit, words=self.words)

    @property
    def filters(self) -> dict[str, str]:
        given = {"kind": self.kind, "q": self.words, "unit": self.unit.code if self.unit else ""}
        return {name: value for name, value in given.items() if value}

    @property
    def query(self) -> str:
        return urlencode(({"shelf": self.shelf} if self.shelf else {}) | self.filters)


@dataclass(frozen=True, slots=True)
class Outbox:
    """One look at the outbox."""

    rows: Page[Message]
    tabs: list[Tab]
    wanted: Wanted
    # How many drafts of this look could go out by themselves.
    ready: int
    # States of which a row can be chosen: to be sent, or taken back.
    choosable: tuple[MessageState, ...] = (*HELD, *STUCK)


def _tabs(request: DeskRequest, wanted: Wanted) -> list[Tab]:
    counts = state_counts(request.actor)
    base = reverse("post:outbox", kwargs={"week_slug": request.week.slug})
    labels = {
        "draft": _("待发"),
        "going": _("在路上"),
        "stuck": _("要处理"),
        "gone": _("已发出"),
        "withdrawn": _("已撤回"),
    }
    tabs = [Tab(_("全部"), base, not wanted.shelf, sum(counts.values()))]
    return tabs + [
        Tab(labels[word], f"{base}?shelf={word}", word == wanted.shelf, sum(counts[one] for one in states))
        for word, states in SHELVES.items()
    ]


def _ready(actor: Actor, wanted: Wanted) -> QuerySet[Message]:
    """The drafts of this look whose way is there: what only a person can carry stays where it is."""
    return wanted.rows(actor).filter(state=S.DRAFT, channel__in=ready_kinds())


@desk_page("post.see_post")
def outbox_page(request: DeskRequest) -> HttpResponse:
    """Every message of the edition."""
    wanted = Wanted.read(request.GET)
    may_run = access.may(request.actor, "post.run_post", request.week)
    rows = Paginator(wanted.rows(request.actor), ON_A_PAGE).get_page(request.GET.get("page"))
    ready = ready_kinds()
    rings = any(row.channel in ready and channel(row.channel).keeps_quiet for row in rows)
    context = {
        "page": Outbox(
            rows=rows,
            tabs=_tabs(request, wanted),
            wanted=wanted,
            ready=_ready(request.actor, wanted).count() if may_run and rows.object_list else 0,
        ),
        "week": request.week,
        "paused": troubles(request.actor).paused,
        "kinds": [(one.value, one.label) for one in ChannelKind if one != ChannelKind.WEBHOOK],
        # Nobody is asked why it is urgent where nothing on the page could go.
        "quiet": quiet_end(request.region) if rings else None,
        "zone": request.region.zone,
        "may_run": may_run,
    }
    return render(request, "post/outbox.html", context)


@require_POST
@desk_page("post.see_post")
def act_many(request: DeskRequest) -> HttpResponse:
    """Send, take back or tick off what was chosen."""
    access.require(request.actor, "post.run_post", request.week)
    look = QueryDict(request.POST.get("look", "")[:1000])
    wanted = Wanted.read(look)
    rows = list(_chosen(request, wanted))
    try:
        if not rows:
            raise Refused(_("请先选要处理的消息。"))
        _act(request, rows)
    except Refused as refusal:
        messages.error(request, str(refusal))
    base = reverse("post:outbox", kwargs={"week_slug": request.week.slug})
    page = look.get("page", "")
    query = [wanted.query, f"page={page}" if page.isascii() and page.isdigit() and page != "1" else ""]
    return redirect("?".join(filter(None, [base, "&".join(filter(None, query))])))


def _chosen(request: DeskRequest, wanted: Wanted) -> QuerySet[Message]:
    given = request.POST
    if given.get("do") == "send_all":
        return _ready(request.actor, wanted)[:MOST_AT_ONCE]
    codes = [given["tick"]] if "tick" in given else given.getlist("code")[:MOST_AT_ONCE]
    return visible_messages(request.actor).filter(code__in=codes)


def _act(request: DeskRequest, rows: list[Message]) -> None:
    given = request.POST
    if "tick" in given:
        actions.tick_off(request.actor, rows[0])
        messages.success(request, _("记下了：已转发给%(who)s。") % {"who": rows[0].to_name})
        return
    match given.get("do"):
        case "withdraw":
            _withdraw(request, rows)
        case "send" | "send_all":
            _send(request, rows)
        case _:
            raise Refused(_("请回到这一页，再选一次要做的事。"))


def _withdraw(request: DeskRequest, rows: list[Message]) -> None:
    done = actions.withdraw_messages(request.actor, rows, why="")
    if done:
        messages.success(request, ngettext("撤回了 %(n)d 条。", "撤回了 %(n)d 条。", done) % {"n": done})
    if left := len(rows) - done:
        text = ngettext("%(n)d 条已经发出，撤不回来。", "%(n)d 条已经发出，撤不回来。", left)
        messages.info(request, text % {"n": left})


def _send(request: DeskRequest, rows: list[Message]) -> None:
    why = request.POST.get("urgent_why", "")[:200]
    done, left = actions.send_messages(request.actor, rows, urgent_why=why)
    later = sum(map(is_later, done))
    if now := len(done) - later:
        messages.success(request, ngettext("%(n)d 条开始发出。", "%(n)d 条开始发出。", now) % {"n": now})
    if later:
        text = ngettext("%(n)d 条排好了，免打扰时间过后发出。", "%(n)d 条排好了，免打扰时间过后发出。", later)
        messages.success(request, text % {"n": later})
    reasons: dict[str, int] = {}
    for _row, refusal in left:
        reasons[str(refusal)] = reasons.get(str(refusal), 0) + 1
    for reason, count in list(reasons.items())[:5]:
        text = ngettext("%(n)d 条没有发：%(why)s", "%(n)d 条没有发：%(why)s", count)
        messages.info(request, text % {"n": count, "why": reason})
