"""The office's pages of links: invitations and personal links, with a text for the chat group and a code to print."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.base import access
from sciweek.base.errors import Refused
from sciweek.base.forms import posted
from sciweek.committee.actions import give_link, invite, revoke_invitation, revoke_link, token_of
from sciweek.committee.actions.invitations import why_closed
from sciweek.committee.actions.links import links_allowed
from sciweek.committee.addresses import desk_address, public_address
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.committee.forms import InviteForm, LinkForm
from sciweek.committee.models import Invitation, PersonalLink
from sciweek.committee.pages.units import find_unit
from sciweek.committee.queries import participation_of
from sciweek.committee.rules import visible_units


@desk_page("committee.run_units", needs_week=False)
def invitation_new(request: DeskRequest) -> HttpResponse:
    """Make an invitation; `?unit=` and `?role=` propose for whom."""
    unit = visible_units(request.actor).filter(code=request.GET.get("unit", "")).first()
    form = InviteForm(posted(request), initial={"unit": unit, "role": request.GET.get("role", "liaison")})
    if request.method == "POST" and form.is_valid():
        try:
            made, _token = invite(request.actor, request.region, **form.plain(), request_uid=form.once_key)
        except Refused as refusal:
            form.show(refusal)
        else:
            return redirect(desk_address(request, "invitation", uid=made.uid))
    back = desk_address(request, "unit", code=unit.code) if unit else desk_address(request, "people")
    context = {"form": form, "back": back}
    return render(request, "committee/invitation_new.html", context, status=422 if form.errors else 200)


def _invitation(uid: UUID) -> Invitation:
    found = Invitation.objects.select_related("unit").filter(uid=uid).first()
    if found is None:
        raise Http404(str(uid))
    return found


@desk_page("committee.run_units", needs_week=False)
def invitation(request: DeskRequest, uid: UUID) -> HttpResponse:
    """The link, a text that carries it, its code."""
    found = _invitation(uid)
    context = {
        "invitation": found,
        "closed": why_closed(found),
        "address": public_address(request, "doors:join", token=token_of(found)),
        "region": request.region,
        "back": desk_address(request, "unit", code=found.unit.code)
        if found.unit
        else desk_address(request, "people"),
    }
    return render(request, "committee/invitation.html", context)


@require_POST
@desk_page("committee.run_units", needs_week=False)
def invitation_revoke(request: DeskRequest, uid: UUID) -> HttpResponse:
    """Close an invitation."""
    found = _invitation(uid)
    revoke_invitation(request.actor, found)
    messages.success(request, _("邀请链接已作废。已经加入的人不受影响。"))
    back = (
        desk_address(request, "unit", code=found.unit.code) if found.unit else desk_address(request, "people")
    )
    return redirect(back)


@desk_page()
def link_new(request: DeskRequest, code: str) -> HttpResponse:
    """Give a liaison of the unit a personal link for this edition."""
    unit = find_unit(request, code)
    access.require(request.actor, "committee.run_units", unit)
    participation = participation_of(unit)
    back = desk_address(request, "unit", code=unit.code)
    if participation is None:
        messages.info(request, _("%(unit)s 还没有参加本届，先让它参加。") % {"unit": unit.name})
        return redirect(back)
    form = LinkForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            made, _token = give_link(request.actor, participation, **form.plain(), request_uid=form.once_key)
        except Refused as refusal:
            form.show(refusal)
        else:
            return redirect(desk_address(request, "link", uid=made.uid))
    context = {"form": form, "unit": unit, "back": back, "allowed": links_allowed(request.region)}
    return render(request, "committee/link_new.html", context, status=422 if form.errors else 200)


def _link(uid: UUID) -> PersonalLink:
    found = PersonalLink.objects.select_related("participation__unit").filter(uid=uid).first()
    if found is None:
        raise Http404(str(uid))
    return found


@desk_page("committee.run_units")
def link(request: DeskRequest, uid: UUID) -> HttpResponse:
    """The personal link, to be sent to one person."""
    found = _link(uid)
    context = {
        "link": found,
        "address": public_address(request, "doors:enter", token=token_of(found)),
        "week": request.week,
        "back": desk_address(request, "unit", code=found.participation.unit.code),
    }
    return render(request, "committee/link.html", context)


@require_POST
@desk_page("committee.run_units")
def link_revoke(request: DeskRequest, uid: UUID) -> HttpResponse:
    """Close a personal link."""
    found = _link(uid)
    revoke_link(request.actor, found)
    messages.success(request, _("免登录链接已作废。"))
    return redirect(desk_address(request, "unit", code=found.participation.unit.code))
