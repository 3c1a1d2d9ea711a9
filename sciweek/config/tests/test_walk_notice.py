"""From paper to week in a real browser: by hand and keyboard, without JavaScript, on a phone."""

import itertools
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from sciweek.config.tests.browsing import fits, follow, person, serious
from sciweek.config.tests.signing_in import signed_in
from sciweek.config.tests.sites import Site
from sciweek.notice.tests.papers import OWN

pytestmark = pytest.mark.browser
PAPERS = itertools.count(1)


@pytest.fixture
def office(chromium: Browser, file_site: Site, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The office's browser on the demo week: its width, theme and whether scripts run by the parameter."""
    width, theme, scripts = getattr(request, "param", (1280, "light", True))
    with person(
        chromium,
        viewport={"width": width, "height": 900},
        color_scheme=theme,
        java_script_enabled=scripts,
        base_url=file_site.url,
    ) as context:
        page = signed_in(context.new_page(), "", to="/desk/notices/new/")
        page.locator("[name=text]").wait_for()
        yield page


def hand_in(page: Page) -> None:
    # The same paper twice would be refused: each time the telephone in it is another one.
    page.fill("[name=text]", OWN.replace("6120027", f"612{next(PAPERS):04}"))
    page.get_by_role("button", name="开始读取").click()


@pytest.mark.parametrize("office", [(1280, "light", True), (390, "dark", True)], indirect=True)
def test_a_paper_becomes_a_week_in_the_browser(office: Page) -> None:
    assert serious(office) == []
    assert fits(office)
    hand_in(office)
    office.locator("#review").wait_for()
    assert serious(office) == []
    assert fits(office)
    office.locator(".find.is-selected").wait_for()
    for key in ("a", "x", "u"):
        before = office.locator("#counts").inner_text()
        office.keyboard.press(key)
        if key != "u":
            expect(office.locator("#counts")).not_to_have_text(before)
    expect(office.locator("#f1 .taken")).to_be_visible()
    office.get_by_role("button", name="采纳其余").click()
    follow(office.get_by_role("link", name="生成活动周"))
    office.get_by_role("heading", name="对象").wait_for()
    assert serious(office) == []
    assert fits(office)
    office.get_by_label("新建一届").check()
    for later in office.get_by_label("以后再定").all():
        later.check()
    office.get_by_role("button", name="按选的这一届重新看").click()
    office.get_by_role("button", name="生成活动周").click()
    office.get_by_text("已经建好").wait_for()


@pytest.mark.one_database
def test_text_and_finding_lead_to_each_other_and_a_thread_ties_them(office: Page) -> None:
    hand_in(office)
    office.locator("#review").wait_for()
    office.locator(".ev[data-n~='6']").first.click()
    expect(office.locator("#f6")).to_have_class("find is-open is-selected")
    assert "H" in str(office.locator(".thread-line").get_attribute("d"))
    office.locator("#f9 .find-value").click()
    expect(office.locator(".ev[data-n~='9']").first).to_have_class("ev is-open is-selected")
    office.keyboard.press("j")
    expect(office.locator("#f9")).not_to_have_class("find is-open is-selected")


@pytest.mark.one_database
def test_a_half_typed_correction_survives_leaving(office: Page) -> None:
    hand_in(office)
    office.locator("#review").wait_for()
    row = office.locator(".find", has_text="江水不息").first
    row.click()
    office.keyboard.press("e")
    box = office.locator(".correcting input:not([type=hidden])")
    box.fill("江水长流 科学")
    office.reload()
    office.locator("#review").wait_for()
    office.locator(".find.is-selected").wait_for()
    office.locator(".find", has_text="江水不息").first.click()
    office.keyboard.press("e")
    expect(office.locator(".correcting input:not([type=hidden])")).to_have_value("江水长流 科学")
    office.get_by_role("button", name="保存修改").click()
    expect(office.locator(".find", has_text="江水长流 科学")).to_contain_text("已修改")


@pytest.mark.one_database
def test_a_selected_passage_becomes_the_evidence_of_what_is_added(office: Page) -> None:
    hand_in(office)
    office.locator("#review").wait_for()
    office.wait_for_load_state()  # of the page's program, which hears of what is selected
    office.evaluate(
        """() => {
            const line = [...document.querySelectorAll('.line')].find(one => one.textContent.includes('能摸'));
            const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
            let node = walker.nextNode();
            while (node && !node.data.includes('能摸')) node = walker.nextNode();
            const range = document.createRange();
            range.setStart(node, node.data.indexOf('能摸'));
            range.setEnd(node, node.data.indexOf('能摸') + 8);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }"""
    )
    expect(office.get_by_role("link", name="补一条")).to_contain_text("已选原文")
    office.get_by_role("link", name="补一条").click()
    expect(office.locator("blockquote")).to_have_text(OWN[OWN.index("能摸") : OWN.index("能摸") + 8])


@pytest.mark.one_database
@pytest.mark.parametrize("office", [(1280, "light", False), (390, "light", False)], indirect=True)
def test_everything_works_without_scripts(office: Page) -> None:
    hand_in(office)
    office.locator("#review").wait_for()  # the page refreshes itself
    office.locator("#f2 > .find-number").click()
    expect(office).to_have_url(re.compile("#e2$"))
    office.locator("#e2").click()
    expect(office).to_have_url(re.compile("#f2$"))
    office.locator("#f2").get_by_role("button", name="采纳", exact=True).click()
    expect(office.locator("#f2 .taken")).to_be_visible()
    office.goto(office.url.split("#")[0] + "#f3")
    office.locator("#f3").get_by_role("link", name="修改").click()
    office.get_by_role("button", name="保存修改").click()
    expect(office.locator("#f3 .taken")).to_be_visible()
    office.get_by_role("button", name="采纳其余").click()
    expect(office.locator(".message")).to_contain_text("已采纳")
