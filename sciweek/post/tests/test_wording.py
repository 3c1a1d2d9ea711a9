import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.post.logic.wording import COMMON, DUE, FIELDS, FIELDS_OF, built_in, filled, unknown_field
from sciweek.post.states import WORDED


@pytest.mark.parametrize("occasion", WORDED)
def test_the_built_in_texts_use_only_their_own_fields(occasion: str) -> None:
    text = built_in(occasion)
    assert unknown_field(text.subject, FIELDS_OF[occasion]) == ""
    assert unknown_field(text.body, FIELDS_OF[occasion]) == ""


def test_every_field_says_what_it_stands_for() -> None:
    assert {name for names in FIELDS_OF.values() for name in names} <= set(FIELDS)


@pytest.mark.parametrize(
    ("text", "near"),
    [("{单位名}", "单位"), ("{期 限}", "期限"), ("{ 事项 }", "事项"), ("{活动週}", "活动周")],
)
def test_an_unknown_field_is_refused_with_a_suggestion(text: str, near: str) -> None:
    assert f"是不是“{{{near}}}”" in unknown_field(text, DUE)


@pytest.mark.parametrize(
    "text",
    [
        "{0}",
        "{单位.__class__}",
        "{单位!r}",
        "{单位:>9999999}",
        "{}",
        "{{单位}}x{y}",
        "{% load %}{x}",
        "{__import__}",
    ],
)
def test_what_would_be_code_elsewhere_is_an_unknown_field(text: str) -> None:
    assert unknown_field(text, COMMON) != ""


@pytest.mark.parametrize("text", ["没有空", "只有一个 { 括号", "} 反着 {", "%(name)s %s", "{{ 两行\n }}"])
def test_loose_braces_are_just_signs(text: str) -> None:
    assert unknown_field(text, COMMON) == ""
    assert filled(text, {"单位": "云栖"}) == text


def test_a_value_with_braces_is_not_filled_again() -> None:
    assert filled("{单位}{活动周}", {"单位": "{活动周}", "活动周": "X"}) == "{活动周}X"


@given(st.text(max_size=200), st.text(max_size=50))
def test_filling_changes_nothing_but_its_gaps(text: str, value: str) -> None:
    assert filled(text, {}) == text
    assert filled(f"[{{单位}}]{text.replace('{', '')}", {"单位": value}).startswith(f"[{value}]")
