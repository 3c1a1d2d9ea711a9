from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from sciweek.files.models import StoredFile
from sciweek.files.states import Visibility

# Days that bytes which no file has are left alone: long enough for a wrong database to be noticed.
LEFTOVERS_KEPT = 30


def files_of(owner_uid: UUID) -> QuerySet[StoredFile]:
    """The files of one row, in the order in which they came."""
    return StoredFile.objects.filter(owner_uid=owner_uid, erased_at__isnull=True)


def file_by_code(code: str) -> StoredFile | None:
    """A public file is addressed by its code alone (crossing `files.file_by_code`)."""
    return (
        StoredFile.objects.over_the_wall("files.file_by_code")
        .filter(code=code, visibility=Visibility.PUBLIC, erased_at__isnull=True)
        .first()
    )


def path_of(stored: StoredFile) -> Path:
    return Path(settings.MEDIA_ROOT) / stored.path


def read_bytes(stored: StoredFile) -> bytes:
    """The file as it came. Raises `FileNotFoundError` when the media folder was not restored with the database."""
    return path_of(stored).read_bytes()


def is_named(digest: str) -> bool:
    """Whether a file of any region has these bytes."""
    return StoredFile.objects.over_the_wall("files.leftovers").filter(sha256=digest, erased_at=None).exists()


def lies_since(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def leftovers(before: datetime) -> Iterator[Path]:
    """Bytes from before that moment that no file has: their wish was refused, or their process killed."""
    for folder in sorted(Path(settings.MEDIA_ROOT).glob("[0-9a-f][0-9a-f]")):
        kept = StoredFile.objects.over_the_wall("files.leftovers").filter(
            sha256__startswith=folder.name, erased_at=None
        )
        named = set(kept.values_list("sha256", flat=True))
        for path in sorted(folder.iterdir()):
            if path.name not in named and lies_since(path) < before:
                yield path
