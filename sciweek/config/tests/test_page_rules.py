"""What every page of the house has in common, whoever wrote it: looked up in the pages as they are sent."""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from typing import Any

import pytest
from lxml import html
from lxml.html import HtmlElement

from sciweek.committee.tests.cast import Cast
from sciweek.config.tests.walk import address, patterns

# The office and a citizen see between them every kind of page.
LOOKERS = ("office", "citizen")
# The living page shows every component in every state; the list for frames of other sites is no page.
APART = {"look:living", "portal:programme_embed", "account_logout"}
# What was written as it is: for programs, by people in fields, or in the notice.
VERBATIM = ("code", "pre", "script", "style", "textarea", "svg")
MACHINE_WORDS = re.compile(r"\b\d{4}-\d{2}-\d{2}\b|\bNone\b|\bTrue\b|\bFalse\b|\bundefined\b|\{\{|\{%|%\(")
HEADS = ("h1", "h2", "h3", "h4", "h5", "h6")

Page = tuple[str, HtmlElement]


@pytest.fixture(scope="module")
def pages(lasting_cast: Cast, known: dict[str, dict[str, Any]]) -> Callable[[], list[Page]]:
    """Every page that one of `LOOKERS` gets, with the name of its address; read once for all tests of this file."""
    return cache(lambda: list(_read(lasting_cast, known)))


def _read(cast: Cast, known: dict[str, dict[str, Any]]) -> Iterator[Page]:
    seen = set()
    for who in LOOKERS:
        client = cast.client(who)
        for name, words in patterns():
            if (name, tuple(words)) in seen or name in APART:
                continue
            answer = client.get(address(name, words, known))
            if (
                answer.status_code == 200
                and not answer.streaming
                and b"<!doctype html>" in answer.content[:99]
            ):
                seen.add((name, tuple(words)))
                yield name, html.fromstring(answer.content.decode())


def broken(pages: Callable[[], list[Page]], wrong: Callable[[HtmlElement], object]) -> dict[str, object]:
    """The pages on which `wrong` finds something, with what it finds."""
    found = {name: wrong(page) for name, page in pages()}
    assert len(found) > 150, "the pages were not read"
    return {name: what for name, what in found.items() if what}


def test_every_page_has_one_head_and_heads_skip_no_level(db: None, pages: Callable[[], list[Page]]) -> None:
    def wrong(page: HtmlElement) -> str:
        levels = [int(str(head.tag)[1]) for head in page.iter(*HEADS)]
        skips = any(after > before + 1 for before, after in zip([0, *levels], levels, strict=False))
        return str(levels) if levels.count(1) != 1 or skips else ""

    assert broken(pages, wrong) == {}


def test_a_page_has_one_main_thing_to_do_at_most(db: None, pages: Callable[[], list[Page]]) -> None:
    def wrong(page: HtmlElement) -> list[str]:
        buttons = [each.text_content().strip() for each in page.cssselect(".button-vermilion")]
        return buttons if len(buttons) > 1 else []

    assert broken(pages, wrong) == {}


def test_no_page_speaks_to_people_as_to_a_machine(db: None, pages: Callable[[], list[Page]]) -> None:
    def wrong(page: HtmlElement) -> list[str]:
        said = deepcopy(page)
        for each in list(said.iter(*VERBATIM)):
            each.drop_tree()
        return MACHINE_WORDS.findall(said.text_content())

    assert broken(pages, wrong) == {}


def test_what_looks_like_a_link_leads_somewhere(db: None, pages: Callable[[], list[Page]]) -> None:
    def wrong(page: HtmlElement) -> list[str]:
        return [each.text_content() for each in page.iter("a") if not each.get("href")]

    assert broken(pages, wrong) == {}


def test_on_a_phone_every_cell_of_a_table_says_what_it_is(db: None, pages: Callable[[], list[Page]]) -> None:
    def wrong(page: HtmlElement) -> list[str]:
        cells = page.cssselect(".table-stack tbody tr:not(.table-group) td:not([data-label])")
        buttons = ".//*[self::button or contains(@class, 'button') or self::form]"
        return [
            each.text_content().strip()
            for each in cells
            if each.text_content().strip() and not each.xpath(buttons)
        ]

    assert broken(pages, wrong) == {}


def test_every_page_has_a_name_and_in_the_desk_one_of_its_own(
    db: None, pages: Callable[[], list[Page]]
) -> None:
    heads: dict[str, set[str]] = {}
    for name, page in pages():
        title = (page.findtext(".//title") or "").strip()
        assert title, f"{name} has no title"
        if page.cssselect(".desk-header"):
            heads.setdefault(title, set()).add(f"{name}: {page.find('.//h1').text_content().strip()}")
    # Several addresses may show one page: it has one head then.
    alike = {
        title: each for title, each in heads.items() if len({one.partition(": ")[2] for one in each}) > 1
    }
    assert alike == {}
