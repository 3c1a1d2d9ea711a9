"""`sciweek notice read FILE`: the reader alone, without database or Django."""

import argparse
import json
import os
import sys
from gettext import translation
from importlib import resources
from pathlib import Path
from typing import Any

BAD_FILE = 2
LOCALE = Path(__file__).parents[1] / "locale"


def register(sub: Any) -> None:
    """Add the commands of this room."""
    notice = sub.add_parser("notice", help="read an official notice", description="Read an official notice.")
    commands = notice.add_subparsers(metavar="COMMAND", required=True)
    read = commands.add_parser(
        "read",
        help="print what a notice says",
        description="Read a notice (.docx, .pdf, .ofd, .txt, .html; .doc, .wps and .rtf with LibreOffice) and print "
        "what it says with its evidence.",
    )
    read.add_argument("file", metavar="FILE", help="the file; - reads standard input")
    read.add_argument(
        "--json", action="store_true", help="one JSON object, as `sciweek notice schema` describes it"
    )
    read.set_defaults(run=_read, needs_django=False)
    schema = commands.add_parser("schema", help="print the JSON Schema of what `read --json` prints")
    schema.set_defaults(run=_schema, needs_django=False)


def _schema(args: argparse.Namespace) -> None:
    print((resources.files("sciweek.notice.logic") / "reading.schema.json").read_text(encoding="utf-8"))


def _read(args: argparse.Namespace) -> int:
    from sciweek.notice.logic.intake import Unreadable, extract, extract_path
    from sciweek.notice.logic.reading import read

    try:
        if args.file == "-":
            extracted = extract(sys.stdin.buffer.read(), "")
        else:
            extracted = extract_path(Path(args.file))
    except Unreadable as trouble:
        return _complain(trouble.message, **trouble.params)
    except FileNotFoundError:
        return _complain(gettext_noop("没有这个文件：{file}"), file=args.file)
    except OSError as trouble:
        return _complain(
            gettext_noop("打不开这个文件：{file}（{why}）"), file=args.file, why=trouble.strerror
        )
    found = read(extracted.text).as_dict()
    if args.json:
        text = json.dumps(found, ensure_ascii=False, indent=1)
    else:
        text = _summary(found, [str(remark) for remark in extracted.remarks])
    sys.stdout.buffer.write((text + "\n").encode("utf-8", "replace"))
    return 0


def gettext_noop(message: str) -> str:
    """Marks a msgid; it is translated when it is said."""
    return message


def _complain(message: str, **params: Any) -> int:
    """Say it in the language of the terminal: English where that is set, else Chinese."""
    language = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    if language.startswith("en"):
        message = translation("django", LOCALE, ["en"], fallback=True).gettext(message)
    sys.stderr.write(message.format(**params) + "\n")
    return BAD_FILE


def _summary(found: Any, remarks: list[str]) -> str:
    """What a person wants to see at a terminal: one line for each finding, what is missing, what is odd."""
    days = f"{found['week_start'] or '—'} 至 {found['week_end'] or '—'}"
    lines = [
        f"标题　　{found['title'] or '—'}",
        f"文号　　{found['doc_no'] or '—'}",
        f"成文　　{found['issued_on'] or '—'}",
        f"机关　　{'、'.join(found['issuers']) or '—'}",
        f"主送　　{'，'.join(found['addressees']) or '—'}",
        f"时间　　{days}",
        f"主题　　{found['theme'] or '—'}",
    ]
    lines += [f"依据　　{one['title'] or ''}{one['doc_no'] or ''}" for one in found["basis"]]
    lines += [f"内容　　{one['heading'] or (one['text'] or '')[:30]}" for one in found["directions"]]
    lines += [f"活动　　{one['name']}（{one['kind'] or '—'}）" for one in found["activities"]]
    lines += [
        f"期限　　{one['due'] or '—'} {one['time'] or ''} {one['what'] or '—'} → {one['to'] or '—'}"
        for one in found["deadlines"]
    ]
    lines += [
        "联系　　" + " ".join(filter(None, (one["office"], one["person"], one["phone"], one["email"])))
        for one in found["contacts"]
    ]
    lines += [f"存疑　　{one['pointer']} {one['message']}" for one in found["doubts"]]
    lines += [f"留意　　{one['message']}" for one in found["warnings"]]
    lines += [f"留意　　{remark}" for remark in remarks]
    return "\n".join(lines)
