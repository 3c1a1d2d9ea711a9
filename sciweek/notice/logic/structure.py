"""The build of a notice: paragraphs, signature, annexes and sections together."""

from sciweek.notice.logic.annexes import find_annexes, find_signature
from sciweek.notice.logic.layout import Layout
from sciweek.notice.logic.paragraphs import join_lines, split_paragraphs
from sciweek.notice.logic.sections import mark_sections
from sciweek.notice.logic.source import Source


def lay_out(source: Source) -> Layout:
    """Takes a folded source apart."""
    joined = join_lines(source)
    layout = Layout(joined, split_paragraphs(joined))
    layout.signed = find_signature(layout)
    find_annexes(layout)
    mark_sections(layout)
    return layout
