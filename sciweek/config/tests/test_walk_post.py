"""Messages in a real browser: the office writes to all street offices, copies, ticks off; a robot speaks in a group."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from sciweek.config.tests.browsing import Look, follow, says_in_the_end
from sciweek.config.tests.signing_in import signed_in
from sciweek.config.tests.sites import Site
from sciweek.post.tests.listener import Heard, http_listener

pytestmark = pytest.mark.browser
STREETS = 5  # of the demo district


@pytest.fixture
def heard() -> Iterator[Heard]:
    """A real HTTP server on this machine, in the place of 企业微信."""
    with http_listener() as listener:
        yield listener


@pytest.fixture
def outbox(page: Page, file_site: Site) -> Page:
    """The office at its outbox."""
    signed_in(page, file_site.url)
    follow(page.get_by_role("link", name="消息", exact=True))
    expect(page.get_by_role("heading", name="消息", exact=True)).to_be_visible()
    return page


def test_the_office_writes_to_all_streets_copies_and_ticks_off(outbox: Page, looks_right: Look) -> None:
    page = outbox
    looks_right(page, "outbox")
    follow(page.get_by_role("link", name="写消息"))
    page.get_by_label("标题").fill("请交活动照片")
    page.get_by_label("正文").fill("{单位}：\n请在活动当天交三张照片。\n{办公室}")
    page.get_by_role("button", name="街道乡镇").click()
    expect(page.get_by_text(f"选了 {STREETS} 个")).to_be_visible()
    expect(page.get_by_label("标题")).to_have_value("请交活动照片")
    page.get_by_text("看选了谁").click()
    expect(page.get_by_label("云栖街道办事处")).to_be_checked()
    expect(page.get_by_label("区图书馆")).not_to_be_checked()
    looks_right(page, "new")
    page.get_by_label("标题").press("Enter")

    expect(page.get_by_role("heading", name="预览")).to_be_visible()
    expect(page.get_by_text("云栖街道办事处：")).to_be_visible()
    expect(page.get_by_text(f"{STREETS} 条")).to_be_visible()
    looks_right(page, "preview")
    page.get_by_role("button", name="回去改").click()
    expect(page.get_by_label("正文")).to_have_value("{单位}：\n请在活动当天交三张照片。\n{办公室}")
    page.get_by_role("button", name="预览").click()
    page.get_by_role("button", name="写成待发").click()

    expect(page.get_by_text(f"写好 {STREETS} 条")).to_be_visible()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    line = page.get_by_role("row", name=re.compile("云栖街道办事处.*请交活动照片"))
    line.get_by_role("button", name="复制").click()
    expect(line.get_by_role("button", name="已复制")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("云栖街道办事处：\n请在活动当天交三张照片。\n")
    line.get_by_role("button", name="已转发").click()
    expect(page.get_by_text("记下了：已转发给云栖街道办事处。")).to_be_visible()
    expect(line).to_have_count(0)
    follow(page.get_by_role("link", name="已发出"))
    follow(line.get_by_role("link", name="请交活动照片"))
    expect(page.get_by_text("已转发").first).to_be_visible()
    looks_right(page, "copied")


def test_what_is_chosen_on_a_page_is_withdrawn_at_once(outbox: Page) -> None:
    page = outbox
    follow(page.get_by_role("link", name="写消息"))
    page.get_by_label("正文").fill("{单位}：请交照片。")
    page.get_by_role("button", name="街道乡镇").click()
    page.get_by_role("button", name="预览").click()
    page.get_by_role("button", name="写成待发").click()
    page.get_by_label("收件单位或标题").fill("街道办事处")
    page.get_by_label("收件单位或标题").press("Enter")
    page.get_by_label("选本页全部").check()
    chosen = page.locator("#outbox input[name=code]:checked").count()
    assert chosen >= STREETS
    page.get_by_role("button", name="撤回选中的").click()
    expect(page.get_by_text(f"撤回了 {chosen} 条。")).to_be_visible()
    assert "q=" in page.url


def test_a_robot_is_added_tried_and_speaks_in_its_group(
    outbox: Page, heard: Heard, looks_right: Look
) -> None:
    page = outbox
    follow(page.get_by_role("link", name="群机器人与免打扰"))
    looks_right(page, "places")
    follow(page.get_by_role("link", name="加一个群机器人"))
    page.get_by_label("群的名称").fill("联络员群")
    page.get_by_label("机器人地址").fill("不是网址")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("网址要以 https:// 或 http:// 开头")).to_be_visible()
    expect(page.get_by_label("机器人地址")).to_have_value("不是网址")
    page.get_by_label("机器人地址").fill(f"{heard.url}/cgi-bin/webhook/send?key=geheim")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已加上")).to_be_visible()
    assert "geheim" not in page.content()
    looks_right(page, "group")

    page.get_by_role("button", name="往群里试发一条").click()
    expect(page.get_by_text("试发了一条")).to_be_visible()
    says_in_the_end(page, page.locator(".badge-good", has_text="已发出").first)
    assert heard.requests[0][0] == "/cgi-bin/webhook/send?key=geheim"
    assert "这个群能收到" in heard.json(0)["text"]["content"]

    follow(page.get_by_role("link", name="消息", exact=True).first)
    follow(page.get_by_role("link", name="写消息"))
    page.get_by_label(re.compile("联络员群")).check()
    page.get_by_label("标题").fill("")
    page.get_by_label("正文").fill("{单位}：请交照片。")
    page.get_by_role("button", name="预览").click()
    expect(page.get_by_text("群里只发一条")).to_be_visible()
    page.get_by_label("正文").fill("各单位：请交照片。")
    page.get_by_role("button", name="预览").click()
    page.get_by_role("button", name="写成待发").click()
    follow(page.get_by_role("row", name=re.compile("联络员群")).get_by_role("link"))
    why = page.get_by_label("为什么急")
    if why.count():  # whoever runs the test at night must say so
        why.fill("试一试")
    page.get_by_role("button", name="发出").click()
    expect(page.get_by_text("开始发出。")).to_be_visible()
    says_in_the_end(page, page.locator(".badge-good", has_text="已发出").first)
    assert heard.json()["text"]["content"] == "各单位：请交照片。"
    looks_right(page, "sent")
