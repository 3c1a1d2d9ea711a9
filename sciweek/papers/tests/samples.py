"""Papers of the tests, and ways to change a written file as somebody in Word would."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from sciweek.papers.logic.container import saved
from sciweek.papers.logic.examples import example_paper
from sciweek.papers.logic.merging import write_docx
from sciweek.papers.logic.official import OfficialPaper, PaperKind

KINDS = [kind.value for kind in PaperKind]
THREE = ("云川市临江区科学技术局", "中共云川市临江区委宣传部", "云川市临江区科学技术协会")
RARE = "玥喆堃珺璟昇镕祎"


def written(kind: str = "notice", **changes: Any) -> bytes:
    """The example of a kind as a Word file; `changes` are other values of the paper."""
    return write_docx(paper(kind, **changes))


def paper(kind: str = "notice", **changes: Any) -> OfficialPaper:
    made = example_paper(kind)
    return OfficialPaper(**{name: getattr(made, name) for name in made.__slots__} | changes)


def opened(data: bytes) -> Any:
    return Document(io.BytesIO(data))


def changed(data: bytes, change: Callable[[Any], object]) -> bytes:
    """The file after a change to its document."""
    document = opened(data)
    change(document)
    return saved(document)


def repacked(data: bytes, parts: dict[str, bytes]) -> bytes:
    """The file with parts put in or replaced, for what no program writes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, body in parts.items():
            new.writestr(name, body)
    return out.getvalue()


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def with_body(data: bytes, xml: str) -> bytes:
    """The file with elements put before its first paragraph."""
    body = part(data, "word/document.xml").decode()
    at = body.index("<w:body>") + len("<w:body>")
    return repacked(data, {"word/document.xml": (body[:at] + xml + body[at:]).encode()})


def find(document: Any, words: str) -> Any:
    """The first paragraph of the body, in tables too, whose text holds these words."""
    for node in document.element.body.iter(qn("w:p")):
        if words in "".join(each.text or "" for each in node.iter(qn("w:t"))):
            return node
    raise AssertionError(words)


def say(node: Any, words: str) -> None:
    """Write other words into a paragraph, in the looks of its first run."""
    first, *rest = list(node.iter(qn("w:t")))
    first.text = words
    for each in rest:
        each.text = ""
