"""Every word on a page stands in the catalogues: Chinese in the source, English beside it."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from django.template.base import Lexer, TokenType

from sciweek.config.environment import PACKAGE
from sciweek.config.tests.messages import (
    CALLS,
    catalogue_path,
    current,
    forms,
    found,
    merged,
    name_called,
    python_files,
    text_of,
)
from sciweek.config.tests.templates import template_names
from sciweek.post.logic.wording import FIELDS

CHINESE = re.compile(r"[\u3400-\u9fff]")
# Full-width marks would look wrong between English words.
MARKS = re.compile(r"[，。：；（）《》！？]")
PLACE = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}|(%%)")
QUOTED = re.compile(r"“[^”]*”")
# Words of a Chinese paper that an English sentence may quote.
PAPER_WORDS = {
    "主要内容", "活动内容", "地点", "主办单位", "承办单位", "协办单位", "联系人", "电话", "…前", "截止时间", "以下材料",
    "关于…的通知", "关于", "文号", "发布机构", "成文日期", "时间", "时间：", "主题", "主题：", "主题为…", "以…为主题",
    "围绕…主题", "安排如下", "、",
}  # fmt: skip
# Chinese that is no page's: the reader's own words and patterns (`notice.queries.said` puts them into the page's
# language), the demo's and the living page's invented data, the terminal, and dates, which have both languages.
NOT_PAGES = (
    "config/demo/",
    "config/bench/",
    "notice/logic/",
    "notice/queries/said.py",
    # What stands in tables that people fill in, and how they write days and numbers there.
    "sheets/logic/",
    "committee/logic/unit_columns.py",
    "activities/logic/table_",
    "activities/logic/likeness.py",
    "activities/logic/place_names.py",
    "programme/logic/table_",
    "programme/logic/written.py",
    "booking/logic/list_columns.py",
    "booking/logic/names.py",
    "booking/pages/tables.py",
    "ceremonies/logic/",
    "door/logic/figure_columns.py",
    "outreach/logic/columns.py",
    "outreach/logic/wish_",
    "portal/logic/booking/given.py",
    "promotion/actions/sense.py",
    "venues/logic/venue_columns.py",
    "venues/logic/positions/",
    # What official papers say: they are Chinese, whatever language the page is in.
    "papers/logic/",
    "dispatch/logic/",
    "ceremonies/pages/papers.py",
    "promotion/logic/sheet.py",
    "look/living.py",
    "look/templates/look/living/",
    "look/dates.py",
)
# Names of gaps are part of the texts that offices store: {单位} stays {单位} in every language.
OWN_NAMES = {"中文", *FIELDS}


@cache
def messages() -> list[Message]:
    """Every message in code and templates."""
    return [message for message in found() if message.id]


@cache
def catalogue() -> Catalog:
    return current("en")


def said(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def in_english(message: Message) -> tuple[str, ...]:
    translated = catalogue().get(message.id, message.context)
    return forms(translated) if translated else ()


def test_the_english_catalogue_is_in_step_with_code_and_templates() -> None:
    assert catalogue_path("en").read_bytes() == text_of(merged("en")), "run `make messages`"


def test_every_message_has_an_english_translation() -> None:
    empty = [
        said(message) for message in messages() if not in_english(message) or not all(in_english(message))
    ]
    assert not empty
    assert not [said(message) for message in catalogue() if message.fuzzy and message.id]


def test_a_message_with_a_plural_has_both_forms() -> None:
    for message in messages():
        assert len(in_english(message)) == (1 if isinstance(message.id, str) else 2), said(message)


def test_translations_have_the_places_of_their_messages() -> None:
    def places(text: str) -> list[str]:
        return sorted({match[0] for match in PLACE.finditer(text)})

    for message in messages():
        for form in in_english(message):
            assert places(form) == places(said(message)), said(message)


def test_translations_are_english() -> None:
    for message in messages():
        for form in in_english(message):
            rest = QUOTED.sub(lambda quoted: "" if quoted[0][1:-1] in PAPER_WORDS else quoted[0], form)
            rest = PLACE.sub("", rest)  # a gap keeps its name: {单位}
            assert not CHINESE.search(rest), form
            assert not MARKS.search(rest), form
            assert "!" not in form, form


def test_translations_keep_the_space_at_their_ends_only_where_something_follows() -> None:
    """“Read as: ” goes on; a whole sentence does not end in a space."""
    for message in messages():
        for form in in_english(message):
            assert form == form.rstrip() or form.rstrip()[-1] in ":,", form


def is_page(path: Path) -> bool:
    place = path.relative_to(PACKAGE).as_posix()
    return not place.startswith(NOT_PAGES) and path.name != "commands.py"


def test_chinese_in_templates_goes_through_the_catalogue() -> None:
    bare = [
        f"{name}: {' '.join(text.split())[:60]}"
        for name, path in template_names()
        if is_page(path)
        for text in bare_text(path)
        if CHINESE.search(text) or MARKS.search(text)
    ]
    assert not bare


def bare_text(path: Path) -> Iterator[str]:
    """What of a template reaches the page untranslated: its text and the strings in its tags."""
    block = ""
    for token in Lexer(path.read_text(encoding="utf-8")).tokenize():
        name = token.contents.split()[0] if token.contents.strip() else ""
        if block:
            block = "" if token.token_type is TokenType.BLOCK and name == block else block
        elif token.token_type is TokenType.BLOCK and name in {"blocktrans", "blocktranslate", "comment"}:
            block = f"end{name}"
        elif token.token_type is TokenType.TEXT:
            yield token.contents
        elif token.token_type is not TokenType.COMMENT and name not in {"trans", "translate"}:
            yield re.sub(r'_\("[^"]*"\)', "", token.contents)


def test_chinese_in_code_goes_through_the_catalogue() -> None:
    bare = [
        f"{path.relative_to(PACKAGE)}:{line}: {text}"
        for path in python_files()
        if is_page(path)
        for line, text in bare_strings(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not bare


def bare_strings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, text) of Chinese that is neither in a call of gettext nor in a choice by language nor a docstring."""
    settled: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_called(node) in CALLS:
            settled |= {id(inner) for argument in node.args for inner in ast.walk(argument)}
        elif isinstance(node, ast.IfExp) and "in_english" in ast.unparse(node.test):
            settled |= {id(inner) for inner in ast.walk(node)}
        elif isinstance(node, ast.Expr):
            settled.add(id(node.value))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in settled:
            continue
        if CHINESE.search(node.value) and node.value not in OWN_NAMES:
            yield node.lineno, node.value


def test_scripts_of_the_browser_take_their_words_from_the_page() -> None:
    for path in PACKAGE.rglob("static/*/*.js"):
        if "vendor" in path.parts:
            continue
        code = re.sub(
            r"^\s*//.*$|/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
        )
        assert not CHINESE.search(code), path
