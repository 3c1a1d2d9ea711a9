from collections.abc import Iterator

import pytest

from sciweek.portal.tests.programmed import make_programme
from sciweek.portal.tests.stage import Stage, make_stage, standing


@pytest.fixture
def stage(db: None) -> Iterator[Stage]:
    """An open edition on its fourth day, the 25th, at 14:36."""
    made = make_stage()
    with standing(25, 14, 36):
        yield made


@pytest.fixture
def programmed(stage: Stage) -> Stage:
    """The same edition with a released programme."""
    return make_programme(stage)


@pytest.fixture
def before(db: None) -> Iterator[Stage]:
    """The open edition before it begins: the 20th, 9:00."""
    made = make_stage()
    with standing(20, 9):
        yield made
