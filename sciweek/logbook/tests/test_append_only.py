"""Entries are only added: nothing in the product changes or deletes one, but for two named exceptions."""

import ast
from pathlib import Path

import sciweek

PACKAGE = Path(sciweek.__file__).parent
CHANGES = {"update", "delete", "bulk_update", "save", "update_or_create", "raw", "select_for_update", "asave"}
# Erasing a person masks two columns that no seal covers; sealing sets the column that says which seal.
ALLOWED = {
    ("logbook/actions.py", "update", "actor_name"),
    ("logbook/actions.py", "update", "object_name"),
    ("logbook/sealing.py", "update", "seal"),
}


def changes_of_entries() -> set[tuple[str, str, str]]:
    """Every call that changes rows, in a file that can reach entries, on an expression that leads to them."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        if "tests" in path.parts or "migrations" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        where = path.relative_to(PACKAGE).as_posix()
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            holders = _names_of_entries(function)
            for node in ast.walk(function):
                change = _change(node, holders) if isinstance(node, ast.Call) else ""
                if change and isinstance(node, ast.Call):
                    found |= {(where, change, word.arg or "**") for word in node.keywords} or {
                        (where, change, "")
                    }
    return found


def _change(call: ast.Call, holders: set[str]) -> str:
    """The name of a method that changes rows, called on something that leads to entries."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in CHANGES:
        return ""
    return call.func.attr if holders & _names(call.func.value) else ""


def _names(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _names_of_entries(function: ast.AST) -> set[str]:
    """`Entry` and the queries over it, and what a function calls their results."""
    names = {
        "Entry",
        "unsealed",
        "entries_of_object",
        "entries_of_person",
        "entries_of_week",
        "entries_of_region",
    }
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and names & _names(node.value):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.For) and names & _names(node.iter) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return names


def test_nothing_changes_an_entry_but_masking_and_sealing() -> None:
    assert changes_of_entries() == ALLOWED


def test_only_the_logbook_writes_entries() -> None:
    for path in PACKAGE.rglob("*.py"):
        if path.is_relative_to(PACKAGE / "logbook") or "tests" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        assert "Entry.objects.create" not in text, path
        assert "Entry.objects.bulk_create" not in text, path
        assert "logbook_entry" not in text, f"{path} names the table itself"
