import hashlib
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from sciweek.base import clock
from sciweek.base.invariants import Invariant
from sciweek.files.models import StoredFile
from sciweek.files.queries import LEFTOVERS_KEPT, leftovers, path_of


def _missing_bytes() -> Iterable[str]:
    for stored in StoredFile.objects.over_the_wall("base.doctor").filter(erased_at__isnull=True).iterator():
        path = path_of(stored)
        if not path.exists() or path.stat().st_size != stored.size:
            yield f"{stored.code} {stored.name}"


def _altered_bytes() -> Iterable[str]:
    """Each digest is reckoned once, however many rows share the file."""
    kept = (
        StoredFile.objects.over_the_wall("base.doctor")
        .filter(erased_at__isnull=True)
        .order_by("sha256", "id")
    )
    last, is_same = "", True
    for stored in kept.iterator():
        if stored.sha256 != last:
            last, is_same = stored.sha256, _digest(path_of(stored)) in (stored.sha256, "")
        if not is_same:
            yield f"{stored.code} {stored.name}: other bytes than were handed in"


def _left_over() -> Iterable[str]:
    for path in leftovers(clock.now() - timedelta(days=LEFTOVERS_KEPT)):
        yield f"{path.parent.name}/{path.name}: no file has these bytes; `sciweek files sweep` deletes them"


def _digest(path: Path) -> str:
    """The SHA-256 of the bytes on disk; empty when they are gone, which `_missing_bytes` tells."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def invariants() -> list[Invariant]:
    return [
        Invariant("files.bytes_are_there", "Every stored file has its bytes on disk.", _missing_bytes),
        Invariant(
            "files.bytes_are_the_same",
            "They are the bytes that were handed in",
            _altered_bytes,
            reads_files=True,
        ),
        Invariant("files.bytes_have_a_file", "Old bytes on disk belong to a file.", _left_over),
    ]
