"""Keys by which programs act as a person."""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access, clock
from sciweek.base.actor import Actor
from sciweek.base.errors import OutOfSight, Refused
from sciweek.base.text import clean
from sciweek.base.token_scopes import scopes as known_scopes
from sciweek.committee.actions.revoking import close
from sciweek.committee.models import ApiToken
from sciweek.committee.queries import token_digest, tokens_of
from sciweek.logbook.actions import append, once
from sciweek.week.models import Region, Week

LONGEST_TOKEN = 400  # days: a year, and time to change it
SIGN = "sw_"  # by which programs that look for leaked secrets know one
SHOWN = 9  # signs of the secret that a list shows
MOST_TOKENS = 20  # open at a time, of one person in one region
USED_EVERY = timedelta(minutes=10)


def make_token(
    actor: Actor,
    region: Region,
    *,
    name: str,
    scopes: Iterable[str],
    week: Week | None = None,
    days: int = 90,
    request_uid: UUID | str | None = None,
) -> tuple[ApiToken, str]:
    """Make a key for a program; returns it with its secret, which nobody can ever ask for again.

    Pressed twice the second answer has no secret. Raises `Refused` with field messages.
    """
    token = _make_token(
        actor, region, name=name, scopes=scopes, week=week, days=days, request_uid=request_uid
    )
    return token, str(vars(token).get("secret", ""))


@once
def _make_token(
    actor: Actor, region: Region, *, name: str, scopes: Iterable[str], week: Week | None, days: int
) -> ApiToken:
    access.require(actor, "committee.make_tokens", region)
    name, wanted = clean(name), sorted(set(scopes))
    _check(actor, name, wanted, week, days, region)
    secret = SIGN + secrets.token_urlsafe(32)
    token = ApiToken(
        region=region,
        week=week,
        person_id=_own(actor),
        name=name,
        scopes=wanted,
        prefix=secret[:SHOWN],
        token_digest=token_digest(secret),
        expires_at=clock.now() + timedelta(days=days),
    )
    with transaction.atomic():
        token.save()
        append(actor, "make_token", token, changes={"scopes": ("", "、".join(wanted))})
    vars(token)["secret"] = secret
    return token


def _own(actor: Actor) -> int:
    """Whose key it is; nobody without an account gets past the permission."""
    if actor.person_id is None:
        raise OutOfSight("person")
    return actor.person_id


def _check(actor: Actor, name: str, wanted: list[str], week: Week | None, days: int, region: Region) -> None:
    problems: dict[str, str] = {}
    if not name:
        problems["name"] = _("请写这个令牌给哪个程序用。")
    elif len(name) > 60:
        problems["name"] = _("名称请不超过 60 个字。")
    if not wanted:
        problems["scopes"] = _("请至少选一项权限。")
    elif not set(wanted) <= set(known_scopes()):
        problems["scopes"] = _("请从列出的权限里选。")
    if week is not None and week.region_id != region.pk:
        problems["week"] = _("请选本地区的活动周。")
    if not 1 <= days <= LONGEST_TOKEN:
        problems["days"] = _("有效天数写 1 到 %(most)d。") % {"most": LONGEST_TOKEN}
    if problems:
        raise Refused(fields=problems, code="invalid")
    mine = tokens_of(actor).filter(revoked_at__isnull=True, expires_at__gt=clock.now())
    if mine.count() >= MOST_TOKENS:
        raise Refused(
            _("您已有 %(most)d 个有效的令牌。请先作废不用的。") % {"most": MOST_TOKENS}, code="too_many"
        )


def revoke_token(actor: Actor, token: ApiToken) -> ApiToken:
    """Close the key; the program that holds it is out with its next request."""
    access.require(actor, "committee.revoke_token", token)
    return close(actor, token, verb="revoke_token")


def note_use(token: ApiToken) -> None:
    """Remember that the key was used, to ten minutes: a busy program must not write with every reading."""
    now = clock.now()
    if token.last_used_at is None or now - token.last_used_at > USED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
