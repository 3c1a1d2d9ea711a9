"""A ceremony in a real browser: its running order dragged by mouse and by finger, its pages at both widths."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from sciweek.config.tests.browsing import PHONE, Look, drag_by_finger, follow, middle, person
from sciweek.config.tests.signing_in import signed_in
from sciweek.config.tests.sites import Site

pytestmark = [pytest.mark.browser, pytest.mark.one_database]


@pytest.fixture
def opening(page: Page, file_site: Site) -> Page:
    """The office before the running order of the demo week's opening."""
    signed_in(page, file_site.url)
    page.goto(file_site.url + "/desk/")
    follow(page.get_by_role("link", name="活动", exact=True).first)
    follow(page.get_by_role("link", name="仪式", exact=True).first)
    page.locator("main .table a, main .lines a").first.click()
    follow(page.get_by_role("link", name=re.compile("^议程")).first)
    expect(rows(page).first).to_be_visible()
    return page


def rows(page: Page) -> Locator:
    return page.locator("#order tr[data-item]")


def names(page: Page) -> list[str]:
    """What the items are called, in their order."""
    return [re.sub(r"^\d+\. ", "", text) for text in rows(page).locator("th").all_inner_texts()]


def test_an_item_is_dragged_by_the_mouse_and_by_its_buttons(opening: Page, looks_right: Look) -> None:
    page = opening
    looks_right(page, "order", themes=("light", "dark"))
    before = names(page)
    third = rows(page).nth(2)
    x, y = middle(third.locator(".item-grip"))
    aim = rows(page).nth(0).bounding_box()
    assert aim is not None
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, aim["y"] + 4, steps=8)
    page.mouse.up()
    expect(page.get_by_text(f"“{before[2]}”现在是第 1 项。")).to_be_visible()
    moved = [before[2], *before[:2], *before[3:]]
    assert names(page) == moved
    page.reload()
    assert names(page) == moved
    # What is let go where it was, or with Escape, stays.
    x, y = middle(rows(page).nth(0).locator(".item-grip"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 300, steps=8)
    assert names(page) != moved
    page.keyboard.press("Escape")
    page.mouse.up()
    assert names(page) == moved
    rows(page).nth(0).get_by_role("button", name="下移").press("Enter")
    expect(rows(page).nth(0).locator("th")).to_contain_text(moved[1])
    assert names(page) == [moved[1], moved[0], *moved[2:]]


def test_without_a_network_the_item_goes_back_and_the_office_is_told(
    opening: Page, forgiven: list[str]
) -> None:
    forgiven += ["net::ERR_FAILED", "Failed to fetch"]
    page = opening
    before = names(page)
    page.route(
        "**/order/", lambda route: route.abort() if route.request.method == "POST" else route.fallback()
    )
    x, y = middle(rows(page).nth(0).locator(".item-grip"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 200, steps=8)
    page.mouse.up()
    expect(page.get_by_text("没有挪成，网络断了")).to_be_visible()
    assert names(page) == before


def test_a_finger_drags_by_the_grip(opening: Page, file_site: Site, chromium: Browser) -> None:
    address = opening.url
    with person(chromium, viewport=PHONE, has_touch=True, is_mobile=True) as context:
        page = signed_in(context.new_page(), file_site.url)
        page.goto(address)
        before = names(page)
        rows(page).nth(0).scroll_into_view_if_needed()
        x, y = middle(rows(page).nth(0).locator(".item-grip"))
        aim = rows(page).nth(1).bounding_box()
        assert aim is not None
        drag_by_finger(page, (x, y), (x, aim["y"] + aim["height"] * 0.7))
        expect(page.get_by_text(f"“{before[0]}”现在是第 2 项。")).to_be_visible()
        assert names(page) == [before[1], before[0], *before[2:]]


def test_the_pages_of_a_ceremony_look_right(opening: Page, looks_right: Look) -> None:
    page = opening
    tabs = page.locator("main nav").first.get_by_role("link")
    for number, address in enumerate([one.evaluate("one => one.href") for one in tabs.all()]):
        page.goto(address)
        looks_right(page, f"tab{number}", themes=("light", "dark"))
