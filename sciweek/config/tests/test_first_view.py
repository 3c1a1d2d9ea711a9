"""What a first visit to the public pages costs: everything that a phone loads, as it goes over the wire."""

import urllib.request
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page

from sciweek.config.tests.sites import Site

pytestmark = [pytest.mark.browser, pytest.mark.one_database]
FIRST_VIEW = 150_000  # bytes, compressed


def sent_compressed(address: str) -> int:
    """How many bytes the server sends for it to a browser that takes gzip."""
    asked = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asked) as answer:
        return len(answer.read())


@pytest.mark.parametrize("path", ["/", "/programme/", "/programme/map/", "session"])
def test_the_first_view_is_light(page: Page, site: Site, path: str) -> None:
    """Page, styles, scripts, pictures: all that a first visit loads, as it goes over the wire."""
    page.set_viewport_size({"width": 390, "height": 844})
    if path == "session":
        page.goto(f"{site.url}/programme/?when=ahead")
        path = str(page.locator(".activity.line a[href*='/sessions/']").first.get_attribute("href"))
    loaded: set[str] = set()
    page.on("response", lambda answer: loaded.add(answer.url))
    page.goto(urljoin(site.url, path), wait_until="networkidle")
    weights = {address: sent_compressed(address) for address in loaded if address.startswith(site.url)}
    assert loaded == weights.keys(), "nothing is loaded from elsewhere"
    assert len(weights) > 3
    assert 10_000 < sum(weights.values()) < FIRST_VIEW, sorted(weights.items(), key=lambda each: -each[1])
