"""Signing in as one of the demo week's people, in a browser."""

from playwright.sync_api import Page

from sciweek.config.demo.tables import table
from sciweek.config.tests.browsing import follow

_PEOPLE = table("people")
PASSWORDS: dict[str, str] = {
    row["login"]: row["password"] for row in [*_PEOPLE["region"], *_PEOPLE["liaison"]] if "password" in row
}
OFFICE: str = next(row["login"] for row in _PEOPLE["region"] if row["role"] == "office" and "password" in row)


def signed_in(page: Page, address: str, login: str = OFFICE, *, to: str = "/desk/") -> Page:
    """The page, at `to`; `address` is the site's, empty for a browser that knows it."""
    page.goto(f"{address}/sign-in/login/?next={to}")
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码").fill(PASSWORDS[login])
    follow(page.get_by_role("button", name="登录", exact=True))
    return page
