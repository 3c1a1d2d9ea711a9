"""Named permissions: rooms register predicates, everybody else asks by name.

Two verbs: `may` shows a button, `require` stands at the top of an action. What is out of sight answers as if it
did not exist.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from sciweek.base.actor import Actor
from sciweek.base.errors import Forbidden, OutOfSight

Predicate = Callable[[Actor, Any], bool]


@dataclass(frozen=True, slots=True)
class Permission:
    """`sees` names the permission without which the object itself is out of sight (404, not 403)."""

    name: str
    title: Any
    holds: Predicate
    sees: str | None = None


_registry: dict[str, Permission] = {}


def permission(name: str, title: Any, *, sees: str | None = None) -> Callable[[Predicate], Predicate]:
    """Register a room's rule under `room.verb_object`; a name can be registered once only."""

    def register(holds: Predicate) -> Predicate:
        known = _registry.get(name)
        if known is not None and known.holds is not holds:
            raise RuntimeError(f"permission {name} is registered twice")
        _registry[name] = Permission(name, title, holds, sees)
        return holds

    return register


def permissions() -> tuple[Permission, ...]:
    return tuple(_registry[name] for name in sorted(_registry))


def may(actor: Actor, name: str, thing: Any = None) -> bool:
    """Whether the actor holds the permission on the thing (None: on the whole week or region)."""
    return _registry[name].holds(actor, thing)


def require(actor: Actor, name: str, thing: Any = None) -> None:
    """Raise `OutOfSight` or `Forbidden` unless the actor holds the permission on the thing."""
    rule = _registry[name]
    if rule.holds(actor, thing):
        return
    if rule.sees is not None and not may(actor, rule.sees, thing):
        raise OutOfSight(name)
    raise Forbidden(
        _("这一步需要“%(what)s”的权限。请找办公室开通。") % {"what": rule.title}, code="forbidden"
    )
