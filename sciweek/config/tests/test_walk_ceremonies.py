"""A ceremony in a real browser: its running order dragged by mouse and by finger, its pages at both widths."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from sciweek.config.tests.signing_in import signed_in
from sciweek.config.tests.sites import Site
from sciweek.config.tests.test_walk_programme import middle

pytestmark = pytest.mark.browser
WIDTHS = (390, 1280)


@pytest.fixture(autouse=True)
def complaints(page: Page) -> Iterator[None]:
    """A test fails when the browser complained; a network that a test cuts is no complaint."""
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    yield
    assert [text for text in told if "net::ERR_FAILED" not in text and "Failed to fetch" not in text] == []


@pytest.fixture
def opening(page: Page, own_site: Site) -> Page:
    """The office before the running order of the demo week's opening."""
    signed_in(page, own_site.url)
    page.goto(own_site.url + "/desk/")
    page.get_by_role("link", name="活动", exact=True).first.click()
    page.get_by_role("link", name="仪式", exact=True).first.click()
    page.locator("main .table a, main .lines a").first.click()
    page.get_by_role("link", name=re.compile("^议程")).first.click()
    expect(rows(page).first).to_be_visible()
    return page


def rows(page: Page) -> Locator:
    return page.locator("#order tr[data-item]")


def names(page: Page) -> list[str]:
    """What the items are called, in their order."""
    return [re.sub(r"^\d+\. ", "", text) for text in rows(page).locator("th").all_inner_texts()]


def looks_right(page: Page, pictures: Path | None, name: str) -> None:
    """No sideways scroll at both widths, nothing serious for axe; pictures, light and dark, when a folder is named."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            if pictures is not None:
                pictures.mkdir(parents=True, exist_ok=True)
                page.screenshot(path=pictures / f"ceremony-{name}-{width}-{theme}.png", full_page=True)
    found = Axe().run(page).response["violations"]
    assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == [], page.url
    page.emulate_media(color_scheme="light")


def test_an_item_is_dragged_by_the_mouse_and_by_its_buttons(opening: Page, pictures: Path | None) -> None:
    page = opening
    looks_right(page, pictures, "order")
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


def test_without_a_network_the_item_goes_back_and_the_office_is_told(opening: Page) -> None:
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


def test_a_finger_drags_by_the_grip(opening: Page, own_site: Site, chromium: Browser) -> None:
    address = opening.url
    phone: ViewportSize = {"width": 390, "height": 844}
    with chromium.new_context(
        locale="zh-CN", timezone_id="Asia/Shanghai", viewport=phone, has_touch=True, is_mobile=True
    ) as context:
        page = signed_in(context.new_page(), own_site.url)
        page.goto(address)
        before = names(page)
        rows(page).nth(0).scroll_into_view_if_needed()
        x, y = middle(rows(page).nth(0).locator(".item-grip"))
        aim = rows(page).nth(1).bounding_box()
        assert aim is not None
        touch = context.new_cdp_session(page)

        def finger(kind: str, *points: tuple[float, float]) -> None:
            given = [{"x": left, "y": top} for left, top in points]
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": given})

        finger("touchStart", (x, y))
        for part in (0.1, 0.5, 1.0):
            finger("touchMove", (x, y + (aim["y"] + aim["height"] * 0.7 - y) * part))
        finger("touchEnd")
        expect(page.get_by_text(f"“{before[0]}”现在是第 2 项。")).to_be_visible()
        assert names(page) == [before[1], before[0], *before[2:]]


def test_the_pages_of_a_ceremony_look_right(opening: Page, pictures: Path | None) -> None:
    page = opening
    tabs = page.locator("main nav").first.get_by_role("link")
    for number, address in enumerate([one.evaluate("one => one.href") for one in tabs.all()]):
        page.goto(address)
        looks_right(page, pictures, f"tab{number}")
