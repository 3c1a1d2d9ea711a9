"""The door of the API: a bearer token becomes the person who made it, with no more than the token's rights."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from sciweek.base import scope
from sciweek.base.actor import Actor
from sciweek.base.errors import Forbidden, OutOfSight
from sciweek.base.rest.limits import WINDOWS, Standing
from sciweek.base.rest.problems import PLAIN, TooMany, Unauthorised
from sciweek.committee.actions import note_use
from sciweek.committee.models import ApiToken
from sciweek.committee.queries import actor_for, token_by_secret
from sciweek.committee.states import STAFF_ROLES
from sciweek.week.models import Region, Week

LONGEST_SECRET = 100


@dataclass(frozen=True, slots=True)
class Place:
    """Where one operation takes place."""

    actor: Actor
    region: Region
    week: Week | None


@dataclass(frozen=True, slots=True)
class TokenCaller:
    """A program with its token: the person behind it as they are now."""

    token: ApiToken
    actor: Actor
    scopes: frozenset[str]

    @property
    def is_bound(self) -> bool:
        """Whether the token is tied to one edition."""
        return self.token.week_id is not None

    @contextmanager
    def enter(self, week_slug: str | None) -> Iterator[Place]:
        """Work inside the edition, or in the region; an edition that is not the token's does not exist."""
        week = self.token.week if week_slug is None else self._week(week_slug)
        actor = self.actor.in_week(week.pk if week else None)
        with scope.entered(self.token.region_id, actor.week_id):
            yield Place(actor, self.token.region, week)

    def _week(self, slug: str) -> Week:
        week = Week.objects.select_related("region").filter(region_id=self.token.region_id, slug=slug).first()
        if week is None or (self.is_bound and week.pk != self.token.week_id):
            raise OutOfSight(slug)
        return week


class Bearer(HttpBearer):
    """`Authorization: Bearer sw_…`, counted against the token's rate; wrong ones against their address."""

    def __call__(self, request: HttpRequest) -> Any:
        given = request.headers.get("Authorization", "")
        scheme, _space, secret = given.partition(" ")
        caller = self.authenticate(request, secret) if scheme.lower() == "bearer" else None
        if caller is None:
            self._count(request, f"address:{_address(request)}", settings.SCIWEEK_API_RATE_UNKNOWN)
            raise Unauthorised(PLAIN[401][1], code="unauthorised")
        return caller

    def authenticate(self, request: HttpRequest, token: str) -> TokenCaller | None:
        """The caller, or None for a token that opens nothing (any more)."""
        if not token or len(token) > LONGEST_SECRET or "\0" in token:
            return None
        found = token_by_secret(token)
        if found is None or not found.person.is_active:
            return None
        actor = replace(actor_for(found.person, found.region_id), via="api")
        if not (actor.roles or actor.unit_roles):
            return None
        self._count(request, f"token:{found.pk}", settings.SCIWEEK_API_RATE)
        _require_own_house_in_order(found, actor)
        with scope.entered(found.region_id):
            note_use(found)
        return TokenCaller(found, actor, frozenset(found.scopes))

    def _count(self, request: HttpRequest, caller: str, limit: int) -> Standing:
        standing = WINDOWS.count(caller, limit)
        vars(request)["rate_headers"] = standing.headers
        if not standing.allowed:
            raise TooMany(standing.reset)
        return standing


def _address(request: HttpRequest) -> str:
    """Where the request comes from; all that come through a socket without an address count as one."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return "unknown"


def _require_own_house_in_order(token: ApiToken, actor: Actor) -> None:
    """A token opens no door that its person could not pass at the desk."""
    if token.person.must_change_password:
        raise Forbidden(_("请先登录工作台改密码，令牌才能继续用。"), code="password")
    if settings.SCIWEEK_STAFF_SECOND_FACTOR and actor.has(*STAFF_ROLES) and not is_mfa_enabled(token.person):
        raise Forbidden(_("请先登录工作台设置第二重验证，令牌才能继续用。"), code="second_factor")
