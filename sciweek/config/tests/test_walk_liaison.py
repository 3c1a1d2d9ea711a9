"""A liaison's way on a phone, from the invitation to the handed-in activity: filmed when `SHOTS` names a folder, and
counted. Every touch of the glass that is not typing is a tap; a list of choices takes two, one to open it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from sciweek.config.tests.browsing import PHONE, fits, follow, person, serious
from sciweek.config.tests.cable import CUT, Cable, cut, mend
from sciweek.config.tests.signing_in import signed_in
from sciweek.config.tests.sites import Site

pytestmark = [pytest.mark.browser, pytest.mark.one_database]

MOST_TAPS, MOST_SECONDS = 12, 180
# What a hurried person needs, on the careful side: to find and hit a thing, to enter one sign (a Chinese sign by
# pinyin is about three keys), to take in a new page.
TAP, SIGN, PAGE = 3.0, 0.7, 4.0


@dataclass
class Thumb:
    """A person at a phone, counted."""

    page: Page
    pictures: Path | None
    taps: int = 0
    signs: int = 0
    pages: int = 0
    film: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        """Tap a link in the chat."""
        self.taps += 1
        self.pages += 1
        self.page.goto(address)

    def tap(self, thing: Locator, *, leads_on: bool = False) -> None:
        self.taps += 1
        self.pages += leads_on
        thing.tap()

    def choose(self, thing: Locator, words: str) -> None:
        self.taps += 2
        thing.select_option(label=words)

    def write(self, text: str) -> None:
        """Into whatever has the keyboard by now."""
        self.signs += len(text)
        self.page.keyboard.insert_text(text)

    def on(self) -> None:
        """The key of the keyboard that leads to the next field."""
        self.signs += 1
        self.page.keyboard.press("Enter")

    def picture(self, name: str) -> None:
        self.film.append(name)
        assert fits(self.page), name
        if self.pictures is not None:
            self.pictures.mkdir(parents=True, exist_ok=True)
            # A hidden caret would be an inline style, which the policy of the site forbids.
            self.page.screenshot(
                path=self.pictures / f"liaison-{len(self.film):02}-{name}.png", caret="initial"
            )

    @property
    def seconds(self) -> float:
        return self.taps * TAP + self.signs * SIGN + self.pages * PAGE


@pytest.fixture
def phone(chromium: Browser, file_site: Site, forgiven: list[str]) -> Iterator[BrowserContext]:
    with person(
        chromium,
        forgiven=forgiven,
        base_url=file_site.url,
        viewport=PHONE,
        is_mobile=True,
        has_touch=True,
    ) as context:
        yield context


def invited(context: BrowserContext) -> str:
    """The office sends an invitation to the liaison of a street; returns the link."""
    page = signed_in(context.new_page(), "", to="/desk/units/")
    follow(page.get_by_role("link", name="石桥街道办事处").first)
    follow(page.get_by_role("link", name="发邀请链接"))
    page.get_by_role("button", name="生成链接").click()
    link = page.get_by_label("发到群里的话").input_value().splitlines()[-1]
    page.close()
    context.clear_cookies()
    return link


def test_from_invitation_to_submitted_in_three_minutes_and_twelve_taps(
    phone: BrowserContext, pictures: Path | None
) -> None:
    link = invited(phone)
    page = phone.new_page()
    thumb = Thumb(page, pictures)

    thumb.open(link)
    thumb.picture("invited")
    thumb.tap(page.get_by_label("姓名"))
    thumb.write("石小联")
    thumb.on()
    thumb.write("shiqiaolian")
    thumb.on()
    thumb.write("shan-shui-you-qing")
    thumb.picture("account")
    thumb.tap(page.get_by_role("button", name="开账号并接受邀请"), leads_on=True)
    expect(page.get_by_role("heading", name="等我办")).to_be_visible()
    thumb.picture("desk")

    thumb.tap(page.get_by_role("link", name="填报活动"), leads_on=True)
    expect(page.get_by_role("heading", name="填报活动")).to_be_visible()
    thumb.picture("empty")
    assert serious(page) == []
    thumb.tap(page.get_by_label("活动名称"))
    thumb.write("石桥科普赶集：庄稼医生面对面")
    thumb.on()
    page.get_by_label("活动系列").scroll_into_view_if_needed()
    thumb.choose(page.get_by_label("活动系列"), "科普基地开放活动")
    expect(page.get_by_label("类别")).to_be_hidden()
    expect(page.locator("#draft-status")).to_contain_text("草稿已存", timeout=10_000)
    thumb.picture("saved")
    thumb.tap(page.locator(".ribbon-picker label").last)
    thumb.tap(page.get_by_role("button", name="14:00"))
    expect(page.get_by_label("几点结束")).to_have_value("16:00")
    thumb.tap(page.get_by_label("地点"))
    thumb.write("石桥街道文化站广场")
    thumb.picture("filled")
    thumb.tap(page.get_by_role("button", name="提交给办公室"), leads_on=True)
    expect(page.get_by_text("已提交给办公室")).to_be_visible()
    thumb.picture("submitted")
    assert serious(page) == []
    for words in ("石桥街道文化站广场", "下午14:00", "下午16:00", "石桥街道办事处"):
        expect(page.locator(".told")).to_contain_text(words)

    print(f"\n{thumb.taps} taps, {thumb.signs} signs, {thumb.pages} pages: about {thumb.seconds:.0f} s")
    assert thumb.taps <= MOST_TAPS
    assert thumb.seconds <= MOST_SECONDS


def at_the_form(context: BrowserContext, login: str, address: str = "") -> Page:
    page = signed_in(context.new_page(), address, login)
    follow(page.get_by_role("link", name="填报活动"))
    return page


def test_words_typed_without_a_network_are_sent_when_it_is_back(
    phone: BrowserContext, cable: Cable, forgiven: list[str]
) -> None:
    forgiven += CUT
    page = at_the_form(phone, "yunqi", cable.url)
    page.get_by_label("活动名称").fill("云栖夜校：看懂体检单")
    page.get_by_label("活动系列").select_option(index=1)
    expect(page.locator("#draft-status")).to_contain_text("草稿已存")
    cut(phone, cable)
    page.get_by_label("地点").fill("云栖社区")
    page.get_by_label("地点").press("Tab")
    expect(page.locator("#draft-status")).to_contain_text("网络恢复后会再试")
    assert page.get_by_label("地点").input_value() == "云栖社区"
    mend(phone, cable)
    expect(page.locator("#draft-status")).to_contain_text("草稿已存")
    page.reload()
    assert page.get_by_label("地点").input_value() == "云栖社区"
    expect(page.locator("#restored")).to_be_hidden()


def test_a_draft_that_is_not_taken_because_the_sign_in_ran_out_says_so_and_not_the_network(
    phone: BrowserContext,
) -> None:
    page = at_the_form(phone, "yunqi")
    page.get_by_label("活动名称").fill("云栖夜校：看懂化验单")
    page.get_by_label("活动系列").select_option(index=1)
    expect(page.locator("#draft-status")).to_contain_text("草稿已存")
    phone.clear_cookies(name="sessionid")
    page.get_by_label("地点").fill("云栖社区")
    page.get_by_label("地点").press("Tab")
    expect(page.locator("#draft-status")).to_contain_text("登录过期了")
    assert page.get_by_label("地点").input_value() == "云栖社区"


def test_words_typed_before_the_program_of_the_page_is_there_are_kept(phone: BrowserContext) -> None:
    page = at_the_form(phone, "yunqi")
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    page.route("**/activities/form*.js", hold)
    page.reload(wait_until="commit")
    page.get_by_label("活动名称").fill("云栖夜校：看懂药品说明书")
    page.get_by_label("活动系列").select_option(index=1)
    late[0].continue_()
    page.unroute("**/activities/form*.js")
    expect(page.locator("#draft-status")).to_contain_text("草稿已存")
    page.reload()
    expect(page.get_by_label("活动名称")).to_have_value("云栖夜校：看懂药品说明书")


def test_words_that_could_not_be_kept_are_there_again_in_the_same_tab(phone: BrowserContext) -> None:
    page = at_the_form(phone, "yunqi")
    page.get_by_label("活动名称").fill("云栖夜校：看懂体检单")
    page.reload()
    expect(page.locator("#restored")).to_be_visible()
    assert page.get_by_label("活动名称").input_value() == "云栖夜校：看懂体检单"
    page.get_by_role("button", name="不要了，用存好的").click()
    expect(page.get_by_label("活动名称")).to_have_value("")
    expect(page.locator("#restored")).to_be_hidden()


def test_what_makes_no_sense_opens_its_group_and_leaves_the_cursor_where_it_is(phone: BrowserContext) -> None:
    page = at_the_form(phone, "yunqi")
    page.get_by_label("活动名称").fill("云栖夜校：看懂体检单")
    page.get_by_label("活动系列").select_option(index=1)
    expect(page.locator("#draft-status")).to_contain_text("草稿已存")
    page.get_by_text("给谁看，多少人").tap()
    page.get_by_label("预计人数").fill("约三百")
    expect(page.locator("#draft-status")).to_contain_text("标出的 1 栏没有存")
    expect(page.locator("#id_expected-live")).not_to_be_empty()
    assert page.evaluate("document.activeElement.name") == "expected"
    assert page.get_by_label("预计人数").input_value() == "约三百"
