"""What going out came to, for reports: visits and person-times, never persons."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum

from sciweek.outreach.models import Visit, Wish
from sciweek.outreach.states import OutingKind, WishState
from sciweek.week.models import Week

COUNTS = ("assigned", "done", "uncounted", "came")


@dataclass(frozen=True, slots=True)
class KindFigures:
    """Of one kind: visits assigned and done; `came` is None while nobody has said how many came to any."""

    kind: OutingKind
    assigned: int
    done: int
    came: int | None
    # Done, but nobody has said how many came: what the sum leaves out.
    uncounted: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The week's visits by kind, and the wishes by state."""

    kinds: tuple[KindFigures, ...]
    wishes: dict[str, int]
    units: int

    @property
    def done(self) -> int:
        return sum(one.done for one in self.kinds)

    @property
    def came(self) -> int | None:
        said = [one.came for one in self.kinds if one.came is not None]
        return sum(said) if said else None

    @property
    def uncounted(self) -> int:
        return sum(one.uncounted for one in self.kinds)


def figures(week: Week) -> Figures:
    """Three queries."""
    done = Q(wish__state=WishState.DONE)
    rows = Visit.objects.filter(week=week).order_by().values("outing__kind")
    counted = rows.annotate(
        assigned=Count("id", filter=~done),
        done=Count("id", filter=done),
        uncounted=Count("id", filter=done & Q(came__isnull=True)),
        came=Sum("came", filter=done),
    ).values_list("outing__kind", *COUNTS)
    by_kind = {one[0]: dict(zip(COUNTS, one[1:], strict=True)) for one in counted}
    empty: dict[str, Any] = dict.fromkeys(COUNTS, 0) | {"came": None}
    counts = Wish.objects.filter(week=week).order_by().values_list("state").annotate(Count("id"))
    reached = Visit.objects.filter(done, week=week).order_by().values("wish__unit").distinct().count()
    return Figures(
        kinds=tuple(KindFigures(kind, **by_kind.get(kind, empty)) for kind in OutingKind),
        wishes=dict.fromkeys(WishState.values, 0) | dict(counts),
        units=reached,
    )
