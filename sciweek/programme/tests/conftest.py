from collections.abc import Iterator

import pytest

from sciweek.activities.tests.places import Place, make_place


@pytest.fixture
def place(db: None) -> Iterator[Place]:
    """A committee at work, with its scope entered."""
    place = make_place()
    with place.inside():
        yield place
