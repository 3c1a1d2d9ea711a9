"""Pages of a PDF that Sciweek made itself, as pictures for a web page."""

from io import BytesIO
from threading import Lock

import pypdfium2
from PIL import Image

COLOURS = 32  # black, red and what smooths their edges
WIDTH = 1000  # pixels: an A4 page at a readable size, sharp on a small screen
# Of a page that somebody has made three points wide: a picture of its full height would take all memory.
HIGHEST = 4000
# PDFium must not be used by two threads at once.
_alone = Lock()


def page_count(pdf: bytes) -> int:
    with _alone:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return len(document)
        finally:
            document.close()


def page_picture(pdf: bytes, number: int) -> bytes:
    """Page `number` (the first is 1) as PNG. Raises `IndexError` for a page that is not there."""
    with _alone:
        document = pypdfium2.PdfDocument(pdf)
        try:
            if not 1 <= number <= len(document):
                raise IndexError(number)
            page = document[number - 1]
            scale = min(WIDTH / max(page.get_width(), 1), HIGHEST / max(page.get_height(), 1))
            picture = page.render(scale=scale).to_pil()
        finally:
            document.close()
    out = BytesIO()
    picture.quantize(COLOURS, Image.Quantize.FASTOCTREE).save(out, "PNG")
    return out.getvalue()
