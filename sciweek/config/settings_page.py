"""The table of settings as people read it: in the terminal and as `docs/settings.md`."""

from collections.abc import Iterable
from dataclasses import Field
from itertools import groupby
from pathlib import Path
from textwrap import fill
from typing import Any

from sciweek.config.environment import CHECKOUT, Environment, variable

HEAD = """# Settings

Every setting has a default that works. Say it differently in the environment (`SCIWEEK_PORT=9000`) or in one TOML
file (`port = 9000`): `sciweek.toml` in the data folder, or the file that `SCIWEEK_CONFIG` names. The environment wins.
This page is what `sciweek settings --markdown` prints.

Before the public comes, set at least `plain_lan = false`, `allowed_hosts`, `site_url`, `demo = false` and
`staff_second_factor = "staff"`, and put a proxy that ends TLS in front.
"""


def as_markdown(rows: Iterable[Field[Any]]) -> str:
    """`docs/settings.md`."""
    parts = [HEAD]
    for group, members in groupby(rows, lambda row: row.metadata["group"]):
        parts.append(
            f"\n## {group}\n\n| Setting | Variable | Default | Meaning |\n| --- | --- | --- | --- |\n"
        )
        parts += [
            f"| `{row.name}` | `{variable(row.name)}` | {_code(default_of(row))} | {_meaning(row)} |\n"
            for row in members
        ]
    return "".join(parts)


def as_text(rows: Iterable[Field[Any]], env: Environment) -> str:
    """For the terminal: every setting with the value that it has now; secrets are not shown."""
    lines = []
    for row in rows:
        value = str_of(getattr(env, row.name))
        if "secret" in row.name and not row.name.endswith("_file") and value:
            value = "(set)"
        lines.append(f"{variable(row.name)} = {value}\n")
        lines.append(fill(_meaning(row), 96, initial_indent="    ", subsequent_indent="    ") + "\n\n")
    return "".join(lines)


def default_of(row: Field[Any]) -> str:
    """The default in words; a path is told from the checkout, whoever reads it where."""
    value = row.default
    if isinstance(value, Path) and CHECKOUT is not None and value.is_relative_to(CHECKOUT):
        value = value.relative_to(CHECKOUT)
    return str_of(value)


def str_of(value: Any) -> str:
    """A value as one would write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _meaning(row: Field[Any]) -> str:
    choices = row.metadata["choices"]
    return row.metadata["help"] + (f" One of: {', '.join(choices)}." if choices else "")


def _code(text: str) -> str:
    return f"`{text}`" if text else "(empty)"
