"""What every public page holds to: one main heading, unique names, nothing inline, little weight."""

import gzip
import itertools
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from lxml import html

from sciweek.portal.tests.stage import Stage, words

FIRST_VIEW = 150_000  # bytes, compressed
PATHS = ("/", "/activities/", "/activities/?day=2027-05-25", "/activities/?q=恐龙", "/weeks/", "/en/")


@pytest.fixture
def full(stage: Stage) -> Stage:
    stage.fill(200)
    return stage


@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_well_made(full: Stage, path: str) -> None:
    text = full.get(path).content.decode()
    tree = html.document_fromstring(text)
    assert len(tree.cssselect("h1")) == 1
    names = [each.get("id") for each in tree.cssselect("[id]")]
    assert len(names) == len(set(names))
    assert not tree.cssselect("[style], [onclick], style, script:not([src])")
    assert words(tree.cssselect("title")[0])
    assert len(tree.cssselect("link[rel=canonical]")) == 1
    pointed = [
        name
        for each in tree.cssselect("[aria-labelledby], [aria-describedby], label[for]")
        for name in (
            each.get("aria-labelledby") or each.get("aria-describedby") or each.get("for") or ""
        ).split()
    ]
    assert set(pointed) <= set(names)
    levels = [int(each.tag[1]) for each in tree.cssselect("h1, h2, h3, h4")]
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))


def test_an_activity_page_is_well_made(full: Stage) -> None:
    activity = full.publish("水厂开放日", summary="一行\n两行", hosts=["区科学技术局"])
    tree = full.page(f"/activities/{activity.code}/")
    assert len(tree.cssselect("h1")) == 1
    names = [each.get("id") for each in tree.cssselect("[id]")]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("path", ["/", "/activities/"])
def test_the_first_view_is_light(full: Stage, path: str) -> None:
    tree = full.page(path)
    linked = [
        *tree.xpath("//link[@rel='stylesheet']/@href"),
        *tree.xpath("//link[@rel='icon']/@href"),
        *tree.xpath("//script/@src"),
        *{use.split("#")[0] for use in tree.xpath("//*[local-name()='use']/@href")},
    ]
    assert all(href.startswith("/static/") for href in linked)
    weight = len(full.get(path, **{"accept-encoding": "gzip"}).content)
    for href in linked:
        found = finders.find(href.removeprefix("/static/"))
        assert isinstance(found, str), href
        weight += len(gzip.compress(Path(found).read_bytes()))
    assert weight < FIRST_VIEW


def test_names_that_people_typed_are_text_and_never_markup(stage: Stage) -> None:
    stage.publish("<script>alert(1)</script>&amp;水厂", place='"><img src=x>')
    for path in ("/", "/activities/", '/activities/?q=<script>alert("1")</script>'):
        text = stage.get(path).content.decode()
        assert "<script>alert" not in text
        assert "<img" not in text


def test_machines_are_told_what_they_may_read(stage: Stage) -> None:
    answer = stage.get("/robots.txt")
    assert re.search(r"^Disallow: /desk/$", answer.content.decode(), re.MULTILINE)
    assert answer["Content-Type"] == "text/plain"
    assert stage.get("/favicon.ico")["Location"].endswith(".svg")
