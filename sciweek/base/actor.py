"""Who acts: an immutable bundle of ids, filled by `committee` and handed to every action."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

NO_UNITS: Mapping[int, frozenset[str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Actor:
    """One person (or the system) inside one region and, mostly, one week.

    `roles` hold over the whole region or week; `unit_roles` maps a unit's id to the roles held there alone.
    `via` tells how the actor came in: account, link, command, system or nobody; `link_id` which personal link.
    """

    person_id: int | None = None
    name: str = ""
    region_id: int | None = None
    week_id: int | None = None
    roles: frozenset[str] = frozenset()
    unit_roles: Mapping[int, frozenset[str]] = field(default=NO_UNITS)
    via: str = "nobody"
    link_id: int | None = None

    @property
    def is_known(self) -> bool:
        return self.via != "nobody"

    @property
    def key(self) -> str:
        """A stable word for "the same actor", for idempotency and the log."""
        return f"{self.via}:{self.person_id or self.link_id or 0}"

    def has(self, *roles: str) -> bool:
        """Whether one of the roles is held over the whole region or week."""
        return not self.roles.isdisjoint(roles)

    def has_at(self, unit_id: int | None, *roles: str) -> bool:
        """Whether one of the roles is held at that unit."""
        return unit_id is not None and not self.unit_roles.get(unit_id, frozenset()).isdisjoint(roles)

    def units_with(self, *roles: str) -> frozenset[int]:
        return frozenset(unit for unit, held in self.unit_roles.items() if not held.isdisjoint(roles))

    def in_week(self, week_id: int | None) -> "Actor":
        return replace(self, week_id=week_id)


CITIZEN = Actor()


def system(name: str, *, region_id: int | None = None, week_id: int | None = None) -> Actor:
    """The installation itself: set-up, command line, jobs. It may do everything that needs no person."""
    return Actor(
        name=name, region_id=region_id, week_id=week_id, roles=frozenset({"system", "office"}), via="system"
    )
