"""The living page in a real browser, under the site's content policy: no sideways scroll, no serious finding of axe,
reachable by keyboard. Pages are written out as files first, so that no database is needed."""

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import RequestFactory, override_settings
from django.utils.translation import override
from playwright.sync_api import Browser, Page

from sciweek.look.pages import living_page

pytestmark = pytest.mark.browser
STATIC = Path(__file__).parents[1] / "static"
PAGES = {"both.html": "", "light.html": "?theme=light", "dark.html": "?theme=dark"}


class PolicyHandler(SimpleHTTPRequestHandler):
    """Static files under the strict policy that the site sends."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", "default-src 'self'; img-src 'self' data:")
        super().end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def living_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(STATIC, folder / "static")
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES=plain, STATIC_URL="/static/"):
        for language, prefix in (("zh-hans", ""), ("en", "en-")):
            for name, query in PAGES.items():
                with override(language):
                    answer = living_page(RequestFactory().get(f"/look/{query}"))
                (folder / f"{prefix}{name}").write_bytes(answer.content)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(PolicyHandler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def opened(chromium: Browser, address: str, width: int) -> Page:
    context = chromium.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.on("console", lambda message: page.evaluate("text => window.said = text", message.text))
    page.goto(address)
    return page


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("name", ["light.html", "dark.html", "en-light.html"])
def test_the_page_fits_every_width_and_axe_finds_nothing_serious(
    chromium: Browser, living_site: str, name: str, width: int
) -> None:
    page = opened(chromium, f"{living_site}/{name}", width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("window.said") is None
    findings = Axe().run(page).response["violations"]
    assert [each["id"] for each in findings if each["impact"] in ("serious", "critical")] == []
    page.context.close()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", ["light.html", "en-light.html"])
def test_labels_and_controls_of_a_pair_stand_on_one_line_whatever_is_said_of_one(
    chromium: Browser, living_site: str, name: str, width: int
) -> None:
    page = opened(chromium, f"{living_site}/{name}", width)

    def box(field: str, part: str) -> tuple[float, float]:
        """From where to where it stands, from above."""
        found = page.locator(f".fields .{part}[id$='{field}'], .fields .{part}[for$='{field}']")
        edges = found.first.bounding_box() if part != "control" else None
        edges = edges or page.locator(f".fields input[name$='{field}']").bounding_box()
        assert edges is not None
        return edges["y"], edges["y"] + edges["height"]

    for left, right in (("opens", "closes"), ("every", "gap")):
        assert box(left, "control") == box(right, "control")
        assert box(left, "field-label")[1] == box(right, "field-label")[1]
    # The hint stands between label and control, the error below, and the next pair below that.
    assert box("opens", "field-label")[1] <= box("opens-hint", "field-hint")[0] < box("opens", "control")[0]
    assert box("every", "control")[1] <= box("every-error", "field-error")[0]
    assert box("closes", "control")[1] < box("every", "field-label")[0]
    page.context.close()


def test_a_day_is_reached_and_seen_by_keyboard(chromium: Browser, living_site: str) -> None:
    page = opened(chromium, f"{living_site}/light.html", 1280)
    today = page.locator(".ribbon-home a[aria-current='date']").first
    for _ in range(40):
        page.keyboard.press("Tab")
        if today.evaluate("link => link === document.activeElement"):
            break
    assert today.evaluate("link => getComputedStyle(link).outlineStyle") == "solid"
    page.context.close()


def test_a_day_is_picked_by_arrow_keys(chromium: Browser, living_site: str) -> None:
    page = opened(chromium, f"{living_site}/light.html", 390)
    page.locator(".ribbon-picker input:checked").first.focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(".ribbon-picker input:checked").first.input_value() == "2027-05-26"
    page.context.close()


def test_kinds_keep_their_colour_inside_the_sprite(chromium: Browser, living_site: str) -> None:
    page = opened(chromium, f"{living_site}/light.html", 1280)
    icon = page.locator(".living-icons .k-open").first
    colour = icon.evaluate("drawing => getComputedStyle(drawing).getPropertyValue('--kind').trim()")
    assert colour == "#0f93b2"
    assert icon.bounding_box() is not None
    page.context.close()


def test_letters_twice_as_large_need_no_sideways_scroll_on_a_phone(
    chromium: Browser, living_site: str
) -> None:
    page = opened(chromium, f"{living_site}/light.html", 390)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    # Days of the ribbon share the width: none writes over its neighbour.
    edges = (
        page.locator(".ribbon-home")
        .first.locator(".ribbon-weekday")
        .evaluate_all(
            "words => words.map(word => [word.getBoundingClientRect().left, word.getBoundingClientRect().right])"
        )
    )
    assert all(before[1] <= after[0] for before, after in pairwise(edges))
    page.context.close()


def test_without_colours_of_our_own_only_what_is_current_is_underlined(
    chromium: Browser, living_site: str
) -> None:
    context = chromium.new_context(forced_colors="active", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{living_site}/light.html")
    ground, current, other = page.evaluate(
        """() => {
            const line = (name) => getComputedStyle(document.querySelector(name)).borderBlockEndColor;
            return [getComputedStyle(document.body).backgroundColor, line(".tabs a[aria-current]"),
                    line(".tabs a:not([aria-current])")];
        }"""
    )
    assert other == ground
    assert current != ground
    context.close()


def test_on_paper_names_in_a_wide_table_keep_their_width_and_nothing_asks_to_be_filled_in(
    chromium: Browser, living_site: str
) -> None:
    page = opened(chromium, f"{living_site}/light.html", 720)
    page.emulate_media(media="print")
    names = page.locator(".table tbody tr:not(.table-group) > th").evaluate_all(
        "cells => cells.map(cell => cell.getBoundingClientRect().width)"
    )
    assert names
    assert min(names) >= 70
    shown = page.locator("form[method='get'], [role='search']").evaluate_all(
        "forms => forms.filter(form => form.getClientRects().length > 0).length"
    )
    assert shown == 0
    page.context.close()
