"""`sciweek demo`: the demo week and its notice."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any


def register(sub: Any) -> None:
    """Add the demo's commands."""
    demo = sub.add_parser(
        "demo",
        help="load the demo week, write its notice",
        description="The demo week of a fictional district.",
    )
    commands = demo.add_subparsers(metavar="COMMAND", required=True)
    load = commands.add_parser(
        "load",
        help="load the demo week into an installation without data",
        description="Load the demo week. Refused when there is a region already, unless --beside.",
    )
    load.add_argument("--beside", action="store_true", help="load it beside the regions that are there")
    load.set_defaults(run=_load)
    notice = commands.add_parser(
        "notice",
        help="write the demo district's notice as a Word file",
        description="Write the demo district's notice, dated as if the demo were loaded today.",
    )
    notice.add_argument("--out", type=Path, required=True, metavar="FILE.docx", help="the file to write")
    notice.add_argument("--day", type=date.fromisoformat, metavar="YYYY-MM-DD", help="instead of today")
    notice.set_defaults(run=_notice, needs_django=False)


def _load(args: argparse.Namespace) -> int:
    from sciweek.config.demo import sign_ins
    from sciweek.config.demo.loading import is_loaded, load_demo
    from sciweek.week.models import Region

    if is_loaded():
        print("The demo week is loaded already.")
        return 1
    if Region.objects.exists() and not args.beside:
        print("There is a region already. `sciweek demo load --beside` loads the demo beside it.")
        return 1
    week = load_demo()
    print(f"The demo week is loaded: {week.title}, {week.starts_on} to {week.ends_on}.")
    for one in sign_ins():
        print(f"    {one.role:<10} {one.login:<10} {one.password}")
    return 0


def _notice(args: argparse.Namespace) -> None:
    from sciweek.base.clock import today
    from sciweek.config.demo.days import around
    from sciweek.config.demo.notice_docx import notice_docx

    args.out.write_bytes(notice_docx(around(args.day or today("Asia/Shanghai"))))
    print(f"Written: {args.out}")
