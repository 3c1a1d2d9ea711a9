"""What walks in a browser share: looking again at a page until it says what has changed meanwhile."""

import contextlib
import time
from collections.abc import Callable
from functools import partial

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as TooLate

from sciweek.portal.cache import LOOKS, SHARED_FOR

# The portal's promise: so many seconds after a change no public page is older, in no browser.
PROMISED = LOOKS.total_seconds() + SHARED_FOR
ON_ITS_WAY = 5.0  # seconds that an answer may take on a busy machine
GLANCE = 250  # milliseconds that a page is looked at before it is asked for again


def soon_says(page: Page, address: str, thing: Locator) -> None:
    """The public page says what was changed just now: at the latest when it is asked for after the promised time."""
    _asked_until(partial(page.goto, address), thing, PROMISED + ON_ITS_WAY)


def _asked_until(ask: Callable[[], object], thing: Locator, within: float) -> None:
    """Ask for a page until it shows the thing. Asked for later than `within` seconds from now it must."""
    deadline = time.monotonic() + within
    is_last = False
    while not is_last:
        is_last = time.monotonic() > deadline
        ask()
        with contextlib.suppress(TooLate):
            thing.wait_for(timeout=GLANCE)
            return
    expect(thing).to_be_visible()
