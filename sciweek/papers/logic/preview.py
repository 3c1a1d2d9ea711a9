"""A PDF to look at, made from the Word file itself: neither Word nor LibreOffice is needed."""

import json
import os
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from sciweek.base.children import NoAnswer, ask
from sciweek.base.errors import Refused
from sciweek.papers.logic.container import opened, parts_of
from sciweek.papers.logic.flow import flow_of

MAX_PARTS = 80_000
"""Paragraphs, cells and runs that are set: a table of about 3,000 rows and seven columns."""
# Of the typesetting child: seconds of the processor, bytes of address space.
SECONDS = 30
MEMORY = 2 * 1024 * 1024 * 1024


def preview_pdf(docx: bytes) -> bytes:
    """The pages about as Word shows them. Raises `Refused` when the file cannot be read or is too long to show."""
    document = opened(docx)
    if parts_of(document) > MAX_PARTS:
        raise _too_long()
    try:
        flow = json.dumps(flow_of(document), allow_nan=False)
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        # A part is missing that the file names, or a measure is no number.
        raise _impossible() from error
    return typeset("preview_child", flow.encode())


def fonts_folder() -> Path:
    """Where the office may put the fonts of its own machines (simfang.ttf, simkai.ttf …); they are used first."""
    return Path(settings.DATA) / "fonts"


def typeset(child: str, flow: bytes, *, start: bytes = b"%PDF-") -> bytes:
    """The pages as a typesetting child makes them; it holds the memory that a long table takes, and its death is
    an answer too. `start`: by what a good answer is known."""
    folders = [str(fonts_folder())] if os.access(fonts_folder(), os.R_OK) else []
    try:
        made = ask(f"sciweek.papers.logic.{child}", flow, *folders, seconds=SECONDS, memory=MEMORY)
    except NoAnswer as none:
        raise (_too_long() if none.asked_too_much else _impossible()) from none
    if not made.startswith(start):
        raise _impossible()
    return made


def _too_long() -> Refused:
    return Refused(_("文件太长，不能预览。请下载后用 Word 打开。"), code="too_long")


def _impossible() -> Refused:
    return Refused(_("这份文件不能预览。请下载后用 Word 打开。"), code="no_preview")
