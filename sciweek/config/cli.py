"""`sciweek`: the command line, a third door to the same actions.

A room's part is its `commands.py` with `register(sub)`, which adds parsers and sets `run` on each: a function of the
parsed arguments that returns an exit code or None. Django is set up before `run`, except where a parser says
`set_defaults(needs_django=False)`; so `commands.py` imports models and actions inside its functions.
This is the only place that looks modules up by name.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from sciweek.config.environment import PACKAGE, WrongSetting, current, table, variable

Subparsers = Any  # argparse keeps the type of its sub-parsers to itself


def main(argv: Sequence[str] | None = None) -> int:
    """Parse and run one command; returns the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        args = _parser(words).parse_args(words)
        if args.needs_django:
            _start_django()
        return _run(args)
    except WrongSetting as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(args: argparse.Namespace) -> int:
    from sciweek.base.errors import OutOfSight, Refused

    try:
        return int(args.run(args) or 0)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
    except OutOfSight:
        print("There is no such thing here.", file=sys.stderr)
    except Exception as error:
        if not _tables_are_missing(args, error):
            raise
        print("The database is not prepared yet: run `sciweek migrate` or `make run` first.", file=sys.stderr)
    return 1


def _tables_are_missing(args: argparse.Namespace, error: Exception) -> bool:
    """Whether the command failed because nobody has made the tables yet."""
    if not args.needs_django:
        return False
    from django.db import DatabaseError, connection

    return (
        isinstance(error, DatabaseError) and "django_migrations" not in connection.introspection.table_names()
    )


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sciweek",
        description="Runs a district's Science and Technology Activity Week, from the notice to the summary.",
        epilog="Settings: `sciweek settings`. Every command explains itself: `sciweek COMMAND --help`.",
    )
    parser.set_defaults(needs_django=True)
    sub = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _register(sub)
    own = bool(words) and words[0] in sub.choices
    for room in [] if own else _rooms_with("commands"):
        # One room's own command needs only that room, which is what makes `sciweek notice read` start fast.
        if not words or words[0] not in _room_names() or words[0] == room.rpartition(".")[2]:
            _import(f"sciweek.{room}.commands").register(sub)
    return parser


def _register(sub: Subparsers) -> None:
    add = _adder(sub)
    serve = add("serve", _serve, "start the web server, the workers and the minute tick", needs_django=False)
    serve.add_argument("--port", type=int, help="instead of the setting; 0 takes any free port")
    serve.add_argument("--host", help="instead of the setting")
    serve.add_argument(
        "--stop-with-parent", action="store_true", help="stop when the process that started this one is gone"
    )
    add("migrate", _migrate, "create or change the tables as this version wants them")
    doctor = add("doctor", _doctor, "look for impossible states; exit code 1 when there are any")
    doctor.add_argument("--json", action="store_true", help="print one JSON object")
    doctor.add_argument("--only", metavar="ROOM", help="the invariants of one room, such as activities")
    doctor.add_argument(
        "--files", action="store_true", help="also read every stored file and reckon its digest"
    )
    settings = add(
        "settings", _settings, "print every setting, its default and its meaning", needs_django=False
    )
    settings.add_argument("--markdown", action="store_true", help="as docs/settings.md")
    add("collect", _collect, "collect the static files under hashed names (set-up does it)")
    manage = add("django", _django, "run a command of Django's own, such as `sciweek django dbshell`")
    manage.add_argument("words", nargs=argparse.REMAINDER, metavar="...")


def _adder(sub: Subparsers) -> Callable[..., argparse.ArgumentParser]:
    def add(name: str, run: Callable[..., Any], help: str, **defaults: Any) -> argparse.ArgumentParser:
        parser: argparse.ArgumentParser = sub.add_parser(name, help=help, description=help.capitalize() + ".")
        parser.set_defaults(run=run, **defaults)
        return parser

    return add


def _serve(args: argparse.Namespace) -> int:
    for name in ("port", "host"):
        if getattr(args, name) is not None:
            os.environ[variable(name)] = str(getattr(args, name))
    current.cache_clear()
    from sciweek.config.serve import serve

    return serve(current(), stop_with_parent=args.stop_with_parent)


def _migrate(args: argparse.Namespace) -> None:
    from sciweek.config.prepare import bring_up_to_date

    bring_up_to_date()
    print("The database is as this version wants it.")


def _collect(args: argparse.Namespace) -> None:
    from sciweek.config.prepare import collect

    collect()


def _doctor(args: argparse.Namespace) -> int:
    from sciweek.config.doctor import examine

    rooms = [room for room in _rooms_with("invariants") if room != "base"]
    if args.only and args.only not in rooms:
        raise SystemExit(f"There are no invariants of “{args.only}”. Rooms: {', '.join(rooms)}.")
    modules = [_import(f"sciweek.{room}.invariants") for room in rooms if args.only in (None, room)]
    found = [one for module in modules for one in module.invariants() if args.files or not one.reads_files]
    return examine(found, as_json=args.json)


def _settings(args: argparse.Namespace) -> None:
    from sciweek.config.settings_page import as_markdown, as_text

    print(as_markdown(table()) if args.markdown else as_text(table(), current()), end="")


def _django(args: argparse.Namespace) -> None:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["sciweek django", *args.words])


def _start_django() -> None:
    from sciweek.config.prepare import start_django

    start_django()


def _room_names() -> set[str]:
    return {path.parent.name for path in PACKAGE.glob("*/__init__.py")}


def _rooms_with(part: str) -> list[str]:
    """The rooms that have the file or package `part`, and what `config` itself keeps in packages, such as the demo."""
    found = [*PACKAGE.glob(f"*/{part}.py"), *PACKAGE.glob(f"*/{part}/__init__.py")]
    found += PACKAGE.glob(f"config/*/{part}.py")
    rooms = {".".join(path.relative_to(PACKAGE).parts) for path in found}
    return sorted(room.removesuffix(f".{part}.py").removesuffix(f".{part}.__init__.py") for room in rooms)


def _import(name: str) -> ModuleType:
    """The module; one that touches models at its top gets Django set up first."""
    from django.core.exceptions import AppRegistryNotReady, ImproperlyConfigured

    try:
        return importlib.import_module(name)
    except (AppRegistryNotReady, ImproperlyConfigured):
        if find_spec(name) is None:
            raise
        _start_django()
        return importlib.import_module(name)


if __name__ == "__main__":
    sys.exit(main())
