from collections.abc import Iterator

import pytest

from sciweek.committee.tests.cast import Cast
from sciweek.outreach.tests.town import Town, make_town


@pytest.fixture
def town(cast: Cast) -> Iterator[Town]:
    """Hosts and schools at work, with the week's scope entered."""
    with cast.inside():
        yield make_town(cast)
