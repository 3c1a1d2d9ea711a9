"""Booking on a phone: a parent, somebody who waits, a teacher, the minute of opening; with and without scripts."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from sciweek.config.tests.browsing import soon_says
from sciweek.config.tests.sites import Site

pytestmark = pytest.mark.browser
PHONE: ViewportSize = {"width": 390, "height": 844}
WIDTHS = (390, 1280)

# Seats for sessions of the demo week that are still to come and that nobody can book yet.
SETTING = """
from datetime import timedelta
from json import dumps
from sciweek.base import clock, scope
from sciweek.base.actor import system
from sciweek.booking.actions import set_terms
from sciweek.booking.models import Terms
from sciweek.programme.queries import current_release, released_sessions
from sciweek.week.queries import current_week, default_region

region = default_region()
week = current_week(region.pk)
office = system("setup", region_id=region.pk, week_id=week.pk)
wanted = {
    "family": {"seats": 3, "largest": 4, "offer_minutes": 600},
    "school": {"seats": 60, "admission": "group", "smallest": 10, "largest": 50},
    "soon": {"seats": 10, "opens_at": clock.now() + timedelta(seconds=SECONDS)},
    "plain": {"seats": 10},
    "later": {"seats": 10, "opens_at": clock.now() + timedelta(minutes=9)},
}
found = {}
with scope.entered(region.pk, week.pk):
    rows = released_sessions(current_release(week)).filter(
        starts_at__gt=clock.now() + timedelta(hours=30), state="planned", run__kind="single"
    )
    free = rows.exclude(run__in=Terms.objects.values("run")).order_by("starts_at", "id")
    for (name, terms), row in zip(wanted.items(), free, strict=False):
        set_terms(office, row.run, **terms)
        found[name] = row.code
print(dumps(found))
"""
SOON = 45  # seconds: a browser has to start meanwhile


@pytest.fixture
def bookable(own_site: Site) -> dict[str, str]:
    """Addresses of forms, by the word for what they take."""
    done = own_site.command("django", "shell", "-v", "0", "-c", SETTING.replace("SECONDS", str(SOON)))
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.strip().splitlines()[-1])
    return {name: f"{own_site.url}/sessions/{code}/book/" for name, code in found.items()}


@pytest.fixture(autouse=True)
def complaints(page: Page) -> Iterator[None]:
    """A test fails when the browser complained; an answer of 4xx that a test asks for is no complaint."""
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    page.set_viewport_size(PHONE)
    yield
    assert [text for text in told if "status of 4" not in text] == []


def looks_right(page: Page, pictures: Path | None, name: str) -> None:
    """No sideways scroll at both widths, nothing serious for axe; a picture of each when a folder is named."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
        if pictures is not None:
            pictures.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=pictures / f"booking-{name}-{width}.png", full_page=True, caret="initial")
    found = Axe().run(page).response["violations"]
    assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == [], page.url
    page.set_viewport_size(PHONE)


def more(page: Page, who: str, times: int = 1) -> None:
    """Press + beside a band of age."""
    for _time in range(times):
        page.get_by_role("button", name=f"{who}加一人").click()


def say_who(page: Page, name: str, phone: str) -> None:
    page.get_by_label("联系人姓名").fill(name)
    page.get_by_label("手机号", exact=True).fill(phone)


def test_a_parent_books_another_waits_and_gets_the_seats(
    page: Page, bookable: dict[str, str], pictures: Path | None
) -> None:
    page.goto(bookable["family"].removesuffix("book/"))
    expect(page.locator(".booking-panel")).to_contain_text("3 席")
    looks_right(page, pictures, "session")
    page.get_by_role("link", name="预约", exact=True).click()
    consent = page.locator("[data-consent]")
    expect(consent).to_be_hidden()
    more(page, "儿童", 2)
    expect(consent).to_be_visible()
    looks_right(page, pictures, "form")
    # Refused, and nothing is lost: a number too short, no consent.
    say_who(page, "林小满", "139")
    page.get_by_role("button", name="提交预约").click()
    expect(page.get_by_text("请写 11 位手机号")).to_be_visible()
    expect(page.get_by_text("要监护人同意才能预约")).to_be_visible()
    expect(page.get_by_label("联系人姓名")).to_have_value("林小满")
    expect(page.locator("[name=children]")).to_have_value("2")
    looks_right(page, pictures, "refused")
    page.get_by_label("手机号", exact=True).fill("13900000101")
    page.locator("#id_consents").check()
    page.get_by_role("button", name="提交预约").click()
    expect(page.get_by_role("heading", name="已约", exact=True)).to_be_visible()
    first = page.url
    looks_right(page, pictures, "confirmed")
    page.get_by_role("link", name="打开入场凭证").click()
    expect(page.locator(".ticket svg.qr")).to_be_visible()
    looks_right(page, pictures, "ticket")

    soon_says(page, bookable["family"], page.get_by_text("可以排候补"))
    more(page, "成人")
    say_who(page, "何苗", "13900000102")
    looks_right(page, pictures, "full")
    page.get_by_role("button", name="排候补").click()
    expect(page.get_by_role("heading", name="候补", exact=True)).to_be_visible()
    expect(page.get_by_text("前面没有人了")).to_be_visible()
    second = page.url
    looks_right(page, pictures, "waiting")

    page.goto(first)
    page.locator("summary", has_text="取消预约").click()
    page.get_by_role("button", name="确定取消").click()
    expect(page.get_by_role("heading", name="已取消")).to_be_visible()
    looks_right(page, pictures, "cancelled")

    page.goto(second)
    expect(page.get_by_role("heading", name="有席位了，等您确认")).to_be_visible()
    looks_right(page, pictures, "offered")
    page.get_by_role("button", name="确认要这些席位").click()
    expect(page.get_by_text("席位是您的了")).to_be_visible()
    expect(page.get_by_role("link", name="打开入场凭证")).to_be_visible()


