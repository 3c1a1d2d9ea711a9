"""What walks in a browser share: a person's browser, and how to look at a page with it."""

import contextlib
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, ViewportSize, expect
from playwright.sync_api import TimeoutError as TooLate

from sciweek.portal.cache import LOOKS, SHARED_FOR

PATIENCE = 60_000  # milliseconds until a page is held to have failed
WIDTHS = (390, 1280)  # a phone, a screen in an office
PHONE: ViewportSize = {"width": 390, "height": 844}
SCREEN: ViewportSize = {"width": 1280, "height": 900}
# The portal's promise: so many seconds after a change no public page is older, in no browser.
PROMISED = LOOKS.total_seconds() + SHARED_FOR
ON_ITS_WAY = 5.0  # seconds that an answer may take on a busy machine
SLOW = int(os.environ.get("SLOW", "0"))  # milliseconds that every answer is late
GLANCE = 250  # milliseconds that a page is looked at before it is asked for again

Theme = Literal["light", "dark"]
Point = tuple[float, float]


@contextlib.contextmanager
def person(chromium: Browser, *, forgiven: Sequence[str] = (), **words: Any) -> Iterator[BrowserContext]:
    """A fresh profile that speaks Chinese, without motion: a colour on its way has no contrast.

    `words` are Playwright's for a new context. It is an error when one of its pages complained (see `_complaints`) of
    anything but what is `forgiven`.
    """
    usual: dict[str, Any] = {
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": SCREEN,
        "reduced_motion": "reduce",
    }
    with chromium.new_context(**usual | words) as context:
        context.set_default_timeout(PATIENCE)
        told = _complaints(context)
        if SLOW:
            context.on("page", _slowed)
        yield context
        complaints = [text for text in told if not any(part in text for part in forgiven)]
        assert not complaints, complaints


def _slowed(page: Page) -> None:
    """Whatever the page asks for comes `SLOW` milliseconds later: a walk that does not wait for an answer fails."""
    wire = page.context.new_cdp_session(page)
    unlimited = {"offline": False, "downloadThroughput": -1, "uploadThroughput": -1}
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", unlimited | {"latency": SLOW})


def _complaints(context: BrowserContext) -> list[str]:
    """What its pages will complain of: errors in the console, scripts that fail.

    An answer of 4xx that a test asks for is none; that a page's own script, style or picture is missing is one.
    """
    told: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        is_asked_for = "status of 4" in message.text and "/static/" not in message.location["url"]
        if message.type == "error" and not is_asked_for:
            told.append(message.text)

    context.on("console", hear)
    context.on("weberror", lambda error: told.append(str(error.error)))
    return told


@dataclass(frozen=True)
class Look:
    """Looks at pages as people see them, and leaves pictures where a folder is named. `walk` begins their names."""

    pictures: Path | None
    walk: str

    def __call__(
        self, page: Page, name: str = "", *, widths: Sequence[int] = WIDTHS, themes: Sequence[Theme] = ()
    ) -> None:
        """No sideways scroll at any of the widths; at the last of them nothing serious for axe, in each theme.

        No theme named: as the page is. Afterwards the window is as wide as it was.
        """
        before = page.viewport_size
        assert before is not None
        for theme in themes or ("",):
            if theme:
                page.emulate_media(color_scheme=theme)
            for width in widths:
                page.set_viewport_size({"width": width, "height": before["height"]})
                assert fits(page), f"{page.url} scrolls sideways at {width}"
                self._picture(page, "-".join(filter(None, (self.walk, name, str(width), theme))))
            assert serious(page) == [], page.url
        page.set_viewport_size(before)
        if themes:
            page.emulate_media(color_scheme="null")

    def _picture(self, page: Page, name: str) -> None:
        if self.pictures is not None:
            self.pictures.mkdir(parents=True, exist_ok=True)
            # A hidden caret would be an inline style, which the policy of the site forbids.
            page.screenshot(path=self.pictures / f"{name}.png", full_page=True, caret="initial")


def fits(page: Page) -> bool:
    """Whether the page needs no sideways scroll."""
    size = page.viewport_size
    assert size is not None
    wide: int = page.evaluate("document.documentElement.scrollWidth")
    return wide <= size["width"]


def serious(page: Page) -> list[str]:
    """What axe finds on the page that keeps people out: the rule, and the first place that breaks it."""
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:200]}"
        for each in found
        if each["impact"] in ("serious", "critical")
    ]


def follow(thing: Locator) -> None:
    """Press what leads to another page, and come back when that one is loaded.

    A press alone does not wait: what is looked at next would be whichever page stands there. Needed before whatever does
    not ask again by itself, as `expect` does.
    """
    with thing.page.expect_navigation():
        thing.click()


def middle(thing: Locator) -> Point:
    """Where to take hold of a thing; of a tall one, near its top."""
    box = thing.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, 12)


def drag_by_finger(page: Page, start: Point, end: Point) -> None:
    """A finger is put down, moved and lifted."""
    screen = page.context.new_cdp_session(page)

    def touch(kind: str, *points: Point) -> None:
        given = [{"x": x, "y": y} for x, y in points]
        screen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": given})

    touch("touchStart", start)
    for part in (0.1, 0.5, 1.0):
        touch("touchMove", (start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part))
    touch("touchEnd")


def soon_says(page: Page, address: str, thing: Locator) -> None:
    """The public page says what was changed just now: at the latest when it is asked for after the promised time."""
    _asked_until(partial(page.goto, address), thing, PROMISED + ON_ITS_WAY)


def says_in_the_end(page: Page, thing: Locator) -> None:
    """The page says what a worker does meanwhile, when it is loaded again."""
    _asked_until(page.reload, thing, PATIENCE / 1000)


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
