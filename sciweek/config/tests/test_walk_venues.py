"""Venues in a real browser, under the site's own policy: found, added by a pasted link, with rooms and closed times."""

import pytest
from playwright.sync_api import Browser, Page, expect

from sciweek.config.tests.browsing import Look, follow, person
from sciweek.config.tests.signing_in import signed_in
from sciweek.config.tests.sites import Site

pytestmark = [pytest.mark.browser, pytest.mark.one_database]


def sign_in(page: Page, site: Site) -> None:
    signed_in(page, site.url)
    follow(page.get_by_role("link", name="单位", exact=True))
    follow(page.get_by_role("link", name="场地", exact=True))
    expect(page.get_by_role("heading", name="场地", exact=True)).to_be_visible()


def add_a_venue(page: Page, name: str) -> None:
    follow(page.get_by_role("link", name="添加场地"))
    page.get_by_label("场地名称").fill(name)
    page.get_by_label("粘贴地图链接").fill("https://surl.amap.com/4gXh7sT1a5pR")
    page.get_by_role("button", name="添加", exact=True).click()
    expect(page.get_by_text("没有从里面读出位置")).to_be_visible()
    page.get_by_label("粘贴地图链接").fill("https://uri.amap.com/marker?position=121.437200,31.216500&name=x")
    page.get_by_role("button", name="添加", exact=True).click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def add_a_room(page: Page) -> None:
    page.get_by_text("加一间", exact=True).click()
    page.get_by_label("厅室名称").fill("一楼报告厅")
    page.get_by_label("可容纳").fill("200")
    page.get_by_role("button", name="加上", exact=True).click()
    expect(page.get_by_text("可容纳 200 人")).to_be_visible()


def test_a_venue_is_added_by_a_pasted_link_and_gets_rooms_and_closed_times(
    page: Page, file_site: Site, looks_right: Look
) -> None:
    sign_in(page, file_site)
    looks_right(page, "list")
    follow(page.get_by_role("link", name="从活动里取"))
    looks_right(page, "places")
    page.get_by_role("button", name="加为场地").click()
    expect(page.get_by_role("heading", name="场地", exact=True)).to_be_visible()
    looks_right(page, "longer")
    add_a_venue(page, "滨江科普馆")
    expect(page.get_by_label("纬度")).to_have_value("31.216500")
    expect(page.get_by_label("坐标系")).to_have_value("gcj02")
    add_a_room(page)
    page.get_by_text("记一段", exact=True).click()
    page.get_by_role("button", name="记下", exact=True).click()
    expect(page.get_by_text("请写日期").first).to_be_visible()
    page.get_by_label("从哪天").fill("2027-05-24")
    page.get_by_label("为什么").fill("展厅检修")
    looks_right(page, "refused")
    page.get_by_role("button", name="记下", exact=True).click()
    expect(page.get_by_text("展厅检修")).to_be_visible()
    looks_right(page, "venue")


def test_two_people_at_one_venue_see_both_values(
    page: Page, chromium: Browser, file_site: Site, looks_right: Look
) -> None:
    sign_in(page, file_site)
    add_a_venue(page, "望江科普馆")
    with person(chromium) as other_context:
        other = other_context.new_page()
        sign_in(other, file_site)
        follow(other.get_by_role("link", name="望江科普馆"))
        other.get_by_label("地址").fill("滨江路18号")
        other.get_by_role("button", name="保存", exact=True).click()
        expect(other.get_by_text("已保存。")).to_be_visible()
    page.get_by_label("地址").fill("滨江路20号")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("对方写的是：滨江路18号")).to_be_visible()
    expect(page.get_by_label("地址")).to_have_value("滨江路20号")
    looks_right(page, "conflict")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("已保存。")).to_be_visible()


def test_everything_works_without_a_script(chromium: Browser, file_site: Site) -> None:
    with person(chromium, java_script_enabled=False) as context:
        page = context.new_page()
        sign_in(page, file_site)
        add_a_venue(page, "沿江科普馆")
        add_a_room(page)
        page.get_by_text("修改一楼报告厅").click()
        page.get_by_label("还在用").uncheck()
        page.get_by_role("button", name="保存厅室").click()
        expect(page.get_by_text("停用", exact=True).first).to_be_visible()
        page.get_by_role("button", name="停用这个场地").click()
        expect(page.get_by_text("已停用，排场次时不再出现。原来")).to_be_visible()
        page.get_by_role("button", name="恢复使用").click()
        expect(page.get_by_text("又可以用了。")).to_be_visible()
