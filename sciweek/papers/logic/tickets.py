"""Tickets as PDF and as a picture: how they look, not what they say."""

import json
from dataclasses import asdict, dataclass

from sciweek.look.drawings import wave
from sciweek.papers.logic.posters import INK, colour_of, qr_rows
from sciweek.papers.logic.preview import typeset

PNG = b"\x89PNG\r\n"
# Of the picture: wide enough for any phone, 110 mm at this density are 1126 dots.
DOTS = 260


@dataclass(frozen=True, slots=True)
class TicketSheet:
    """`facts` are when, where, who; `code` is said aloud at the door; `link` is what the QR code says."""

    top: str
    title: str
    facts: tuple[tuple[str, str], ...]
    code_words: str
    code: str
    door_words: str
    lines: tuple[str, ...]
    css: str
    link: str


def ticket_pdf(sheet: TicketSheet) -> bytes:
    """On a sheet of A4, with a QR code of 40 mm."""
    return typeset("poster_child", _data(sheet, "pdf"))


def ticket_png(sheet: TicketSheet) -> bytes:
    """As a picture to keep among one's photos."""
    return typeset("poster_child", _data(sheet, "png"), start=PNG)


def _data(sheet: TicketSheet, form: str) -> bytes:
    data = {
        **asdict(sheet),
        "kind": "ticket",
        "format": form,
        "dots": DOTS,
        "ink": INK,
        "hue": colour_of(sheet.css),
        "fringe": wave(f"fringe {sheet.code}", 84, 10, 36),
        "qr": qr_rows(sheet.link, error="m"),
    }
    return json.dumps(data, allow_nan=False).encode()
