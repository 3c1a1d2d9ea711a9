"""The outbox: what waits, what goes out, what became of each; one message with its attempts."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sciweek.base import access
from sciweek.base.errors import Conflict, Refused
from sciweek.base.forms import posted
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.committee.models import Unit
from sciweek.look.parts import Tab
from sciweek.post import actions
from sciweek.post.channels import channel
from sciweek.post.forms import TextForm
from sciweek.post.models import Message
from sciweek.post.queries import outbox, quiet_end, state_counts, troubles
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
class Shelf:
    """One look at the outbox."""

    rows: Page[Message]
    tabs: list[Tab]
    shelf: str
    kind: str
    words: str
    unit: Unit | None
    drafts: int


def _tabs(request: DeskRequest, shelf: str) -> list[Tab]:
    counts = state_counts(request.actor)
    base = reverse("post:outbox", kwargs={"week_slug": request.week.slug})
    labels = {
        "draft": _("待发"),
        "going": _("在路上"),
        "stuck": _("要处理"),
        "gone": _("已发出"),
        "withdrawn": _("已撤回"),
    }
    tabs = [Tab(_("全部"), base, not shelf, sum(counts.values()))]
    return tabs + [
        Tab(labels[word], f"{base}?shelf={word}", word == shelf, sum(counts[state] for state in states))
        for word, states in SHELVES.items()
    ]


@desk_page("post.see_post")
def outbox_page(request: DeskRequest) -> HttpResponse:
    """Every message of the edition."""
    shelf = request.GET.get("shelf", "") if request.GET.get("shelf") in SHELVES else ""
    kind = request.GET.get("kind", "") if request.GET.get("kind") in ChannelKind.values else ""
    words = request.GET.get("q", "").strip()[:60]
    unit = Unit.objects.filter(code=request.GET.get("unit", "")).first()
    rows = outbox(request.actor, states=SHELVES.get(shelf, ()), kind=kind, unit=unit, words=words)
    tabs = _tabs(request, shelf)
    waiting = troubles(request.actor)
    page = Shelf(
        rows=Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
        tabs=tabs,
        shelf=shelf,
        kind=kind,
        words=words,
        unit=unit,
        drafts=waiting.drafts,
    )
    context = {
        "page": page,
        "week": request.week,
        "paused": waiting.paused,
        "kinds": [(one.value, one.label) for one in ChannelKind if one != ChannelKind.WEBHOOK],
        "quiet": quiet_end(request.region),
        "zone": request.region.zone,
        "may_run": access.may(request.actor, "post.run_post", request.week),
    }
    return render(request, "post/outbox.html", context)


@require_POST
@desk_page("post.see_post")
def act_many(request: DeskRequest) -> HttpResponse:
    """Send, take back or tick off what was chosen."""
    access.require(request.actor, "post.run_post", request.week)
    rows = list(_chosen(request))
    back = _back(request)
    if not rows:
        messages.error(request, _("请先选要处理的消息。"))
        return redirect(back)
    try:
        _act(request, rows)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(back)


def _chosen(request: DeskRequest) -> list[Message]:
    rows = visible_messages(request.actor)
    given = request.POST
    if "tick" in given:
        return list(rows.filter(code=given["tick"]))
    if given.get("do") == "send_all":
        # Whatever only a person can carry stays where it is.
        ready = [kind for kind in ChannelKind.values if channel(kind).is_ready()]
        return list(rows.filter(state=MessageState.DRAFT, channel__in=ready)[:MOST_AT_ONCE])
    return list(rows.filter(code__in=given.getlist("code")[:MOST_AT_ONCE]))


def _act(request: DeskRequest, rows: list[Message]) -> None:
    given: QueryDict = request.POST
    if "tick" in given:
        actions.tick_off(request.actor, rows[0])
        messages.success(request, _("记下了：已转发给%(who)s。") % {"who": rows[0].to_name})
        return
    match given.get("do"):
        case "withdraw":
            done = actions.withdraw_messages(request.actor, rows, why="")
            text = ngettext("撤回了 %(n)d 条。", "撤回了 %(n)d 条。", done) % {"n": done}
            messages.success(request, text)
        case "send" | "send_all":
            _send(request, rows)
        case _:
            raise Refused(_("请回到这一页，再选一次要做的事。"))


def _send(request: DeskRequest, rows: list[Message]) -> None:
    done, left = actions.send_messages(
        request.actor, rows, urgent_why=request.POST.get("urgent_why", "")[:200]
    )
    if done:
        text = ngettext("%(n)d 条开始发出。", "%(n)d 条开始发出。", len(done)) % {"n": len(done)}
        messages.success(request, text)
    reasons: dict[str, int] = {}
    for _row, refusal in left:
        reasons[str(refusal)] = reasons.get(str(refusal), 0) + 1
    for reason, count in list(reasons.items())[:5]:
        text = ngettext("%(n)d 条没有发：%(why)s", "%(n)d 条没有发：%(why)s", count)
        messages.info(request, text % {"n": count, "why": reason})


def _back(request: DeskRequest) -> str:
    """The look at the outbox that the user came from: only its own words are taken over."""
    base = reverse("post:outbox", kwargs={"week_slug": request.week.slug})
    shelf = request.POST.get("shelf", "")
    return f"{base}?shelf={shelf}" if shelf in SHELVES else base


def find_message(request: DeskRequest, code: str) -> Message:
    """The message, when the actor may see it; otherwise it does not exist."""
    found = (
        visible_messages(request.actor).select_related("unit", "group", "region").filter(code=code).first()
    )
    if found is None:
        raise Http404(code)
    return found


@desk_page("post.see_post")
def message_page(request: DeskRequest, code: str) -> HttpResponse:
    """One message: its words, its attempts, what can be done with it."""
    row = find_message(request, code)
    form = TextForm(
        posted(request), initial={"subject": row.subject, "body": row.body, "seen_version": row.version}
    )
    if request.method == "POST":
        access.require(request.actor, "post.run_post", row)
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["seen_version"]
            actions.edit_message(request.actor, row, seen_version=seen, **form.plain())
        except Refused as refusal:
            form.show(refusal)
            if isinstance(refusal, Conflict):
                row = find_message(request, code)
        else:
            messages.success(request, _("已保存。"))
            return redirect("post:message", week_slug=request.week.slug, code=row.code)
    way = channel(row.channel)
    quiet = quiet_end(request.region) if way.keeps_quiet else None
    context = {
        "message": row,
        "form": form,
        "attempts": list(row.attempts.all()),
        "may_run": access.may(request.actor, "post.run_post", row),
        "may_read": access.may(request.actor, "post.read_text", row),
        "is_ready": way.is_ready(),
        "is_held": row.state in HELD,
        "is_stuck": row.state in STUCK,
        "quiet": quiet,
        "zone": request.region.zone,
        "week": request.week,
    }
    return render(request, "post/message.html", context, status=422 if form.errors else 200)


@require_POST
@desk_page("post.see_post")
def message_move(request: DeskRequest, code: str) -> HttpResponse:
    """What a person decides about one message."""
    row = find_message(request, code)
    seen = request.POST.get("seen_version", "")
    version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None
    try:
        text = _move(request, row, version)
    except Refused as refusal:
        if refusal.status == 403:
            raise
        messages.error(request, str(refusal))
    else:
        messages.success(request, text)
    return redirect("post:message", week_slug=request.week.slug, code=row.code)


def _move(request: DeskRequest, row: Message, version: int | None) -> str:
    actor = request.actor
    match request.POST.get("to"):
        case "send":
            why = request.POST.get("urgent_why", "")[:200]
            actions.send_message(actor, row, urgent_why=why, seen_version=version)
            return _("开始发出。")
        case "withdraw":
            actions.withdraw_message(actor, row, seen_version=version)
            return _("已撤回。")
        case "copied":
            actions.tick_off(actor, row, seen_version=version)
            return _("记下了：已转发。")
        case "arrived" | "lost" as found:
            actions.settle_message(actor, row, arrived=found == "arrived", seen_version=version)
            return _("记下了。")
    access.require(actor, "post.run_post", row)
    raise Refused(_("请回到这一页，再选一次要做的事。"))
