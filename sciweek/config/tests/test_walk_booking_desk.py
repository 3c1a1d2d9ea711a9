"""Booking at the desk in a real browser: a run is opened, somebody calls, seats change, calls are ticked off."""

import re

import pytest
from playwright.sync_api import Page, expect

from sciweek.config.tests.browsing import Look, follow
from sciweek.config.tests.signing_in import signed_in
from sciweek.config.tests.sites import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(page: Page, file_site: Site) -> Page:
    """The office at the list of booking."""
    signed_in(page, file_site.url)
    follow(page.get_by_role("link", name="预约", exact=True).first)
    expect(page.get_by_role("heading", name="预约", exact=True)).to_be_visible()
    return page


def test_a_run_is_opened_and_somebody_who_calls_is_booked(desk: Page, looks_right: Look) -> None:
    page = desk
    looks_right(page, "list")
    follow(page.get_by_role("link", name=re.compile("没有开通预约")))
    # One that the programme shows: for another nobody is booked.
    page.goto(f"{page.url}&q=湿地观鸟课")
    follow(page.get_by_role("link", name="开通预约").last)
    page.get_by_text("个人和家庭预约", exact=True).click()
    page.get_by_label("每场多少席").fill("3")
    page.get_by_label("一次最少几人").fill("1")
    page.get_by_label("一次最多几人").fill("4")
    page.get_by_label("问题 1").fill("想问什么")
    looks_right(page, "rules")
    page.get_by_role("button", name="开通预约").click()
    expect(page.get_by_text("已开通。日程发布以后")).to_be_visible()
    page.locator(".lines a").first.click()
    expect(page.get_by_text("已约 0 / 3")).to_be_visible()
    follow(page.get_by_role("link", name="替来电的人约"))
    page.get_by_label("联系人姓名").fill("周远")
    page.get_by_label("手机号").fill("139 0000 9001")
    page.get_by_label("大人").fill("2")
    looks_right(page, "caller")
    page.get_by_role("button", name="约上").click()
    expect(page.get_by_text("约好了，预约码")).to_be_visible()
    looks_right(page, "booking")
    page.get_by_label("为什么要看").fill("核对人数")
    page.get_by_role("button", name="看电话").click()
    expect(page.get_by_text("139 0000 9001")).to_be_visible()
    page.get_by_label("大人").fill("3")
    page.get_by_role("button", name="改人数").click()
    expect(page.get_by_text("人数已改")).to_be_visible()
    page.locator(".crumb a").click()
    expect(page.get_by_text("已约 3 / 3")).to_be_visible()
    page.get_by_label("一共多少席").fill("2")
    page.get_by_role("button", name="改席位").click()
    expect(page.get_by_text("已经约出 3 席")).to_be_visible()
    looks_right(page, "seats")


def test_a_call_is_ticked_off_and_taken_back(desk: Page, looks_right: Look) -> None:
    page = desk
    follow(page.get_by_role("link", name=re.compile("待打电话")))
    looks_right(page, "calls")
    first = page.locator(".call").first
    code = first.locator(".booking-code").inner_text()
    first.get_by_role("button", name="已告知").click()
    said = page.locator(".message-good")
    expect(said).to_contain_text(code)
    said.get_by_role("button", name="撤回").click()
    expect(page.locator(".call").first).to_contain_text(code)
    follow(page.get_by_role("link", name="预约", exact=True).first)
    follow(page.get_by_role("link", name="总则和同意书"))
    looks_right(page, "policy")
