"""The door of the desk: who comes in, to which region and week. Pages of this and higher rooms stand behind it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from sciweek.base import access, scope
from sciweek.base.actor import Actor
from sciweek.base.errors import OutOfSight
from sciweek.committee.models import PersonalLink
from sciweek.committee.queries import actor_for, link_actor, live_link
from sciweek.committee.states import STAFF_ROLES
from sciweek.look import kept
from sciweek.people.models import Person
from sciweek.week.models import Region, Week
from sciweek.week.queries import current_week

LINK_SESSION_KEY = "personal_link"
# Where somebody with roles in several regions works when the address names no week.
REGION_SESSION_KEY = "region"

P = ParamSpec("P")


class DeskRequest(HttpRequest):
    """A request that has passed the door."""

    actor: Actor
    region: Region
    week: Week
    # The same week, for pages that also work where there is none yet.
    any_week: Week | None
    # Set by the middleware of django-htmx; true when htmx asks for a part of the page.
    htmx: HtmxDetails


Page = Callable[Concatenate[DeskRequest, P], HttpResponseBase]


def desk_page(
    permission: str = "week.see", *, needs_week: bool = True
) -> Callable[[Page[P]], Callable[..., HttpResponseBase]]:
    """Wrap a page of the desk: find actor, region and week (`week_slug` in the address), enter the scope.

    Not signed in: to the sign-in and back, and a form that was sent is kept. No role in that region, or no `permission`: 404. With
    `needs_week=False` the page also works in a region that has no edition yet; `request.week` may then be None.
    """

    def wrap(view: Page[P]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def page(request: HttpRequest, *args: Any, week_slug: str = "", **kwargs: Any) -> HttpResponseBase:
            if _holds_nul(request.GET) or _holds_nul(request.POST):
                raise BadRequest("nul")
            link = _link_of(request)
            if link is None and not request.user.is_authenticated:
                return _signed_out(request)
            week = _week_of(request, week_slug, link)
            actor = _actor_of(request, week, link)
            if link is None and cast(Person, request.user).must_change_password:
                return redirect("account_change_password")
            if settings.SCIWEEK_STAFF_SECOND_FACTOR and _must_add_factor(request, actor):
                return redirect(f"{reverse('mfa_index')}?why=staff")
            region = Region.objects.get(pk=cast(int, actor.region_id))
            if week is None:
                week = current_week(region.pk, public=False)
            if week is None and needs_week:
                return redirect("desk:weeks")
            desk = cast(DeskRequest, request)
            desk.region, desk.week, desk.any_week = region, cast(Week, week), week
            desk.actor = actor.in_week(week.pk if week else None)
            with scope.entered(region.pk, week.pk if week else None):
                if not access.may(desk.actor, permission, week or region):
                    raise OutOfSight(permission)
                # The template is rendered inside, while its queries still have their scope.
                return view(desk, *args, **kwargs)

        return page

    return wrap


def _signed_out(request: HttpRequest) -> HttpResponseBase:
    to_sign_in = redirect_to_login(request.get_full_path())
    if not kept.may_be_kept(request):
        return to_sign_in
    return kept.again(
        request,
        title=_("登录过期了"),
        text=_(
            "刚才的提交没有收下，填过的内容都在。请在新窗口登录，或者重新打开免登录链接，再回到这里提交。"
        ),
        sign_in=to_sign_in.url,
    )


def _holds_nul(given: QueryDict) -> bool:
    """No keyboard types it, no form lets it pass, and PostgreSQL breaks over it."""
    return any("\0" in value for values in given.lists() for value in (values[0], *values[1]))


def _link_of(request: HttpRequest) -> PersonalLink | None:
    link_id = request.session.get(LINK_SESSION_KEY)
    if link_id is None or request.user.is_authenticated or not settings.SCIWEEK_PERSONAL_LINKS:
        return None
    link = live_link(link_id)
    return link if link is not None and link.week.region.allows_personal_links else None


def _week_of(request: HttpRequest, week_slug: str, link: PersonalLink | None) -> Week | None:
    if link is not None:
        if week_slug and link.week.slug != week_slug:
            raise OutOfSight(week_slug)
        return link.week
    if not week_slug:
        return None
    week = Week.objects.select_related("region").filter(slug=week_slug).first()
    if week is None:
        raise OutOfSight(week_slug)
    return week


def _actor_of(request: HttpRequest, week: Week | None, link: PersonalLink | None) -> Actor:
    if link is not None:
        with scope.entered(link.week.region_id, link.week_id):
            return link_actor(link)
    person = cast(Person, request.user)
    chosen = request.session.get(REGION_SESSION_KEY)
    actor = actor_for(person, week.region_id if week else chosen)
    if week is None and not (actor.roles or actor.unit_roles):  # the chosen region's roles have ended
        actor = actor_for(person)
    if actor.region_id is None or not (actor.roles or actor.unit_roles):
        raise OutOfSight("desk")
    return actor


def _must_add_factor(request: HttpRequest, actor: Actor) -> bool:
    return actor.has(*STAFF_ROLES) and not is_mfa_enabled(cast(Person, request.user))
