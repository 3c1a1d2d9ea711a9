from collections.abc import Iterator

import pytest

from sciweek.activities.tests.places import Place, make_place
from sciweek.base import clock
from sciweek.booking.tests.booked import BEFORE


@pytest.fixture
def place(db: None) -> Iterator[Place]:
    """A committee at work a week before its sessions, with its scope entered."""
    place = make_place()
    with place.inside(), clock.standing_at(BEFORE):
        yield place
