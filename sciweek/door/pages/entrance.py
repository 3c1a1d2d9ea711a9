"""The door of the door: what stands behind a token, without an account and without a cookie."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from sciweek.base import scope
from sciweek.base.actor import Actor
from sciweek.base.answers import page as answer_page
from sciweek.base.rest.limits import WINDOWS
from sciweek.door.models import DoorPass
from sciweek.door.queries import as_planned, pass_by_token
from sciweek.door.rules import volunteer

# A minute. Many phones may share one pass and one address; nobody guesses 192 bits at this pace.
RATE = 600
RATE_UNKNOWN = 60
LONGEST_TOKEN = 64

P = ParamSpec("P")


class DoorRequest(HttpRequest):
    """A request that holds a pass, ended or not."""

    actor_at_door: Actor
    door_pass: DoorPass


Page = Callable[Concatenate[DoorRequest, P], HttpResponseBase]


def door_page(
    *, wire: bool = False, takes_ended: bool = False
) -> Callable[[Page[P]], Callable[..., HttpResponseBase]]:
    """Wrap a page of a pass: find it, count the request, enter its scope.

    404 for a token that is none, 410 for one that has ended (`takes_ended`: the page judges that itself); `wire`:
    answered in JSON, by which a phone forgets its list. The token is the key and no cookie is: no other site can
    know it, so forms need no second one.
    """

    def wrap(view: Page[P]) -> Callable[..., HttpResponseBase]:
        @csrf_exempt
        @never_cache
        @wraps(view)
        def page(request: Any, token: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            found = pass_by_token(token) if len(token) <= LONGEST_TOKEN and "\0" not in token else None
            limit, caller = (
                (RATE, f"door:{found.pk}") if found else (RATE_UNKNOWN, f"door:{_address(request)}")
            )
            if not WINDOWS.count(caller, limit).allowed:
                return _slower(request, wire)
            if found is None:
                return closed(request, None, wire=wire)
            with scope.entered(found.week.region_id, found.week_id):
                as_planned([found])
                if not found.is_open and not takes_ended:
                    return closed(request, found, wire=wire)
                request.door_pass, request.actor_at_door = found, volunteer(found)
                return view(request, *args, **kwargs)

        return page

    return wrap


def closed(request: HttpRequest, found: DoorPass | None, *, wire: bool) -> HttpResponse:
    """The link opens nothing (any more): a program is told by a word, and the page takes along what forgets."""
    status = 410 if found is not None else 404
    if wire:
        return JsonResponse({"closed": True}, status=status)
    return render(request, "door/closed.html", {"door_pass": found}, status=status)


def _slower(request: HttpRequest, wire: bool) -> HttpResponse:
    if wire:
        return JsonResponse({"wait": True}, status=429)
    return answer_page(request, 429, title=_("请稍等"), text=_("打开得太频繁了。请过一分钟再试。"))


def _address(request: HttpRequest) -> str:
    """Where the request comes from; all that come through a socket without an address count as one."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return "unknown"
