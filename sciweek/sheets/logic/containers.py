"""What kind of file came, and whether it is safe to open: judged by its bytes, before any reader sees it."""

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from sciweek.base.archives import lists_more, part_of
from sciweek.base.errors import Refused

MAX_BYTES = 10 * 1024 * 1024
MAX_ENTRIES = 2000
# Of all parts together. A table of 50,000 rows by 12 columns takes about 30 MB.
MAX_UNPACKED = 64 * 1024 * 1024
# Text packs at 10:1 to 40:1; a bomb at 1,000:1. Small files may pack better.
MAX_RATIO = 200
RATIO_FROM = 8 * 1024 * 1024

OLE = bytes.fromhex("D0CF11E0A1B11AE1")
Format = Literal["xlsx", "xls", "ods", "csv"]


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that may be read: `data` is the workbook made anew from measured parts, or the bytes as they came."""

    format: Format
    data: bytes
    parts: dict[str, bytes]


def open_container(data: bytes, name: str) -> Opened:
    """Tell the format by the bytes. Raises `Refused` with a word on what to do for everything else."""
    if not data:
        raise Refused(_("文件是空的。请检查后重新选择。"), code="empty")
    if len(data) > MAX_BYTES:
        raise Refused(_("文件超过 10 MB。去掉图片，或者分成几个文件。"), code="too_large")
    if data[:4] == b"PK\x03\x04":
        return _open_zip(data)
    if data[:8] == OLE:
        return _open_ole(data)
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"mime-version")):
        raise _refuse_disguised()
    if data[:5] == b"%PDF-" or data[:3] in {b"\xff\xd8\xff", b"\x89PN", b"GIF"} or data[:4] == b"Rar!":
        raise Refused(_("这不是表格文件。请上传 .xlsx、.xls、.ods 或 .csv。"), code="not_a_table")
    if name.lower().endswith((".xlsx", ".xls", ".ods")):
        raise Refused(_("文件打不开，可能没有传完整。在 Excel 里打开，另存为 .xlsx 后再传。"), code="damaged")
    return Opened("csv", data, {})


def _open_zip(data: bytes) -> Opened:
    parts = _unpack(data)
    names = {part.lower() for part in parts}
    if any(
        part.endswith(("vbaproject.bin", "basic/script-lc.xml")) or "/xl4" in part for part in names
    ) or any(part.startswith(("xl/macrosheets/", "basic/")) for part in names):
        raise Refused(_("文件里有宏，不能导入。在 Excel 里另存为 .xlsx 后再传。"), code="macro")
    if "xl/workbook.bin" in names:
        raise Refused(_("这是 .xlsb 文件，不能导入。在 Excel 里另存为 .xlsx 后再传。"), code="xlsb")
    if "word/document.xml" in names:
        raise Refused(_("这是 Word 文件。把表格复制到 Excel，另存为 .xlsx 后再传。"), code="word")
    if "xl/workbook.xml" in names:
        return Opened("xlsx", _pack(parts), parts)
    if parts.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
            raise _refuse_password()
        return Opened("ods", _pack(parts), parts)
    raise Refused(_("这不是表格文件。请上传 .xlsx、.xls、.ods 或 .csv。"), code="not_a_table")


def _unpack(data: bytes) -> dict[str, bytes]:
    """The parts that a table needs, each measured while it is unpacked: what a part says of its size may be a lie."""
    if lists_more(data, MAX_ENTRIES):
        raise _refuse_bomb()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if any(entry.flag_bits & 1 for entry in entries):
                raise _refuse_password()
            # No program that makes tables packs in another way.
            if any(
                entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries
            ):
                raise zipfile.BadZipFile
            said = sum(entry.file_size for entry in entries)
            packed = sum(entry.compress_size for entry in entries)
            if said > MAX_UNPACKED or (said > RATIO_FROM and said > packed * MAX_RATIO):
                raise _refuse_bomb()
            parts: dict[str, bytes] = {}
            for entry in entries:
                kept = entry.filename.lower().endswith((".xml", ".rels")) or entry.filename == "mimetype"
                # Pictures and the like are left out: the reader of tables has no use for them.
                parts[entry.filename] = part_of(archive, entry) if kept else b""
            return parts
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise Refused(
            _("文件打不开，可能没有传完整。在 Excel 里打开，另存为 .xlsx 后再传。"), code="damaged"
        ) from error


def _pack(parts: dict[str, bytes]) -> bytes:
    """The workbook anew, unpacked: the reader can meet nothing that was not measured."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, body in parts.items():
            if body:
                archive.writestr(name, body)
    return out.getvalue()


def _open_ole(data: bytes) -> Opened:
    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        raise _refuse_password()
    if holds("_VBA_PROJECT"):
        raise Refused(_("文件里有宏，不能导入。在 Excel 里另存为 .xlsx 后再传。"), code="macro")
    if holds("WordDocument"):
        raise Refused(_("这是 Word 文件。把表格复制到 Excel，另存为 .xlsx 后再传。"), code="word")
    return Opened("xls", data, {})


def _refuse_password() -> Refused:
    return Refused(_("文件有打开密码。去掉密码，另存为 .xlsx 后再传。"), code="encrypted")


def _refuse_bomb() -> Refused:
    return Refused(_("文件展开以后太大，不能导入。只留要导入的一张表，另存为 .xlsx 后再传。"), code="bomb")


def _refuse_disguised() -> Refused:
    return Refused(
        _("这个文件的内容是网页，只是名字像表格。在 Excel 里打开，另存为 .xlsx 后再传。"), code="disguised"
    )
