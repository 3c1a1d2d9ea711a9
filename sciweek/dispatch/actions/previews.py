"""The pages of a draft to look at."""

from django.db import transaction

from sciweek.base.actor import Actor
from sciweek.dispatch.logic.wording import PREVIEW_FILE, file_name
from sciweek.dispatch.models import Paper
from sciweek.files.actions import keep_file
from sciweek.files.models import StoredFile
from sciweek.logbook.actions import locked_row


def keep_preview(actor: Actor, paper: Paper, *, of: StoredFile, pdf: bytes | None) -> None:
    """Put the preview beside the file that it was made of; None: it could not be made.

    No permission and no log line of its own: the draft is nobody's decision to look at.
    """
    with transaction.atomic():
        locked = locked_row(paper)
        if locked.draft_file_id != of.pk or locked.preview_file_id is not None:
            return
        if pdf is None:
            locked.preview_failed = True
        else:
            name = file_name(PREVIEW_FILE, locked.title)
            locked.preview_file = keep_file(actor, owner_uid=locked.uid, name=name, data=pdf)
        locked.save(update_fields=["preview_file", "preview_failed"])
