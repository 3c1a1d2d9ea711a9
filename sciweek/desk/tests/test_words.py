import ast
from pathlib import Path

import sciweek
from sciweek.desk.words import VERBS

PACKAGE = Path(sciweek.__file__).parent
WRITERS = {"append": 1, "append_many": 1, "_append": 1}


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
