"""A paper in a real browser, under the site's own policy: drafted, looked at, sent, recorded; a template handed in."""

import pytest
from playwright.sync_api import Page, expect

from sciweek.config.tests.browsing import Look, follow
from sciweek.config.tests.signing_in import signed_in
from sciweek.config.tests.sites import Site
from sciweek.dispatch.tests.offices import EXE_AS_PDF, SCAN, docx

pytestmark = [pytest.mark.browser, pytest.mark.one_database]


@pytest.fixture
def papers(page: Page, file_site: Site) -> str:
    """The office, signed in, at the list of papers; its address."""
    signed_in(page, file_site.url)
    follow(page.get_by_role("link", name="发文", exact=True))
    expect(page.get_by_role("heading", name="发文", exact=True)).to_be_visible()
    return page.url


def test_a_notice_from_draft_to_frozen_text(page: Page, papers: str, looks_right: Look) -> None:
    looks_right(page, "list")
    follow(page.get_by_role("link", name="联合通知", exact=True))
    page.get_by_label("机关代字").fill("临科字")
    looks_right(page, "new")
    page.get_by_role("button", name="拟稿", exact=True).click()
    expect(page.get_by_role("img", name="第 1 页")).to_be_visible(timeout=60_000)
    looks_right(page, "draft")
    page.get_by_role("button", name="登记送签").click()
    follow(page.get_by_role("link", name="登记印发结果"))
    page.get_by_label("签发人").fill("沈玥")
    page.get_by_label("盖章件", exact=True).set_input_files(
        {"name": "盖章件.pdf", "mimeType": "application/pdf", "buffer": EXE_AS_PDF}
    )
    page.get_by_role("button", name="登记", exact=True).click()
    for words in ("请写成“临科字〔2027〕9号”这样的发文字号", "请写成文日期", "请选 PDF 或 OFD 文件"):
        expect(page.get_by_text(words)).to_be_visible()
    expect(page.get_by_label("签发人")).to_have_value("沈玥")
    looks_right(page, "refused")
    page.get_by_label("发文字号").fill("临科字[2027]第9号")
    page.get_by_label("成文日期").fill("2025-01-06")
    page.get_by_label("盖章件", exact=True).set_input_files(
        {"name": "盖章件.pdf", "mimeType": "application/pdf", "buffer": SCAN}
    )
    page.get_by_label("或者粘贴定稿全文").fill("关于举办科技活动周的通知\n各单位：")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("heading", name="草稿和印发稿")).to_be_visible()
    looks_right(page, "changes")
    page.goto(papers)
    expect(page.get_by_text("临科字〔2027〕9号")).to_be_visible()


def test_a_template_with_a_broken_field_says_which_was_meant(
    page: Page, papers: str, looks_right: Look
) -> None:
    follow(page.get_by_role("link", name="公文模板"))
    page.get_by_label("函", exact=True).check()
    broken = docx("{{标题}}", "{{主送机光}}：", "{{正文}}", "{{附件说明}}", "{{落款}}", "{{附件}}")
    page.get_by_label("模板文件").set_input_files(
        {"name": "函.docx", "mimeType": "application/octet-stream", "buffer": broken}
    )
    looks_right(page, "templates")
    page.get_by_role("button", name="上传并检查").click()
    expect(page.get_by_text("是不是想写“主送机关”？")).to_be_visible()
    looks_right(page, "broken")
