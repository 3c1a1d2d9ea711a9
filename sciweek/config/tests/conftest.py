from typing import Any

import pytest

from sciweek.committee.tests.cast import Cast
from sciweek.config.tests.walk import things


@pytest.fixture(scope="module")
def known(lasting_cast: Cast) -> dict[str, dict[str, Any]]:
    """What `things` made for the cast of a file, by which addresses are written out."""
    return things(lasting_cast)
