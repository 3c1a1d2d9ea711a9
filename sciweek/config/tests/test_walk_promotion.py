"""A bought promotion service in a real browser: found from the activities, delivered, judged, accepted, its sheet taken."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from sciweek.config.tests.browsing import Look, follow
from sciweek.config.tests.signing_in import signed_in
from sciweek.config.tests.sites import Site

pytestmark = [pytest.mark.browser, pytest.mark.one_database]


def sign_in(page: Page, site: Site) -> None:
    signed_in(page, site.url)
    follow(page.get_by_role("link", name="活动", exact=True).first)
    follow(page.get_by_role("link", name="宣传服务", exact=True))
    expect(page.get_by_role("heading", name="宣传服务", exact=True)).to_be_visible()


def judge(page: Page, what: str, button: str, why: str = "") -> None:
    """Open a deliverable from the service's page, decide, and come back."""
    follow(page.get_by_role("link", name=what, exact=True))
    if why:
        page.get_by_label(re.compile("原因")).fill(why)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_text("现在是：")).to_be_visible()
    follow(page.get_by_role("link", name="科技活动周户外和新媒体宣传"))


def deliver(page: Page, what: str, amount: str) -> None:
    follow(page.get_by_role("link", name=what, exact=True))
    page.get_by_label("实际数量").fill(amount)
    page.get_by_label("网址").first.fill("https://linjiang.example/articles")
    shot: FilePayload = {"name": "截图.png", "mimeType": "image/png", "buffer": b"\x89PNG"}
    page.get_by_label("文件").set_input_files(shot)
    page.get_by_role("button", name="记下交付").click()
    expect(page.get_by_text("已记下。看过以后，认可或者退回。")).to_be_visible()
    expect(page.get_by_role("link", name="截图.png")).to_be_visible()
    follow(page.get_by_role("link", name="科技活动周户外和新媒体宣传"))


def test_what_was_bought_is_delivered_judged_and_accepted(
    page: Page, own_site: Site, looks_right: Look, pictures: Path | None
) -> None:
    sign_in(page, own_site)
    looks_right(page, "list")
    follow(page.get_by_role("link", name="登记一项"))
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("请写由谁来做。")).to_be_visible()
    looks_right(page, "new")
    follow(page.get_by_role("link", name="返回"))
    follow(page.get_by_role("link", name="科技活动周户外和新媒体宣传"))
    expect(page.get_by_text("现在不能验收")).to_be_visible()
    looks_right(page, "service")
    follow(page.get_by_role("link", name="公众号推文"))
    looks_right(page, "deliverable")
    page.go_back()
    judge(page, "预热短视频", "认可")
    deliver(page, "公众号推文", "6")
    judge(page, "公众号推文", "认可")
    judge(page, "活动综述短片", "不再要求", "并入年度宣传片，按合同扣款")
    follow(page.get_by_role("link", name="记录验收"))
    page.get_by_role("button", name="记下验收").click()
    expect(page.get_by_text("请写谁验收的。")).to_be_visible()
    page.get_by_label("验收人员").fill("何工，区科技局办公室\n陶老师，区委宣传部")
    page.get_by_label("合格", exact=True).check()
    looks_right(page, "acceptance")
    page.get_by_role("button", name="记下验收").click()
    expect(page.get_by_text("验收已记下。")).to_be_visible()
    looks_right(page, "accepted")
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载验收单（Word）").click()
    assert taken.value.suggested_filename == "验收单-科技活动周户外和新媒体宣传.docx"
    if pictures is not None:
        taken.value.save_as(pictures / "acceptance.docx")
