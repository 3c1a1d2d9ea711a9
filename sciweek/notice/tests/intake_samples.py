"""Small files of every kind, made at run time; their contents are invented."""

import io
import re
import struct
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

NOTICE = """云川市临江区科学技术局
关于举办2025年临江区科技活动周的通知
临科字〔2025〕12号
各街道办事处，区直有关部门：
根据上级通知要求，区科技局、区委宣传部、区科协将于2025年5月24日至31日共同举办2025年全区科技活动周，请认真组织实施。
一、活动时间与主题
活动时间为2025年5月24日至31日，主题为“科技就在身边”。
联系人：林工，电话0890-6120001。
临江区科学技术局
2025年5月6日"""

TRADITIONAL = NOTICE.translate(
    str.maketrans(
        "云区学术举办关于动周的通知据请认真组织实联系电话时间与题为传",
        "雲區學術舉辦關於動週的通知據請認真組織實聯繫電話時間與題為傳",
    )
)


def zipped(members: Mapping[str, bytes | str], *, level: int = 6) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


# Word

CONTENT_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def word(body: str, *, head: str = "", **parts: str) -> bytes:
    """A .docx from the inside of `w:body`; `parts` are numbering, styles, footnotes, header1 … by file name."""
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    kinds = {"header1": "header", "afchunk": "aFChunk"}
    rels = "".join(
        f'<Relationship Id="r{name}" Type="{RELATIONSHIPS}/{kinds.get(name, name)}" Target="{name}.xml"/>'
        for name in parts
    )
    root = f'<Relationship Id="r1" Type="{RELATIONSHIPS}/officeDocument" Target="word/document.xml"/>'
    return zipped(
        {
            "[Content_Types].xml": CONTENT_TYPES,
            "_rels/.rels": f'<Relationships xmlns="{package}">{root}</Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}">{rels}</Relationships>',
            "word/document.xml": head + _part("document", f"<w:body>{body}</w:body>"),
            **{f"word/{name}.xml": content for name, content in parts.items()},
        }
    )


def _part(tag: str, inside: str) -> str:
    return (
        f'<w:{tag} xmlns:w="{WORD}" xmlns:r="{RELATIONSHIPS}"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        f"{inside}</w:{tag}>"
    )


def part(tag: str, inside: str) -> str:
    """Any other part of a .docx: numbering, styles, footnotes, hdr."""
    return _part(tag, inside)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


def numbered(text: str, number: int, depth: int = 0) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def level(depth: int, form: str, pattern: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def table(rows: Sequence[Sequence[str]]) -> str:
    """Cells are the inside of `w:tc`."""
    inside = "".join("<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
    return f"<w:tbl>{inside}</w:tbl>"


def notice_docx() -> bytes:
    return word("".join(paragraph(line) for line in NOTICE.split("\n")))


# PDF: one Type 3 font whose signs are boxes of an em or half an em; a ToUnicode map gives the text.

SIZE = 16
EDGE = 80


def wrapped(text: str, *, columns: int = 28, indent: int = 2) -> list[tuple[int, str]]:
    """One paragraph as (indent in half ems, line) as a typesetter breaks it: numbers stay whole, and one closing
    sign may hang over the edge."""
    lines: list[tuple[int, str]] = []
    line, room = "", 2 * (columns - indent)
    for piece in re.findall(r"[!-~]+|.", text):
        width = len(piece) if piece.isascii() else 2
        hangs = piece in "，。、：；）》”" and room >= 0
        if room < width and not hangs:
            lines.append((0 if lines else 2 * indent, line))
            line, room = "", 2 * columns
        line += piece
        room -= width
    lines.append((0 if lines else 2 * indent, line))
    return lines


Drawn = tuple[float, float, str]
"""x and y in points from the bottom left, and the text."""


def page_of(lines: Sequence[tuple[int, str]], *, top: float = 720.0) -> list[Drawn]:
    return [
        (EDGE + indent * SIZE / 2, top - 28 * number, text) for number, (indent, text) in enumerate(lines)
    ]


UPRIGHT_AFTER = {0: "", 90: "0 1 -1 0 612 0 cm\n", 180: "-1 0 0 -1 612 792 cm\n", 270: "0 -1 1 0 0 792 cm\n"}


def pdf(
    pages: Sequence[Sequence[Drawn]],
    *,
    rules: Sequence[tuple[float, float, float, float]] = (),
    turned: int = 0,
) -> bytes:
    """A text-bearing PDF; `rules` are lines drawn on every page; `turned` pages are drawn lying and shown upright."""
    letters = sorted({letter for page in pages for _, _, text in page for letter in text})
    code = {letter: number for number, letter in enumerate(letters, start=1)}
    widths = " ".join("500" if letter.isascii() else "1000" for letter in letters)
    names = " ".join(f"/{'h' if letter.isascii() else 'w'}" for letter in letters)
    mapping = "\n".join(
        f"<{number:02x}> <{letter.encode('utf-16-be').hex()}>" for letter, number in code.items()
    )
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(code)} beginbfchar\n{mapping}\nendbfchar endcmap end end"
    )
    font = (
        "<</Type/Font/Subtype/Type3/FontBBox[0 -120 1000 880]/FontMatrix[.001 0 0 .001 0 0]"
        f"/CharProcs<</h 4 0 R/w 5 0 R>>/Encoding<</Type/Encoding/Differences[1 {names}]>>"
        f"/FirstChar 1/LastChar {max(1, len(letters))}/Widths[{widths or 0}]/Resources<<>>/ToUnicode 6 0 R>>"
    )
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(f'{7 + 2 * n} 0 R' for n in range(len(pages)))}]>>",
        font,
        _stream("500 0 0 -120 500 880 d1 0 -120 500 1000 re f"),
        _stream("1000 0 0 -120 1000 880 d1 0 -120 1000 1000 re f"),
        _stream(cmap),
    ]
    for number, page in enumerate(pages):
        drawn = UPRIGHT_AFTER[turned] + "".join(f"{x0} {y0} m {x1} {y1} l S\n" for x0, y0, x1, y1 in rules)
        for x, y, text in page:
            shown = "".join(f"{code[letter]:02x}" for letter in text)
            drawn += f"BT /F {SIZE} Tf {x} {y} Td <{shown}> Tj ET\n"
        page_object = (
            f"<</Type/Page/Parent 2 0 R/Rotate {turned}/MediaBox[0 0 612 792]/Resources<</Font<</F 3 0 R>>>>"
            f"/Contents {8 + 2 * number} 0 R>>"
        )
        objects += [page_object, _stream(drawn)]
    return _pdf_file(objects)


