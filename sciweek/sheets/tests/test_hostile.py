"""Files that are no tables, or want to be more than tables. Each is built here."""

import io
import random
import tracemalloc
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciweek.base.errors import Refused
from sciweek.base.tests.lying import MEGABYTE, long_list, lying_zip
from sciweek.base.tests.working import worked
from sciweek.sheets.logic import containers, extents, reading
from sciweek.sheets.logic.columns import HEAD_WITHIN, Column, recognise
from sciweek.sheets.logic.reading import read_tables
from sciweek.sheets.logic.writing import write_book

COLUMNS = (Column("name", "名称", required=True), Column("place", "地点"))
SHEET = "xl/worksheets/sheet1.xml"
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def plain() -> bytes:
    return write_book("表", COLUMNS, [{"name": "科普集市", "place": "广场"}])


def altered(data: bytes, **parts: bytes) -> bytes:
    """The workbook with parts put in or replaced; `__` in a name stands for a slash, `_dot_` for a dot."""
    replaced = {name.replace("__", "/").replace("_dot_", "."): body for name, body in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, replaced.pop(entry.filename, b"") or old.read(entry))
        for name, body in replaced.items():
            new.writestr(name, body)
    return out.getvalue()


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def code(data: bytes, name: str = "表.xlsx") -> str:
    with pytest.raises(Refused) as refused:
        recognise(read_tables(data, name), COLUMNS)
    assert str(refused.value.message)
    return refused.value.code


def test_a_workbook_with_macros_is_refused_whatever_its_name() -> None:
    data = altered(plain(), xl__vbaProject_dot_bin=b"\x00")
    assert code(data, "表.xlsm") == code(data, "表.xlsx") == "macro"


def test_an_old_workbook_with_macros_is_refused() -> None:
    assert code(containers.OLE + b"\0" * 600 + "_VBA_PROJECT_CUR".encode("utf-16-le"), "表.xls") == "macro"


def test_a_binary_workbook_is_refused() -> None:
    assert code(altered(plain(), xl__workbook_dot_bin=b"\x00"), "表.xlsb") == "xlsb"


