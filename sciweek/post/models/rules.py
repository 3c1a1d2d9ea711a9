from datetime import time

from django.db import models

from sciweek.post.logic.times import QUIET_FROM, QUIET_UNTIL
from sciweek.post.states import WORDED, Occasion
from sciweek.week.owned import RegionOwned, Versioned


class Wording(Versioned, RegionOwned):
    """A region's own text for an occasion, with gaps; of general messages it may have many."""

    occasion = models.CharField(max_length=12, choices=[(one.value, one.label) for one in WORDED])
    # Names a general text; the other occasions have one each.
    name = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=150)
    body = models.TextField()

    class Meta(RegionOwned.Meta):
        ordering = ("occasion", "name")
        constraints = (
            models.UniqueConstraint(fields=("region", "occasion", "name"), name="post_wording_once"),
            models.CheckConstraint(
                condition=models.Q(name="") | models.Q(occasion=Occasion.GENERAL),
                name="post_wording_only_general_ones_have_names",
            ),
        )

    def __str__(self) -> str:
        return self.name or str(self.get_occasion_display())


class QuietHours(Versioned, RegionOwned):
    """When a region's messages do not ring; without a row from 21:00 to 8:00. Equal times: never quiet."""

    starts = models.TimeField(default=QUIET_FROM)
    ends = models.TimeField(default=QUIET_UNTIL)

    class Meta(RegionOwned.Meta):
        constraints = (models.UniqueConstraint(fields=("region",), name="post_quiet_hours_once"),)

    def __str__(self) -> str:
        return f"{self.starts:%H:%M}–{self.ends:%H:%M}"

    @property
    def hours(self) -> tuple[time, time]:
        return self.starts, self.ends
