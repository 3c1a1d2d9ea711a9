"""The rules of the house that no import shows: foreign keys, templates, names in strings, a README in each room."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignObject, Model
from django.urls import URLPattern, URLResolver, get_resolver

from sciweek.config.environment import PACKAGE
from sciweek.config.tests.floors import floors, inside, may_reach, rooms
from sciweek.config.tests.templates import template_names

TEMPLATES = dict(template_names())
TAG = re.compile(r"\{%-?\s*(url|include|extends)\s+([\"'])([^\"']+)\2")


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


def modules() -> list[Path]:
    return [
        path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts and "tests" not in path.parts
    ]


def our_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("sciweek.")]


def test_every_room_stands_on_a_floor() -> None:
    assert set(rooms()) <= set(floors())


def test_the_inside_order_is_held_in_every_room_but_the_roof() -> None:
    assert sorted(inside()) == [room for room in rooms() if room != "config"]


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_foreign_keys_point_downward_and_leave_no_trace_in_other_rooms(model: type[Model]) -> None:
    room = model.__module__.split(".")[1]
    for field in [*model._meta.get_fields(), *model._meta.local_many_to_many]:
        target = getattr(field, "related_model", None)
        forward = isinstance(field, ForeignObject) or field.many_to_many
        if field.auto_created or not forward or target is None:
            continue
        if not target.__module__.startswith("sciweek."):
            continue
        other = target.__module__.split(".")[1]
        assert may_reach(room, other), f"{model._meta.label}.{field.name} points up to {other}"
        if other != room:
            hidden = getattr(field.remote_field, "hidden", False)
            assert hidden, f'{model._meta.label}.{field.name} needs related_name="+"'


@pytest.mark.parametrize("path", TEMPLATES.values(), ids=TEMPLATES.keys())
def test_templates_name_only_addresses_and_templates_of_lower_floors(path: Path) -> None:
    room = room_of(path)
    for tag, _, name in TAG.findall(path.read_text(encoding="utf-8")):
        other = owner_of_address(name) if tag == "url" else owner_of_template(name)
        if other is not None:
            assert may_reach(room, other), f"{{% {tag} '{name}' %}} belongs to {other}"


def owner_of_template(name: str) -> str | None:
    """The room of a template; None for one of the libraries."""
    path = TEMPLATES.get(name.partition("#")[0])
    return room_of(path) if path else None


def owner_of_address(name: str) -> str | None:
    """The room of a named address; None for one of the libraries."""
    owners = addresses()
    assert name in owners, f"there is no address called {name}"
    module = owners[name]
    return module.split(".")[1] if module.startswith("sciweek.") else None


def addresses() -> dict[str, str]:
    """Name with its namespace → module of the view behind it."""
    return {name: pattern.callback.__module__ for name, pattern in _named(get_resolver(), "")}


def _named(resolver: URLResolver, space: str) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _named(entry, inner)
        elif entry.name:
            yield f"{space}{entry.name}", entry


def test_a_view_stands_in_the_room_whose_address_it_has() -> None:
    """`{% url %}` is judged by the view's module, so a room must not publish the views of a higher one."""
    for name, module in addresses().items():
        space = name.partition(":")[0]
        if ":" in name and space in rooms() and module.startswith("sciweek."):
            assert may_reach(space, module.split(".")[1])


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_model_and_no_module_is_looked_up_by_its_name(path: Path) -> None:
    """What is named in a string escapes the import contracts. The command line alone discovers rooms that way."""
    lookups = {"get_model", "get_app_config", "import_module", "import_string", "__import__"}
    for name, node in calls(path):
        if name not in lookups or path == PACKAGE / "config" / "cli.py":
            continue
        target = node.args[0] if node.args else None
        named = str(target.value) if isinstance(target, ast.Constant) else "sciweek"
        assert name == "import_module", f"line {node.lineno}: {name}"
        assert not named.startswith("sciweek"), f"line {node.lineno}: {name}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_relations_to_other_rooms_are_classes_not_strings(path: Path) -> None:
    for name, node in calls(path):
        target = node.args[0] if node.args else None
        if name in {"ForeignKey", "OneToOneField", "ManyToManyField"} and isinstance(target, ast.Constant):
            label = str(target.value)
            assert "." not in label or label.startswith(f"{room_of(path)}."), f"line {node.lineno}: {label}"


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """(name of what is called, the call) for every call in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield str(getattr(node.func, "attr", getattr(node.func, "id", ""))), node


@pytest.mark.parametrize("room", sorted({model.__module__.split(".")[1] for model in our_models()}))
def test_a_room_with_rows_says_what_it_is_for(room: str) -> None:
    text = (PACKAGE / room / "README.md").read_text(encoding="utf-8")
    assert len(text) > 200


def test_models_use_no_signals() -> None:
    for path in modules():
        text = path.read_text(encoding="utf-8")
        assert "django.db.models.signals" not in text, path
        assert "django.contrib.admin" not in text, path


def test_no_placeholder_names_and_no_left_over_notes() -> None:
    for path in modules():
        assert path.stem not in {"utils", "helpers", "common", "manager", "service"}, path
        assert not re.search(r"\b(TODO|FIXME|XXX)\b", path.read_text(encoding="utf-8")), path
