"""`sciweek paper write`, `sciweek paper check`: official papers from the command line."""

import argparse
import sys
from pathlib import Path
from typing import Any

BAD_FILE, DEPARTS = 2, 1
PAPERS = ("notice", "plan_notice", "letter", "report")
TABLES = ("arrangements", "filing", "contacts", "return_form")


def register(sub: Any) -> None:
    """Add the commands of this room."""
    paper = sub.add_parser(
        "paper", help="write and check official papers", description="Official papers (GB/T 9704-2012)."
    )
    commands = paper.add_subparsers(metavar="COMMAND", required=True)
    write = commands.add_parser(
        "write",
        help="write a paper or a table from the data of a week",
        description="Write a draft from the data of a week. Nothing is kept: drafts that are kept are made on "
        "the desk.",
    )
    write.add_argument("kind", choices=(*PAPERS, *TABLES), metavar="KIND", help=", ".join((*PAPERS, *TABLES)))
    write.add_argument("--week", metavar="SLUG", help="instead of the current edition of the default region")
    write.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="FILE",
        help=".docx; .pdf for the preview; .xlsx for tables",
    )
    write.set_defaults(run=_write)
    check = commands.add_parser(
        "check",
        help="check a Word file's page, type, headings and numbers",
        description="Check a Word file against GB/T 9704-2012. Exit code 1 when it departs from it, 2 when the file "
        "cannot be read.",
    )
    check.add_argument("file", type=Path, metavar="FILE.docx", help="the file")
    check.set_defaults(run=_check)


def _write(args: argparse.Namespace) -> int:
    from django.utils import translation

    from sciweek.base.errors import Refused

    ending = args.out.suffix.lower()
    allowed = (".docx", ".pdf", ".xlsx") if args.kind in TABLES else (".docx", ".pdf")
    if ending not in allowed:
        return _complain(f"{args.kind} is written as {' or '.join(allowed)}: let FILE end so.")
    if not args.out.parent.is_dir():
        return _complain(f"There is no folder {args.out.parent}.")
    week = _week(args.week)
    if week is None:
        return _complain(
            f"There is no edition “{args.week}”: see `sciweek week list`."
            if args.week
            else "There is no edition yet: see `sciweek week list`."
        )
    try:
        with translation.override("zh-hans"):
            data = _made(week, args.kind, ending)
    except Refused as refusal:
        return _complain(str(refusal))
    try:
        args.out.write_bytes(data)
    except OSError as trouble:
        return _complain(f"Cannot write {args.out}: {trouble.strerror}.")
    print(f"Written: {args.out} ({week.title})")
    return 0


def _week(slug: str | None) -> Any:
    from sciweek.week.models import Week
    from sciweek.week.queries import current_week, default_region

    if slug:
        return Week.objects.select_related("region").filter(slug=slug).first()
    region = default_region()
    return current_week(region.pk, public=False) if region else None


def _made(week: Any, kind: str, ending: str) -> bytes:
    from sciweek.base import scope
    from sciweek.base.errors import Refused
    from sciweek.dispatch.logic.composing import default_annexes
    from sciweek.dispatch.logic.gaps import gaps
    from sciweek.dispatch.logic.material import Wish
    from sciweek.dispatch.logic.printing import as_docx, as_xlsx
    from sciweek.dispatch.queries.making import make_paper
    from sciweek.dispatch.queries.material import material_of
    from sciweek.papers.logic.preview import preview_pdf

    with scope.entered(week.region_id, week.pk):
        material = material_of(week, with_people=kind == "contacts")
        if kind in TABLES:
            if ending == ".xlsx":
                return as_xlsx(material, kind)
            docx = as_docx(material, kind)
        else:
            stops = [gap.words for gap in gaps(material, kind) if gap.stops]
            if stops:
                raise Refused("".join(stops), code="gaps")
            docx = make_paper(material, Wish(kind=kind, annexes=default_annexes(material, kind))).docx
    return preview_pdf(docx) if ending == ".pdf" else docx


def _check(args: argparse.Namespace) -> int:
    from sciweek.base.errors import Refused
    from sciweek.papers.logic.page_check import check_page

    try:
        found = check_page(args.file.read_bytes())
    except OSError as trouble:
        return _complain(f"Cannot read {args.file}: {trouble.strerror}.")
    except Refused as refusal:
        return _complain(str(refusal))
    for problem in found:
        print(problem)
    if not found:
        print(f"{args.file}: nothing departs from GB/T 9704-2012.")
    return DEPARTS if found else 0


def _complain(words: str) -> int:
    print(words, file=sys.stderr)
    return BAD_FILE
