"""The only writer of stored files."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.files.logic import media_type_of, safe_name
from sciweek.files.models import StoredFile
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
) -> StoredFile:
    """Keep a file as it came, for the one row that `owner_uid` names; private unless said otherwise.

    The bytes lie under their SHA-256, so that the same file is kept on disk once however often it is handed in.
    They are written before the row: a crash between the two leaves bytes that nobody names, never a name without
    bytes. Raises `Refused` for an empty or too large file.
    """
    access.require(actor, "files.keep_file")
    if not data:
        raise Refused(fields={"files": _("文件是空的。请检查后重新选择文件。")}, code="empty")
    limit = settings.SCIWEEK_UPLOAD_LIMIT
    if len(data) > limit:
        raise Refused(
            fields={"files": _("文件超过 %(limit)d MB 的上限。") % {"limit": limit // 1024 // 1024}},
            code="too_large",
        )
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


def show_file(actor: Actor, stored: StoredFile, *, visibility: str) -> StoredFile:
    """Make a file public or private."""
    access.require(actor, "files.see_private_file", stored)
    with transaction.atomic():
        before, stored.visibility = stored.visibility, visibility
        stored.save(update_fields=["visibility"])
        append(actor, "show_file", stored, changes={"visibility": (before, visibility)})
    return stored


def show_files(actor: Actor, file_ids: Iterable[int], *, visibility: str) -> None:
    """Make many files public or private, as the things that they belong to are; those things' actions have asked."""
    access.require(actor, "files.keep_file")
    with transaction.atomic():
        rows = StoredFile.objects.filter(pk__in=list(file_ids)).exclude(visibility=visibility)
        lines = [(row, {"visibility": (row.visibility, visibility)}) for row in rows]
        StoredFile.objects.filter(pk__in=[row.pk for row, _changes in lines]).update(visibility=visibility)
        append_many(actor, "show_file", lines)


def _write(path: Path, data: bytes) -> None:
    """Write whole or not at all: readers never see half a file under its digest."""
    if path.exists() and path.stat().st_size == len(data):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