def test_a_password_is_named() -> None:
    assert code(containers.OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")) == "encrypted"


def test_a_word_file_is_sent_to_excel() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert code(out.getvalue(), "表.docx") == "word"


@pytest.mark.parametrize(
    "data",
    [b"<html><table><tr><td>x</td></tr></table>", b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>"],
)
def test_a_web_page_that_is_called_xls_is_refused(data: bytes) -> None:
    assert code(data, "导出.xls") == "disguised"


@pytest.mark.parametrize("data", [b"%PDF-1.7 x", b"\xff\xd8\xff\xe0", b"a\0b,c\0d\n"])
def test_what_is_no_table_is_refused(data: bytes) -> None:
    assert code(data, "表.csv") == "not_a_table"


def test_an_empty_file_and_a_large_one_are_refused() -> None:
    assert code(b"") == "empty"
    assert code(b"x" * (containers.MAX_BYTES + 1)) == "too_large"


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    data = altered(plain(), xl__media__a_dot_xml=b"\0" * (containers.MAX_UNPACKED + 1))
    assert len(data) < containers.MAX_BYTES
    assert code(data) == "bomb"
    data = altered(plain(), xl__media__a_dot_xml=b"\0" * 20_000_000)
    assert code(data) == "bomb"


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    body = b"<x>" + b"0" * 100_000 + b"</x>"
    data = bytearray(altered(plain(), xl__lie_dot_xml=body))
    while (at := data.find(len(body).to_bytes(4, "little"))) >= 0:
        data[at : at + 4] = (7).to_bytes(4, "little")
    assert code(bytes(data)) == "damaged"


def test_a_part_that_lies_about_its_size_takes_no_more_memory_than_it_says() -> None:
    with zipfile.ZipFile(io.BytesIO(plain())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    data = lying_zip(parts, "xl/lie.xml", megabytes=200)
    tracemalloc.start()
    try:
        read_tables(data, "表.xlsx")
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20 * MEGABYTE


def test_a_part_that_was_packed_in_another_way_and_broken_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, old.read(entry))
    data = bytearray(out.getvalue())
    at = data.find(b"xl/workbook.xml") + 60
    data[at : at + 20] = b"\xff" * 20
    assert code(bytes(data)) == "damaged"


def test_too_many_parts_are_refused() -> None:
    parts = {f"x{number}_dot_txt": b"" for number in range(containers.MAX_ENTRIES)}
    assert code(altered(plain(), **parts)) == "bomb"
    assert code(long_list(100_000)) == "bomb"


def test_two_cells_at_the_far_corners_are_refused_before_they_fill_the_memory() -> None:
    body = part(plain(), SHEET)
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    data = altered(plain(), xl__worksheets__sheet1_dot_xml=body.replace(b"</sheetData>", far))
    assert code(data) == "too_large"


def test_an_ods_cell_that_stands_for_a_million_is_refused() -> None:
    many = cell("x", 'table:number-columns-repeated="900"')
    assert code(ods(many, 900_000)) == "too_large"


def test_an_ods_table_is_read_with_its_merged_cells() -> None:
    cells = (
        cell("名称") + cell("地点"),
        cell("集市") + cell("广场", 'table:number-rows-spanned="2"'),
        cell("讲座") + "<table:covered-table-cell/>",
    )
    rows = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
    lines = recognise(read_tables(ods_of(rows), "表.ods"), COLUMNS).lines
    assert [(line.text("name"), line.text("place")) for line in lines] == [("集市", "广场"), ("讲座", "广场")]


@pytest.mark.parametrize("format", ["xlsx", "ods"])
def test_elements_by_the_million_take_time_and_memory_of_the_reading_child_alone(
    format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "READ_MEMORY", 300 * MEGABYTE)
    monkeypatch.setattr(reading, "READ_SECONDS", 2)
    if format == "ods":
        data = ods_of("<x/>" * 3_000_000)
    else:
        odd = b'<row r="9"><c t="x>y" r="A9"><v>1</v></c></row>' + b"<row/>" * 3_000_000 + b"</sheetData>"
        body = part(plain(), SHEET).replace(b"</sheetData>", odd)
        data = altered(plain(), xl__worksheets__sheet1_dot_xml=body)
    # What was packed so well is a bomb, unless something beside it was not.
    with zipfile.ZipFile(file := io.BytesIO(data), "a") as archive:
        archive.writestr("picture.png", random.Random(7).randbytes(400_000))
    assert code(file.getvalue()) == "too_large"


def test_ods_tables_inside_tables_are_gone_through_once() -> None:
    began = worked()
    assert (
        code(ods_of("<table:table>" * 200 + "<table:table-row/>" * 20_000 + "</table:table>" * 200))
        == "wrong_sheet"
    )
    assert worked() - began < 3


def cell(text: str, more: str = "") -> str:
    start = f'<table:table-cell office:value-type="string" {more}>'
    return f"{start}<text:p>{text}</text:p></table:table-cell>"


def ods(cells: str, repeats: int) -> bytes:
    return ods_of(f'<table:table-row table:number-rows-repeated="{repeats}">{cells}</table:table-row>')


def ods_of(rows: str) -> bytes:
    """The least that an .ods is."""
    space = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{space}:office:1.0" '
        f'xmlns:table="{space}:table:1.0" xmlns:text="{space}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="表">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    manifest = (
        f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="{space}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", ODS)
        archive.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def test_entities_are_not_expanded() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    workbook = part(plain(), "xl/workbook.xml").replace(b"<workbook", bomb + b"<workbook", 1)
    data = altered(plain(), xl__workbook_dot_xml=workbook)
    assert recognise(read_tables(data, "表.xlsx"), COLUMNS).lines[0].text("name") == "科普集市"


def test_ten_million_line_breaks_are_no_rows() -> None:
    tables = read_tables("名称,地点\n集市,广场\n".encode() + b"\n" * 9_000_000, "表.csv")
    assert tables[0].total == 2


def test_the_one_sign_that_no_database_holds_is_left_out() -> None:
    """Excel writes it as _x0000_, which readers turn into the sign itself."""
    words = part(plain(), "xl/sharedStrings.xml").replace("科普集市".encode(), b"a_x0000_b")
    book = part(plain(), "xl/workbook.xml").replace('name="表"'.encode(), b'name="t_x0000_"')
    [table] = read_tables(
        altered(plain(), xl__sharedStrings_dot_xml=words, xl__workbook_dot_xml=book), "表.xlsx"
    )
    assert "ab" in [cell.value for row in table.rows for cell in row]
    assert "\0" not in table.name


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=600))
def test_bytes_of_any_kind_are_read_or_refused(data: bytes) -> None:
    for start in (b"", b"PK\x03\x04", containers.OLE):
        with suppress(Refused):
            read_tables(start + data, "表.xlsx" if start else "表.csv")


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 6000), st.integers(0, 255))
def test_a_damaged_workbook_is_read_or_refused(place: int, value: int) -> None:
    data = bytearray(PLAIN)
    data[place % len(data)] = value
    with suppress(Refused):
        read_tables(bytes(data), "表.xlsx")


