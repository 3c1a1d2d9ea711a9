"""Ceremonies with what belongs to them, and how far the units have answered."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum

from sciweek.activities.models import Activity
from sciweek.activities.states import ActivityState, Kind
from sciweek.base import clock
from sciweek.base.actor import Actor
from sciweek.ceremonies.logic.timing import Slot, minutes_over, slots
from sciweek.ceremonies.models import Ceremony, Guest, Item, Quota, Seat, Slip
from sciweek.ceremonies.rules import visible_ceremonies, visible_slips
from sciweek.ceremonies.states import GuestState
from sciweek.programme.states import SessionState


def whole(found: QuerySet[Ceremony]) -> QuerySet[Ceremony]:
    """With the rows that say when and where."""
    return found.select_related("week", "activity", "session__venue", "session__room")


def ceremonies(actor: Actor) -> QuerySet[Ceremony]:
    """What the actor may see, by time."""
    return whole(visible_ceremonies(actor)).order_by("activity__starts_at", "session__starts_at", "id")


def with_counts(found: Iterable[Ceremony]) -> list["Counted"]:
    """The ceremonies with their totals; three queries."""
    rows = list(found)
    ids = [row.pk for row in rows]
    slips = {
        pk: (units, replied)
        for pk, units, replied in Slip.objects.filter(ceremony__in=ids)
        .order_by()
        .values_list("ceremony_id")
        .annotate(units=Count("pk"), replied=Count("pk", filter=Q(replied_at__isnull=False)))
    }
    places = dict(
        Quota.objects.filter(slip__ceremony__in=ids)
        .order_by()
        .values_list("slip__ceremony_id")
        .annotate(places=Sum("count"))
    )
    coming = dict(
        Guest.objects.filter(slip__ceremony__in=ids, state=GuestState.COMING)
        .order_by()
        .values_list("slip__ceremony_id")
        .annotate(coming=Count("pk"))
    )
    return [
        Counted(row, *slips.get(row.pk, (0, 0)), places.get(row.pk, 0), coming.get(row.pk, 0)) for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Counted:
    """A ceremony with how many units it invites, how many answered, places handed out, guests coming."""

    ceremony: Ceremony
    units: int
    replied: int
    places: int
    coming: int

    @property
    def too_many(self) -> int:
        """Places beyond what the hall holds."""
        holds = self.ceremony.holds
        return max(0, self.places - holds) if holds is not None else 0


def activities_for_ceremonies() -> QuerySet[Activity]:
    """Activities of the kind that a ceremony can be bound to."""
    return Activity.objects.filter(kind=Kind.CEREMONY).exclude(state=ActivityState.CANCELLED)


@dataclass(slots=True)
class SlipRow:
    """One unit's slip: its places, who is named, whether it answered."""

    slip: Slip
    quotas: list[Quota] = field(default_factory=list)
    guests: list[Guest] = field(default_factory=list)

    @property
    def places(self) -> int:
        return sum(quota.count for quota in self.quotas)

    @property
    def coming(self) -> list[Guest]:
        return [guest for guest in self.guests if guest.is_coming]

    @property
    def has_replied(self) -> bool:
        return self.slip.replied_at is not None

    @property
    def unnamed(self) -> int:
        """Places of which nobody has said who takes them; an answered slip has given them up."""
        return 0 if self.has_replied else max(0, self.places - len(self.coming))


def slip_rows(found: Iterable[Slip]) -> list[SlipRow]:
    """The slips with quotas and guests, in the order given; two queries."""
    rows = {slip.pk: SlipRow(slip) for slip in found}
    for quota in Quota.objects.filter(slip__in=list(rows)):
        rows[quota.slip_id].quotas.append(quota)
    for guest in Guest.objects.filter(slip__in=list(rows)):
        guest.slip = rows[guest.slip_id].slip
        rows[guest.slip_id].guests.append(guest)
    return list(rows.values())


def slips_of(ceremony: Ceremony, actor: Actor) -> QuerySet[Slip]:
    """The ceremony's slips that the actor may see, in the notice's order."""
    found = visible_slips(actor).filter(ceremony=ceremony).select_related("unit", "ceremony__activity")
    return found.order_by("unit__sort_key", "unit_id", "id")


def open_slips(ceremony: Ceremony) -> QuerySet[Slip]:
    """Units that have not answered."""
    found = Slip.objects.filter(ceremony=ceremony, replied_at__isnull=True).select_related("unit")
    return found.order_by("unit__sort_key", "unit_id", "id")


def quotas_by_kind(quotas: Iterable[Quota]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for quota in quotas:
        found[quota.kind] += quota.count
    return found


@dataclass(frozen=True, slots=True)
class TimedItem:
    """An item of the running order with its time; None while nobody knows when the ceremony begins."""

    item: Item
    slot: Slot | None


@dataclass(frozen=True, slots=True)
class RunningOrder:
    """The items with their times, and by how many minutes they run past the end (negative: what is left)."""

    items: list[TimedItem]
    minutes: int
    over: int
    ends_at: datetime | None


def running_order(ceremony: Ceremony) -> RunningOrder:
    items = list(Item.objects.filter(ceremony=ceremony))
    lasting = [item.minutes for item in items]
    if ceremony.starts_at is None:
        return RunningOrder([TimedItem(item, None) for item in items], sum(lasting), 0, None)
    times = slots(ceremony.starts_at, lasting)
    return RunningOrder(
        [TimedItem(item, slot) for item, slot in zip(items, times, strict=True)],
        sum(lasting),
        minutes_over(times, ceremony.ends_at),
        ceremony.ends_at,
    )


def seats_of(ceremony: Ceremony) -> QuerySet[Seat]:
    return Seat.objects.filter(ceremony=ceremony).select_related("guest__slip__unit", "unit")


def unanswered(slips: QuerySet[Slip]) -> QuerySet[Slip]:
    """Those that nobody has filled in, of ceremonies that take place (`Ceremony.is_off`)."""
    off = Q(ceremony__activity__state=ActivityState.CANCELLED)
    off |= Q(ceremony__session__state=SessionState.CANCELLED)
    return slips.filter(replied_at__isnull=True).exclude(off)


def open_invitations(actor: Actor) -> QuerySet[Slip]:
    """Slips of the actor's units that wait for an answer, the nearest date first."""
    found = unanswered(visible_slips(actor)).filter(ceremony__reply_by__gt=clock.now())
    return found.select_related("ceremony__activity", "unit", "week").order_by("ceremony__reply_by", "id")
