"""Tables that go with papers, once as rows: for the Word file and for the spreadsheet alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sciweek.dispatch.logic import wording
from sciweek.dispatch.logic.material import ActivityLine, Material, PersonLine
from sciweek.dispatch.logic.phrases import listed, time_of
from sciweek.papers.logic import blocks
from sciweek.sheets.logic.columns import Column
from sciweek.sheets.logic.writing import write_book


@dataclass(frozen=True, slots=True)
class Field[Row]:
    """A column: its heading, its share of the page's width, what stands in it."""

    heading: str
    width: float
    say: Callable[[Row], str]
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class TableContent:
    """A filled table: its title, headings with widths, and texts."""

    title: str
    headings: tuple[str, ...]
    widths: tuple[float, ...]
    left: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]


def _filled[Row](title: str, fields: Sequence[Field[Row]], rows: Sequence[Row]) -> TableContent:
    return TableContent(
        title,
        ("序号", *(field.heading for field in fields)),
        (0.9, *(field.width for field in fields)),
        (False, *(field.is_wide for field in fields)),
        tuple((str(n), *(field.say(row) for field in fields)) for n, row in enumerate(rows, 1)),
    )


def _where(line: ActivityLine) -> str:
    """The place with its address; on line activities say so, and where."""
    parts = [line.place, line.address if line.address != line.place else ""]
    where = "（".join(filter(None, parts)) + ("）" if all(parts) else "")
    return where or ("线上" if line.link else "")


def _by_whom(line: ActivityLine) -> str:
    return listed(dict.fromkeys((*line.hosts, *line.organisers))) or line.unit


def _remark(line: ActivityLine) -> str:
    return listed((line.mode if line.mode != "线下" else "", line.entry_note))


def _by_time(lines: Sequence[ActivityLine]) -> list[ActivityLine]:
    return sorted(
        lines,
        key=lambda line: (line.starts_at is None, line.starts_at and line.starts_at.timestamp(), line.name),
    )


def arrangements(material: Material) -> TableContent:
    """活动安排表: what is public, by time. It goes to everybody, so that it names nobody to ring up."""
    year = material.year
    fields: list[Field[ActivityLine]] = [
        Field("活动名称", 3.2, lambda line: line.name, is_wide=True),
        Field("时间", 2.3, lambda line: time_of(line, year)),
        Field("地点", 2.7, _where, is_wide=True),
        Field("主办、承办单位", 2.6, _by_whom, is_wide=True),
        Field("系列活动", 2.3, lambda line: line.series, is_wide=True),
        Field("备注", 1.6, _remark, is_wide=True),
    ]
    shown = [line for line in material.activities if line.is_public]
    return _filled(wording.TITLES["arrangements"].format(edition=material.edition), fields, _by_time(shown))


def filing(material: Material) -> TableContent:
    """重点活动备案表, filled: what has been approved, with whom to ring up. For the body above."""
    year = material.year
    fields: list[Field[ActivityLine]] = [
        Field("活动名称", 2.4, lambda line: line.name, is_wide=True),
        Field("类别", 1.1, lambda line: line.kind),
        Field("主办、承办单位", 2.1, _by_whom, is_wide=True),
        Field("时间", 2.7, lambda line: time_of(line, year)),
        Field("地点", 1.9, _where, is_wide=True),
        Field("参加对象", 1.3, lambda line: line.audience),
        Field("预计人数", 1.1, lambda line: "" if line.expected is None else str(line.expected)),
        Field("主要内容", 2.7, lambda line: line.summary, is_wide=True),
        Field(
            "联系人及电话", 2.7, lambda line: "\n".join(filter(None, (line.contact_name, line.contact_phone)))
        ),
    ]
    return _filled(
        wording.TITLES["filing"].format(edition=material.edition), fields, _by_time(material.activities)
    )


def contacts(material: Material) -> TableContent:
    """单位联络表: who answers for each unit. The office's own."""
    fields: list[Field[PersonLine]] = [
        Field("单位", 3.0, lambda line: line.unit, is_wide=True),
        Field("岗位", 1.2, lambda line: line.role),
        Field("姓名", 1.2, lambda line: line.name),
        Field("电话", 1.8, lambda line: line.phone),
        Field("电子邮箱", 2.4, lambda line: line.email),
    ]
    return _filled(wording.TITLES["contacts"].format(edition=material.edition), fields, material.people)


def as_block(content: TableContent, *, landscape: bool, title: str = "") -> blocks.TableBlock:
    columns = tuple(
        blocks.Column(heading, width, "left" if left else "center")
        for heading, width, left in zip(content.headings, content.widths, content.left, strict=True)
    )
    return blocks.TableBlock(columns, content.rows, title=title, landscape=landscape)


def as_book(content: TableContent) -> bytes:
    """The same table as .xlsx."""
    headings, widths = content.headings[1:], content.widths[1:]  # a book numbers its rows by itself
    names = [f"c{n}" for n in range(len(headings))]
    columns = [
        Column(name, heading, width=max(6, round(width * 8)))
        for name, heading, width in zip(names, headings, widths, strict=True)
    ]
    return write_book(
        content.title, columns, [dict(zip(names, row[1:], strict=True)) for row in content.rows]
    )
