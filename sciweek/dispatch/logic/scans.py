"""The text layer of a stamped PDF, read in a child process: the file is somebody else's.

`python -m sciweek.dispatch.logic.scans SECONDS BYTES` reads a PDF on standard input and writes JSON: a list of pages,
each a list of lines, or {"refused": why}.
"""

import json
import re
import resource
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from sciweek.base.children import bare_environment

SECONDS, MEMORY = 20, 1024 * 1024 * 1024
MOST_PAGES = 300
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
    if not data.startswith(b"PK"):
        return ""
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (BadZipFile, ValueError, NotImplementedError):
        return ""
    return "ofd" if "OFD.xml" in names else "docx" if "word/document.xml" in names else ""


def text_layer(data: bytes) -> list[str] | None:
    """The lines of a PDF; None when it has no text to speak of, or cannot be read."""
    command = [
        sys.executable, "-P", "-s", "-m", "sciweek.dispatch.logic.scans", str(SECONDS), str(MEMORY),
    ]  # fmt: skip
    try:
        done = subprocess.run(
            command,
            input=data,
            capture_output=True,
            timeout=SECONDS * 3,
            env=bare_environment(),
            check=False,
        )
        pages = json.loads(done.stdout or b"null")
    except (subprocess.TimeoutExpired, ValueError):
        return None
    if not isinstance(pages, list):
        return None
    lines = [line for page in pages for line in page if not PAGE_NUMBER.fullmatch(line)]
    return lines if sum(map(len, lines)) >= FEW else None


def paragraphs(lines: Sequence[str], known: Iterable[str] = ()) -> list[str]:
    """Lines of pages put together again. `known`: paragraphs of the draft, whose first words begin one here too."""
    begins = {_squeezed(line)[:6] for line in known if len(_squeezed(line)) >= 4}
    widest = sorted(len(_squeezed(line)) for line in lines)[-max(1, len(lines) // 10)] if lines else 0
    out: list[str] = []
    closed = True
    for line in lines:
        words = _squeezed(line)
        if not words:
            continue
        if closed or BEGINS.match(words) or words[:6] in begins:
            out.append(line.strip())
        else:
            out[-1] += line.strip()
        closed = len(words) < FULL * widest
    return out


def _squeezed(line: str) -> str:
    return re.sub(r"\s+", "", line)


def _pages(data: bytes) -> Iterator[list[str]]:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    for number in range(min(len(document), MOST_PAGES)):
        text = document[number].get_textpage().get_text_bounded()
        yield [line.strip() for line in text.splitlines() if line.strip()]


def main() -> None:
    seconds, memory = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    sys.stdout.write(json.dumps(list(_pages(sys.stdin.buffer.read()))))


if __name__ == "__main__":
    main()
