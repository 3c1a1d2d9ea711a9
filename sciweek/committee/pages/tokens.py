"""Keys for programs: made, shown once, closed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.base import access, clock
from sciweek.base.errors import Refused
from sciweek.base.forms import posted
from sciweek.committee.actions import make_token, revoke_token
from sciweek.committee.addresses import desk_address
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.committee.forms import TokenForm, right_label
from sciweek.committee.models import ApiToken
from sciweek.committee.queries import tokens_of
from sciweek.committee.states import Role
from sciweek.week.queries import weeks_of

MOST_OTHERS = 200


def _line(token: ApiToken) -> dict[str, Any]:
    """One row of the list: the key and what stands beside it."""
    closed = ""
    if token.revoked_at is not None:
        closed = _("已作废")
    elif token.expires_at <= clock.now():
        closed = _("已过期")
    # Who may read and change need not be told to read as well.
    changing = {name.removesuffix(":write") for name in token.scopes if name.endswith(":write")}
    rights = [right_label(name) for name in token.scopes if name.removesuffix(":read") not in changing]
    return {"token": token, "closed": closed, "rights": rights}


@desk_page("committee.make_tokens", needs_week=False)
def tokens(request: DeskRequest) -> HttpResponse:
    """One's own keys; for the office those of everybody in the region too."""
    others = []
    if request.actor.has(Role.OFFICE):
        living = ApiToken.objects.filter(revoked_at__isnull=True, expires_at__gt=clock.now())
        found = living.exclude(pk__in=tokens_of(request.actor).values("pk")).select_related("person", "week")
        others = [_line(token) for token in found[:MOST_OTHERS]]
    context = {
        "mine": [_line(token) for token in tokens_of(request.actor)],
        "others": others,
        "region": request.region,
    }
    return render(request, "committee/tokens.html", context)


@desk_page("committee.make_tokens", needs_week=False)
def token_new(request: DeskRequest) -> HttpResponse:
    """Make a key and show its secret, this once."""
    form = TokenForm(posted(request), weeks=weeks_of(request.region.pk))
    if request.method == "POST" and form.is_valid():
        try:
            token, secret = make_token(
                request.actor, request.region, **form.plain(), request_uid=form.once_key
            )
        except Refused as refusal:
            form.show(refusal)
        else:
            return _shown_once(request, token, secret)
    context = {"form": form, "back": desk_address(request, "tokens")}
    return render(request, "committee/token_new.html", context, status=422 if form.errors else 200)


def _shown_once(request: DeskRequest, token: ApiToken, secret: str) -> HttpResponse:
    context = {
        "token": token,
        "secret": secret,
        "address": request.build_absolute_uri("/api/v1/me"),
        "region": request.region,
        "back": desk_address(request, "tokens"),
    }
    answer = render(request, "committee/token_made.html", context)
    add_never_cache_headers(answer)
    return answer


@require_POST
@desk_page("committee.make_tokens", needs_week=False)
def token_revoke(request: DeskRequest, uid: UUID) -> HttpResponse:
    """Close a key."""
    token = ApiToken.objects.filter(uid=uid).first()
    if token is None or not access.may(request.actor, "committee.revoke_token", token):
        raise Http404(str(uid))
    revoke_token(request.actor, token)
    messages.success(request, _("令牌“%(name)s”已作废，用它的程序马上停下。") % {"name": token.name})
    return redirect(desk_address(request, "tokens"))
