"""The way of a file through the house: size, kind, reading in a limited child process, cleaning."""

import json
import os
from pathlib import Path
from stat import S_ISREG
from typing import Any

from sciweek.base.children import NoAnswer, ask

from . import limits, ocr, office
from .cleaning import cleaned
from .outcome import Extracted, Refusal, Remark, remark
from .plain import read_plain
from .sniff import ending_disagrees, ending_of, media_of

_OFFICE = ("doc", "wps", "rtf")
_CHILD = "sciweek.notice.logic.intake.child"
_MOST_OUTPUT = 8 * limits.MAX_CHARACTERS


def extract(data: bytes, filename: str = "") -> Extracted:
    """The text of a notice's file; `filename` only earns a remark. Raises `Unreadable`, nothing else.

    Formats other than plain text are read in a child process within `limits.PARSE_SECONDS` and
    `limits.PARSE_MEMORY`. Scans take far longer where character recognition is installed: call from a job.
    """
    if not data:
        raise Refusal("empty")
    if len(data) > limits.MAX_BYTES:
        raise _too_large(len(data))
    media = media_of(data, filename)
    remarks: list[Remark] = []
    if ending_disagrees(filename, media):
        remarks.append(remark("wrong_ending", ending=ending_of(filename), media=media))
    pages: int | None = None
    doubtful = False
    if media == "txt":
        text, found = read_plain(data)
    else:
        text, pages, doubtful, found = _read_elsewhere(media, data)
    if len(text) > limits.MAX_CHARACTERS:
        raise Refusal("too_much_text")
    text, removed = cleaned(text)
    if not text.strip():
        raise Refusal("no_text")
    return Extracted(text, media, pages, doubtful, (*remarks, *found, *removed))


def extract_path(path: str | os.PathLike[str]) -> Extracted:
    """`extract` for a file on disk, refused by its size before a byte is read. Raises `Unreadable` or `OSError`."""
    place = Path(path)
    status = place.stat()
    if not S_ISREG(status.st_mode):
        raise Refusal("unknown")
    if status.st_size > limits.MAX_BYTES:
        raise _too_large(status.st_size)
    with place.open("rb") as file:
        # One byte more than allowed shows a file that grew since.
        return extract(file.read(limits.MAX_BYTES + 1), place.name)


def from_pasted(text: str) -> Extracted:
    """Text from a form's field, cleaned like a file's. Raises `Unreadable`: empty, too_large."""
    if len(text) > limits.MAX_CHARACTERS:
        raise Refusal("too_much_text")
    text, removed = cleaned(text)
    if not text.strip():
        raise Refusal("empty")
    return Extracted(text, "txt", remarks=tuple(removed))


def _too_large(size: int) -> Refusal:
    megabyte = 1024 * 1024
    return Refusal("too_large", size=-(-size // megabyte), limit=limits.MAX_BYTES // megabyte)


def _read_elsewhere(media: str, data: bytes) -> tuple[str, int | None, bool, list[Remark]]:
    remarks: list[Remark] = []
    if media in _OFFICE:
        data = office.converted(data, media)
        media = "docx"
        remarks.append(remark("converted"))
    if media == "image" and not ocr.installed():
        raise Refusal("scanned_no_ocr")
    answer = _asked(media, data, with_ocr=media == "image")
    if answer.get("refused") in ("scanned_no_ocr", "garbled_glyphs") and ocr.installed():
        answer = _asked(media, data, with_ocr=True)
    if "refused" in answer:
        raise Refusal(answer["refused"], **answer["params"])
    remarks += [remark(code, **params) for code, params in answer["remarks"]]
    return answer["text"], answer["pages"], answer["doubtful"], remarks


def _asked(media: str, data: bytes, *, with_ocr: bool) -> dict[str, Any]:
    """The child's answer; its death is an answer too."""
    seconds = limits.OCR_SECONDS if with_ocr else limits.PARSE_SECONDS
    memory = limits.OCR_MEMORY if with_ocr else limits.PARSE_MEMORY
    words = (media, "ocr") if with_ocr else (media,)
    try:
        made = ask(_CHILD, data, *words, seconds=seconds, memory=memory, most=_MOST_OUTPUT)
    except NoAnswer as none:
        raise _unanswered(none, seconds) from none
    answer: dict[str, Any] = json.loads(made)
    return answer


def _unanswered(none: NoAnswer, seconds: int) -> Refusal:
    match none.why:
        case "time":
            return Refusal("timeout", seconds=seconds)
        case "memory":
            return Refusal("too_much_text")
    return Refusal("broken")
