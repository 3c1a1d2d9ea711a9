"""The programme in a real browser: dragged by mouse and by finger, moved by form, added by rule, released."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from sciweek.config.tests.browsing import Look, drag_by_finger, follow, middle, person
from sciweek.config.tests.signing_in import signed_in
from sciweek.config.tests.sites import Site

pytestmark = pytest.mark.browser
# A day of the demo week with sessions that are still to come.
DAY = 3


@pytest.fixture
def board(page: Page, file_site: Site) -> Page:
    """The office at its board, with a venue of two rooms and a session for every activity that says its time."""
    return at_the_board(page, file_site)


def at_the_board(page: Page, site: Site) -> Page:
    """Whoever comes first to the site makes the venue and the sessions."""
    signed_in(page, site.url)
    follow(page.get_by_role("link", name="排期", exact=True))
    follow(page.get_by_role("link", name="场地", exact=True))
    expect(page.get_by_role("heading", name="场地", exact=True)).to_be_visible()
    if not page.get_by_role("link", name="临江科普馆").count():
        make_the_venue(page)
    follow(page.get_by_role("link", name="排期", exact=True))
    follow(page.get_by_role("link", name="给活动排场次").first)
    everything = page.get_by_role("button", name=re.compile("排上"))
    if everything.count():
        everything.click()
        expect(page.get_by_text(re.compile("给 .* 个活动排好了场次"))).to_be_visible()
    follow(page.get_by_role("link", name="排期", exact=True))
    page.locator(".ribbon a").nth(DAY).click()
    follow(page.get_by_role("link", name="空着的场地也列出"))
    return page


def make_the_venue(page: Page) -> None:
    follow(page.get_by_role("link", name="添加场地"))
    page.get_by_label("场地名称", exact=True).fill("临江科普馆")
    page.get_by_role("button", name="添加").click()
    for name in ("东厅", "西厅"):
        page.get_by_text("加一间").click()
        adding = page.locator(".venue-add", has_text="加一间")
        adding.get_by_label("厅室名称").fill(name)
        adding.get_by_role("button", name="加上").click()
        expect(page.get_by_text(name, exact=True).first).to_be_visible()


def movable(page: Page) -> Locator:
    """A session with hours: one without a venue, which stand last, when there is any."""
    return page.locator(".slot[data-move]").filter(has_text=re.compile(r"\d:\d\d–\d\d:")).last


def rail(page: Page, room: str) -> Locator:
    return page.locator(".rail", has_text=room)


def drag(page: Page, thing: Locator, room: str, hour: str) -> None:
    """Take the session by the mouse and let it go under the room, its upper edge at the hour."""
    # Many venues stand side by side: away from the edges, where the board moves along with the hand.
    rail(page, room).evaluate("one => one.scrollIntoView({inline: 'center', block: 'nearest'})")
    thing.scroll_into_view_if_needed()
    box, aim = thing.bounding_box(), rail(page, room).bounding_box()
    line = page.locator(".hour", has_text=hour).bounding_box()
    assert box is not None
    assert aim is not None
    assert line is not None
    hold = 8 if thing.evaluate("one => Boolean(one.closest('.slots'))") else 0
    page.mouse.move(box["x"] + 20, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + 40, box["y"] + 20, steps=3)
    page.mouse.move(aim["x"] + aim["width"] / 2, line["y"] + hold, steps=8)
    expect(page.locator(".drop")).to_be_visible()
    page.mouse.up()


def test_a_session_is_dragged_under_a_room_put_back_and_moved_by_form(board: Page, looks_right: Look) -> None:
    page = board
    looks_right(page, "board")
    thing = movable(page)
    name = thing.locator("b").inner_text()
    drag(page, thing, "东厅", "10:00")
    expect(
        page.get_by_text(re.compile(f"“{re.escape(name)}”挪到了.*上午10:00–.*临江科普馆 东厅"))
    ).to_be_visible()
    placed = page.locator(".slots .slot", has_text=name)
    expect(placed).to_be_visible()
    expect(placed).to_contain_text("10:00–")
    looks_right(page, "dragged")
    drag(page, placed, "西厅", "13:00")
    expect(page.get_by_text(re.compile("下午13:00–.*临江科普馆 西厅"))).to_be_visible()
    page.get_by_role("button", name="撤回").click()
    expect(page.get_by_text(re.compile("上午10:00–.*临江科普馆 东厅"))).to_be_visible()
    expect(page.get_by_role("heading", name="排期")).to_be_visible()
    # A press that is no drag opens the session; its form moves it without any script.
    page.locator(".slots .slot", has_text=name).click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    looks_right(page, "session")
    follow(page.get_by_role("link", name="挪动"))
    looks_right(page, "move")
    page.get_by_label("几点开始").fill("15:30")
    page.get_by_label("场地").select_option(label="西厅")
    page.get_by_role("button", name="挪过去").click()
    expect(page.get_by_text(re.compile("下午15:30–.*临江科普馆 西厅")).first).to_be_visible()


def test_two_people_drag_the_same_session(board: Page, file_site: Site, chromium: Browser) -> None:
    page = board
    thing = movable(page)
    name = thing.locator("b").inner_text()
    address = thing.locator("a").get_attribute("href")
    with person(chromium) as context:
        other = signed_in(context.new_page(), file_site.url)
        other.goto(f"{file_site.url}{address}move/")
        other.get_by_label("几点开始").fill("19:00")
        other.get_by_role("button", name="挪过去").click()
        expect(other.get_by_text("挪到了").first).to_be_visible()
    drag(page, thing, "东厅", "10:00")
    clash = page.get_by_role("alert")
    expect(clash).to_contain_text("晚上19:00")
    expect(clash).to_contain_text("上午10:00")
    page.get_by_role("button", name="照我的改").click()
    expect(page.locator(".slots .slot", has_text=name)).to_contain_text("10:00–")


@pytest.mark.one_database
def test_a_finger_drags_by_the_grip(board: Page, file_site: Site, chromium: Browser) -> None:
    address = board.url
    tablet: ViewportSize = {"width": 1180, "height": 820}
    with person(chromium, viewport=tablet, has_touch=True, is_mobile=True) as context:
        page = signed_in(context.new_page(), file_site.url)
        page.goto(address)
        thing = movable(page)
        name = thing.locator("b").inner_text()
        thing.scroll_into_view_if_needed()
        x, y = middle(thing.locator(".grip"))
        aim, line = rail(page, "西厅").bounding_box(), page.locator(".hour", has_text="11:00").bounding_box()
        assert aim is not None
        assert line is not None
        drag_by_finger(page, (x, y), (aim["x"] + aim["width"] / 2, line["y"]))
        expect(page.locator(".slots .slot", has_text=name)).to_contain_text("11:00–")


def test_sessions_are_added_by_rule_and_the_programme_is_released(
    page: Page, own_site: Site, looks_right: Look
) -> None:
    """On a site of its own: what the others leave on the board may stop a release."""
    at_the_board(page, own_site)
    movable(page).locator("a").click()
    follow(page.get_by_role("link", name="活动的全部场次"))
    looks_right(page, "activity")
    follow(page.get_by_role("link", name="加场次"))
    page.get_by_text("按规律重复").click()
    start = date.fromisoformat(page.get_by_label("哪一天，或从哪天起").input_value())
    page.get_by_label("到哪天").fill((start + timedelta(days=1)).isoformat())
    page.get_by_label("几点开始").fill("08:00")
    page.get_by_label("几点结束").fill("08:45")
    page.get_by_label("几点结束").blur()
    # It follows every change of the form: one that knows the last day already is waited for.
    expect(page.locator("#preview")).to_contain_text("会加 2 场")
    looks_right(page, "new")
    page.get_by_role("button", name="加上").click()
    expect(page.get_by_text("加了 2 场")).to_be_visible()

    follow(page.get_by_role("link", name="排期", exact=True))
    follow(page.get_by_role("link", name="去发布"))
    looks_right(page, "release")
    page.get_by_label("这一版说明").fill("加了几场早上的")
    page.get_by_role("button", name=re.compile(r"发布第 \d+ 版")).click()
    expect(page.get_by_text(re.compile(r"第 \d+ 版已发布"))).to_be_visible()
    looks_right(page, "released")
    page.get_by_role("button", name="写消息给这些单位").click()
    expect(page.get_by_text(re.compile("写好 .* 条消息，看过再发。"))).to_be_visible()


@pytest.mark.one_database
def test_the_board_works_from_the_keyboard_and_in_the_dark(board: Page, looks_right: Look) -> None:
    page = board
    page.emulate_media(color_scheme="dark")
    looks_right(page, "dark")
    link = movable(page).locator("a")
    name = link.locator("b").inner_text()
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=name)).to_be_visible()
