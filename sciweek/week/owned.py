"""What every row inside the walls shares: the wall, the version, the public names."""

from typing import Any

from django.db import models

from sciweek.base import scope
from sciweek.base.ids import new_code, new_uid


class Versioned(models.Model):
    """An editable row: actions take `seen_version` and refuse a lost update."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class Walled(models.Model):
    """A row behind a wall: saved only on its own side, with its derived columns up to date."""

    WALL: str

    objects = scope.ScopedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        written = kwargs.get("update_fields")
        scope.check_row(self, written)
        derived = self.derive()
        if derived and written is not None:
            kwargs["update_fields"] = sorted({*written, *derived})
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        scope.check_row(self)
        return super().delete(*args, **kwargs)

    def derive(self) -> list[str]:
        """Bring derived columns (search text, sort key) up to date; returns their names."""
        return []


class RegionOwned(Walled):
    """A row that belongs to one region for good (units, posts, notices)."""

    WALL = "region_id"

    region = models.ForeignKey("week.Region", models.PROTECT, related_name="+")

    class Meta(Walled.Meta):
        abstract = True


class WeekOwned(Walled):
    """A row that belongs to one edition: all operational data."""

    WALL = "week_id"

    week = models.ForeignKey("week.Week", models.PROTECT, related_name="+")

    class Meta(Walled.Meta):
        abstract = True


class Named(models.Model):
    """A row with public names: `uid` for exports, `code` for addresses and QR."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    code = models.CharField(max_length=8, default=new_code, unique=True, editable=False)

    class Meta:
        abstract = True
