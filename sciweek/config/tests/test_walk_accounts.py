"""Sign-in, units and links in a real browser, under the site's own policy: nothing blocked, nothing serious for axe."""

import re

import pytest
from playwright.sync_api import Page, expect

from sciweek.config.tests.browsing import Look, follow
from sciweek.config.tests.signing_in import OFFICE, PASSWORDS, signed_in
from sciweek.config.tests.sites import Site

pytestmark = [pytest.mark.browser, pytest.mark.one_database]
# Whoever has a passkey is asked for it from then on: somebody whom no other test here signs in.
AUDITOR = "shenji"


@pytest.fixture
def address(file_site: Site) -> str:
    """By the machine's name: browsers offer passkeys at names only."""
    return file_site.url.replace("127.0.0.1", "localhost")


def sign_in(page: Page, address: str, login: str = OFFICE) -> None:
    signed_in(page, address, login, to="/desk/units/")
    expect(page.get_by_role("heading", name="单位", exact=True)).to_be_visible()


def test_a_passkey_is_added_and_opens_the_desk_without_a_password(
    page: Page, address: str, looks_right: Look
) -> None:
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    sign_in(page, address, AUDITOR)
    page.goto(f"{address}/sign-in/2fa/")
    looks_right(page)
    follow(page.get_by_role("link", name="添加"))
    page.get_by_label("密码").fill(PASSWORDS[AUDITOR])
    page.get_by_role("button", name="确认").click()
    page.get_by_label("起个名字").fill("办公室电脑")
    page.get_by_label("以后不输密码，直接用它登录").check()
    looks_right(page)
    page.get_by_role("button", name="添加").click()
    expect(page.get_by_role("heading", name="备用码")).to_be_visible()
    looks_right(page)
    page.goto(f"{address}/sign-in/2fa/webauthn/")
    expect(page.get_by_text("办公室电脑")).to_be_visible()

    page.goto(f"{address}/sign-in/logout/")
    page.get_by_role("button", name="退出").click()
    page.goto(f"{address}/sign-in/login/?next=/desk/units/")
    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page.get_by_role("heading", name="单位", exact=True)).to_be_visible()


def test_at_a_bare_address_the_page_says_why_there_are_no_passkeys(
    page: Page, file_site: Site, looks_right: Look
) -> None:
    page.goto(f"{file_site.url}/sign-in/login/")
    expect(page.get_by_text("浏览器不给用通行密钥")).to_be_visible()
    expect(page.get_by_role("button", name="用通行密钥登录")).to_have_count(0)
    looks_right(page)


def test_an_invitation_goes_from_the_office_to_a_newcomer(
    page: Page, address: str, looks_right: Look
) -> None:
    sign_in(page, address)
    looks_right(page)
    follow(page.get_by_role("link", name="云栖街道办事处"))
    looks_right(page)
    follow(page.get_by_role("link", name="发邀请链接"))
    looks_right(page)
    page.get_by_role("button", name="生成链接").click()
    text = page.get_by_label("发到群里的话").input_value()
    link = text.splitlines()[-1]
    assert "/join/" in link
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="复制这段话").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n") == text
    looks_right(page)

    page.context.clear_cookies()
    page.goto(link)
    looks_right(page)
    page.get_by_label("姓名").fill("新小联")
    page.get_by_label("登录名").fill("13900000001")
    page.get_by_label("密码").fill("yi-tiao-hen-chang")
    page.get_by_role("button", name="开账号并接受邀请").click()
    expect(page.get_by_text("用小写字母开头").first).to_be_visible()
    assert page.get_by_label("姓名").input_value() == "新小联"
    page.get_by_label("登录名").fill("xinren")
    page.get_by_label("密码").fill("yi-tiao-hen-chang")
    page.get_by_role("button", name="开账号并接受邀请").click()
    expect(page.get_by_text("新小联").first).to_be_visible()
    expect(page).to_have_url(re.compile("/desk/w/"))


def test_a_personal_link_opens_the_desk_by_its_button(page: Page, address: str, looks_right: Look) -> None:
    sign_in(page, address)
    follow(page.get_by_role("link", name="云栖街道办事处"))
    follow(page.get_by_role("link", name="发免登录链接"))
    page.get_by_label("拿链接的人").fill("云小代")
    page.get_by_role("button", name="生成链接").click()
    link = page.get_by_label("发给本人的话").input_value().splitlines()[-1]
    page.context.clear_cookies()
    page.goto(link)
    looks_right(page)
    page.get_by_role("button", name="进入云栖街道办事处的工作台").click()
    expect(page).to_have_url(re.compile("/desk/w/"))
    expect(page.get_by_text("云小代").first).to_be_visible()


def test_the_offices_pages_of_the_committee_fit_and_read_well(
    page: Page, address: str, looks_right: Look
) -> None:
    sign_in(page, address)
    for name in ("参加本届的单位", "组织机构与联系方式", "全区的人员与邀请", "单位名单"):
        follow(page.get_by_role("link", name=name, exact=True))
        looks_right(page)
    page.goto(f"{address}/desk/units/?q=没有这样的")
    expect(page.get_by_text("没有这样的单位")).to_be_visible()
    looks_right(page)
