"""Booking on a phone: a parent, somebody who waits, a teacher, the minute of opening; with and without scripts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from sciweek.config.tests.browsing import PHONE, Look, follow, person, soon_says
from sciweek.config.tests.sites import Site

pytestmark = pytest.mark.browser
SEATS = "sciweek.config.tests.bookable"
# So many seconds before booking opens the browser shall be at the form, which may be as old as any public page; when it
# comes too late, it gets more.
AHEAD = (8, 16, 32, 58)


@pytest.fixture(scope="module")
def bookable(file_site: Site) -> dict[str, str]:
    """Addresses of forms, by the word for what they take. Two tests at the same form are two people."""
    codes = file_site.told(SEATS, "seats()")
    return {name: f"{file_site.url}/sessions/{code}/book/" for name, code in codes.items()}


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A phone's profile, not a desk's."""
    with person(chromium, viewport=PHONE) as context:
        yield context


def more(page: Page, who: str, times: int = 1) -> None:
    """Press + beside a band of age."""
    for _time in range(times):
        page.get_by_role("button", name=f"{who}加一人").click()


def code_in(address: str) -> str:
    """The session's code in the address of its form."""
    return address.split("/")[-3]


def say_who(page: Page, name: str, phone: str) -> None:
    page.get_by_label("联系人姓名").fill(name)
    page.get_by_label("手机号", exact=True).fill(phone)


def test_a_parent_books_another_waits_and_gets_the_seats(
    page: Page, bookable: dict[str, str], looks_right: Look
) -> None:
    page.goto(bookable["family"].removesuffix("book/"))
    expect(page.locator(".booking-panel")).to_contain_text("3 席")
    looks_right(page, "session")
    follow(page.get_by_role("link", name="预约", exact=True))
    consent = page.locator("[data-consent]")
    expect(consent).to_be_hidden()
    more(page, "儿童", 2)
    expect(consent).to_be_visible()
    looks_right(page, "form")
    # Refused, and nothing is lost: a number too short, no consent.
    say_who(page, "林小满", "139")
    page.get_by_role("button", name="提交预约").click()
    expect(page.get_by_text("请写 11 位手机号")).to_be_visible()
    expect(page.get_by_text("要监护人同意才能预约")).to_be_visible()
    expect(page.get_by_label("联系人姓名")).to_have_value("林小满")
    expect(page.locator("[name=children]")).to_have_value("2")
    looks_right(page, "refused")
    page.get_by_label("手机号", exact=True).fill("13900000101")
    page.locator("#id_consents").check()
    page.get_by_role("button", name="提交预约").click()
    expect(page.get_by_role("heading", name="已约", exact=True)).to_be_visible()
    first = page.url
    looks_right(page, "confirmed")
    page.get_by_role("link", name="打开入场凭证").click()
    expect(page.locator(".ticket svg.qr")).to_be_visible()
    looks_right(page, "ticket")

    soon_says(page, bookable["family"], page.get_by_text("可以排候补"))
    more(page, "成人")
    say_who(page, "何苗", "13900000102")
    looks_right(page, "full")
    page.get_by_role("button", name="排候补").click()
    expect(page.get_by_role("heading", name="候补", exact=True)).to_be_visible()
    expect(page.get_by_text("前面没有人了")).to_be_visible()
    second = page.url
    looks_right(page, "waiting")

    page.goto(first)
    page.locator("summary", has_text="取消预约").click()
    page.get_by_role("button", name="确定取消").click()
    expect(page.get_by_role("heading", name="已取消")).to_be_visible()
    looks_right(page, "cancelled")

    page.goto(second)
    expect(page.get_by_role("heading", name="有席位了，等您确认")).to_be_visible()
    looks_right(page, "offered")
    page.get_by_role("button", name="确认要这些席位").click()
    expect(page.get_by_text("席位是您的了")).to_be_visible()
    expect(page.get_by_role("link", name="打开入场凭证")).to_be_visible()


def test_a_teacher_books_a_class(page: Page, bookable: dict[str, str], looks_right: Look) -> None:
    page.goto(bookable["school"])
    page.get_by_label("学校", exact=True).fill("实验小学")
    page.get_by_label("年级和班级").fill("四年级二班")
    page.get_by_label("学生人数").fill("3")
    page.get_by_label("带队老师和家长人数").fill("2")
    say_who(page, "柳老师", "13900000103")
    page.locator("#id_consents").check()
    looks_right(page, "school")
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


@pytest.mark.one_database
def test_the_waiting_page_opens_by_itself(
    page: Page, file_site: Site, bookable: dict[str, str], looks_right: Look
) -> None:
    page.goto(bookable["soon"])
    expect(page.locator("[data-clock]")).to_contain_text("00:")
    looks_right(page, "soon")
    last_minute = page.locator("[data-clock]", has_text="00:00:")
    form = page.get_by_role("button", name="提交预约")
    for seconds in AHEAD:
        file_site.told(SEATS, f"opens_in({code_in(bookable['soon'])!r}, {seconds})")
        soon_says(page, bookable["soon"], last_minute.or_(form))
        if last_minute.count():
            break
    else:
        pytest.fail("the browser was never there before booking opened")
    expect(form).to_be_visible()


def test_all_of_it_works_without_scripts(chromium: Browser, bookable: dict[str, str]) -> None:
    with person(chromium, java_script_enabled=False, viewport=PHONE) as context:
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
    page: Page, file_site: Site, bookable: dict[str, str], looks_right: Look
) -> None:
    page.goto(bookable["plain"])
    say_who(page, "林小满", "13900000106")
    page.get_by_role("button", name="提交预约").click()
    code = page.locator(".own-code b").inner_text()
    address = page.url
    page.goto(f"{file_site.url}/bookings/find/")
    page.get_by_label("手机号").fill("13900000106")
    page.get_by_label("预约码").fill("ACDE FGHJ")
    page.get_by_role("button", name="找回").click()
    expect(page.get_by_text("没有找到")).to_be_visible()
    looks_right(page, "find")
    page.get_by_label("预约码").fill(code)
    page.get_by_role("button", name="找回").click()
    expect(page.get_by_text("找到了")).to_be_visible()
    assert page.url.partition("?")[0] == address


@pytest.mark.one_database
def test_a_phone_whose_clock_is_fast_waits_for_the_server(page: Page, bookable: dict[str, str]) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script("const real = Date.now; Date.now = () => real() + 7200000;")
    # By its own clock booking has opened; the server says that it has not.
    with page.expect_response("**/opening/"):
        page.goto(bookable["later"])
    expect(page.locator("[data-clock]")).to_contain_text("00:")
    expect(page.locator("[data-clock]")).not_to_contain_text("00:00:00")
    assert asked.count(bookable["later"]) == 1