def test_a_teacher_books_a_class(page: Page, bookable: dict[str, str], pictures: Path | None) -> None:
    page.goto(bookable["school"])
    page.get_by_label("学校", exact=True).fill("实验小学")
    page.get_by_label("年级和班级").fill("四年级二班")
    page.get_by_label("学生人数").fill("3")
    page.get_by_label("带队老师和家长人数").fill("2")
    say_who(page, "柳老师", "13900000103")
    page.locator("#id_consents").check()
    looks_right(page, pictures, "school")
    page.get_by_role("button", name="提交预约").click()
    expect(page.get_by_text("至少 10 人")).to_be_visible()
    expect(page.get_by_label("年级和班级")).to_have_value("四年级二班")
    page.get_by_label("学生人数").fill("38")
    page.get_by_role("button", name="提交预约").click()
    expect(page.get_by_role("heading", name="已约", exact=True)).to_be_visible()
    expect(page.locator(".own-facts")).to_contain_text("38 名学生")


def test_the_way_back_and_another_press_find_the_same_booking(page: Page, bookable: dict[str, str]) -> None:
    page.goto(bookable["plain"])
    say_who(page, "林小满", "13900000104")
    page.get_by_role("button", name="提交预约").click()
    expect(page.get_by_role("heading", name="已约", exact=True)).to_be_visible()
    first = page.url
    page.go_back()
    say_who(page, "林小满", "13900000104")
    page.get_by_role("button", name="提交预约").click()
    expect(page.get_by_role("heading", name="已约", exact=True)).to_be_visible()
    assert page.url == first
    # A form that is opened anew is another one.
    page.goto(bookable["plain"])
    say_who(page, "林小满", "13900000104")
    page.get_by_role("button", name="提交预约").click()
    expect(page.get_by_text("已经约了这一场")).to_be_visible()


def test_the_waiting_page_opens_by_itself(
    page: Page, bookable: dict[str, str], pictures: Path | None
) -> None:
    page.goto(bookable["soon"])
    expect(page.locator("[data-clock]")).to_contain_text("00:00:")
    looks_right(page, pictures, "soon")
    expect(page.get_by_role("button", name="提交预约")).to_be_visible(timeout=1000 * (SOON + 15))


def test_all_of_it_works_without_scripts(chromium: Browser, bookable: dict[str, str]) -> None:
    context: BrowserContext = chromium.new_context(
        java_script_enabled=False, locale="zh-CN", viewport={"width": 390, "height": 844}
    )
    with context:
        page = context.new_page()
        page.goto(bookable["plain"])
        expect(page.locator("[data-consent]")).to_be_visible()
        page.locator("[name=children]").fill("1")
        say_who(page, "林小满", "13900000105")
        page.locator("#id_consents").check()
        page.get_by_role("button", name="提交预约").click()
        expect(page.get_by_role("heading", name="已约", exact=True)).to_be_visible()
        page.locator("summary", has_text="改人数").click()
        page.locator("[name=children]").fill("2")
        page.get_by_role("button", name="改成这些人").click()
        expect(page.locator(".own-facts")).to_contain_text("2 位 6–13 岁")


def test_a_lost_link_is_found_by_phone_and_code(
    page: Page, own_site: Site, bookable: dict[str, str], pictures: Path | None
) -> None:
    page.goto(bookable["plain"])
    say_who(page, "林小满", "13900000106")
    page.get_by_role("button", name="提交预约").click()
    code = page.locator(".own-code b").inner_text()
    address = page.url
    page.goto(f"{own_site.url}/bookings/find/")
    page.get_by_label("手机号").fill("13900000106")
    page.get_by_label("预约码").fill("ABCD EFGH")
    page.get_by_role("button", name="找回").click()
    expect(page.get_by_text("没有找到")).to_be_visible()
    looks_right(page, pictures, "find")
    page.get_by_label("预约码").fill(code)
    page.get_by_role("button", name="找回").click()
    expect(page.get_by_text("找到了")).to_be_visible()
    assert page.url.partition("?")[0] == address


def test_a_phone_whose_clock_is_fast_waits_for_the_server(page: Page, bookable: dict[str, str]) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script("const real = Date.now; Date.now = () => real() + 600000;")
    # By its own clock booking has opened; the server says that it has not.
    with page.expect_response("**/opening/"):
        page.goto(bookable["later"])
    expect(page.locator("[data-clock]")).to_contain_text("00:0")
    expect(page.locator("[data-clock]")).not_to_contain_text("00:00:00")
    assert asked.count(bookable["later"]) == 1
