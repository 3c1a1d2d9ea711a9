"""Web pages: the article's text by blocks. What is left out is only what is certainly not the article: scripts,
styles, controls, navigation, hidden parts; and, where the page marks its article the way government sites do, what
stands around it."""

import itertools
import re

from lxml import etree, html

from .outcome import Refusal, Remark, remark
from .plain import decode

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_DROPPED = frozenset(
    ("script", "style", "noscript", "template", "head", "nav", "aside", "form", "button", "select", "input",
     "textarea", "iframe", "object", "embed", "svg", "canvas", "audio", "video", "map", "math", "rt", "rp")
)  # fmt: skip
_BLOCKS = frozenset(
    ("address", "article", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figcaption",
     "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol", "p", "pre",
     "section", "summary", "details", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption")
)  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_FURNITURE = re.compile(
    r"\b(nav(bar|igation)?|menu|breadcrumbs?|crumbs?|sidebar|share|bdsharebuttonbox|pagination|copyright)\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"\b(zoom|TRS_Editor|trs_editor_view|UCAP-CONTENT|article[-_]?(content|body|con)|js_content|rich_media_content"
    r"|pages_content|news_content|TRS_UEDITOR|vsb_content(_\d+)?|content[-_]?text)\b",
    re.IGNORECASE,
)
_LEAST_ARTICLE = 200
_SPACES = re.compile(r"[ \t\r\n\f]+")
_DEEPEST = 200
_MOST_BYTES = 6 * 1024 * 1024
"""A page's tree in memory is about thirty times as large."""
_MOST_CANDIDATES = 40
CELL = " | "


def read_web(data: bytes) -> tuple[str, list[Remark]]:
    """Raises `Refusal`: garbled, no_text, too_large."""
    if len(data) > _MOST_BYTES:
        raise Refusal("too_much_text")
    found = _CHARSET.search(data[:4096].replace(b"\0", b""))
    source, remarks = decode(data, found[1].decode("ascii", "replace") if found else None)
    # lxml refuses text with an encoding declaration and control characters that XML does not know.
    source = re.sub(r"^\s*<\?xml[^>]*\?>", "", source).replace("\0", "")
    parser = html.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        root = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Refusal("no_text") from error
    article = _article(root)
    lines = _lines(article if article is not None else root)
    title = _title(root, lines) if article is not None else None
    if title:
        lines.insert(0, title)
        remarks = [*remarks, remark("title_from_page")]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    if not text.strip():
        raise Refusal("no_text")
    return text, remarks


def _article(root: etree._Element) -> etree._Element | None:
    """The innermost marked container that holds most of the longest marked text."""
    best: etree._Element | None = None
    longest = 0
    containers = root.iter("article", "div", "td", "section", "main", "ucapcontent")
    for each in itertools.islice(filter(_is_marked, containers), _MOST_CANDIDATES):
        length = len("".join("".join(_lines(each)).split()))
        inside = best is not None and best in list(each.iterancestors())
        if length >= _LEAST_ARTICLE and (length > longest * 1.1 or (inside and length > 0.9 * longest)):
            best, longest = each, length
    return best


def _is_marked(element: etree._Element) -> bool:
    mark = f"{element.get('id', '')} {element.get('class', '')}"
    return element.tag in ("article", "main", "ucapcontent") or bool(_ARTICLE.search(mark))


def _title(root: etree._Element, lines: list[str]) -> str | None:
    """The page's heading when the article does not repeat it."""
    headings = [" ".join("".join(_texts(each)).split()) for each in root.iter("h1")]
    headings += [
        (meta.get("content") or "").strip()
        for meta in root.iter("meta")
        if (meta.get("name") or "").lower() in ("articletitle", "og:title")
    ]
    beginning = "".join("".join(lines[:12]).split())
    for heading in headings:
        if 6 <= len(heading) <= 200 and "".join(heading.split()) not in beginning:
            return heading
        if "".join(heading.split()) in beginning and heading:
            return None
    return None


def _texts(element: etree._Element) -> list[str]:
    return [str(each) for each in element.itertext()]


def _lines(root: etree._Element) -> list[str]:
    writer = _Writer()
    writer.walk(root, 0)
    return writer.finished()


class _Writer:
    """Walks the tree and keeps the line that is being written."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._open: list[str] = []

    def walk(self, element: etree._Element, depth: int) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in _DROPPED or depth > _DEEPEST or _is_out(element):
            return
        if tag == "br":
            self._break()
        elif tag == "tr":
            self._row(element, depth)
        elif tag == "pre":
            self._break()
            self._lines += "".join(_texts(element)).split("\n")
        else:
            block = tag in _BLOCKS
            if block:
                self._close()
            self._write(element.text)
            for each in element:
                self.walk(each, depth + 1)
                self._write(each.tail)
            if block:
                self._close()

    def finished(self) -> list[str]:
        self._close()
        return self._lines

    def _row(self, row: etree._Element, depth: int) -> None:
        self._close()
        cells = []
        for each in row:
            if each.tag in ("td", "th"):
                inner = _Writer()
                inner.walk(each, depth + 1)
                cells.append([line for line in inner.finished() if line.strip()])
        if len(cells) == 1:
            self._lines += cells[0]
        elif any(cells):
            self._lines.append(CELL.join(" ".join(cell) for cell in cells).rstrip())

    def _write(self, text: str | None) -> None:
        if text:
            self._open.append(text)

    def _break(self) -> None:
        self._lines.append(self._taken())

    def _close(self) -> None:
        line = self._taken()
        if line:
            self._lines.append(line)

    def _taken(self) -> str:
        line = _SPACES.sub(" ", "".join(self._open)).strip(" ")
        self._open = []
        # A line break inside Chinese source text is no space: 通知\n要求 reads 通知要求.
        return re.sub(
            r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u4e00-\u9fff\uff00-\uffef])", _kept_space, line
        )


def _kept_space(found: re.Match[str]) -> str:
    # Two-character names are written with a space between (刘 霖); only after punctuation is the space surely none.
    before = found.string[found.start() - 1]
    return "" if before in "，。、；：？！）》”" else " "


def _is_out(element: etree._Element) -> bool:
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return True
    if element.tag in ("body", "html", "main", "article"):
        return False
    mark = f"{element.get('id', '')} {element.get('class', '')}"
    # Furniture is short; a long "share" box with sentences in it is the article after all.
    return bool(_FURNITURE.search(mark)) and len("".join(_texts(element))) < 400
