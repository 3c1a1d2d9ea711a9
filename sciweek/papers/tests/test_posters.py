"""Posters and door sheets as they come out of the printer: measured, read back, and their codes scanned."""

import dataclasses
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from sciweek.base.errors import Refused
from sciweek.look.ribbon import Ribbon, Thread, build_ribbon
from sciweek.papers.logic.posters import (
    DoorLine,
    DoorSheet,
    Poster,
    PosterLine,
    Size,
    door_sheet_pdf,
    hangings,
    poster_pdf,
    qr_rows,
)
from sciweek.papers.tests.rendering import sheets_of

ZONE = ZoneInfo("Asia/Shanghai")
LINK = "https://week.linjiang.example/s/K7M4AACD/"
POINT = 25.4 / 72  # millimetres
DOTS = 150  # to the inch


def ribbon() -> Ribbon:
    threads = [
        Thread(datetime(2027, 5, day, hour, tzinfo=ZONE), datetime(2027, 5, day, hour + 2, tzinfo=ZONE), kind)
        for day in range(22, 30)
        for hour, kind in ((9, "open"), (10, "lecture"), (14, "show"), (18, "contest"))
    ]
    return build_ribbon(
        zone=ZONE,
        starts_on=date(2027, 5, 22),
        ends_on=date(2027, 5, 29),
        now=datetime(2027, 5, 10, tzinfo=ZONE),
        threads=threads,
    )


WEEK = ribbon()
POSTER = Poster(
    top="2027年云川市临江区科技活动周",
    theme="走近科学　点亮生活",
    title="一滴水的九道关",
    subtitle="第二场",
    facts=(("时间", "5月25日（周二）下午14:00–15:30"), ("地点", "临江自来水厂 沉淀池")),
    lines=(),
    days=hangings(
        WEEK,
        [(f"{day.day.day}日", "周二") for day in WEEK.days],
        [day.day.day == 25 for day in WEEK.days],
    ),
    foot=("主办：区科学技术局", "区科技活动周组委会办公室"),
    link=LINK,
    link_words="扫码看详情",
)
DOOR = DoorSheet(
    top="2027年云川市临江区科技活动周",
    venue="临江区科技馆",
    address="学府路 6 号",
    day="5月25日（周二）",
    heads=("时间", "厅室", "活动", "谁在办", "人数"),
    lines=tuple(
        DoorLine(f"{8 + at // 6:02d}:{at % 6}0–{9 + at // 6:02d}:{at % 6}0", f"{at % 4} 号厅", f"动手做科学 {at}", "区科协", "40")
        for at in range(40)
    ),
    foot="第 3 版日程",
    link=LINK,
    link_words="扫码看最新日程",
)  # fmt: skip


def pages(pdf: bytes) -> list[tuple[tuple[float, float], str, Image.Image]]:
    """Size in millimetres, words and picture of each page."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for page in document:
        wide, high = page.get_size()
        words = page.get_textpage().get_text_range()
        found.append(
            ((wide * POINT, high * POINT), words, page.render(scale=DOTS / 72).to_pil().convert("L"))
        )
    return found


def scanned(picture: Image.Image) -> list[tuple[str, float]]:
    """What a phone reads in the picture, and how wide each code is on paper, in millimetres."""
    found = []
    for code in zxingcpp.read_barcodes(picture):
        wide = code.position.top_right.x - code.position.top_left.x
        found.append((code.text, wide * 25.4 / DOTS))
    return found


@pytest.mark.parametrize(("size", "wide", "high"), [(Size.A4, 210, 297), (Size.A3, 297, 420)])
def test_a_poster_is_one_sheet_whose_code_can_be_scanned(size: Size, wide: float, high: float) -> None:
    [(measured, words, picture)] = pages(poster_pdf(dataclasses.replace(POSTER, size=size)))
    assert measured == pytest.approx((wide, high), abs=0.5)
    for part in (
        "一滴水的九道关",
        "第二场",
        "走近科学",
        "5月25日（周二）下午14:00–15:30",
        "区科技活动周组委会办公室",
    ):
        assert part in words.replace("\r\n", "")
    [(text, code_wide)] = scanned(picture)
    assert text == LINK
    assert code_wide >= 30


def test_a_small_and_grey_copy_can_still_be_scanned() -> None:
    [(_size, _words, picture)] = pages(poster_pdf(POSTER))
    small = picture.resize((picture.width // 2, picture.height // 2)).point(lambda value: 60 + value // 2)
    assert [text for text, _wide in scanned(small)] == [LINK]


def test_the_rail_runs_from_edge_to_edge() -> None:
    [(_size, _words, picture)] = pages(poster_pdf(POSTER))
    rows = [
        y for y in range(picture.height)
        if picture.getpixel((2, y)) == picture.getpixel((picture.width - 3, y)) and int(str(picture.getpixel((2, y)))) < 90
    ]  # fmt: skip
    assert len(rows) * 25.4 / DOTS == pytest.approx(2, abs=0.4)


@pytest.mark.parametrize(
    "title", ["水", "动手做科学" * 24, "A very long name of an activity " * 4, "#[*_$`\\<b>"]
)
def test_any_name_fits_its_sheet_and_is_never_read_as_markup(title: str) -> None:
    found = pages(poster_pdf(dataclasses.replace(POSTER, title=title)))
    assert len(found) == 1
    words = "".join(found[0][1].split())
    assert "".join(title.split()) in words.replace("\ufffe", "")


def test_a_title_of_two_lines_is_broken_between_words_into_lines_of_about_one_length() -> None:
    title = "青少年机器人与创新大赛：中学组"
    [page] = sheets_of(poster_pdf(dataclasses.replace(POSTER, title=title)))
    shown = [row.words for row in page.rows if row.words and row.words in title]
    assert shown == ["青少年机器人与创新", "大赛：中学组"]


def test_a_long_list_goes_on_with_its_code_on_every_page() -> None:
    lines = tuple(
        PosterLine("09:00–10:00", f"第{at}项", "大厅", "已取消" if at == 3 else "") for at in range(60)
    )
    found = pages(poster_pdf(dataclasses.replace(POSTER, lines=lines, facts=())))
    assert len(found) > 1
    assert all(scanned(picture)[0][0] == LINK for _size, _words, picture in found)
    words = "".join(words for _size, words, _picture in found)
    assert all(f"第{at}项" in words for at in range(60))
    assert words.count("已取消") == 1


def test_a_door_sheet_repeats_its_head_and_counts_its_pages() -> None:
    found = pages(door_sheet_pdf(DOOR))
    assert len(found) == 2
    assert all("谁在办" in words for _size, words, _picture in found)
    assert "2 / 2" in found[1][1]
    [(text, wide)] = scanned(found[0][2])
    assert (text, wide >= 29.5) == (LINK, True)


def test_what_cannot_be_set_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sciweek.papers.logic.preview.MEMORY", 1024 * 1024)
    with pytest.raises(Refused) as refused:
        poster_pdf(POSTER)
    assert str(refused.value) == "这一张太长，排不下。请分开打印。"


def test_the_code_keeps_its_meaning_under_dirt() -> None:
    """A quarter of it may be lost (level Q)."""
    rows = qr_rows(LINK)
    assert len(rows) == len(rows[0]) >= 29
