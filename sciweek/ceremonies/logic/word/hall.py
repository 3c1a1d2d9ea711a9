"""座次表: the hall as a picture, the stage on top, every name on its seat."""

from collections.abc import Collection, Sequence
from typing import Any

from sciweek.ceremonies.logic.names import ems, fitted, spaced
from sciweek.ceremonies.logic.word.cards import KAI
from sciweek.ceremonies.logic.word.content import SeatRow, SeatWords
from sciweek.ceremonies.logic.word.sheets import Size, cell, centred, grid, hair, line, sheets_docx
from sciweek.papers.logic.measures import FANGSONG, HEITI, XIAOBIAOSONG, mm
from sciweek.papers.logic.ooxml import run

A4: Size = (mm(297), mm(210))
A3: Size = (mm(420), mm(297))
WIDE = 18  # seats of a row that an A4 page still shows readably
MARGIN = mm(12)
WORDS = mm(18)  # the row's number at its left
AISLE = mm(6)
LARGEST, SMALLEST = 16.0, 7.0
LONG = 4.0  # characters that stand in one line
HIGHEST, LOWEST = mm(18), mm(11)  # a row
HEAD = mm(34)  # title, note and the stage's words
GREY = "666666"


def hall_docx(title: str, note: str, rows: Sequence[SeatRow], aisles: Collection[int]) -> bytes:
    """The picture; a hall of wide rows stands on A3. Long halls go on on the next page, each row whole."""
    widest = max((len(row.seats) for row in rows), default=1)
    page = A3 if widest > WIDE else A4
    room = page[0] - 2 * MARGIN
    head = [
        centred(run(title, font=XIAOBIAOSONG, size=22), pitch=34),
        centred(run(note, font=FANGSONG, size=12), pitch=22),
    ]
    stage = [row for row in rows if row.is_stage]
    hall = [row for row in rows if not row.is_stage]
    left = page[1] - 2 * MARGIN - HEAD
    height = max(LOWEST, min(HIGHEST, left // (len(rows) or 1)))
    parts: list[Any] = [*head]
    if stage:
        parts += [_picture(stage, (), room, height), centred(pitch=10)]
    else:
        parts += [_podium(room), centred(pitch=10)]
    if hall:
        parts.append(_picture(hall, aisles, room, height))
    parts.append(hair())
    return sheets_docx(title, parts, page=page, margin=MARGIN)


def _podium(room: int) -> Any:
    words = centred(run("主　席　台", font=HEITI, size=14), pitch=22)
    return grid([room // 3], [line([cell(room // 3, [words])], mm(9))], border="single")


def _picture(rows: Sequence[SeatRow], aisles: Collection[int], room: int, height: int) -> Any:
    count = max(len(row.seats) for row in rows)
    gaps = [n for n in range(1, count) if n in aisles]
    width = min((room - 2 * WORDS - len(gaps) * AISLE) // max(count, 1), mm(24))
    size = _size(rows, width)
    widths = [WORDS]
    for n in range(1, count + 1):
        widths += [width, AISLE] if n in gaps else [width]
    widths.append(WORDS)  # as wide at the right, so that the picture stands in the middle
    return grid(widths, [_row(row, width, gaps, size, height) for row in rows], border="single")


def _row(row: SeatRow, width: int, gaps: Sequence[int], size: float, height: int) -> Any:
    words = cell(WORDS, [centred(run(row.words, font=HEITI, size=11), pitch=15)], border=False)
    cells = [words]
    for n, seat in enumerate(row.seats, 1):
        cells.append(cell(width, _seat(seat, size, width)))
        if n in gaps:
            cells.append(cell(AISLE, [centred(pitch=8)], border=False))
    cells.append(cell(WORDS, [centred(pitch=8)], border=False))
    return line(cells, height, exact=False)


def _seat(seat: SeatWords, size: float, width: int) -> list[Any]:
    """The number small, the name below it; of a seat that is kept for a unit, the unit."""
    number = centred(run(str(seat.label), font=FANGSONG, size=7), pitch=9)
    if seat.name:
        lines = name_lines(seat.name)
        fits = min(
            fitted(each, width=width / 20 - 4, height=size, most=size, least=SMALLEST) for each in lines
        )
        return [number, *(centred(run(each, font=KAI, size=fits), pitch=fits + 3) for each in lines)]
    if seat.unit:
        small = min(size, 8.0)
        return [number, centred(run(seat.unit, font=FANGSONG, size=small, colour=GREY), pitch=small + 2)]
    return [number, centred(pitch=size)]


def name_lines(name: str) -> list[str]:
    """A name of several parts stands in two lines, broken behind a dot as near to its middle as can be."""
    if ems(name) <= LONG or "·" not in name:
        return [spaced(name)]
    dots = [at + 1 for at, sign in enumerate(name) if sign == "·"]
    at = min(dots, key=lambda each: abs(each - len(name) / 2))
    return [name[:at], name[at:]]


def _size(rows: Sequence[SeatRow], width: int) -> float:
    """One size for all names of up to four signs; longer ones are set smaller on their own seat."""
    usual = [ems(spaced(seat.name)) for row in rows for seat in row.seats if seat.name]
    widest = max((each for each in usual if each <= LONG), default=3.0)
    return max(SMALLEST, min(LARGEST, float(int((width / 20 - 4) / max(widest, 3.0)))))
