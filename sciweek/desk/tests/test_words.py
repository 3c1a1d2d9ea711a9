import ast
from collections import Counter
from pathlib import Path
from types import ModuleType

from django.apps import apps

import sciweek
from sciweek.desk import words
from sciweek.desk.words import FIELDS, KINDS, UNUSUAL, VERBS

PACKAGE = Path(sciweek.__file__).parent
WRITERS = {"append": 1, "append_many": 1, "_append": 1}
SAVERS = {"move", "move_many", "save_changes"}
OPTIONS = {"verb", "seen_version", "why", "check"}


def verbs_written() -> set[str]:
    """Every verb that an action gives to the log as a literal."""
    found: set[str] = set()
    for path in PACKAGE.glob("*/actions*"):
        for file in [path] if path.suffix == ".py" else path.glob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call):
                    continue
                given = [word.value for word in node.keywords if word.arg == "verb"]
                if isinstance(node.func, ast.Name) and node.func.id in WRITERS and len(node.args) > 1:
                    given.append(node.args[1])
                found |= {
                    word.value
                    for word in given
                    if isinstance(word, ast.Constant) and isinstance(word.value, str)
                }
    return found


def test_every_verb_of_the_log_has_a_word() -> None:
    written = verbs_written()
    assert len(written) > 30
    assert written - set(VERBS) == set()


def test_no_word_stands_for_a_verb_that_nobody_writes() -> None:
    assert set(VERBS) - verbs_written() == set()


def fields_written() -> set[str]:
    """Every field that an action names when it moves a row, saves changes or writes a line."""
    found: set[str] = set()
    for path in PACKAGE.glob("*/actions*"):
        for file in [path] if path.suffix == ".py" else path.glob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    found |= _fields_of(node, node.func.id)
    return found


def _fields_of(call: ast.Call, name: str) -> set[str]:
    given = {word.arg: word.value for word in call.keywords if word.arg}
    if name in SAVERS:
        return set(given) - OPTIONS
    changes = given.get("changes") if name in WRITERS else None
    keys = changes.keys if isinstance(changes, ast.Dict) else []
    return {key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str)}


def test_every_field_that_an_action_changes_has_a_word() -> None:
    written = fields_written()
    assert {"published_at", "state_reason"} <= written
    assert written - set(FIELDS) == set()


def test_every_kind_of_thing_that_the_log_names_is_there() -> None:
    assert set(KINDS) - {model._meta.label_lower for model in apps.get_models()} == set()


def test_what_is_unusual_is_written_by_somebody() -> None:
    assert set(UNUSUAL) - set(VERBS) == set()


def test_no_word_stands_with_two_groups_of_rooms() -> None:
    """The later would hide the earlier."""
    groups = [group for group in vars(words).values() if isinstance(group, ModuleType)]
    for name in ("KINDS", "VERBS", "FIELDS"):
        counted = Counter(key for group in groups for key in getattr(group, name, {}))
        assert set(counted) == set(getattr(words, name))
        assert {key for key, times in counted.items() if times > 1} == set()
