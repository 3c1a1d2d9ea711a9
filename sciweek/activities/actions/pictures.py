"""The one picture of an activity: made small and stripped of what the camera wrote into it."""

import io
import struct
import warnings
import zlib

from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from sciweek.activities.actions.entering import edit_activity
from sciweek.activities.models import Activity
from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.files.actions import keep_file, show_files
from sciweek.files.states import Visibility
from sciweek.logbook.actions import locked_row

LONGEST_SIDE = 1600  # pixels: sharp on a phone held sideways, about 200 kB
MOST_PIXELS = 60_000_000
READ = ("JPEG", "PNG", "WEBP")
# What the library raises over files that were made to break it.
BROKEN = (
    UnidentifiedImageError, Image.DecompressionBombError, Warning, OSError, SyntaxError, ValueError, TypeError,
    ArithmeticError, LookupError, AttributeError, EOFError, struct.error, zlib.error,
)  # fmt: skip


def set_picture(
    actor: Actor,
    activity: Activity,
    *,
    name: str,
    data: bytes,
    alt: str = "",
    basis: str = "",
    seen_version: int | None = None,
) -> Activity:
    """Give the activity its picture. It is public only while the activity is.

    Place, time and camera in the file are dropped. `alt` says what is to be seen; on a published activity `basis` says
    why it may be. Raises `Refused` on `picture` for what is no picture.
    """
    access.require(actor, "activities.edit_activity", activity)
    small = small_picture(data)
    with transaction.atomic():
        # Whether it is public, and which picture it has, counts as it is now.
        activity = locked_row(activity)
        visible = Visibility.PUBLIC if activity.is_shown else Visibility.PRIVATE
        stored = keep_file(
            actor, owner_uid=activity.uid, name=f"{name.rpartition('.')[0] or 'picture'}.jpg"[:200], data=small,
            media_type="image/jpeg", visibility=visible,
        )  # fmt: skip
        old = activity.picture_id
        row = edit_activity(
            actor, activity, seen_version=seen_version, basis=basis, picture=stored, picture_alt=alt
        )
        show_files(actor, [old] if old else [], visibility=Visibility.PRIVATE)
    return row


def drop_picture(actor: Actor, activity: Activity, *, seen_version: int | None = None) -> Activity:
    """Take the picture off the activity."""
    with transaction.atomic():
        activity = locked_row(activity)
        basis = _("去掉图片") if activity.is_shown else ""
        old = activity.picture_id
        row = edit_activity(
            actor, activity, seen_version=seen_version, basis=basis, picture=None, picture_alt=""
        )
        show_files(actor, [old] if old else [], visibility=Visibility.PRIVATE)
    return row


def small_picture(data: bytes) -> bytes:
    """A JPEG of at most 1600 pixels a side, upright, without metadata. Raises `Refused` on `picture`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=READ)
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused(
                    fields={"picture": _("图片太大，请先缩小到 6000 万像素以内。")}, code="too_large"
                )
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            flat = Image.new("RGB", upright.size, "white")
            mask = upright.convert("RGBA").getchannel("A") if upright.mode in ("RGBA", "LA", "P") else None
            flat.paste(upright.convert("RGB"), mask=mask)
    except BROKEN as error:
        raise Refused(
            fields={"picture": _("没有认出图片。请选 JPG、PNG 或 WebP 图片。")}, code="invalid"
        ) from error
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=82, optimize=True, progressive=True)
    return out.getvalue()
