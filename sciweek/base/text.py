"""Text made comparable: what a person would call "the same" must be the same to both databases."""

import re
import unicodedata

# Zero-width and direction-changing characters hide differences and turn lines round: never in stored names.
_INVISIBLE = {
    0x00AD,
    0x061C,
    0x180E,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    0xFEFF,
    *range(0xFFF9, 0xFFFC),
    *range(0xE0000, 0xE0080),
}


def clean(text: str) -> str:
    """A single line as it should be stored: NFC, no control or invisible characters and no halves of one, runs of
    spaces made one."""
    # Printable text holds none of them, and nearly every text is.
    if not text.isprintable():
        text = "".join(
            " " if ch.isspace() else ch
            for ch in text
            if ch.isspace() or (unicodedata.category(ch) not in ("Cc", "Cs") and ord(ch) not in _INVISIBLE)
        )
    return " ".join(unicodedata.normalize("NFC", text).split())


def clean_lines(text: str) -> str:
    """Several lines as they should be stored: each one clean, at most one blank line between."""
    lines = [clean(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    out: list[str] = []
    for line in lines:
        if line or (out and out[-1]):
            out.append(line)
    return "\n".join(out).strip()


# Never in a stored text, and PostgreSQL refuses a wish that holds a NUL.
_CONTROLS = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)))


def searchable(*parts: str) -> str:
    """The normalised text that a substring search looks in: NFKC, case folded, spaces and controls dropped, parts on
    lines."""
    folded = (unicodedata.normalize("NFKC", part).casefold() for part in parts if part)
    return "\n".join("".join(part.split()).translate(_CONTROLS) for part in folded)


# Control signs, halves of signs, and what is no sign at all.
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    """Without the signs that XML cannot hold and calendars stumble over; lines stay."""
    return _NO_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
