"""All judges of a paper, in the order of its parts."""

from django.utils.translation import gettext as _

from sciweek.base.errors import Refused
from sciweek.papers.logic.container import opened
from sciweek.papers.logic.page_check.closing import closing
from sciweek.papers.logic.page_check.findings import told
from sciweek.papers.logic.page_check.opening import opening
from sciweek.papers.logic.page_check.pages import pages
from sciweek.papers.logic.page_check.reading import read
from sciweek.papers.logic.page_check.roles import roles_of
from sciweek.papers.logic.page_check.text import text


def check_page(docx: bytes) -> list[str]:
    """Each departure in one Chinese sentence, with the paragraph where it stands; empty when there is none.

    A file without red head, number and addressee (a table by itself) is judged by its pages, type and headings alone.
    Raises `Refused` when the file cannot be opened.
    """
    document = opened(docx)
    try:
        file = read(document)
        paper = roles_of(file)
        return told([*pages(file, paper), *opening(file, paper), *text(file, paper), *closing(file, paper)])
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        # A part is missing that the file names, or a measure is no number.
        raise Refused(_("这不是 Word 文件（.docx），或文件已损坏。"), code="not_word") from error
