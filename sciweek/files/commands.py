"""`sciweek files sweep`: bytes that no file has."""

import argparse
from typing import Any


def register(sub: Any) -> None:
    """Add the commands of this room."""
    files = sub.add_parser("files", help="look after stored files", description="Stored files.")
    commands = files.add_subparsers(metavar="COMMAND", required=True)
    sweep = commands.add_parser(
        "sweep",
        help="delete bytes that no file has",
        description="Delete what lies in the media folder for 30 days and longer and belongs to no file: an upload "
        "that was refused, half a file of a process that was killed. `sciweek doctor` lists it beforehand.",
    )
    sweep.set_defaults(run=_sweep)


def _sweep(_args: argparse.Namespace) -> int:
    from sciweek.files.actions import forget_leftovers

    print(f"Deleted: {forget_leftovers()}")
    return 0
