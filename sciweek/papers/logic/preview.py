"""A PDF to look at, made from the Word file itself: neither Word nor LibreOffice is needed."""

import json
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from sciweek.base.children import bare_environment
from sciweek.base.errors import Refused
from sciweek.papers.logic.container import opened, parts_of
from sciweek.papers.logic.flow import flow_of

MAX_PARTS = 80_000
"""Paragraphs, cells and runs that are set: a table of about 3,000 rows and seven columns."""
# Of the typesetting child: seconds on the clock and of the processor, bytes of address space.
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
    words = [
        str(SECONDS),
        str(MEMORY),
        *([str(fonts_folder())] if os.access(fonts_folder(), os.R_OK) else []),
    ]
    # The program is this interpreter and every argument is ours; the words of the paper go in by standard input.
    command = [sys.executable, "-P", "-s", "-m", f"sciweek.papers.logic.{child}", *words]
    try:
        done = subprocess.run(
            command,
            input=flow,
            capture_output=True,
            timeout=SECONDS * 2,
            env=bare_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_long() from error
    if done.returncode in (-24, -9, -6):  # out of processor time; out of memory
        raise _too_long()
    if done.returncode or not done.stdout.startswith(start):
        raise _impossible()
    return done.stdout


def _too_long() -> Refused:
    return Refused(_("文件太长，不能预览。请下载后用 Word 打开。"), code="too_long")


def _impossible() -> Refused:
    return Refused(_("这份文件不能预览。请下载后用 Word 打开。"), code="no_preview")
