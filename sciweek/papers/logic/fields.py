"""The merge fields of each kind of paper: {{标题}} in a Word template is replaced by the paper's title."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """A merge field. `is_block`: it stands alone in its paragraph, which becomes several paragraphs."""

    name: str
    meaning: str
    example: str
    is_block: bool = False
    required: bool = False


def fields_of(kind: str) -> tuple[Field, ...]:
    """The fields that a template of this kind may hold, in the order in which they usually stand."""
    raise NotImplementedError