PLAIN = plain()


def test_letters_of_columns_are_reckoned_both_ways() -> None:
    from sciweek.sheets.logic.cells import column_index, column_letters

    assert [column_letters(number) for number in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert all(column_index(column_letters(number)) == number for number in range(extents.MAX_COLUMNS))


@pytest.mark.parametrize(
    "far",
    [
        b'<row r="1048576"><c t="x>y" r="XFD1048576"><v>1</v></c></row>',
        b'<row r="1048576"><c r="&#88;FD1048576"><v>1</v></c></row>',
        b'<row r="1048576">' + b"<c/>" * 40 + b"<c><v>1</v></c></row>",
    ],
)
def test_a_far_cell_is_found_however_it_is_written(far: bytes) -> None:
    body = part(plain(), SHEET).replace(b"</sheetData>", far + b"</sheetData>")
    assert code(altered(plain(), xl__worksheets__sheet1_dot_xml=body)) in {"too_large", "damaged"}


@pytest.mark.parametrize("number", [b"abc", b"-4", b"9" * 5000])
def test_a_row_without_a_number_of_its_own_is_read_or_refused(number: bytes) -> None:
    row = b'<row r="' + number + b'"><c t="x>y"><v>1</v></c></row></sheetData>'
    body = part(plain(), SHEET).replace(b"</sheetData>", row)
    with suppress(Refused):
        read_tables(altered(plain(), xl__worksheets__sheet1_dot_xml=body), "表.xlsx")


@pytest.mark.parametrize("links", [b"\0\1\2", b"<a><!-- x --><?y z?></a>"])
def test_links_between_parts_that_are_no_links_are_read_or_refused(links: bytes) -> None:
    with suppress(Refused):
        read_tables(altered(plain(), xl___rels__workbook_dot_xml_dot_rels=links), "表.xlsx")


@pytest.mark.parametrize("cells", [b"<c " * 200_000, b"<c " + b'r="A1" ' * 200_000, b"<c" + b"\n" * 600_000])
def test_cells_that_never_end_are_not_looked_through_from_each_of_them(cells: bytes) -> None:
    body = part(plain(), SHEET).replace(b"</sheetData>", cells + b"</sheetData>")
    began = worked()
    assert code(altered(plain(), xl__worksheets__sheet1_dot_xml=body)) in {"too_large", "damaged"}
    assert worked() - began < 3


def test_a_common_heading_of_ten_thousand_brackets_is_none() -> None:
    rows = [["(" * 10_000, *[""] * 15], [f"x{place}" for place in range(16)], ["名称", "地点"]]
    table = "\n".join(",".join(row) for row in [*rows, ["集市", "广场"]])
    began = worked()
    lines = recognise(read_tables(table.encode(), "表.csv"), COLUMNS).lines
    assert [line.text("name") for line in lines] == ["集市"]
    assert worked() - began < 1


def test_a_csv_with_more_cells_than_fit_is_refused() -> None:
    data = "名称,地点\n".encode() + (b"1," * 990 + b"1\n") * 1100
    assert code(data, "表.csv") == "too_large"


def test_lines_beyond_the_most_are_counted_but_not_kept() -> None:
    table = read_tables(b"a\n" * 20_000 + b",,\n", "表.csv", most=10)[0]
    assert (table.total, len(table.rows)) == (20_000, 10 + HEAD_WITHIN)


def test_one_long_text_in_very_many_cells_ends_the_reading_child_alone() -> None:
    text = f"<si><t>{'长' * 30_000}</t></si>".encode()
    strings = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + text + b"</sst>"
    rows = "".join(
        f'<row r="{number}"><c r="A{number}" t="s"><v>0</v></c><c r="B{number}" t="s"><v>0</v></c></row>'
        for number in range(1, 30_000)
    )
    body = part(plain(), SHEET)
    start, end = body.index(b"<sheetData>"), body.index(b"</sheetData>")
    data = altered(
        plain(),
        xl__sharedStrings_dot_xml=strings,
        xl__worksheets__sheet1_dot_xml=body[:start] + b"<sheetData>" + rows.encode() + body[end:],
    )
    assert code(data) == "too_large"
