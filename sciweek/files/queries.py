from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from sciweek.files.models import StoredFile
from sciweek.files.states import Visibility


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
