"""Word files opened without trust, and written so that the same words give the same bytes."""

import io
import re
import zipfile
import zlib
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from sciweek.base.archives import lists_more, part_of
from sciweek.base.errors import Refused

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 60 * 1024 * 1024
MAX_RATIO = 100
RATIO_FROM = 5 * 1024 * 1024
MAX_ENTRIES = 2_000
MAX_XML = 12 * 1024 * 1024
MAX_MARKS = 3_000_000
"""Elements and attributes of all parts: each takes a hundred bytes and more once it is read."""
MAX_PARTS = 200_000
"""Paragraphs, cells and runs of the body; a table of 5,000 rows and ten columns has 150,000."""

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HARMLESS_OUTSIDE = ("hyperlink",)
_OUTSIDE = {
    "attachedTemplate": "文件连着外部模板",
    "image": "图片存在别处，没有放进文件",
    "oleObject": "对象连着外部文件",
    "frame": "框架连着外部文件",
    "subDocument": "子文档存在别处",
}
_EPOCH = (1980, 1, 1, 0, 0, 0)
_DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, EOFError)
"""What reading a zip file may raise; RuntimeError when a part has a password."""


def problems_of(data: bytes) -> list[str]:
    """Why the bytes are not a Word file that may be opened; empty when they are."""
    if len(data) > MAX_BYTES:
        return [_("文件超过 %(size)s MB，请删去大图片后再传。") % {"size": MAX_BYTES // 1024 // 1024}]
    if data[:4] == b"\xd0\xcf\x11\xe0":
        return [_("这是旧版 .doc 文件或加了密码的文件，请在 Word 中另存为不带密码的 .docx。")]
    if lists_more(data, MAX_ENTRIES):
        return [_("文件解开后过大，不予打开。")]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _of_archive(archive, len(data))
    except _DAMAGED:
        return [_("这不是 Word 文件（.docx），或文件已损坏。")]


def _of_archive(archive: zipfile.ZipFile, packed: int) -> list[str]:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED or (unpacked > RATIO_FROM and unpacked > MAX_RATIO * packed):
        return [_("文件解开后过大，不予打开。")]
    names = {member.filename for member in members}
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        return [_("这不是 Word 文件（.docx），或文件已损坏。")]
    if "[Content_Types].xml" not in names or "_rels/.rels" not in names:
        return [_("这不是 Word 文件（.docx），或文件已损坏。")]
    found: list[str] = []
    types = part_of(archive, archive.getinfo("[Content_Types].xml"))
    if b"macroEnabled" in types or any("vbaProject" in name for name in names):
        found.append(_("文件带宏，请在 Word 中另存为不带宏的 .docx。"))
    elif f"{_WORD}.document.main+xml".encode() not in types:
        found.append(_("这不是 Word 文件（.docx），或文件已损坏。"))
    marks = 0
    for member in members:
        is_xml = member.filename.endswith((".xml", ".rels"))
        # Whatever a part is called, it may be read as XML.
        data = part_of(archive, member)
        marks += data.count(b"<") + data.count(b"=")
        if marks > MAX_MARKS or (is_xml and len(data) > MAX_XML):
            return [_("文件解开后过大，不予打开。")]
        if is_xml:
            found += _of_xml(member, data)
    return list(dict.fromkeys(found))


def _of_xml(member: zipfile.ZipInfo, data: bytes) -> list[str]:
    if re.search(rb"<!(DOCTYPE|ENTITY)", data.replace(b"\0", b"")):
        return [_("文件里有不允许的声明，不予打开。")]
    if not member.filename.endswith(".rels"):
        return []
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return [_("这不是 Word 文件（.docx），或文件已损坏。")]
    kinds = [
        str(each.get("Type")).rpartition("/")[2] for each in root if each.get("TargetMode") == "External"
    ]
    return [_outside(kind) for kind in kinds if kind not in _HARMLESS_OUTSIDE]


def _outside(kind: str) -> str:
    reason = _OUTSIDE.get(kind, "文件连着外部内容")
    return _("%(reason)s（%(kind)s）。请断开链接，把内容放进文件里。") % {"reason": reason, "kind": kind}


def opened(data: bytes) -> Any:
    """The document. Raises `Refused` when it may not or cannot be opened."""
    found = problems_of(data)
    if found:
        raise Refused("\n".join(found), code="not_word")
    try:
        document = Document(_measured(data))
        if document.element.body is None:
            raise ValueError
        parts = parts_of(document)
    except (*_DAMAGED, KeyError, AttributeError, TypeError, etree.LxmlError) as error:
        raise Refused(_("这不是 Word 文件（.docx），或文件已损坏。"), code="not_word") from error
    if parts > MAX_PARTS:
        raise Refused(_("文件解开后过大，不予打开。"), code="not_word")
    return document


def _measured(data: bytes) -> io.BytesIO:
    """The file made anew of parts no longer than they say: who reads it next believes them."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(made, "w") as anew:
        for name in dict.fromkeys(given.namelist()):
            anew.writestr(name, part_of(given, given.getinfo(name)))
    return made


def parts_of(document: Any) -> int:
    """How many paragraphs, cells and runs the body has: what every reader's time grows with."""
    return sum(1 for _each in document.element.body.iter(qn("w:p"), qn("w:tc"), qn("w:r")))


def saved(document: Any) -> bytes:
    """The document's bytes, without the time of saving: equal documents are equal files."""
    rough, out = io.BytesIO(), io.BytesIO()
    document.save(rough)
    with zipfile.ZipFile(rough) as read, zipfile.ZipFile(out, "w") as written:
        for member in read.infolist():
            stamped = zipfile.ZipInfo(member.filename, _EPOCH)
            stamped.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(stamped, read.read(member))
    return out.getvalue()
