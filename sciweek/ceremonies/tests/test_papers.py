from pathlib import Path

import pytest

from sciweek.ceremonies.logic.word.cards import KAI, small_docx, tent_docx
from sciweek.ceremonies.logic.word.content import Card, GuestRow, OrderRow, SeatRow, SeatWords
from sciweek.ceremonies.logic.word.hall import hall_docx, name_lines
from sciweek.ceremonies.logic.word.tables import order_docx, replies_docx
from sciweek.papers.logic.container import opened
from sciweek.papers.tests.rendering import pdf_by_office, sheets_of

NAMES = ("李明", "沈玥", "方喆堃", "欧阳望舒", "阿依古丽·买买提", "阿卜杜热合曼·艾则孜江")


def hall(rows: int, seats: int) -> list[SeatRow]:
    found = [SeatRow("主席台", [SeatWords(n, NAMES[n % 6]) for n in range(1, 8)], is_stage=True)]
    found += [
        SeatRow(f"{row}排", [SeatWords(n, NAMES[(row + n) % 6], "单位") for n in range(1, seats + 1)])
        for row in range(1, rows + 1)
    ]
    return found


def xml_of(docx: bytes) -> str:
    return str(opened(docx).element.xml)


def test_a_tent_has_the_name_twice_once_upside_down_on_a_page_of_its_own() -> None:
    xml = xml_of(tent_docx("席卡", [Card(name) for name in NAMES]))
    for name in ("李　明", "沈　玥", *NAMES[2:]):
        assert xml.count(f'string="{name}"') == 2
    assert xml.count("rotation:180") == len(NAMES)
    assert xml.count("w:pageBreakBefore") == len(NAMES) - 1
    assert f"font-family:&quot;{KAI}&quot;" in xml or f'font-family:"{KAI}"' in xml


def test_a_name_cannot_break_out_of_its_card() -> None:
    xml = xml_of(tent_docx("席卡", [Card('"/><w:x>&\x00\x0b<')]))
    assert "&quot;" in xml or "&lt;" in xml
    assert "<w:x>" not in xml


def test_long_names_of_several_parts_stand_in_two_lines_on_their_seat() -> None:
    assert name_lines("李明") == ["李　明"]
    assert name_lines("阿卜杜热合曼·艾则孜江") == ["阿卜杜热合曼·", "艾则孜江"]


@pytest.mark.office
def test_the_papers_print_on_as_many_pages_as_they_should(tmp_path: Path) -> None:
    def printed(name: str, docx: bytes) -> list[tuple[int, int, str]]:
        folder = tmp_path / name
        folder.mkdir()
        pages = sheets_of(pdf_by_office(docx, folder))
        return [
            (round(page.width), round(page.height), "".join(row.words for row in page.rows)) for page in pages
        ]

    tents = printed("tents", tent_docx("席卡", [Card(name) for name in NAMES[:3]]))
    assert [(width, height) for width, height, _words in tents] == [(210, 297)] * 3

    cards = printed(
        "cards", small_docx("席卡", [Card(name, "云川市临江区科学技术局", "副局长") for name in NAMES * 2])
    )
    assert [(width, height) for width, height, _words in cards] == [(210, 297)] * 2
    assert "阿依古丽·买买提" in cards[0][2]

    seats = printed("seats", hall_docx("启动仪式座次表", "文化中心", hall(8, 12), [6]))
    assert [(width, height) for width, height, _words in seats] == [(297, 210)]
    wide = printed("wide", hall_docx("启动仪式座次表", "文化中心", hall(10, 24), [8, 16]))
    assert [(width, height) for width, height, _words in wide] == [(420, 297)]
    assert "主席台" in wide[0][2]

    guests = [
        GuestRow(
            "云川市临江区科学技术局", "代表", NAMES[n % 6], "科普科科长", "139 0000 0001", "京A·12345", ""
        )
        for n in range(60)
    ]
    replies = printed("replies", replies_docx("参会回执汇总表", guests, "共 60 人。"))
    assert all((width, height) == (297, 210) for width, height, _words in replies)
    assert sum(words.count("139") for _width, _height, words in replies) == 60

    items = [OrderRow("10:05–10:10", 5, "宣布活动周启动", "沈玥", "区科技局", "启动装置")] * 8
    (order,) = printed("order", order_docx("启动仪式议程", ["时间：5月22日"], items, whole=True))
    assert order[2].count("10:05–10:10") == 8  # the hours stand in one line
