"""The public pages in a real browser: they fit, axe finds nothing serious, the keyboard reaches what matters."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from sciweek.config.tests.browsing import PHONE, fits, follow, person, serious
from sciweek.config.tests.sites import Site

pytestmark = [pytest.mark.browser, pytest.mark.one_database]
PATHS = ("/", "/activities/", "/notice/", "/weeks/", "/activities/?q=恐龙化石", "/no-such-page/")


@pytest.fixture
def visitor(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A citizen's browser: its width, and whether it is dark, by the parameter."""
    width, theme = getattr(request, "param", (390, "light"))
    with person(chromium, viewport={"width": width, "height": 844}, color_scheme=theme) as context:
        yield context.new_page()


def first_activity(page: Page, site: Site) -> str:
    page.goto(f"{site.url}/activities/")
    return str(page.locator(".activity-name a").first.get_attribute("href"))


@pytest.mark.parametrize(
    "visitor", [(360, "light"), (390, "dark"), (768, "light"), (1280, "dark")], indirect=True
)
def test_every_page_fits_and_axe_finds_nothing_serious(visitor: Page, site: Site) -> None:
    for path in (*PATHS, first_activity(visitor, site), "/en/"):
        visitor.goto(site.url + path)
        assert fits(visitor), path
        assert serious(visitor) == [], path


def test_a_citizen_finds_an_activity_and_sends_it_on(visitor: Page, site: Site) -> None:
    visitor.goto(f"{site.url}/")
    visitor.get_by_role("searchbox").fill("科普")
    visitor.get_by_role("button", name="搜索").click()
    visitor.locator(".activity-name a").first.click()
    visitor.get_by_role("heading", level=1).wait_for()
    assert "/activities/" in visitor.url
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.url)
    visitor.get_by_role("button", name="发给朋友").click()
    visitor.get_by_text("已复制").wait_for()
    copied = visitor.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"{site.url}/w/")
    visitor.goto(copied)
    assert visitor.locator("h1").count() == 1


def test_a_choice_needs_no_button_where_scripts_run(visitor: Page, site: Site) -> None:
    visitor.goto(f"{site.url}/activities/")
    with visitor.expect_navigation():
        visitor.get_by_label("适合谁").select_option("family")
    assert "audience=family" in visitor.url


def test_without_scripts_the_form_still_filters(chromium: Browser, site: Site) -> None:
    with person(chromium, java_script_enabled=False, viewport=PHONE) as context:
        page = context.new_page()
        page.goto(f"{site.url}/activities/")
        page.get_by_label("适合谁").select_option("family")
        follow(page.get_by_role("button", name="搜索"))
        assert "audience=family" in page.url
        assert page.locator(".chips a").first.inner_text().startswith("亲子")


def test_the_keyboard_skips_to_the_text_and_reaches_the_days(visitor: Page, site: Site) -> None:
    visitor.goto(f"{site.url}/")
    visitor.keyboard.press("Tab")
    assert visitor.evaluate("document.activeElement.getAttribute('href')") == "#main"
    for _ in range(30):
        visitor.keyboard.press("Tab")
        if visitor.evaluate("document.activeElement.matches('.ribbon-cell')"):
            break
    assert visitor.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
