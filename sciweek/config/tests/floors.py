"""The floors of the house as `pyproject.toml` gives them to import-linter: the one place that they are written in."""

import re
import tomllib
from functools import cache

from sciweek.config.environment import PACKAGE


@cache
def floors() -> dict[str, int]:
    """Room → floor, counted from the ground (0); rooms that are planned but not built are among them."""
    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    lines = next(contract["layers"] for contract in contracts if contract["id"] == "floors")
    return {room: floor for floor, line in enumerate(reversed(lines)) for room in re.findall(r"\w+", line)}


def inside() -> list[str]:
    """The rooms whose inside order is held."""
    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    names = next(contract["containers"] for contract in contracts if contract["id"] == "inside")
    return [name.removeprefix("sciweek.") for name in names]


def rooms() -> list[str]:
    """The rooms that are built."""
    return sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))


def may_reach(room: str, other: str) -> bool:
    """Whether a room may use another: only one on a lower floor."""
    return room == other or floors()[other] < floors()[room]
