"""The two links that people carry: GET only shows what a link is, so that a preview in a chat uses nothing up."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core.internal import ratelimit
from allauth.socialaccount.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sciweek.base import scope
from sciweek.base.actor import CITIZEN
from sciweek.base.answers import page as answer_page
from sciweek.base.errors import Refused
from sciweek.committee.actions import accept_invitation, enter_by_link
from sciweek.committee.actions.invitations import why_closed
from sciweek.committee.actions.links import links_allowed
from sciweek.committee.entrance import LINK_SESSION_KEY
from sciweek.committee.forms import ROLES_AT_UNITS, JoinForm
from sciweek.committee.models import Invitation
from sciweek.committee.queries import invitation_by_token, link_actor, link_by_token, live_link
from sciweek.people import identities
from sciweek.people.adapters import actor_of
from sciweek.people.models import Person
from sciweek.week.models import Region

# A whole office may sit behind one address; nobody guesses 192 bits at this pace.
LIMIT = {"door": "60/m/ip"}

Door = Callable[..., HttpResponse]


def limited(page: Door) -> Door:
    """Answer 429 to whoever knocks too often."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not ratelimit.consume(request, app="sciweek", action="door", config=LIMIT, limit_get=True):
            text = _("打开得太频繁了。请过一分钟再试。")
            return answer_page(request, 429, title=_("请稍等"), text=text)
        return page(request, *args, **kwargs)

    return guarded


@never_cache
@limited
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites to what; POST takes the role up, as the person who is signed in or with a new account."""
    invitation = invitation_by_token(token)
    if invitation is None:
        return render(request, "committee/join_closed.html", {"closed": "unknown"}, status=404)
    with scope.entered(invitation.region_id):
        closed = why_closed(invitation)
        if closed:
            context = {"closed": closed, "invitation": invitation}
            return render(request, "committee/join_closed.html", context, status=410)
        return _join(request, invitation)


def _join(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    person = request.user if request.user.is_authenticated else None
    identity = identities.shown(request) if person is None else None
    form = JoinForm(
        request.POST if request.method == "POST" else None,
        role=invitation.role,
        asks_unit=invitation.unit_id is None and invitation.role in ROLES_AT_UNITS,
        asks_account=person is None,
        asks_password=identity is None,
        initial={"name": identity["name"] if identity else ""},
    )
    if request.method == "POST" and form.is_valid():
        actor = actor_of(person) if person else CITIZEN
        # Without a password field the account is entered by the joined sign-in that waits in this browser.
        try:
            held = accept_invitation(actor, invitation, **form.plain())
        except Refused as refusal:
            form.show(refusal)
        else:
            return welcome(request, held.person, is_new=person is None)
    context = {
        "invitation": invitation,
        "region": Region.objects.get(pk=invitation.region_id),
        "form": form,
        "person": person,
        "identity": identity,
        "providers": get_adapter().list_providers(request) if person is None and identity is None else [],
        "path": request.path,
    }
    return render(request, "committee/join.html", context, status=422 if form.errors else 200)


def welcome(request: HttpRequest, person: Person, *, is_new: bool) -> HttpResponse:
    """In by the front door: a new person is signed in, with the identity that waited, if any."""
    home = resolve_url(settings.LOGIN_REDIRECT_URL)
    if not is_new:
        return redirect(home)
    tied = identities.claim(request, person)
    method = {"method": "socialaccount"} if tied else {"method": "password", "username": person.login}
    record_authentication(request, person, **method)
    return perform_login(request, person, email_verification="none", redirect_url=home)


@never_cache
@limited
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """One button; pressing it lets the holder act for the unit in this browser."""
    found = link_by_token(token)
    link = live_link(found.pk) if found else None
    if found is None:
        return render(request, "committee/enter_closed.html", {"closed": "unknown"}, status=404)
    if link is None or not links_allowed(found.week.region):
        closed = "off" if link else "revoked" if found.revoked_at else "expired"
        return render(request, "committee/enter_closed.html", {"closed": closed}, status=410)
    with scope.entered(link.week.region_id, link.week_id):
        if request.method == "POST" and not request.user.is_authenticated:
            enter_by_link(link_actor(link), link)
            request.session.cycle_key()
            request.session[LINK_SESSION_KEY] = link.pk
            return redirect(resolve_url(settings.LOGIN_REDIRECT_URL))
        context = {"link": link, "week": link.week, "home": resolve_url(settings.LOGIN_REDIRECT_URL)}
        return render(request, "committee/enter.html", context)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Stop acting by the link in this browser."""
    request.session.pop(LINK_SESSION_KEY, None)
    request.session.cycle_key()
    return redirect(resolve_url(settings.LOGOUT_REDIRECT_URL))
