"""`sciweek retention list`: what personal data is kept how long."""

import argparse
import json
from typing import Any


def register(sub: Any) -> None:
    """Add the commands of this room."""
    about = "what personal data is kept how long"
    retention = sub.add_parser("retention", help=about, description=f"{about.capitalize()}.")
    commands = retention.add_subparsers(metavar="COMMAND", required=True)
    listing = commands.add_parser("list", help="print the rules", description="Print the rules, one a line.")
    listing.add_argument("--json", action="store_true", help="one JSON array of objects")
    listing.set_defaults(run=_list)


def _list(args: argparse.Namespace) -> None:
    from sciweek.base.retention import rules

    if args.json:
        rows = [
            {"model": rule.label, "fields": rule.fields, "since": rule.since, "days": rule.days}
            for rule in rules()
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for rule in rules():
        until = f"until {rule.since}" if rule.days is None else f"{rule.days} days after {rule.since}"
        print(f"{rule.label}\t{', '.join(rule.fields)}\t{until}")
