"""The reading child: one workbook in on standard input, its sheets as JSON out on standard output.

A small file can ask for all memory and hours (an .xls that repeats one long text in every cell, an .ods of ten million
empty elements). Here it gets those of a process of its own (`base.children`): it is measured first, then read. Imports
stay light; most of the start is the interpreter's.

The words are the format and how many rows of a sheet are kept.
"""

import io
import json
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from sciweek.base.children import serve
from sciweek.sheets.logic.extents import Extent, TooFar, measure_ods, measure_xlsx

MAX_SHEETS = 50
LONGEST_CELL = 10_000  # signs
MOST_SIGNS = 20_000_000  # of all cells together
MOST_MERGED = 20_000
MEASURES = {"xlsx": measure_xlsx, "ods": measure_ods}


def read(data: bytes, kind: str, most: int) -> dict[str, Any]:
    """Every sheet: {"name", "start": [row, column], "merged", "unreckoned": addresses of formulas without a value,
    "rows": [[row, [values]]], "beyond": rows not kept}.
    """
    extents = measured(data, kind)
    sheets: list[dict[str, Any]] = []
    signs = 0
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        for about in book.sheets_metadata[:MAX_SHEETS]:
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(about.name)
            extent = extents.get(about.name, Extent())
            top, left = sheet.start or (0, 0)
            rows: list[list[Any]] = []
            beyond = 0
            for index, values in enumerate(sheet.to_python() if sheet.start else (), top):
                if all(value in ("", None) for value in values):
                    continue
                if len(rows) >= most:
                    beyond += 1
                    continue
                kept = [plain(value) for value in values]
                signs += sum(len(value) for value in kept if isinstance(value, str))
                if signs > MOST_SIGNS:
                    return {"refused": "too_large"}
                rows.append([index, kept])
            sheets.append(
                {
                    "name": about.name.replace("\0", ""),
                    "start": [top, left],
                    "merged": (extent.merged or sheet.merged_cell_ranges or [])[:MOST_MERGED],
                    "unreckoned": sorted(extent.unreckoned),
                    "rows": rows,
                    "beyond": beyond,
                }
            )
    return {"sheets": sheets}


def measured(data: bytes, kind: str) -> dict[str, Extent]:
    """What is known of each sheet before it is read. Raises `TooFar`, `LxmlError`."""
    measure = MEASURES.get(kind)
    if measure is None:
        return {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        # Made anew by the parent, of parts that it has measured.
        return measure({name: archive.read(name) for name in archive.namelist()})


def plain(value: Any) -> Any:
    """As JSON: what is no number, word or truth is [its kind, its words]."""
    match value:
        case str():
            # Of all signs the one that no database holds.
            return value[:LONGEST_CELL].replace("\0", "") or None
        case datetime():
            return ["moment", value.isoformat()]
        case date():
            return ["day", value.isoformat()]
        case time():
            return ["hour", value.isoformat()]
        case timedelta():
            # Excel's hours beyond a day; within one, they are a part of it.
            seconds = value.total_seconds()
            return seconds / 86400 if 0 <= seconds < 86400 else str(value)
        case float() if value != value or value in (float("inf"), float("-inf")):
            return None
    return value


def answer_to(data: bytes, words: Sequence[str]) -> bytes:
    kind, most = words
    try:
        answer = read(data, kind, int(most))
    except PasswordError:
        answer = {"refused": "encrypted"}
    except TooFar as far:
        answer = {"refused": "too_far", "sheet": far.sheet, "rows": far.rows, "columns": far.columns}
    except etree.XMLSyntaxError as error:
        answer = {
            "refused": "too_large"
            if getattr(error, "code", 0) == etree.ErrorTypes.ERR_NO_MEMORY
            else "damaged"
        }
    except (CalamineError, etree.LxmlError, ValueError, OSError, KeyError):
        answer = {"refused": "damaged"}
    return json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace")


if __name__ == "__main__":
    serve(answer_to)
