"""What a file is, by its content. The name is never trusted; it only earns a remark when it disagrees."""

import io
import re
import zipfile

from sciweek.base.archives import lists_more

from . import limits
from .outcome import Refusal

_HTML = re.compile(
    rb"<(!doctype\s+html|html|head|body|meta|title|div|table|article|section|p|span|h[1-6])[\s>/]",
    re.IGNORECASE,
)
_XML = re.compile(rb"<\?xml|<\?mso-application", re.IGNORECASE)
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"II*\0", b"MM\0*")
_HEIF_BRANDS = (b"heic", b"heix", b"mif1", b"avif", b"hevc", b"msf1")
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FIB = b"\xec\xa5"
_FIB_ENCRYPTED = 0x0100

_BY_ENDING = {
    "docx": {"docx", "docm", "dotx", "wps", "doc"},
    "html": {"html", "htm", "shtml", "xhtml"},
    "txt": {"txt", "text", "md", "csv", "log"},
    "image": {"png", "jpg", "jpeg", "gif", "bmp", "webp", "tif", "tiff", "heic", "heif", "avif"},
    "doc": {"doc", "dot"},
    "wps": {"wps", "wpt"},
}


def media_of(data: bytes, filename: str) -> str:
    """docx, pdf, ofd, txt, html, doc, wps, rtf or image. Raises `Refusal` for what is certainly none of them."""
    head = data[:1024]
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zipped(data)
    if head.startswith(_OLE2):
        return _compound(data, filename)
    if start.startswith(b"{\\rtf"):
        return "rtf"
    if _is_image(head):
        return "image"
    if head.startswith((b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")):
        raise Refusal("zip")
    if start.startswith(b"MIME-Version:") or b"<w:wordDocument" in data[:8192]:
        raise Refusal("save_as_docx")
    if _looks_like_html(data):
        return "html"
    if _XML.match(start):
        raise Refusal("save_as_docx")
    return "txt"


def ending_of(filename: str) -> str:
    """The name's ending in lower case without the dot; "" when there is none."""
    name = filename.replace("\\", "/").rpartition("/")[2]
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem and re.fullmatch(r"\w{1,8}", ending) else ""


def ending_disagrees(filename: str, media: str) -> bool:
    ending = ending_of(filename)
    return bool(ending) and ending not in _BY_ENDING.get(media, {media})


def _is_image(head: bytes) -> bool:
    if head.startswith(b"BM"):
        # Two letters are too little: the header's reserved words must be zero as well.
        return len(head) > 26 and head[6:10] == bytes(4)
    if head.startswith(b"RIFF"):
        return head[8:12] == b"WEBP"
    return head.startswith(_IMAGES) or (head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS)


def _looks_like_html(data: bytes) -> bool:
    # Old pages may open with long comments or scripts; UTF-16 pages have NULs between the letters.
    start = data[:4096].replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").lstrip()
    start = re.sub(rb"^(<\?xml[^>]*>|<!--.*?-->|\s)+", b"", start, flags=re.DOTALL)
    return bool(_HTML.match(start))


def _zipped(data: bytes) -> str:
    if lists_more(data, limits.MAX_ENTRIES):
        raise Refusal("archive_bomb")
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise Refusal("broken") from error
    known = set(names)
    if any(name.lstrip("/") == "OFD.xml" for name in names):
        return "ofd"
    if "[Content_Types].xml" in known or "_rels/.rels" in known:
        if any(name.startswith("xl/") for name in names):
            raise Refusal("spreadsheet")
        if any(name.startswith("ppt/") for name in names):
            raise Refusal("slides")
        return "docx"
    if "word/document.xml" in known:
        return "docx"
    if "mimetype" in known and "content.xml" in known:
        raise Refusal("save_as_docx")
    raise Refusal("zip")


def _compound(data: bytes, filename: str) -> str:
    """OLE2 compound files: the directory names its streams in UTF-16."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        raise Refusal("encrypted")
    if has("WordDocument"):
        if _word_is_encrypted(data):
            raise Refusal("encrypted")
        return "wps" if ending_of(filename) == "wps" else "doc"
    if has("Workbook"):
        raise Refusal("spreadsheet")
    if has("PowerPoint Document"):
        raise Refusal("slides")
    if ending_of(filename) == "wps":
        return "wps"
    raise Refusal("broken" if ending_of(filename) == "doc" else "unknown")


def _word_is_encrypted(data: bytes) -> bool:
    """The document's information block ([MS-DOC] FibBase) starts a sector and carries the flag."""
    for position in range(512, min(len(data), 4 * 1024 * 1024), 512):
        if data.startswith(_FIB, position):
            return bool(int.from_bytes(data[position + 10 : position + 12], "little") & _FIB_ENCRYPTED)
    return False
