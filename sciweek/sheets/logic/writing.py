"""Tables out as .xlsx: a title, a head that stays in view, drop-down lists, ready to print."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter

from sciweek.sheets.logic.cells import Value
from sciweek.sheets.logic.columns import Column


def write_book(
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Mapping[str, Value]],
    *,
    note: str = "",
    example: bool = False,
    choices: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    raise NotImplementedError
