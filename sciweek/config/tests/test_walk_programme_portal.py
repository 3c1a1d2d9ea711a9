"""The public programme on a phone: by day and kind, starred, on the map, on paper, one session."""

import re
import urllib.request
from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, expect

from sciweek.config.tests.browsing import PHONE, fits, follow, person, serious
from sciweek.config.tests.sites import Site

pytestmark = [pytest.mark.browser, pytest.mark.one_database]


@pytest.fixture
def visitor(chromium: Browser) -> Iterator[Page]:
    """A citizen's phone."""
    with person(chromium, viewport=PHONE) as context:
        yield context.new_page()


def looks_right(page: Page) -> None:
    assert fits(page), page.url
    assert serious(page) == [], page.url


def choose(page: Page, label: str, value: str) -> None:
    """A choice sends the form by itself where scripts run."""
    with page.expect_navigation():
        page.get_by_label(label, exact=True).select_option(value)


def test_the_list_is_narrowed_by_day_and_by_kind(visitor: Page, site: Site) -> None:
    visitor.goto(f"{site.url}/programme/")
    looks_right(visitor)
    whole = visitor.locator(".activity.line").count()
    day = str(visitor.locator("#id_day option").nth(2).get_attribute("value"))
    choose(visitor, "日期", day)
    assert f"day={day}" in visitor.url
    lines = visitor.locator(".activity.line")
    assert 0 < lines.count() < whole
    of_day = lines.count()
    kind = lines.first.locator(".visually-hidden").first.inner_text()
    visitor.locator(".kind-grid a").filter(has_text=kind).click()
    expect(visitor.locator(".chips a")).to_have_count(2)
    assert f"day={day}" in visitor.url
    assert "kind=" in visitor.url
    assert 0 < lines.count() <= of_day
    assert {one.locator(".visually-hidden").first.inner_text() for one in lines.all()} == {kind}
    looks_right(visitor)
    visitor.locator(".chips a").first.click()
    expect(visitor.locator(".chips a")).to_have_count(1)


def test_two_starred_sessions_stand_in_the_own_list_after_a_reload(visitor: Page, site: Site) -> None:
    visitor.goto(f"{site.url}/programme/?when=ahead")
    names = []
    for number in (0, 1):
        line = visitor.locator(".activity.line:has(.star)").nth(number)
        names.append(line.locator(".activity-name").inner_text())
        line.locator(".star").click()
        expect(line.locator(".star")).to_have_attribute("aria-pressed", "true")
    visitor.reload()
    expect(visitor.locator(".star[aria-pressed=true]")).to_have_count(2)
    visitor.locator("[data-mine-link]").first.click()
    expect(visitor.get_by_role("heading", name="我的日程", exact=True)).to_be_visible()
    expect(visitor.locator(".activity.line")).to_have_count(2)
    assert sorted(visitor.locator(".activity-name").all_inner_texts()) == sorted(names)
    looks_right(visitor)
    visitor.locator(".star").first.click()
    visitor.reload()
    expect(visitor.locator(".activity.line")).to_have_count(1)


def test_a_marker_on_the_map_leads_to_the_sessions_of_its_venue(visitor: Page, site: Site) -> None:
    visitor.goto(f"{site.url}/programme/map/")
    pins = visitor.locator(".map-pin")
    pins.first.wait_for()
    looks_right(visitor)
    while (
        visitor.locator(".map-pin.is-many").count() and not visitor.locator(".map-pin:not(.is-many)").count()
    ):
        visitor.locator(".map-pin.is-many").first.click()
    alone = visitor.locator(".map-pin:not(.is-many)").first
    # By its key: a pin may lie half under another one.
    alone.focus()
    visitor.keyboard.press("Enter")
    link = visitor.locator(".leaflet-popup a[href*='venue=']").first
    name = link.inner_text()
    link.click()
    expect(visitor.locator(".chips a").filter(has_text=name)).to_be_visible()
    assert "venue=" in visitor.url
    assert visitor.locator(".activity.line").count() > 0


def test_the_print_view_prints_the_sessions_and_nothing_else(visitor: Page, site: Site) -> None:
    visitor.goto(f"{site.url}/programme/")
    follow(visitor.get_by_role("link", name="打印", exact=True))
    expect(visitor.locator(".print-table tbody tr").first).to_be_visible()
    looks_right(visitor)
    visitor.emulate_media(media="print")
    assert visitor.locator(".print-table tbody tr").count() > 20
    for hidden in (".no-print", "header nav"):
        assert not any(one.is_visible() for one in visitor.locator(hidden).all()), hidden
    visitor.emulate_media(media="screen")
    follow(visitor.get_by_role("link", name="回到日程"))
    expect(visitor).to_have_url(re.compile("/programme/$"))


def test_a_session_has_a_page_that_can_be_kept_and_starred(visitor: Page, site: Site) -> None:
    visitor.goto(f"{site.url}/programme/?when=ahead")
    line = visitor.locator(".activity.line:has(.star)").first
    name = line.locator(".activity-name").inner_text()
    line.locator("a").first.click()
    expect(visitor.get_by_role("heading", level=1)).to_contain_text(name.partition(" · ")[0])
    assert "/sessions/" in visitor.url
    looks_right(visitor)
    star = visitor.locator("[data-star]").first
    star.click()
    expect(star).to_have_attribute("aria-pressed", "true")
    kept = visitor.locator("a[href$='session.ics']").first.get_attribute("href")
    with urllib.request.urlopen(urljoin(visitor.url, str(kept))) as answer:
        assert answer.read().startswith(b"BEGIN:VCALENDAR")
