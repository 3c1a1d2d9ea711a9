"""Does a Word file keep to GB/T 9704-2012? Judged from the file itself, without a renderer."""

from sciweek.papers.logic.page_check.checking import check_page

__all__ = ["check_page"]
