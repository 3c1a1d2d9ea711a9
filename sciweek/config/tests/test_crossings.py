"""Crossings are few, named, and used: nobody looks over the wall by the way."""

import ast
from collections.abc import Iterator
from functools import cache

from sciweek.base.scope import CROSSINGS
from sciweek.config.environment import PACKAGE


@cache
def crossings() -> list[tuple[str, ast.expr]]:
    """(place, what stands in the brackets) of every look over the wall."""
    return list(_crossings())


def _crossings() -> Iterator[tuple[str, ast.expr]]:
    for path in PACKAGE.rglob("*.py"):
        if "tests" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if "over_the_wall" in text else ():
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "over_the_wall":
                yield f"{path.relative_to(PACKAGE)}:{node.lineno}", node.args[0]


def test_every_look_over_the_wall_names_a_known_crossing() -> None:
    for place, name in crossings():
        assert isinstance(name, ast.Constant), f"{place}: write the crossing's name out"
        assert name.value in CROSSINGS, f"{place}: {name.value!r} is not in CROSSINGS"


def test_every_named_crossing_is_used() -> None:
    used = {name.value for _place, name in crossings() if isinstance(name, ast.Constant)}
    assert set(CROSSINGS) - used == set()


def test_a_room_uses_only_its_own_crossings() -> None:
    for place, name in crossings():
        room = place.partition("/")[0]
        owner = str(getattr(name, "value", "")).partition(".")[0]
        assert owner in {room, "base"}, f"{place}: {owner}'s crossing is not for {room}"


def test_every_crossing_says_why() -> None:
    assert all(len(why) > 20 for why in CROSSINGS.values())


def test_scoped_managers_are_the_only_way_to_scoped_rows() -> None:
    """`_base_manager` of a scoped model is scoped too, so that refreshing and saving stay inside."""
    from django.apps import apps

    for model in apps.get_models():
        if hasattr(model, "WALL"):
            assert type(model._default_manager).__name__ == "ScopedManager", model
            assert type(model._base_manager).__name__ == "ScopedManager", model
