"""Pages as they look: a Word file as PDF by LibreOffice, in a private set of fonts under the office's names, and where
the words of a PDF stand."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<dir>/usr/share/fonts</dir><cachedir>{cache}</cachedir>
{aliases}
</fontconfig>"""
_ALIAS = '<match target="pattern"><test name="family"><string>{name}</string></test><edit name="family" mode="assign" binding="strong">{likes}</edit></match>'
_STANDS_FOR = {
    "仿宋_GB2312": ("FandolFang", "Noto Serif CJK SC"),
    "楷体_GB2312": ("LXGW WenKai", "Noto Serif CJK SC"),
    "黑体": ("Noto Sans CJK SC", "WenQuanYi Zen Hei"),
    "方正小标宋简体": ("Noto Serif CJK SC", "WenQuanYi Zen Hei"),
    "宋体": ("Noto Serif CJK SC", "WenQuanYi Zen Hei"),
}
_SECONDS = 90
_MM = 25.4 / 72
_SAME_LINE = 7.0
"""Points between the middles of two signs of one line at most."""


def pdf_by_office(docx: bytes, folder: Path) -> bytes:
    """The file as LibreOffice prints it."""
    aliases = "".join(
        _ALIAS.format(name=name, likes="".join(f"<string>{like}</string>" for like in likes))
        for name, likes in _STANDS_FOR.items()
    )
    (folder / "fonts.conf").write_text(_FONTS.format(cache=folder / "cache", aliases=aliases))
    (folder / "paper.docx").write_bytes(docx)
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf",
            "--outdir", str(folder), str(folder / "paper.docx"),
        ],
        check=True, capture_output=True, timeout=_SECONDS,
        env={**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf"), "HOME": str(folder)},
    )  # fmt: skip
    return (folder / "paper.pdf").read_bytes()


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a page: its words without blanks, and its place in millimetres from the left and the top."""

    words: str
    left: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page in millimetres."""

    width: float
    height: float
    rows: tuple[Row, ...]


def sheets_of(pdf: bytes) -> list[Sheet]:
    """The pages with their lines, top down."""
    document = pypdfium2.PdfDocument(pdf)
    return [_sheet(document[at]) for at in range(len(document))]


def _sheet(page: pypdfium2.PdfPage) -> Sheet:
    text = page.get_textpage()
    height = page.get_height()
    signs = []
    for at in range(text.count_chars()):
        sign = text.get_text_range(at, 1)
        if sign.strip():
            left, bottom, right, top = text.get_charbox(at, loose=True)
            signs.append(((top + bottom) / 2, left, right, sign))
    rows: list[list[tuple[float, float, float, str]]] = []
    for each in sorted(signs, key=lambda sign: -sign[0]):
        if rows and abs(rows[-1][0][0] - each[0]) < _SAME_LINE:
            rows[-1].append(each)
        else:
            rows.append([each])
    return Sheet(
        page.get_width() * _MM,
        height * _MM,
        tuple(_row(sorted(row, key=lambda s: s[1]), height) for row in rows),
    )


def _row(signs: list[tuple[float, float, float, str]], height: float) -> Row:
    return Row(
        "".join(sign for _y, _left, _right, sign in signs),
        signs[0][1] * _MM,
        max(right for _y, _left, right, _sign in signs) * _MM,
        (height - signs[0][0]) * _MM,
    )
