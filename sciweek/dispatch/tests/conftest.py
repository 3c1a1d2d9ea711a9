from collections.abc import Iterator

import pytest

from sciweek.base import clock
from sciweek.committee.tests.cast import Cast
from sciweek.dispatch.tests.offices import TODAY, furnish


@pytest.fixture
def house(cast: Cast) -> Iterator[Cast]:
    """Linjiang with all that papers are made of, on 12 April 2027; the test stands inside its week."""
    with clock.standing_at(TODAY), cast.inside():
        furnish(cast)
        yield cast
