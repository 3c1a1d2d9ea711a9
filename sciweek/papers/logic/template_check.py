"""Is a template fit for use? Every problem is named with the paragraph where it stands."""

from collections.abc import Sequence

from sciweek.papers.logic.fields import Field


def check_template(template: bytes, kind: str, more: Sequence[Field] = ()) -> list[str]:
    """What is wrong, in Chinese, empty when the template can be used. `more`: fields that the caller adds."""
    raise NotImplementedError
