"""People of the region: who holds what over all of it, granting and ending roles, a way back in, being forgotten."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.base import access, clock
from sciweek.base.errors import Refused
from sciweek.base.forms import posted
from sciweek.committee.actions import end_role, erase_member, grant_role, open_way_back
from sciweek.committee.addresses import desk_address, public_address
from sciweek.committee.boards import open_invitations, region_people
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.committee.forms import GrantForm
from sciweek.committee.models import Membership
from sciweek.committee.rules import visible_units
from sciweek.people.models import Person


def _membership(pk: int) -> Membership:
    found = Membership.objects.select_related("person", "unit").filter(pk=pk, ended_at__isnull=True).first()
    if found is None:
        raise Http404(str(pk))
    return found


def _home_of(request: DeskRequest, membership: Membership) -> str:
    if membership.unit is None:
        return desk_address(request, "people")
    return desk_address(request, "unit", code=membership.unit.code)


@desk_page("committee.see_list", needs_week=False)
def people(request: DeskRequest) -> HttpResponse:
    """Roles over the whole region, and the invitations that still open."""
    may_run = access.may(request.actor, "committee.run_units", request.region)
    context = {
        "people": region_people(),
        "invitations": open_invitations(clock.now()) if may_run else [],
        "may_run": may_run,
    }
    return render(request, "committee/people.html", context)


@desk_page("committee.run_units", needs_week=False)
def grant(request: DeskRequest) -> HttpResponse:
    """Give a role to somebody who has an account already."""
    unit = visible_units(request.actor).filter(code=request.GET.get("unit", "")).first()
    form = GrantForm(posted(request), initial={"unit": unit, "role": request.GET.get("role", "liaison")})
    if request.method == "POST" and form.is_valid():
        login = form.cleaned_data["login"].strip().lower()
        person = Person.objects.filter(login=login, is_active=True).first()
        if person is None:
            form.add_error("login", _("没有这个登录名。请核对，或者发邀请链接让对方开账号。"))
        else:
            try:
                held = grant_role(
                    request.actor, person, role=form.cleaned_data["role"], unit=form.cleaned_data["unit"]
                )
            except Refused as refusal:
                form.show(refusal)
            else:
                words = {"name": person.name, "role": held.get_role_display()}
                messages.success(request, _("%(name)s 现在是%(role)s。") % words)
                return redirect(_home_of(request, held))
    back = desk_address(request, "unit", code=unit.code) if unit else desk_address(request, "people")
    context = {"form": form, "back": back}
    return render(request, "committee/grant.html", context, status=422 if form.errors else 200)


@desk_page("committee.run_units", needs_week=False)
def end(request: DeskRequest, pk: int) -> HttpResponse:
    """End a role, after asking."""
    membership = _membership(pk)
    back = _home_of(request, membership)
    refused = ""
    if request.method == "POST":
        try:
            end_role(request.actor, membership)
        except Refused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, _("%(name)s 的权限已结束。") % {"name": membership.person.name})
            return redirect(back)
    context = {"membership": membership, "back": back, "refused": refused}
    return render(request, "committee/role_end.html", context, status=422 if refused else 200)


@require_POST
@desk_page("committee.run_units", needs_week=False)
def reset(request: DeskRequest, pk: int) -> HttpResponse:
    """Show a link by which a unit's person sets a new password, to be handed over privately."""
    membership = _membership(pk)
    person = open_way_back(request.actor, membership)
    # The link is built here: allauth's key is bound to the present password and dies with its use.
    link = public_address(
        request,
        "account_reset_password_from_key",
        uidb36=user_pk_to_url_str(person),
        key=default_token_generator.make_token(person),
    )
    context = {"membership": membership, "link": link, "back": _home_of(request, membership)}
    return render(request, "committee/reset.html", context)


@desk_page("committee.run_units", needs_week=False)
def erase(request: DeskRequest, pk: int) -> HttpResponse:
    """Empty a person's account at their wish, after asking."""
    membership = _membership(pk)
    back = _home_of(request, membership)
    refused = ""
    if request.method == "POST":
        try:
            erase_member(request.actor, membership.person)
        except Refused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, _("个人信息已清空。"))
            return redirect(back)
    context = {"membership": membership, "back": back, "refused": refused}
    return render(request, "committee/erase.html", context, status=422 if refused else 200)
