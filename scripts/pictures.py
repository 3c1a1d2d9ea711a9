"""Take the pictures of the README from a running Sciweek with the demo week.

    .venv/bin/python scripts/pictures.py http://localhost:8000 LOGIN PASSWORD

Login and password of the office are those that `make run` prints.
"""

import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
SWITCHES = ["--no-sandbox", "--disable-background-networking", "--force-color-profile=srgb"]


def take(page: Page, name: str) -> None:
    """One picture of what the window shows, with 256 colours so that the repository stays small."""
    path = FOLDER / f"{name}.png"
    page.wait_for_load_state("networkidle")
    page.screenshot(path=path)
    Image.open(path).convert("RGB").quantize(256).save(path, optimize=True)


def main(address: str, login: str, password: str) -> None:
    """Home page, review page and desk at 1280 px; home page on a phone."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=SWITCHES)
        wide = browser.new_context(
            viewport={"width": 1280, "height": 1000}, locale="zh-CN", reduced_motion="reduce"
        )
        page = wide.new_page()
        page.goto(address)
        take(page, "portal-home")
        page.goto(f"{address}/sign-in/login/?next=/desk/")
        page.fill("[name=login]", login)
        page.fill("[name=password]", password)
        page.click("main button[type=submit]")
        take(page, "desk")
        page.goto(f"{address}/desk/notices/")
        page.click("main table a, main li a")
        take(page, "notice-review")
        phone = browser.new_context(
            viewport={"width": 390, "height": 844},
            locale="zh-CN",
            reduced_motion="reduce",
            device_scale_factor=2,
        )
        small = phone.new_page()
        small.goto(address)
        take(small, "portal-home-phone")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), *sys.argv[2:4])
