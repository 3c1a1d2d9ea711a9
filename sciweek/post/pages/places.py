"""Robots of chat groups, the quiet hours, and what this installation can send by."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.base.errors import Refused
from sciweek.base.forms import posted
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.post import actions
from sciweek.post.channels import channel
from sciweek.post.forms import GroupForm, HoursForm
from sciweek.post.logic.addresses import shown
from sciweek.post.logic.times import QUIET_FROM, QUIET_UNTIL
from sciweek.post.models import Group, QuietHours
from sciweek.post.states import ChannelKind


@desk_page("post.run_post")
def places(request: DeskRequest) -> HttpResponse:
    """The robots, the hours, the channels."""
    own = QuietHours.objects.first()
    starts, ends = own.hours if own else (QUIET_FROM, QUIET_UNTIL)
    form = HoursForm(posted(request), initial={"starts": starts, "ends": ends})
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_quiet_hours(request.actor, request.region, **form.plain())
        except Refused as refusal:
            form.show(refusal)
        else:
            messages.success(request, _("已保存。"))
            return redirect("post:places", week_slug=request.week.slug)
    kept = Group.objects.exclude(address="").select_related("unit")
    context = {
        "form": form,
        "groups": [(group, shown(group.kind, group.address)) for group in kept],
        "channels": [(kind.label, channel(kind).is_ready()) for kind in (ChannelKind.EMAIL, ChannelKind.SMS)],
        "week": request.week,
    }
    return render(request, "post/places.html", context, status=422 if form.errors else 200)


@desk_page("post.run_post")
def group_new(request: DeskRequest) -> HttpResponse:
    """Add a robot."""
    form = GroupForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            group = actions.add_group(
                request.actor, request.region, request_uid=form.once_key, **form.plain("is_active")
            )
        except Refused as refusal:
            form.show(refusal)
        else:
            messages.success(request, _("已加上。可以试发一条。"))
            return redirect("post:group", week_slug=request.week.slug, code=group.code)
    context = {"form": form, "group": None, "week": request.week}
    return render(request, "post/group.html", context, status=422 if form.errors else 200)


def _group(code: str) -> Group:
    found = Group.objects.select_related("unit", "region").filter(code=code).exclude(address="").first()
    if found is None:
        raise Http404(code)
    return found


@desk_page("post.run_post")
def group_page(request: DeskRequest, code: str) -> HttpResponse:
    """Change or take out a robot; its last messages."""
    group = _group(code)
    initial = {
        "name": group.name,
        "kind": group.kind,
        "unit": group.unit,
        "is_active": group.is_active,
        "seen_version": group.version,
    }
    form = GroupForm(posted(request), initial=initial)
    if request.method == "POST" and request.POST.get("do") == "forget":
        actions.forget_group(request.actor, group)
        messages.success(request, _("已移走，地址和密钥已清空。"))
        return redirect("post:places", week_slug=request.week.slug)
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["seen_version"]
            actions.edit_group(request.actor, group, seen_version=seen, **form.plain())
        except Refused as refusal:
            form.show(refusal)
        else:
            messages.success(request, _("已保存。"))
            return redirect("post:group", week_slug=request.week.slug, code=group.code)
    context = {
        "form": form,
        "group": group,
        "address": shown(group.kind, group.address),
        "last": group.messages.order_by("-id")[:5],
        "zone": request.region.zone,
        "week": request.week,
    }
    return render(request, "post/group.html", context, status=422 if form.errors else 200)


@require_POST
@desk_page("post.run_post")
def group_try(request: DeskRequest, code: str) -> HttpResponse:
    """Send a test line."""
    group = _group(code)
    try:
        actions.try_group(request.actor, group, request.week)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("试发了一条。几秒后刷新，看有没有到。"))
    return redirect("post:group", week_slug=request.week.slug, code=group.code)
