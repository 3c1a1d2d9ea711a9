from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sciweek.activities.rules import READERS
from sciweek.base.access import permission
from sciweek.base.actor import Actor
from sciweek.committee.models import Unit
from sciweek.committee.states import UNIT_ROLES, Role
from sciweek.outreach.models import Outing, Visit, Wish
from sciweek.week.models import Week


def _same_week(actor: Actor, thing: Any) -> bool:
    if isinstance(thing, Unit):
        return actor.region_id == thing.region_id
    week_id = thing.pk if isinstance(thing, Week) else getattr(thing, "week_id", None)
    return week_id is None or actor.week_id == week_id


def _wish_of(thing: Any) -> Wish | None:
    """A visit stands under the rules of its wish."""
    return thing.wish if isinstance(thing, Visit) else thing if isinstance(thing, Wish) else None


def _hosts_of(wish: Wish) -> set[int]:
    """The units whose outing is wished, and whose goes."""
    found = {wish.outing.unit_id} if wish.outing is not None else set()
    visit = wish.its_visit
    return found | ({visit.outing.unit_id} if visit is not None else set())


@permission("outreach.see_outings", _("看外出科普"))
def sees_outings(actor: Actor, thing: Any) -> bool:
    """What is offered is seen by everybody who works in the week: whoever is to ask must know of it."""
    return _same_week(actor, thing) and (actor.has(*READERS) or bool(actor.units_with(*UNIT_ROLES)))


@permission("outreach.run_outreach", _("管理外出科普"), sees="outreach.see_outings")
def runs_outreach(actor: Actor, thing: Any) -> bool:
    return _same_week(actor, thing) and actor.has(Role.OFFICE)


@permission("outreach.run_outing", _("管理外出项目"), sees="outreach.see_outings")
def runs_outing(actor: Actor, thing: Any) -> bool:
    """The office; a liaison for what the own unit offers. Of the whole week: whether there is such a unit."""
    if runs_outreach(actor, thing):
        return True
    if not _same_week(actor, thing):
        return False
    if isinstance(thing, Outing):
        return actor.has_at(thing.unit_id, Role.LIAISON)
    return bool(actor.units_with(Role.LIAISON))


@permission("outreach.ask_visit", _("申请来一场"), sees="outreach.see_outings")
def asks_visit(actor: Actor, thing: Any) -> bool:
    """The office for any unit; a liaison for the own one."""
    if runs_outreach(actor, thing):
        return True
    if not _same_week(actor, thing):
        return False
    return (
        actor.has_at(thing.pk, Role.LIAISON)
        if isinstance(thing, Unit)
        else bool(actor.units_with(Role.LIAISON))
    )


@permission("outreach.see_wish", _("看申请"))
def sees_wish(actor: Actor, thing: Any) -> bool:
    """Region roles, who asks, and who is asked."""
    wish = _wish_of(thing)
    if wish is None or not _same_week(actor, wish):
        return False
    if actor.has(*READERS) or actor.has_at(wish.unit_id, *UNIT_ROLES):
        return True
    return any(actor.has_at(unit_id, *UNIT_ROLES) for unit_id in _hosts_of(wish))


@permission("outreach.change_wish", _("修改申请"), sees="outreach.see_wish")
def changes_wish(actor: Actor, thing: Any) -> bool:
    wish = _wish_of(thing)
    if wish is None:
        return False
    return runs_outreach(actor, wish) or (
        _same_week(actor, wish) and actor.has_at(wish.unit_id, Role.LIAISON)
    )


@permission("outreach.assign_visit", _("安排外出"), sees="outreach.see_wish")
def assigns_visit(actor: Actor, thing: Any) -> bool:
    """The office for all; a host's liaison for what the own unit is asked for, until somebody else's outing goes."""
    wish = _wish_of(thing)
    if wish is None or not _same_week(actor, wish):
        return False
    if runs_outreach(actor, wish):
        return True
    visit = thing if isinstance(thing, Visit) else wish.its_visit
    outing = visit.outing if visit is not None else wish.outing
    return outing is not None and actor.has_at(outing.unit_id, Role.LIAISON)


@permission("outreach.see_contacts", _("看申请的联系电话"), sees="outreach.see_wish")
def sees_contacts(actor: Actor, thing: Any) -> bool:
    """Whoever deals with it; others who may read the wish read the last digits."""
    return changes_wish(actor, thing) or assigns_visit(actor, thing)


def visible_outings(actor: Actor) -> QuerySet[Outing]:
    """`outreach.see_outings` in set form."""
    seen = actor.has(*READERS) or actor.units_with(*UNIT_ROLES)
    return Outing.objects.all() if seen else Outing.objects.none()


def visible_wishes(actor: Actor) -> QuerySet[Wish]:
    """`outreach.see_wish` in set form."""
    if actor.has(*READERS):
        return Wish.objects.all()
    units = actor.units_with(*UNIT_ROLES)
    mine = Q(unit_id__in=units) | Q(outing__unit_id__in=units) | Q(visit__outing__unit_id__in=units)
    return Wish.objects.filter(mine)


def visible_visits(actor: Actor) -> QuerySet[Visit]:
    """The visits of those wishes."""
    if actor.has(*READERS):
        return Visit.objects.all()
    units = actor.units_with(*UNIT_ROLES)
    mine = Q(wish__unit_id__in=units) | Q(wish__outing__unit_id__in=units) | Q(outing__unit_id__in=units)
    return Visit.objects.filter(mine)
