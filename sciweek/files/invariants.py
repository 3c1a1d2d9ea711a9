from collections.abc import Iterable

from sciweek.base.invariants import Invariant
from sciweek.files.models import StoredFile
from sciweek.files.queries import path_of


def _missing_bytes() -> Iterable[str]:
    for stored in StoredFile.objects.over_the_wall("base.doctor").filter(erased_at__isnull=True).iterator():
        path = path_of(stored)
        if not path.exists() or path.stat().st_size != stored.size:
            yield f"{stored.code} {stored.name}"


def invariants() -> list[Invariant]:
    return [Invariant("files.bytes_are_there", "Every stored file has its bytes on disk.", _missing_bytes)]
