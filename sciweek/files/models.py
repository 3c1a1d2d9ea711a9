from uuid import UUID

from django.db import models

from sciweek.files.states import Visibility
from sciweek.week.owned import Named, RegionOwned


class StoredFile(Named, RegionOwned):
    """A file as it came, kept under its digest; `owner_uid` is the one row that it belongs to."""

    owner_uid: "models.UUIDField[UUID, UUID]" = models.UUIDField(db_index=True)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.PRIVATE)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by_id = models.BigIntegerField(null=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta(RegionOwned.Meta):
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(visibility__in=Visibility.values), name="files_file_known_visibility"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Where the bytes lie, below the media folder."""
        return f"{self.sha256[:2]}/{self.sha256}"
