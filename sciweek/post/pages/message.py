"""One message: its words, its attempts, what a person decides about it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.base import access
from sciweek.base.errors import Conflict, Forbidden, Refused
from sciweek.base.forms import posted
from sciweek.base.text import clean, clean_lines
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.post import actions
from sciweek.post.channels import channel
from sciweek.post.forms import TextForm
from sciweek.post.models import Message
from sciweek.post.queries import is_later, quiet_end
from sciweek.post.rules import visible_messages
from sciweek.post.states import HELD, STUCK


def _found(request: DeskRequest, code: str) -> Message:
    """The message, when the actor may see it; otherwise it does not exist."""
    rows = visible_messages(request.actor).select_related("unit", "group", "region")
    found = rows.filter(code=code).first()
    if found is None:
        raise Http404(code)
    return found


@desk_page("post.see_post")
def message_page(request: DeskRequest, code: str) -> HttpResponse:
    """Look at a message. A draft's words are saved here, and with the same press it goes out or is ticked off."""
    row = _found(request, code)
    now = {"subject": row.subject, "body": row.body, "seen_version": row.version}
    form = TextForm(posted(request), initial=now)
    if request.method == "POST":
        access.require(request.actor, "post.run_post", row)
    if request.method == "POST" and form.is_valid():
        try:
            _require_known(request)
            return _save_and_decide(request, row, form)
        except Refused as refusal:
            form.show(refusal)
            row = _found(request, code)
    way = channel(row.channel)
    context = {
        "message": row,
        "form": form,
        "attempts": list(row.attempts.all()),
        "may_run": access.may(request.actor, "post.run_post", row),
        "may_read": access.may(request.actor, "post.read_text", row),
        "is_ready": way.is_ready(),
        "is_held": row.state in HELD,
        "is_stuck": row.state in STUCK,
        "quiet": quiet_end(request.region) if way.keeps_quiet else None,
        "urgent_why": request.POST.get("urgent_why", "")[:200],
        "zone": request.region.zone,
        "week": request.week,
    }
    return render(request, "post/message.html", context, status=422 if form.errors else 200)


# What a person may decide about a message.
ACTS = ("send", "withdraw", "copied", "arrived", "lost")


def _require_known(request: DeskRequest) -> None:
    """Raise `Refused` for a press that means nothing, before anything is saved."""
    if request.POST.get("to", ACTS[0]) not in ACTS:
        raise _no_such_act()


def _no_such_act() -> Refused:
    return Refused(_("请回到这一页，再选一次要做的事。"))


def _save_and_decide(request: DeskRequest, row: Message, form: TextForm) -> HttpResponse:
    """What was typed is kept before it goes out; a press of “发出” alone changes no words."""
    seen, given = form.cleaned_data["seen_version"], form.plain()
    typed = (clean(given["subject"]), clean_lines(given["body"]))
    if typed != (row.subject, row.body) or "to" not in request.POST:
        row = actions.edit_message(request.actor, row, seen_version=seen, **given)
        seen = row.version
    if "to" in request.POST:
        return _decided(request, row, seen)
    messages.success(request, _("已保存。"))
    return redirect("post:message", week_slug=request.week.slug, code=row.code)


@require_POST
@desk_page("post.see_post")
def message_move(request: DeskRequest, code: str) -> HttpResponse:
    """What a person decides about a message whose words stand, or no longer matter."""
    row = _found(request, code)
    seen = request.POST.get("seen_version", "")
    version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None
    return _decided(request, row, version)


def _decided(request: DeskRequest, row: Message, version: int | None) -> HttpResponse:
    try:
        text = _move(request, row, version)
    except Forbidden:
        raise
    except Conflict:
        messages.error(request, _("这条消息刚才有变动。请看一眼，再点一次。"))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, text)
    return redirect("post:message", week_slug=request.week.slug, code=row.code)


def _move(request: DeskRequest, row: Message, version: int | None) -> str:
    actor = request.actor
    match request.POST.get("to"):
        case "send":
            why = request.POST.get("urgent_why", "")[:200]
            sent = actions.send_message(actor, row, urgent_why=why, seen_version=version)
            return _("排好了，免打扰时间过后发出。") if is_later(sent) else _("开始发出。")
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
    raise _no_such_act()
