"""Pictures of pages that the office has set in Word."""

from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from sciweek.dispatch.logic.pictures import HIGHEST, WIDTH, page_count, page_picture


def pdf(*sizes: tuple[float, float]) -> bytes:
    """Blank pages of these widths and heights in points."""
    document = pypdfium2.PdfDocument.new()
    for size in sizes:
        document.new_page(*size)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("size", "seen"),
    [
        ((595, 842), (WIDTH, 1416)),
        ((842, 595), (WIDTH, 707)),
        ((3, 1584), (8, HIGHEST)),
        ((1584, 3), (WIDTH, 2)),
    ],
)
def test_a_page_is_as_wide_as_the_screen_shows_and_never_endless(
    size: tuple[float, float], seen: tuple[int, int]
) -> None:
    with Image.open(BytesIO(page_picture(pdf(size), 1))) as picture:
        assert picture.size == seen


def test_a_page_that_is_not_there_has_no_picture() -> None:
    pages = pdf((595, 842), (595, 842))
    assert page_count(pages) == 2
    for number in (0, 3):
        with pytest.raises(IndexError):
            page_picture(pages, number)
