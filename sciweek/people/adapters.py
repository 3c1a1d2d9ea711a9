"""Where allauth asks Sciweek: no open sign-up, lock-outs that say when to come back, identities that are known."""

import math
import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciweek.base.actor import Actor
from sciweek.logbook.actions import append
from sciweek.people import identities
from sciweek.people.models import Person


def actor_of(person: Person) -> Actor:
    """The person without any role: enough for the log and for one's own account."""
    return Actor(person_id=person.pk, name=person.name, via="account")


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by password."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": gettext_lazy("登录名或密码不对。忘记密码的话，可以重设或找办公室。"),
        "rate_limited": gettext_lazy("操作太密了，请过几分钟再试。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try; when there were too many, say in how many minutes the next one is heard."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            key = self._get_login_attempts_cache_key(request, **credentials)
            wait = _minutes_to_wait(request, key)
            raise ValidationError(
                _("试错的次数太多，先停一停。请 %(minutes)d 分钟后再试，或者找办公室重设密码。")
                % {"minutes": wait},
                code="too_many_login_attempts",
            ) from error

    def set_password(self, user: Person, password: str) -> None:
        super().set_password(user, password)
        if user.must_change_password:
            user.must_change_password = False
            user.save(update_fields=["must_change_password"])
        append(actor_of(user), "set_password", user)

    def post_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse:
        append(actor_of(user), "sign_in", user)
        return super().post_login(request, user, **kwargs)


def _minutes_to_wait(request: HttpRequest, key: str) -> int:
    """Until the limit that stands in the way lets go: the newest of its tries that must grow old."""
    waits = [1.0]
    for rate in ratelimit.get_rates(
        app="allauth.account", action="login_failed", config=app_settings.RATE_LIMITS
    ):
        place = ratelimit.get_cache_key(
            request, app="allauth.account", action="login_failed", rate=rate, key=key
        )
        tries: list[float] = cache.get(place, [])
        if len(tries) >= rate.amount:
            waits.append(tries[rate.amount - 1] + rate.duration - time.time())
    return math.ceil(max(waits) / 60)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Sign-in by OpenID Connect: opens known people's accounts and nothing else."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin.is_existing or sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        person = identities.person_of(sociallogin)
        if person is not None:
            identities.tie(request, sociallogin, person)
            return
        identities.remember(request, sociallogin)
        raise ImmediateHttpResponse(redirect("people_unknown_identity"))
