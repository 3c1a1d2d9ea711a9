"""A paper and a template become a Word file. There is one way to write: by merging."""

from sciweek.papers.logic.official import OfficialPaper


def write_docx(paper: OfficialPaper) -> bytes:
    """The paper in the product's own template of its kind, per GB/T 9704-2012."""
    raise NotImplementedError


def merge_template(template: bytes, paper: OfficialPaper) -> bytes:
    """The paper in the office's template. Raises `Refused` with every problem that `check_template` names."""
    raise NotImplementedError
