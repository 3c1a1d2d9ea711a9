"""What a file is called and how it may be sent: pure words about names."""

import mimetypes
import re
from pathlib import PurePosixPath

from sciweek.base.text import clean

LONGEST_NAME = 180
MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,48}/[a-z0-9][a-z0-9!#$&^_.+-]{0,48}")
# Sent to be looked at in the browser; everything else is saved to disk, whatever it claims to be.
SHOWN = frozenset({"application/pdf", "image/png", "image/jpeg", "image/webp", "image/gif", "text/plain"})


def safe_name(name: str) -> str:
    """The last part of a file's name, one clean line; a long one keeps its ending."""
    base = clean(PurePosixPath(name.replace("\\", "/")).name).strip(". ") or "file"
    if len(base) <= LONGEST_NAME:
        return base
    stem, dot, ending = base.rpartition(".")
    if not dot or len(ending) > 10:
        return base[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"


def media_type_of(name: str, told: str = "") -> str:
    """The media type by the name's ending, since browsers tell what they like; else what was told, if it is a type."""
    told = told.strip().lower()
    # By the ending alone: the rest of a name may look like an address, or like a packed file of another type.
    guessed = mimetypes.guess_type(f"x{PurePosixPath(name).suffix}")[0]
    return guessed or (told if MEDIA_TYPE.fullmatch(told) else "application/octet-stream")
