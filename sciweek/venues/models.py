from django.db import models

from sciweek.base.text import searchable
from sciweek.committee.models import Unit
from sciweek.look.dates import day_words, local
from sciweek.venues.states import Datum
from sciweek.week.owned import Named, RegionOwned, Versioned


def living(unit: Unit | None) -> Unit | None:
    """The unit itself, or the one into which it was merged."""
    return unit.merged_into or unit if unit is not None else None


class Venue(Named, Versioned, RegionOwned):
    """A place that people can come to; lasts from edition to edition."""

    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40, blank=True)
    # Who runs it, and in which street it lies: both may be unknown.
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    street = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    address = models.CharField(max_length=200, blank=True)
    # Degrees, as they were given; `datum` says against what they are measured.
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    datum = models.CharField(max_length=5, choices=Datum, default=Datum.WGS84)
    # 无障碍: ramps, lifts, seats; then how one gets there.
    access_notes = models.TextField(blank=True)
    directions = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)
    sort_key = models.CharField(max_length=40, editable=False)
    search_text = models.TextField(editable=False)

    class Meta(RegionOwned.Meta):
        ordering = ("sort_key", "id")
        constraints = (
            models.UniqueConstraint(fields=("region", "name"), name="venues_venue_name_once"),
            models.CheckConstraint(
                condition=models.Q(datum__in=Datum.values), name="venues_venue_known_datum"
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(
                    # A comparison with nothing is not false to a database: half a position would pass.
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__gte=-90,
                    latitude__lte=90,
                    longitude__gte=-180,
                    longitude__lte=180,
                ),
                name="venues_venue_position_on_earth",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name that fits a narrow column."""
        return self.short_name or self.name

    @property
    def has_position(self) -> bool:
        return self.latitude is not None and self.longitude is not None

    @property
    def run_by(self) -> Unit | None:
        """The unit that runs it today: a merged one's successor."""
        return living(self.unit)

    @property
    def lies_in(self) -> Unit | None:
        """The street in which it lies today: a merged one's successor."""
        return living(self.street)

    def derive(self) -> list[str]:
        """Bring the derived columns up to date; returns their names."""
        street = living(self.street)
        self.sort_key = f"{street.sort_key[:20] if street else '99'}-{self.name[:15]}"
        self.search_text = searchable(self.name, self.short_name, self.address, street.name if street else "")
        return ["sort_key", "search_text"]


class Room(Named, Versioned, RegionOwned):
    """A hall, a class room, a part of a venue that is counted by itself."""

    venue = models.ForeignKey(Venue, models.CASCADE, related_name="rooms")
    name = models.CharField(max_length=60)
    # People who may be in it at once; None: nobody has said.
    capacity = models.PositiveIntegerField(null=True, blank=True)
    notes = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta(RegionOwned.Meta):
        ordering = ("position", "id")
        constraints = (
            models.UniqueConstraint(fields=("venue", "name"), name="venues_room_name_once"),
            models.CheckConstraint(
                condition=models.Q(capacity__isnull=True) | models.Q(capacity__gt=0, capacity__lte=1_000_000),
                name="venues_room_capacity_sensible",
            ),
        )

    def __str__(self) -> str:
        return self.name


class ClosedTime(Named, Versioned, RegionOwned):
    """When a venue, or one room of it, cannot be used."""

    venue = models.ForeignKey(Venue, models.CASCADE, related_name="closed_times")
    room = models.ForeignKey(Room, models.CASCADE, null=True, blank=True, related_name="closed_times")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    why = models.CharField(max_length=200, blank=True)

    class Meta(RegionOwned.Meta):
        ordering = ("starts_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="venues_closed_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        day = local(self.starts_at, self.region.zone).date()
        return f"{self.venue} {day_words(day, weekday=False)}"
