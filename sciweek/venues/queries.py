from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from sciweek.base.text import clean, searchable
from sciweek.venues.models import ClosedTime, Room, Venue


def venues() -> QuerySet[Venue]:
    """The region's venues, retired ones too: by street in the order of units, then by name.

    The order is asked of the streets as they stand now: one that was merged counts as its successor.
    """
    return in_order(Venue.objects.all())


def in_order(found: QuerySet[Venue]) -> QuerySet[Venue]:
    # Digits: a sign would stand before them on a PostgreSQL that sorts by a language.
    street = Coalesce("street__merged_into__sort_key", "street__sort_key", Value("99"))
    return (
        found.select_related("unit__merged_into", "street__merged_into")
        .annotate(street_order=street)
        .order_by("street_order", "name", "id")
    )


def venues_in_use() -> QuerySet[Venue]:
    """Those that can be chosen."""
    return venues().filter(is_active=True)


def containing(found: QuerySet[Venue], words: str) -> QuerySet[Venue]:
    """Those whose name, address or street contains every word."""
    for word in clean(words).split():
        found = found.filter(search_text__contains=searchable(word))
    return found


def with_rooms_counted(found: QuerySet[Venue]) -> QuerySet[Venue]:
    """Adds `room_count` and `seats`, how many people its rooms hold together, of the rooms in use."""
    used = Q(rooms__is_active=True)
    return found.annotate(room_count=Count("rooms", filter=used), seats=Sum("rooms__capacity", filter=used))


def rooms_of(venue: Venue) -> QuerySet[Room]:
    """All its rooms in their order, those out of use at the end."""
    return Room.objects.filter(venue=venue).order_by("-is_active", "position", "id")


def closed_times_of(venue: Venue, after: datetime) -> QuerySet[ClosedTime]:
    """When the venue or a room of it is closed, from the moment on."""
    return ClosedTime.objects.filter(venue=venue, ends_at__gt=after).select_related("room")


def closed_between(start: datetime, end: datetime) -> QuerySet[ClosedTime]:
    """What is closed at any time between, if only in part."""
    return ClosedTime.objects.filter(starts_at__lt=end, ends_at__gt=start).select_related("venue", "room")


def known_places() -> dict[str, tuple[Venue, Room | None]]:
    """Places as people write them (made `searchable`) → the venue in use that they mean, or the room of it.

    A room is written behind its venue's name: 区图书馆报告厅. Two queries.
    """
    found: dict[str, tuple[Venue, Room | None]] = {}
    for venue in Venue.objects.filter(is_active=True):
        found |= {searchable(name): (venue, None) for name in (venue.short_name, venue.name) if name}
    rooms = Room.objects.filter(is_active=True, venue__is_active=True).select_related("venue")
    for room in rooms:
        names = (room.venue.short_name, room.venue.name)
        found |= {searchable(f"{name}{room.name}"): (room.venue, room) for name in names if name}
    return found
