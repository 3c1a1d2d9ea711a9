"""`sciweek log verify` and `sciweek log seal`: the proof that nobody altered the log."""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

CANNOT = 2


def register(sub: Any) -> None:
    """Add the commands of this room."""
    log = sub.add_parser("log", help="prove or seal the log", description="Prove or seal the log.")
    commands = log.add_subparsers(metavar="COMMAND", required=True)
    verify = commands.add_parser(
        "verify",
        help="prove that no entry was altered, removed or inserted",
        description="Reckon every seal of the log anew and print the first place where the chain breaks. "
        "Exit code 0: whole; 1: broken; 2: cannot be told.",
    )
    verify.add_argument("--json", action="store_true", help="print one JSON object")
    verify.add_argument(
        "--heads",
        type=Path,
        metavar="FILE",
        help="a copy of log-seals.txt kept elsewhere, instead of the own one",
    )
    verify.set_defaults(run=_verify)
    seal = commands.add_parser("seal", help="seal what is not sealed yet, as the minute's job does")
    seal.set_defaults(run=_seal)


def _verify(args: argparse.Namespace) -> int:
    from sciweek.logbook.logic import NoSuchDigest
    from sciweek.logbook.sealing import head_file, record_proof
    from sciweek.logbook.verifying import verify

    if args.heads is not None and not args.heads.exists():
        print(f"There is no file {args.heads}.", file=sys.stderr)
        return CANNOT
    began = time.monotonic()
    try:
        report = verify(args.heads or head_file())
    except NoSuchDigest as error:
        print(error, file=sys.stderr)
        return CANNOT
    record_proof(report)
    found = report.found
    if args.json:
        words = {
            "whole": found is None,
            "seals": report.seals,
            "entries": report.entries,
            "unsealed": report.unsealed,
            "late": report.late,
            "seconds": round(time.monotonic() - began, 2),
            "break": {
                "kind": found.kind,
                "batch": found.number,
                "first_at": found.first_at.isoformat() if found.first_at else None,
                "last_at": found.last_at.isoformat() if found.last_at else None,
                "words": str(found),
            }
            if found
            else None,
        }
        print(json.dumps(words, ensure_ascii=False, indent=1))
    else:
        print(f"{report.entries} entries in {report.seals} seals, {report.unsealed} not sealed yet.")
        if report.late:
            print(
                f"{report.late} entries are over an hour older than the seal before theirs: ask how they came."
            )
        print(f"Broken at {found}" if found else "The log is whole.")
    return 1 if found else 0


def _seal(args: argparse.Namespace) -> int:
    from sciweek.logbook.logic import NoSuchDigest
    from sciweek.logbook.sealing import seal_entries

    try:
        print(f"{seal_entries()} entries sealed.")
    except NoSuchDigest as error:
        print(error, file=sys.stderr)
        return CANNOT
    return 0
