"""The only writers of stored files."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access, clock
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.uploads import too_large
from sciweek.files.logic import media_type_of, safe_name
from sciweek.files.models import StoredFile
from sciweek.files.queries import LEFTOVERS_KEPT, is_named, leftovers, lies_since
from sciweek.files.states import Visibility
from sciweek.logbook.actions import append, append_many


def keep_file(
    actor: Actor,
    *,
    owner_uid: UUID,
    name: str,
    data: bytes,
    media_type: str = "",
    visibility: str = Visibility.PRIVATE,
    field: str = "files",
) -> StoredFile:
    """Keep a file as it came, for the one row that `owner_uid` names; private unless said otherwise.

    The bytes lie under their SHA-256, so that the same file is kept on disk once however often it is handed in.
    They are written before the row: a crash between the two leaves bytes that nobody names, never a name without
    bytes. Raises `Refused` for an empty or too large file, by the `field` of the form that brought it.
    """
    access.require(actor, "files.keep_file")
    if not data:
        raise Refused(fields={field: _("文件是空的。请检查后重新选择文件。")}, code="empty")
    if len(data) > settings.SCIWEEK_UPLOAD_LIMIT:
        raise too_large(field)
    if actor.region_id is None:
        raise Refused(_("请先选定地区。"), code="no_region")
    name = safe_name(name)
    stored = StoredFile(
        region_id=actor.region_id,
        owner_uid=owner_uid,
        name=name,
        media_type=media_type_of(name, media_type),
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        visibility=visibility,
        created_by_id=actor.person_id,
    )
    _write(Path(settings.MEDIA_ROOT) / stored.path, data)
    with transaction.atomic():
        stored.save()
        append(actor, "keep_file", stored)
    return stored


def show_files(actor: Actor, file_ids: Iterable[int], *, visibility: str) -> None:
    """Make many files public or private, as the things that they belong to are; those things' actions have asked."""
    access.require(actor, "files.keep_file")
    with transaction.atomic():
        rows = StoredFile.objects.filter(pk__in=list(file_ids)).exclude(visibility=visibility)
        lines = [(row, {"visibility": (row.visibility, visibility)}) for row in rows]
        StoredFile.objects.filter(pk__in=[row.pk for row, _changes in lines]).update(visibility=visibility)
        append_many(actor, "show_file", lines)


def forget_leftovers(days: int = LEFTOVERS_KEPT) -> int:
    """Delete the bytes on disk that no file has and that lie there for so many days; returns how many.

    For the command line, not for the clock: beside a database that is not the one of this folder it would take all.
    """
    before = clock.now() - timedelta(days=days)
    return sum(_forgotten(path, before) for path in leftovers(before))


def _forgotten(path: Path, before: datetime) -> bool:
    """Out of the way first, then looked at once more: whoever has just handed in the same bytes marked them as new."""
    aside = path.with_name(f".gone-{path.name.removeprefix('.gone-')}")
    path.replace(aside)
    digest = aside.name.removeprefix(".gone-")
    if lies_since(aside) >= before or is_named(digest):
        aside.replace(path.with_name(digest))
        return False
    aside.unlink()
    return True


def _write(path: Path, data: bytes) -> None:
    """Write whole or not at all: readers never see half a file under its digest, not even after a power cut."""
    with suppress(FileNotFoundError):
        if path.stat().st_size == len(data):
            os.utime(path)
            return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
        for folder in (path.parent, path.parent.parent):
            _settle(folder)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _settle(folder: Path) -> None:
    """See to it that the names in the folder are on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
