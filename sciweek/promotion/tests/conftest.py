from collections.abc import Iterator

import pytest

from sciweek.base import clock
from sciweek.promotion.tests.bought import NOW


@pytest.fixture(autouse=True)
def _middle_of_the_week(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every test of the room stands at one moment; one of another moment says so."""
    with clock.standing_at(NOW):
        yield