def scanned_pdf(pages: int = 1) -> bytes:
    """Pages covered by a grey picture."""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {pages}/Kids[{' '.join(f'{5 + n} 0 R' for n in range(pages))}]>>",
        _stream(
            "\x80\x80\x80\x80",
            "/Type/XObject/Subtype/Image/Width 2/Height 2/ColorSpace/DeviceGray/BitsPerComponent 8",
        ),
        _stream("q 612 0 0 792 0 0 cm /I Do Q"),
        *[
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</XObject<</I 3 0 R>>>>/Contents 4 0 R>>"
        ]
        * pages,
    ]
    return _pdf_file(objects)


def encrypted_pdf() -> bytes:
    """Declares the standard security handler with keys that no password fits."""
    plain = pdf([[(80, 700, "机密")]])
    locked = f"/Encrypt<</Filter/Standard/V 1/R 2/O<{'ab' * 32}>/U<{'cd' * 32}>/P -4>>/ID[<00><00>]"
    return plain.replace(b"/Root 1 0 R", b"/Root 1 0 R" + locked.encode())


def _stream(content: str, more: str = "") -> str:
    return f"<<{more}/Length {len(content.encode('latin-1'))}>>\nstream\n{content}\nendstream"


def _pdf_file(objects: Sequence[str]) -> bytes:
    out = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content.encode("latin-1") + b"\nendobj\n"
    table_at = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{table_at}\n%%EOF\n".encode()
    return out


# OFD

OFD_SPACE = "http://www.ofdspec.org/2016"


def ofd(
    pages: Sequence[str], *, members: Mapping[str, bytes | str] | None = None, prefix: str = "ofd:"
) -> bytes:
    """A package from the insides of each page's layer."""
    space = f'xmlns:ofd="{OFD_SPACE}"' if prefix else f'xmlns="{OFD_SPACE}"'
    entries = "".join(
        f'<ofd:Page ID="{n + 10}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages))
    )
    files: dict[str, bytes | str] = {
        "OFD.xml": f"<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": (
            f"<ofd:Document {space}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
            f"</ofd:PageArea></ofd:CommonData><ofd:Pages>{entries}</ofd:Pages></ofd:Document>"
        ),
    }
    for number, page in enumerate(pages):
        files[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f'<ofd:Page {space}><ofd:Content><ofd:Layer ID="1">{page}</ofd:Layer></ofd:Content></ofd:Page>'
        )
    files = {
        name: str(content).replace("ofd:", prefix) if not prefix else content
        for name, content in files.items()
    }
    return zipped({**files, **(members or {})})


def ofd_text(x: float, y: float, text: str, *, size: float = 5.6, more: str = "") -> str:
    """A text object whose baseline starts at (x, y) millimetres from the top left."""
    steps = " ".join(str(size / 2 if letter.isascii() else size) for letter in text[:-1])
    return (
        f'<ofd:TextObject ID="2" Font="1" Size="{size}" Boundary="{x} {y - size} {size * len(text)} {size * 1.3}"{more}>'
        f'<ofd:TextCode X="0" Y="{size}" DeltaX="{steps}">{escape(text)}</ofd:TextCode></ofd:TextObject>'
    )


# Old Office containers

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def compound(*streams: str, encrypted: bool = False) -> bytes:
    """The outside of an OLE2 file whose directory names `streams`; enough to be recognised, not to be opened."""
    fib = b"\xec\xa5" + bytes(8) + struct.pack("<H", 0x0100 if encrypted else 0)
    directory = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return OLE2 + bytes(504) + fib.ljust(512, b"\0") + directory.ljust(1024, b"\0")
