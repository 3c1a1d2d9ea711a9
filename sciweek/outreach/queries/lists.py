"""Outings, wishes and visits as an actor may see them."""

from django.db.models import QuerySet

from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.outreach.models import Outing, Visit, Wish
from sciweek.outreach.rules import visible_outings, visible_visits, visible_wishes
from sciweek.people.phones import shown_phone

PLACED = ("venue__street__merged_into", "street__merged_into")


def outings(actor: Actor) -> QuerySet[Outing]:
    """What hosts offer, by kind and then as it was entered."""
    found = visible_outings(actor).select_related("unit", "base", "activity__week", "week")
    return found.prefetch_related("reaches__street__merged_into", "days")


def wishes(actor: Actor) -> QuerySet[Wish]:
    """Who asks, the earliest first."""
    joined = ("unit", "outing__unit", "visit__outing__unit", "visit__session", "week", *PLACED)
    return visible_wishes(actor).select_related(*joined).order_by("asked_at", "id")


def visits(actor: Actor) -> QuerySet[Visit]:
    """Who goes where, by time."""
    joined = ("outing__unit", "outing__base", "day", "session", "wish__unit", "wish__outing", "week")
    placed = (f"wish__{name}" for name in PLACED)
    return visible_visits(actor).select_related(*joined, *placed).order_by("starts_at", "id")


def contact_of(actor: Actor, wish: Wish) -> str:
    """Whom to ring up; the number whole for those who deal with it."""
    return f"{wish.contact_name} {_phone(actor, wish, wish.phone, wish.phone_last4)}".strip()


def leader_of(actor: Actor, visit: Visit) -> str:
    """Who is in charge of the trip."""
    return f"{visit.leader_name} {_phone(actor, visit, visit.phone, visit.phone_last4)}".strip()


def _phone(actor: Actor, thing: Wish | Visit, phone: str, last4: str) -> str:
    if not phone:
        return ""
    return shown_phone(phone) if access.may(actor, "outreach.see_contacts", thing) else f"···{last4}"
