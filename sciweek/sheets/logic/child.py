"""The reading child: one workbook in on standard input, its sheets as JSON out on standard output.

A small file can ask for all memory (an .xls that repeats one long text in every cell). The limits are set by the child
on itself before it sees a byte: a hostile file ends this process, and the parent calls the file too large or broken.
Imports stay light; most of the start is the interpreter's.

    python -m sciweek.sheets.logic.child SECONDS BYTES ROWS
"""

import io
import json
import os
import resource
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

MAX_SHEETS = 50
LONGEST_CELL = 10_000  # signs
MOST_SIGNS = 20_000_000  # of all cells together
MOST_MERGED = 20_000


def read(data: bytes, most: int) -> dict[str, Any]:
    """Every sheet: {"name", "start": [row, column], "merged", "rows": [[row, [values]]], "beyond": rows not kept}."""
    sheets: list[dict[str, Any]] = []
    signs = 0
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        for about in book.sheets_metadata[:MAX_SHEETS]:
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(about.name)
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
                    "name": about.name,
                    "start": [top, left],
                    "merged": (sheet.merged_cell_ranges or [])[:MOST_MERGED],
                    "rows": rows,
                    "beyond": beyond,
                }
            )
    return {"sheets": sheets}


def plain(value: Any) -> Any:
    """As JSON: what is no number, word or truth is [its kind, its words]."""
    match value:
        case str():
            return value[:LONGEST_CELL] or None
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


def answer_to(data: bytes, most: int) -> dict[str, Any]:
    try:
        return read(data, most)
    except PasswordError:
        return {"refused": "encrypted"}
    except MemoryError:
        return {"refused": "too_large"}
    except (CalamineError, ValueError, OSError, KeyError):
        return {"refused": "damaged"}


def main() -> None:
    seconds, memory, most = (int(word) for word in sys.argv[1:4])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # A reader that panics prints; that must not stand in the answer.
    out_of = os.dup(1)
    os.dup2(2, 1)
    answer = answer_to(sys.stdin.buffer.read(), most)
    with os.fdopen(out_of, "wb") as out:
        out.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
