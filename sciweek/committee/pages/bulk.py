"""Invitations of many units: choosing them, the texts, the sheet to print, the way by e-mail."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.base.errors import Refused
from sciweek.base.forms import posted
from sciweek.committee.actions.bulk import invite_units, mail_invitations
from sciweek.committee.actions.invitations import token_of
from sciweek.committee.actions.unit_standing import living_invitations
from sciweek.committee.addresses import desk_address, public_address
from sciweek.committee.boards import UnitGroup, unit_groups
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.committee.forms import InviteUnitsForm
from sciweek.committee.logic.invitation_words import invitation_words
from sciweek.committee.models import Invitation
from sciweek.committee.queries import contact_points, units
from sciweek.look.parts import Tab

PER_PAGE = 40
PER_PRINT = 200


@dataclass(frozen=True, slots=True)
class Handout:
    """One unit's invitation with all that is handed on."""

    invitation: Invitation
    address: str
    words: str


def _choice(request: DeskRequest) -> str:
    asked = request.GET.get("of", "without")
    return asked if asked in ("all", "without", "waiting") else "without"


def _chosen(groups: list[UnitGroup], of: str) -> set[int]:
    """Units that the page ticks: all, those without a liaison, those that take part and have not signed."""
    rows = [row for group in groups for row in group.rows]
    return {
        row.unit.pk
        for row in rows
        if of == "all"
        or (of == "without" and not row.liaisons)
        or (of == "waiting" and row.takes_part and row.received_at is None)
    }


@desk_page("committee.run_units", needs_week=False)
def invite_many(request: DeskRequest) -> HttpResponse:
    """Choose units; each gets one invitation for its liaison, or keeps the one that still opens."""
    of = _choice(request)
    groups = unit_groups(request.actor, with_week=request.any_week is not None)
    ticked = _chosen(groups, of)
    form = InviteUnitsForm(posted(request))
    if request.method == "POST":
        if form.is_valid():
            try:
                made = invite_units(request.actor, request.region, **form.plain())
            except Refused as refusal:
                form.show(refusal)
            else:
                messages.success(request, _("%(n)d 个单位的邀请备好了。") % {"n": len(made)})
                return redirect(desk_address(request, "unit_invitations"))
        ticked = {int(pk) for pk in request.POST.getlist("units") if pk.isdecimal()}
    base = desk_address(request, "invite_many")
    names = {"without": _("还没有联络员的"), "waiting": _("还没有签收的"), "all": _("全部")}
    shown = [name for name in names if name != "waiting" or request.any_week is not None]
    context = {
        "form": form,
        "groups": groups,
        "ticked": ticked,
        "tabs": [
            Tab(names[name], f"{base}?of={name}", name == of, len(_chosen(groups, name))) for name in shown
        ],
        "invited": living_invitations().keys(),
        "back": desk_address(request, "units"),
    }
    return render(request, "committee/invite_many.html", context, status=422 if form.errors else 200)


def _handouts(request: DeskRequest) -> list[Handout]:
    """Every unit's living invitation, in the order of the list of units."""
    living = living_invitations()
    found = [living[pk] for pk in units().values_list("pk", flat=True) if pk in living]
    without = request.GET.get("of") == "mail"
    return [_handout(request, one) for one in found if not without or one.email]


def _handout(request: DeskRequest, invitation: Invitation) -> Handout:
    address = public_address(request, "doors:join", token=token_of(invitation))
    words = invitation_words(
        unit=invitation.unit.name if invitation.unit else "",
        role=str(invitation.get_role_display()),
        region=request.region.short_name,
        expires_at=invitation.expires_at,
        zone=request.region.zone,
        address=address,
    )
    return Handout(invitation, address, words)


@desk_page("committee.run_units", needs_week=False)
def unit_invitations(request: DeskRequest) -> HttpResponse:
    """One text per unit to copy; all of them as a file, as a sheet with codes, by e-mail."""
    handouts = _handouts(request)
    context = {
        "handouts": Paginator(handouts, PER_PAGE).get_page(request.GET.get("page")),
        "with_email": sum(1 for one in handouts if one.invitation.email),
        "zone": request.region.zone,
        "back": desk_address(request, "units"),
    }
    return render(request, "committee/unit_invitations.html", context)


@desk_page("committee.run_units", needs_week=False)
def unit_invitation_texts(request: DeskRequest) -> HttpResponse:
    """All texts in one file, to be pasted one after the other."""
    body = "\r\n\r\n".join(one.words.replace("\n", "\r\n") for one in _handouts(request))
    # With a mark at the start, so that old editors of the office do not take it for GBK.
    response = HttpResponse(f"\ufeff{body}\r\n", content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, _("邀请文字.txt")) or "attachment"
    response["Cache-Control"] = "no-store"
    return response


@desk_page("committee.run_units", needs_week=False)
def unit_invitation_print(request: DeskRequest) -> HttpResponse:
    """A sheet to print and cut: one code per unit."""
    ask = contact_points().first() if request.any_week is not None else None
    context = {
        "handouts": Paginator(_handouts(request), PER_PRINT).get_page(request.GET.get("page")),
        "zone": request.region.zone,
        "region": request.region,
        "week": request.any_week,
        "ask": ask,
        "back": desk_address(request, "unit_invitations"),
    }
    return render(request, "committee/unit_invitation_print.html", context)


@require_POST
@desk_page("committee.run_units", needs_week=False)
def unit_invitation_mail(request: DeskRequest) -> HttpResponse:
    """Send the invitations to the addresses that the list of units gave."""
    invitations = [one.invitation for one in _handouts(request)]
    count = mail_invitations(request.actor, request.region, invitations)
    messages.success(request, _("%(n)d 封邀请交给发件箱了。") % {"n": count})
    return redirect(desk_address(request, "unit_invitations"))
