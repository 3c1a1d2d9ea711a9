from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from pytest_django import DjangoAssertNumQueries

from sciweek.activities.actions import add_activity
from sciweek.activities.states import Kind
from sciweek.activities.tests.places import at, make_public
from sciweek.committee.actions import add_unit, take_part
from sciweek.committee.states import UnitKind
from sciweek.committee.tests.cast import Cast
from sciweek.dispatch.logic import tables
from sciweek.dispatch.logic.material import ActivityLine, Party
from sciweek.dispatch.logic.phrases import addressees, day_words, days_words, time_of, who
from sciweek.dispatch.logic.printing import as_docx, as_xlsx
from sciweek.dispatch.queries.material import material_of
from sciweek.duties.actions import Addressee, add_duty
from sciweek.papers.logic.lines import text_of
from sciweek.papers.logic.preview import preview_pdf
from sciweek.papers.tests.rendering import sheets_of
from sciweek.sheets.logic.reading import read_tables

ZONE = ZoneInfo("Asia/Shanghai")
SECRET_PHONE = "0890-6120199"
FORMULA = '=HYPERLINK("http://x.example","点我")'
ALL_TABLES = ("arrangements", "filing", "contacts", "return_form")


def shown(cast: Cast, name: str, **values: object) -> None:
    activity = add_activity(
        cast.actor("office"),
        cast.week,
        **(
            {
                "name": name,
                "kind": Kind.OPEN,
                "unit": cast.unit,
                "place": "临江自来水厂",
                "starts_at": at(25, 14),
                "ends_at": at(25, 15, 30),
                "contact_name": "云工",
                "contact_phone": SECRET_PHONE,
            }
            | values
        ),
    )
    make_public(cast.actor("office"), activity)


def cells(book: bytes) -> list[list[object]]:
    return [[cell.value for cell in row] for row in read_tables(book, "表.xlsx")[0].rows]


def test_word_and_excel_say_the_same(house: Cast) -> None:
    shown(house, "一滴水的九道关")
    material = material_of(house.week)
    words = "\n".join(text_of(as_docx(material, "arrangements")))
    rows = cells(as_xlsx(material, "arrangements"))
    assert rows[0][0] == "2027年临江区科技活动周活动安排表"
    assert rows[1] == ["序号", "活动名称", "时间", "地点", "主办、承办单位", "系列活动", "备注"]
    assert rows[2][:4] == [1, "一滴水的九道关", "5月25日\n14:00—15:30", "临江自来水厂"]
    assert all(part in words for part in ("一滴水的九道关", "14:00—15:30", "临江自来水厂"))


@pytest.mark.parametrize("kind", ["arrangements", "filing"])
def test_hours_and_numbers_to_ring_up_are_not_broken_in_print(house: Cast, kind: str) -> None:
    shown(house, "一滴水的九道关", starts_at=at(25, 10), ends_at=at(25, 11, 30))
    printed = [
        row.words
        for page in sheets_of(preview_pdf(as_docx(material_of(house.week), kind)))
        for row in page.rows
    ]
    assert any("10:00—11:30" in row for row in printed)
    assert any(SECRET_PHONE in row for row in printed) == (kind == "filing")


def test_what_goes_to_everybody_names_nobody_to_ring_up_and_nothing_that_is_not_public(house: Cast) -> None:
    shown(house, "一滴水的九道关")
    add_activity(house.actor("office"), house.week, name="还没审的讲座", kind=Kind.LECTURE, unit=house.unit)
    material = material_of(house.week)
    public = str(cells(as_xlsx(material, "arrangements")))
    assert SECRET_PHONE not in public
    assert "还没审的讲座" not in public
    assert SECRET_PHONE in str(cells(as_xlsx(material, "filing")))


def test_a_name_that_looks_like_a_formula_stays_text(house: Cast) -> None:
    shown(house, FORMULA)
    assert cells(as_xlsx(material_of(house.week), "arrangements"))[2][1] == FORMULA


