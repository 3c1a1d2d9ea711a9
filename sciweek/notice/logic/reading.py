"""Reads a notice: text in, a structured reading with its evidence out.

`python -m sciweek.notice.logic.reading FILE` prints the reading of a UTF-8 text as JSON.
"""

import itertools
import json
import re
import sys
from pathlib import Path

from sciweek.notice.logic.activities import read_activities
from sciweek.notice.logic.bodies import is_body
from sciweek.notice.logic.contacts import read_contacts
from sciweek.notice.logic.deadlines import read_deadlines
from sciweek.notice.logic.findings import (
    Activity,
    Basis,
    Contact,
    Deadline,
    Direction,
    Doubt,
    Found,
    Oddity,
    Reading,
)
from sciweek.notice.logic.head import read_head
from sciweek.notice.logic.layout import Layout, Topic
from sciweek.notice.logic.masthead import Head
from sciweek.notice.logic.oddities import check, nothing_invented, notice_score
from sciweek.notice.logic.source import fold
from sciweek.notice.logic.structure import lay_out
from sciweek.notice.logic.week import read_week

__all__ = ["Reading", "read"]

# Two hundred pages have some 160,000 characters in 6,000 lines; what goes further is not read and said so.
MOST_CHARACTERS = 300_000
MOST_LINES = 20_000


def _requirements(layout: Layout, head: Head) -> list[Found[str]]:
    """Items of the requirement sections: each heading with what it asks for."""
    out: list[Found[str]] = []
    source = layout.source
    for n, para in enumerate(layout.paras):
        if layout.signed is not None and para.zone == 0 and para.index > layout.signed:
            continue
        if para.topic is not Topic.requirements or para.meta or para.table or para.index in head.signature:
            continue
        if para.zone and layout.annexes[para.zone - 1].kind not in {"scheme", "other"}:
            continue
        own = para.section is not None and para.section.own_topic and para.section.heading[0] == para.body
        if own and para.is_heading:
            continue
        end = para.end
        if para.is_heading and para.style and layout.view[para.end - 1] not in "。;":
            follow = layout.paras[n + 1] if n + 1 < len(layout.paras) else None
            if (
                follow
                and follow.style is None
                and follow.topic is Topic.requirements
                and follow.zone == para.zone
            ):
                end = follow.end
        elif (
            para.style is None
            and n
            and layout.paras[n - 1].is_heading
            and layout.view[layout.paras[n - 1].end - 1] not in "。;"
            and not _own_heading(layout, n - 1)
        ):
            continue
        start = para.body
        if own and para.heading_end:
            start = para.heading_end
        value = source.say(start, end).strip(" ：:。") if own else source.say(start, end)
        if end > para.end:
            value = source.say(start, para.end).rstrip("。：:") + "。" + source.say(para.end, end)
        if (
            len(value) > 4
            and not re.match(r"特此|附件|联系人|联系方式|抄送|主题词|邮箱|电子邮箱", value)
            and not is_body(value)
        ):
            out.append(Found(value, (source.span(start, end),), "要求一节的条目"))
    return out[:300]


def _own_heading(layout: Layout, n: int) -> bool:
    para = layout.paras[n]
    return para.section is not None and para.section.own_topic and para.section.heading[0] == para.body


_SAID = (
    "title",
    "doc_no",
    "issued_on",
    "issuers",
    "addressees",
    "week_start",
    "week_end",
    "theme",
    "activities",
    "deadlines",
    "contacts",
)


def read(text: str) -> Reading:
    """Reads a notice. What the text does not say stays None or empty and is listed in `missing`."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n")
    part = _readable(whole)
    layout = lay_out(fold(part))
    reading = _read(layout)
    reading.text = whole
    if len(part) < len(whole) or layout.is_cut:
        reading.warnings.append(Oddity("too_long", "文本过长，只读取了前面一部分", []))
    return reading


def _readable(text: str) -> str:
    """The front part of a text that is short enough to be read."""
    text = text[:MOST_CHARACTERS]
    ends = itertools.islice(re.finditer(r"\n+", text), MOST_LINES - 1, None)
    last = next(ends, None)
    return text[: last.start()] if last else text


def _read(layout: Layout) -> Reading:
    source = layout.source
    if not re.search(r"\w", source.view):
        return _with_missing(nothing_invented(source.text, empty=True))
    head = read_head(layout)
    if notice_score(layout, head) < 4:
        return _with_missing(nothing_invented(source.text, empty=False))
    week = read_week(layout, head)
    dues = read_deadlines(layout, head, week)
    contacts = read_contacts(layout, head, dues)
    activities, directions = read_activities(layout, head)

    reading = Reading(text=source.text)
    for name, found in (
        ("title", head.title),
        ("doc_no", head.doc_no),
        ("issued_on", head.issued_on),
        ("week_start", week.start),
        ("week_end", week.end),
        ("theme", week.theme),
    ):
        reading.put_scalar(name, found)
    reading.put_texts("issuers", head.issuers)
    reading.put_texts("addressees", head.addressees)
    reading.put_texts("requirements", _requirements(layout, head))
    reading.put_records("basis", Basis, head.basis)
    reading.put_records("directions", Direction, directions)
    reading.put_records("activities", Activity, activities)
    reading.put_records("deadlines", Deadline, [d.finding for d in dues])
    reading.put_records("contacts", Contact, [c for c, _ in contacts])
    for i, due in enumerate(dues):
        if due.impossible:
            reading.evidence[f"/deadlines/{i}/due"] = [due.impossible[1]]
            reading.doubts.append(Doubt(f"/deadlines/{i}/due", due.impossible[0]))
    for i, (_, broken) in enumerate(contacts):
        if broken:
            pointer = f"/contacts/{i}/email"
            reading.evidence[pointer] = [broken]
            reading.doubts.append(Doubt(pointer, "邮箱地址不完整，请核对"))
    reading.warnings = check(layout, head, week, dues, len(activities))
    return _with_missing(reading)


def _with_missing(reading: Reading) -> Reading:
    reading.missing = [name for name in _SAID if not getattr(reading, name)]
    return reading


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m sciweek.notice.logic.reading FILE\n")
        return 2
    text = Path(arguments[0]).read_text(encoding="utf-8", errors="replace")
    sys.stdout.write(json.dumps(read(text).as_dict(), ensure_ascii=False, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
