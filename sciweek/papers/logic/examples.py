"""Invented papers that show each kind."""

from sciweek.papers.logic.official import OfficialPaper


def example_paper(kind: str) -> OfficialPaper:
    """A paper with every part of its kind, of an invented district."""
    raise NotImplementedError
