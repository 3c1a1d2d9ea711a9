from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sciweek.base.access import permission
from sciweek.base.actor import Actor
from sciweek.committee.models import ApiToken, Participation, PersonalLink, Unit
from sciweek.committee.states import REGION_ROLES, UNIT_ROLES, Role
from sciweek.week.models import Region


def _same_region(actor: Actor, thing: Any) -> bool:
    region_id = thing.pk if isinstance(thing, Region) else getattr(thing, "region_id", None)
    return region_id is None or actor.region_id == region_id


@permission("committee.see_units", _("看单位"))
def sees_units(actor: Actor, unit: Any) -> bool:
    """Region roles see all units; a unit's own people see theirs."""
    if not _same_region(actor, unit):
        return False
    if actor.has(*REGION_ROLES):
        return True
    return isinstance(unit, Unit) and actor.has_at(unit.pk, *UNIT_ROLES)


@permission("committee.see_list", _("看单位名单"))
def sees_list(actor: Actor, where: Any) -> bool:
    """The list of all units and its people: region roles."""
    return _same_region(actor, where) and actor.has(*REGION_ROLES)


@permission("committee.run_units", _("管理单位和联络员"), sees="committee.see_units")
def runs_units(actor: Actor, unit: Any) -> bool:
    return _same_region(actor, unit) and actor.has("office")


@permission("committee.run_week", _("管理组织机构和联系方式"), sees="committee.see_list")
def runs_week(actor: Actor, week: Any) -> bool:
    return _same_region(actor, week) and actor.has("office")


@permission("committee.see_participation", _("看参加单位"))
def sees_participation(actor: Actor, participation: Any) -> bool:
    """Region roles see who takes part; a unit's own people see their line."""
    if not isinstance(participation, Participation) or participation.week_id != actor.week_id:
        return False
    return actor.has(*REGION_ROLES) or actor.has_at(participation.unit_id, *UNIT_ROLES)


@permission("committee.act_for_unit", _("代表本单位办理"), sees="committee.see_participation")
def acts_for_unit(actor: Actor, participation: Any) -> bool:
    """The unit's liaison (by account or personal link), or the office on its behalf."""
    if not sees_participation(actor, participation):
        return False
    return actor.has("office") or actor.has_at(participation.unit_id, Role.LIAISON)


@permission("committee.run_links", _("发免登录链接"), sees="committee.see_participation")
def runs_links(actor: Actor, thing: Any) -> bool:
    return isinstance(thing, Participation | PersonalLink) and (
        thing.week_id == actor.week_id and actor.has("office")
    )


@permission("committee.make_tokens", _("为程序开令牌"))
def makes_tokens(actor: Actor, region: Any) -> bool:
    """Everybody who works here with an account of their own; a program cannot make keys for others."""
    return _same_region(actor, region) and actor.via == "account" and bool(actor.roles or actor.unit_roles)


@permission("committee.revoke_token", _("作废令牌"))
def revokes_token(actor: Actor, token: Any) -> bool:
    """One's own; the office closes anybody's in its region."""
    if not isinstance(token, ApiToken) or actor.via != "account" or not _same_region(actor, token):
        return False
    return token.person_id == actor.person_id or actor.has("office")


def visible_units(actor: Actor) -> QuerySet[Unit]:
    """`committee.see_units` in set form."""
    if actor.has(*REGION_ROLES):
        return Unit.objects.all()
    return Unit.objects.filter(pk__in=actor.units_with(*UNIT_ROLES))
