"""The text layer of a stamped PDF, read in a child process (`base.children`): the file is somebody else's."""

import json
import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from sciweek.base.archives import lists_more
from sciweek.base.children import NoAnswer, ask, serve
from sciweek.base.text import clean, plain

SECONDS, MEMORY = 20, 1024 * 1024 * 1024
MOST_PARTS = 10_000
# A longer file is no paper; half of its words would look like a paper from which the other half was struck.
MOST_PAGES, MOST_SIGNS = 300, 500_000
PAGE_NUMBER = re.compile(r"[-—–－一]\s*\d{1,4}\s*[-—–－一]")
# How a paragraph of an official paper begins when it is not just another one.
BEGINS = re.compile(
    r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.．]|（\d{1,2}）|附件|根据|按照|现将|特此|抄送"
)
FEW = 20  # characters: fewer than this on the whole is a scan without a text layer
FULL = 0.88  # of the widest line: a shorter line ends its paragraph


def kind_of(data: bytes) -> str:
    """pdf, ofd, docx or nothing, by the bytes alone."""
    if data.lstrip()[:5] == b"%PDF-":
        return "pdf"
    if not data.startswith(b"PK") or lists_more(data, MOST_PARTS):
        return ""
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (BadZipFile, ValueError, NotImplementedError):
        return ""
    return "ofd" if "OFD.xml" in names else "docx" if "word/document.xml" in names else ""


def text_layer(data: bytes) -> list[str] | None:
    """The lines of a PDF; None when it has no text to speak of, is longer than any paper, or cannot be read."""
    try:
        lines = json.loads(ask("sciweek.dispatch.logic.scans", data, seconds=SECONDS, memory=MEMORY))
    except NoAnswer:
        return None
    lines = [line for line in lines if not PAGE_NUMBER.fullmatch(line)]
    return lines if sum(map(len, lines)) >= FEW else None


def paragraphs(lines: Sequence[str], known: Iterable[str] = ()) -> list[str]:
    """Lines of pages put together again. `known`: paragraphs of the draft, whose first words begin one here too."""
    begins = {_squeezed(line)[:6] for line in known if len(_squeezed(line)) >= 4}
    widest = sorted(len(_squeezed(line)) for line in lines)[-max(1, len(lines) // 10)] if lines else 0
    out: list[list[str]] = []
    closed = True
    for line in lines:
        words = _squeezed(line)
        if not words:
            continue
        if closed or BEGINS.match(words) or words[:6] in begins:
            out.append([])
        out[-1].append(line.strip())
        closed = len(words) < FULL * widest
    return ["".join(parts) for parts in out]


def _squeezed(line: str) -> str:
    return re.sub(r"\s+", "", line)


def _lines(data: bytes, _words: Sequence[str]) -> bytes:
    """The child's part: the lines of all pages, as JSON. What no keyboard types is left out of them."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    if len(document) > MOST_PAGES:
        raise ValueError("too many pages")
    lines: list[str] = []
    signs = 0
    for page in document:
        found = page.get_textpage().get_text_bounded()
        signs += len(found)
        if signs > MOST_SIGNS:
            raise ValueError("too many signs")
        lines += filter(None, (clean(plain(line)) for line in found.splitlines()))
    return json.dumps(lines).encode()


if __name__ == "__main__":
    serve(_lines)
