"""An office that has all that papers are made of, and files such as come back from the district's own system."""

import io
import zipfile
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from docx import Document

from sciweek.base.actor import Actor
from sciweek.committee.actions import ContactLine, set_bodies, set_contacts
from sciweek.committee.tests.cast import Cast
from sciweek.dispatch import actions
from sciweek.dispatch.models import Paper
from sciweek.duties.actions import Addressee, add_duty
from sciweek.files.queries import read_bytes
from sciweek.papers.logic.preview import preview_pdf
from sciweek.week.actions import edit_week

BUREAU, PUBLICITY, SOCIETY = (
    "云川市临江区科学技术局",
    "中共云川市临江区委宣传部",
    "云川市临江区科学技术协会",
)
TODAY = datetime(2027, 4, 12, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
NUMBER = "临科字〔2027〕9号"


def furnish(cast: Cast) -> Actor:
    """Give Linjiang's week its bodies, contact, a body above and a duty due soon. Call inside its scope."""
    office = cast.actor("office")
    set_bodies(office, cast.week, [BUREAU, PUBLICITY, SOCIETY])
    set_contacts(office, cast.week, [ContactLine("区科技局业务科", "何工", "0890-6120027")])
    edit_week(
        office,
        cast.week,
        seen_version=None,
        parent_body="云川市科技活动周组委会",
        office_name="区科技局业务科",
    )
    cast.week.refresh_from_db()
    add_duty(
        office,
        cast.week,
        what="《联络员名单》",
        due_on=date(2027, 4, 16),
        receiver="组委会办公室",
        addressees=[Addressee(cast.unit), Addressee(cast.other_unit)],
    )
    return office


def drafted(cast: Cast, kind: str = "notice", **values: Any) -> Paper:
    """A fresh draft by the office."""
    return actions.draft_paper(cast.actor("office"), cast.week, kind=kind, **values)


def docx(*lines: str) -> bytes:
    """A Word file with these paragraphs."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    return _saved(document)


def edited(paper: Paper, old: str, new: str) -> bytes:
    """The paper's draft with words changed in Word."""
    assert paper.draft_file is not None
    document = Document(io.BytesIO(read_bytes(paper.draft_file)))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace(old, new)
    return _saved(document)


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def stamped_pdf(word: bytes) -> bytes:
    """A Word file as it comes back printed to PDF."""
    return preview_pdf(word)


def ofd() -> bytes:
    return zipped({"OFD.xml": "<ofd/>", "Doc_0/Document.xml": "<d/>"})


def with_macro(word: bytes) -> bytes:
    """The Word file with a macro part inside."""
    return with_part(word, "word/vbaProject.bin", b"macro")


def with_part(word: bytes, part: str, data: bytes) -> bytes:
    """The Word file with one more part, as it is."""
    out = io.BytesIO(word)
    with zipfile.ZipFile(out, "a") as written:
        written.writestr(part, data, zipfile.ZIP_STORED)
    return out.getvalue()


def zipped(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as written:
        for name, text in files.items():
            written.writestr(name, text)
    return out.getvalue()


EXE_AS_PDF = b"MZ\x90\x00" + b"\0" * 200
SCAN = b"%PDF-1.7\n% a picture of a page, without words\n%%EOF"


def upload(name: str, data: bytes) -> actions.Upload:
    return actions.Upload(name, data)


def issued(cast: Cast, paper: Paper, **values: Any) -> Paper:
    """The paper as it came back; `values` stand in place of good ones."""
    given: dict[str, Any] = {
        "number": NUMBER,
        "signer": "沈玥",
        "issued_on": date(2027, 4, 12),
        "scan": upload("盖章件.pdf", SCAN),
    }
    return actions.record_issue(cast.actor("office"), paper, **(given | values))
