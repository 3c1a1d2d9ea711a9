"""`sciweek ceremonies erase`: what the daily job takes out of reply slips, looked at beforehand or done at once."""

import argparse
import json
from typing import Any


def register(sub: Any) -> None:
    """Add the commands of this room."""
    ceremonies = sub.add_parser(
        "ceremonies",
        help="who is invited to ceremonies",
        description="Who is invited to ceremonies, and how long that is kept.",
    )
    commands = ceremonies.add_subparsers(metavar="COMMAND", required=True)
    erase = commands.add_parser(
        "erase",
        help="take out guests, phones, plates and notes of ceremonies that are long over",
        description="Take out who came to ceremonies that have been over for 30 days: names, posts, phones, plates, "
        "the notes on reply slips, who sent them and whom to ask. Lines stay and count. A job does so every day. "
        "Without --now nothing is changed.",
    )
    erase.add_argument("--now", action="store_true", help="do it; without it only say what would go")
    erase.add_argument("--json", action="store_true", help="print one JSON array of objects")
    erase.set_defaults(run=_erase)


def _erase(args: argparse.Namespace) -> int:
    from dataclasses import asdict

    from sciweek.ceremonies.actions import due_ceremonies, forget_guests

    due = due_ceremonies()
    if args.now:
        forget_guests()
    if args.json:
        print(json.dumps([asdict(row) for row in due], ensure_ascii=False, indent=1))
        return 0
    for row in due:
        contact = ", contact" if row.has_contact else ""
        print(f"{row.week}\t{row.code}\t{row.guests} guests, {row.slips} slips{contact}")
    print("Erased." if args.now else "Nothing was changed: --now erases.")
    return 0
