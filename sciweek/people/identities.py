"""Joined sign-ins: which person an OpenID Connect identity belongs to.

An identity never makes a person. It is tied to one who is there already: by an e-mail address that the provider has
verified, by the same login name, by the person themselves while signed in, or by an invitation that is accepted in
the browser that has just shown the identity.
"""

from typing import Any

from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.conf import settings
from django.http import HttpRequest

from sciweek.base.actor import Actor
from sciweek.logbook.actions import append
from sciweek.people.models import Person

SESSION_KEY = "shown_identity"


def claims_of(login: SocialLogin) -> dict[str, Any]:
    """What the provider says of the person: its userinfo, else its id token."""
    told = login.account.extra_data
    return dict(told.get("userinfo") or told.get("id_token") or told)


def person_of(login: SocialLogin) -> Person | None:
    """The one active person whom the claims name, unless another identity of the provider is theirs already."""
    found = _candidates(claims_of(login))
    if len(found) != 1:
        return None
    person = found.pop()
    taken = SocialAccount.objects.filter(user=person, provider=login.account.provider)
    return None if taken.exists() else person


def _candidates(claims: dict[str, Any]) -> set[Person]:
    email, login = str(claims.get("email") or ""), str(claims.get("preferred_username") or "").lower()
    people = Person.objects.filter(is_active=True)
    found: set[Person] = set()
    # Some providers send the word "false": only a true value counts.
    if email and claims.get("email_verified") is True and "email" in settings.SCIWEEK_OIDC_MATCH:
        found |= set(people.filter(email__iexact=email))
    if not found and login and "login" in settings.SCIWEEK_OIDC_MATCH:
        found |= set(people.filter(login=login))
    return found


def tie(request: HttpRequest, login: SocialLogin, person: Person) -> None:
    """Let the identity open the person's account from now on."""
    login.connect(request, person)
    append(Actor(person_id=person.pk, name=person.name, via="account"), "tie_identity", person)


def remember(request: HttpRequest, login: SocialLogin) -> None:
    """Keep an identity that nobody knows yet, so that an invitation accepted in this browser can claim it."""
    request.session[SESSION_KEY] = {
        "login": login.serialize(),
        "name": str(claims_of(login).get("name") or "")[:60],
        "provider": login.account.get_provider().name,
        "next": login.state.get("next") or "",
    }


def shown(request: HttpRequest) -> dict[str, Any] | None:
    """The identity that waits in this browser: `name`, `provider`, `next`; None when there is none."""
    kept = request.session.get(SESSION_KEY)
    return dict(kept) if kept else None


def claim(request: HttpRequest, person: Person) -> bool:
    """Tie the identity that waits in this browser to the person; says whether there was one."""
    kept = request.session.pop(SESSION_KEY, None)
    if not kept:
        return False
    login = SocialLogin.deserialize(kept["login"])
    login.lookup()
    if login.is_existing:
        return False
    tie(request, login, person)
    return True