def test_every_unit_stands_in_the_list_of_contacts_also_without_people(house: Cast) -> None:
    unit = add_unit(house.actor("office"), house.region, name="青石小学", kind=UnitKind.SCHOOL)
    take_part(house.actor("office"), house.week, [house.unit, unit])
    people = material_of(house.week, with_people=True).people
    assert ("青石小学", "") in {(one.unit, one.name) for one in people}
    assert ("云栖街道办事处", "云小联") in {(one.unit, one.name) for one in people}
    assert material_of(house.week).people == ()


def test_the_blank_return_form_asks_for_three_people_and_until_when(house: Cast) -> None:
    words = "\n".join(text_of(as_docx(material_of(house.week), "return_form")))
    assert all(post in words for post in ("联络员", "宣传员", "统计员"))
    assert "请于4月16日前将本回执报送组委会办公室" in words


@pytest.mark.parametrize("kind", ALL_TABLES)
def test_an_empty_week_still_has_its_tables(cast: Cast, kind: str) -> None:
    with cast.inside():
        material = material_of(cast.week, with_people=True)
        assert text_of(as_docx(material, kind))
        assert cells(as_xlsx(material, kind))


def _many(cast: Cast, count: int) -> None:
    office = cast.actor("office")
    units = [add_unit(office, cast.region, name=f"第{n}小学", kind=UnitKind.SCHOOL) for n in range(count)]
    take_part(office, cast.week, units)
    add_duty(
        office,
        cast.week,
        what=f"{count}份总结",
        due_on=date(2027, 4, 17),
        addressees=[Addressee(one) for one in units],
    )


@pytest.mark.parametrize("count", [10, 100])
def test_the_week_is_gathered_in_a_flat_number_of_queries(
    house: Cast, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _many(house, count)
    with django_assert_num_queries(14):
        material = material_of(house.week, with_people=True)
    assert len(material.parties) == count + 2


def line(start: datetime, end: datetime | None, is_all_day: bool = False) -> ActivityLine:
    return ActivityLine("集市", "", "", "", start, end, is_all_day)


def test_times_are_said_as_papers_say_them() -> None:
    day = datetime(2027, 5, 22, 9, tzinfo=ZONE)
    assert time_of(line(day, None), 2027) == "5月22日\n9:00"
    assert time_of(line(day, day.replace(hour=11)), 2027) == "5月22日\n9:00—11:00"
    night = datetime(2027, 5, 23, tzinfo=ZONE)
    assert time_of(line(day.replace(hour=20), night), 2027) == "5月22日\n20:00—24:00"
    assert time_of(line(day.replace(hour=20), night.replace(hour=1)), 2027) == "5月22日\n20:00—次日1:00"
    assert time_of(line(day.replace(hour=0), datetime(2027, 5, 30, tzinfo=ZONE), is_all_day=True), 2027) == (
        "5月22日\n至29日"
    )
    assert time_of(line(day, datetime(2028, 1, 3, 9, tzinfo=ZONE)), 2027) == "5月22日\n至2028年1月3日"
    assert day_words(date(2027, 5, 22), 2027, weekday=True) == "5月22日（星期六）"
    assert days_words(date(2027, 5, 22), date(2027, 5, 22)) == "2027年5月22日"


def test_addressees_are_said_by_kind_and_few_by_name() -> None:
    streets = [Party(n, f"{name}街道办事处", "street") for n, name in enumerate("云望石")]
    bureaus = [Party(n, name, "department") for n, name in enumerate(("区教育局", "区农业农村局"), 10)]
    base = [Party(20, "青山科普教育基地", "base")]
    assert addressees([*streets, *bureaus, *base], "区") == "各街道办事处，区直有关部门，青山科普教育基地"
    assert who([0, 1, 2], [*streets, *base], "区") == "各街道"
    assert who([0], [*streets, *base], "区") == "云街道办事处"
    assert who([0, 1, 2, 20], [*streets, *base], "区") == "各单位"


def test_a_table_without_rows_has_its_head(house: Cast) -> None:
    content = tables.arrangements(material_of(house.week))
    assert content.rows == ()
    assert len(content.headings) == len(content.widths) == len(content.left)
