"""What tools must hold in every template and style sheet of the house."""

import re
from pathlib import Path

import pytest
from lxml import etree

PACKAGE = Path(__file__).parents[2]
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
STYLES = sorted(PACKAGE.glob("*/static/**/*.css"))
SPRITE = PACKAGE / "look/static/look/icons.svg"
SVG = "{http://www.w3.org/2000/svg}"
TOO_NEW = {
    "light-dark()": r"light-dark\(",
    "color-mix()": r"color-mix\(",
    "oklch()": r"\boklch\(",
    ":has()": r":has\(",
    "@container": r"@container\b",
    "@scope": r"@scope\b",
    "media ranges": r"@media[^{]*[<>]=?",
    "overflow: clip": r"overflow[\w-]*:\s*clip",
    "popover": r":popover-open",
    "subgrid": r"\bsubgrid\b",
    "field-sizing": r"field-sizing",
    "linear()": r"[:\s]linear\(",
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_template_has_inline_script_or_style(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style\b", text), "a <style> element is blocked by the content policy"
    assert not re.search(r"<[a-z][^>]*\sstyle\s*=", text), (
        "a style attribute is blocked by the content policy"
    )
    assert not re.search(r"<[a-z][^>]*\s(?:on[a-z]+|hx-on[\w:.-]*)\s*=", text), "an inline handler is blocked"
    for opening in re.findall(r"<script\b[^>]*>", text):
        # Data blocks run nothing.
        assert "src=" in opening or re.search(r'type="application/(ld\+)?json"', opening), opening


def rules(text: str) -> str:
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("path", STYLES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_style_sheets_stay_on_the_browser_floor(path: Path) -> None:
    text = rules(path.read_text(encoding="utf-8"))
    for name, pattern in TOO_NEW.items():
        assert not re.search(pattern, text), f"{name} is newer than Chrome 109 and Safari 15.4"


@pytest.mark.parametrize("path", STYLES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_style_sheets_do_not_nest_rules(path: Path) -> None:
    stack: list[str] = []
    head = ""
    for sign in rules(path.read_text(encoding="utf-8")):
        if sign == "{":
            outer = [each for each in stack if not each.startswith("@")]
            assert not outer, f"{head.strip()} stands inside {outer}"
            stack.append(head.strip())
            head = ""
        elif sign == "}":
            stack.pop()
            head = ""
        elif sign == ";":
            head = ""
        else:
            head += sign
    assert not stack


def test_only_tokens_and_paper_name_colours_by_value() -> None:
    for path in (PACKAGE / "look/static/look").glob("*.css"):
        if path.name in ("tokens.css", "print.css"):
            continue
        text = rules(path.read_text(encoding="utf-8"))
        # A poster is paper in both themes and so keeps its own ink.
        text = re.sub(r"\.poster[^{]*\{[^}]*\}", "", text)
        assert not re.search(r"#[0-9a-f]{3,8}\b", text), path.name


def test_a_kind_has_exactly_one_filled_part_between_42_and_50_percent() -> None:
    root = etree.fromstring(SPRITE.read_bytes())
    kinds = [symbol for symbol in root.iter(f"{SVG}symbol") if str(symbol.attrib["id"]).startswith("kind-")]
    assert len(kinds) == 11
    for symbol in kinds:
        filled = [part for part in symbol.iter() if "fill-opacity" in part.attrib]
        assert len(filled) == 1, symbol.attrib["id"]
        assert 0.42 <= float(filled[0].attrib["fill-opacity"]) <= 0.5


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    names = set(re.findall(r'<symbol id="([\w-]+)"', SPRITE.read_text(encoding="utf-8")))
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        asked = set(re.findall(r'{% icon "([\w-]+)"', text)) | set(re.findall(r'{% row "([\w-]+)"', text))
        asked |= set(re.findall(r'{% button [^%]*icon="([\w-]+)"', text))
        assert asked <= names, f"{path.name}: {asked - names}"


def test_templates_join_words_as_the_language_of_the_page_does() -> None:
    for path in TEMPLATES:
        assert not re.search(r'join:"[、，；]"', path.read_text(encoding="utf-8")), (
            f"{path.name}: use `listed`"
        )
