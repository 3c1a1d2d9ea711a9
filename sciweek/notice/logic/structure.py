"""The build of a notice: paragraphs, signature, annexes and sections together."""

from .annexes import find_annexes, find_signature
from .layout import Layout
from .paragraphs import join_lines, split_paragraphs
from .sections import mark_sections
from .source import Source


def lay_out(source: Source) -> Layout:
    """Takes a folded source apart."""
    joined = join_lines(source)
    layout = Layout(joined, split_paragraphs(joined))
    layout.signed = find_signature(layout)
    find_annexes(layout)
    mark_sections(layout)
    return layout
