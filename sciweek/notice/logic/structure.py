"""The build of a notice: paragraphs, signature, annexes and sections together."""

from itertools import islice

from sciweek.notice.logic.annexes import find_annexes, find_signature
from sciweek.notice.logic.layout import Layout
from sciweek.notice.logic.paragraphs import join_lines, split_paragraphs
from sciweek.notice.logic.sections import mark_sections
from sciweek.notice.logic.source import Source

# Two hundred pages have some 6,000; one line of marks can be broken into ten times as many, and each has its cost.
MOST_PARAGRAPHS = 10_000


def lay_out(source: Source) -> Layout:
    """Takes a folded source apart, as far as `MOST_PARAGRAPHS`."""
    joined = join_lines(source)
    paras = list(islice(split_paragraphs(joined), MOST_PARAGRAPHS + 1))
    layout = Layout(joined, paras[:MOST_PARAGRAPHS], is_cut=len(paras) > MOST_PARAGRAPHS)
    layout.signed = find_signature(layout)
    find_annexes(layout)
    mark_sections(layout)
    return layout
