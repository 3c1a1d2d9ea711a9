"""Units as a table: recognised, judged, saved as one; people become invitations, never accounts."""

from typing import Any

import pytest

from sciweek.base.errors import OutOfSight, Refused
from sciweek.committee.actions import merge_unit
from sciweek.committee.actions.unit_sheet import unit_rows
from sciweek.committee.logic.unit_columns import UNIT_COLUMNS
from sciweek.committee.models import Invitation, Participation, Unit
from sciweek.committee.states import Role, UnitKind
from sciweek.committee.tests.cast import Cast
from sciweek.logbook.models import Entry
from sciweek.people.models import Person
from sciweek.sheets.actions import apply_sheet, receive_sheet
from sciweek.sheets.jobs import apply_sheet as apply_job
from sciweek.sheets.logic.verdicts import Verdict
from sciweek.sheets.logic.writing import write_book
from sciweek.sheets.models import Sheet
from sciweek.sheets.states import SheetState


def receive(cast: Cast, data: bytes, *, week: bool = True) -> Sheet:
    actor = cast.actor("office")
    if not week:
        actor = actor.in_week(None)
    return receive_sheet(
        actor, cast.region, cast.week if week else None, kind="committee.units", name="单位.csv", data=data
    )


def table(*rows: str, head: str = "单位全称,类别,上级单位,联络员,手机,邮箱") -> bytes:
    return "\n".join((head, *rows)).encode()


def run(cast: Cast, sheet: Sheet) -> Sheet:
    apply_sheet(cast.actor("office"), sheet)
    apply_job.call(sheet.region_id, sheet.week_id, sheet.pk)
    return Sheet.objects.get(pk=sheet.pk)


def only(sheet: Sheet) -> Verdict:
    (verdict,) = sheet.read_verdicts()
    return verdict


def problems(sheet: Sheet) -> list[tuple[str, str]]:
    return [(one.address, one.heading) for verdict in sheet.read_verdicts() for one in verdict.problems]


def test_new_units_are_added_with_parents_in_any_order(in_week: Cast) -> None:
    data = table(
        "临江区第一小学,学校,临江区教育局",
        "临江区教育局,部门,",
        "第一小学科技馆,科普基地,临江区第一小学",
    )
    done = run(in_week, receive(in_week, data))
    assert (done.state, done.counts["new"]) == (SheetState.APPLIED, 3)
    school = Unit.objects.get(name="临江区第一小学")
    assert (school.parent and school.parent.name, school.kind) == ("临江区教育局", UnitKind.SCHOOL)
    assert Unit.objects.get(name="第一小学科技馆").parent == school
    assert Entry.objects.filter(verb="add_unit", object_name__startswith="临江区").count() == 2
    assert Participation.objects.count() == 5


def test_the_same_table_twice_writes_nothing_and_no_line_of_the_log(in_week: Cast) -> None:
    data = table("临江区教育局,部门,,林见鹿,13900000101,jiaoyu@linjiang.example")
    run(in_week, receive(in_week, data))
    before = Entry.objects.count()
    again = receive(in_week, data)
    assert again.counts == {"new": 0, "changed": 0, "same": 1, "wrong": 0}
    run(in_week, again)
    assert Entry.objects.count() == before


def test_what_is_exported_is_the_same_when_it_comes_back(in_week: Cast) -> None:
    data = table("临江区教育局,部门,,林见鹿、江望舒,0890-6120118 转 3,jiaoyu@linjiang.example")
    run(in_week, receive(in_week, data))
    book = write_book("单位", UNIT_COLUMNS, unit_rows(in_week=True))
    assert receive(in_week, book).counts == {"new": 0, "changed": 0, "same": 3, "wrong": 0}


def test_a_named_liaison_without_an_account_gets_an_invitation_and_no_account(in_week: Cast) -> None:
    people = Person.objects.count()
    sheet = receive(in_week, table("临江区教育局,部门,,林见鹿,13900000101,jiaoyu@linjiang.example"))
    assert "林见鹿" in only(sheet).changes["联络员姓名"][1]
    run(in_week, sheet)
    invitation = Invitation.objects.get(unit__name="临江区教育局")
    assert (invitation.for_name, invitation.for_phone, invitation.email, invitation.role) == (
        "林见鹿",
        "13900000101",
        "jiaoyu@linjiang.example",
        Role.LIAISON,
    )
    assert Person.objects.count() == people
    logged = [str(entry.changes) + entry.object_name for entry in Entry.objects.all()]
    assert not any("13900000101" in words or "jiaoyu@" in words for words in logged)


def test_a_liaison_who_is_there_already_is_not_invited_again(in_week: Cast) -> None:
    sheet = receive(in_week, table("云栖街道办事处,街道,,云小联,13900000101,x@linjiang.example"))
    assert only(sheet).outcome == "same"


def test_a_login_gives_the_role_to_its_account(in_week: Cast) -> None:
    head = "单位全称,登录名"
    sheet = receive(in_week, table("云栖街道办事处,qingshan", head=head))
    run(in_week, sheet)
    assert in_week.unit.memberships.filter(person__login="qingshan", ended_at__isnull=True).exists()
    wrong = receive(in_week, table("云栖街道办事处,nobody", head=head))
    assert problems(wrong) == [("B2", "登录名")]


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        ("新单位,,", ("B2", "类别")),
        ("新单位,博物馆,", ("B2", "类别")),
        ("新单位,部门,没有的单位", ("C2", "上级单位")),
        ("新单位,部门,新单位", ("C2", "上级单位")),
        ("新单位,部门,,林见鹿,很多", ("E2", "联络员手机")),
        ("新单位,部门,,林见鹿,,x@", ("F2", "联络员邮箱")),
        (f"{'长' * 121},部门,", ("A2", "单位全称")),
        (",部门,", ("A2", "单位全称")),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(in_week: Cast, row: str, cell: tuple[str, str]) -> None:
    before = Unit.objects.count()
    sheet = receive(in_week, table(row))
    assert problems(sheet) == [cell]
    with pytest.raises(Refused):
        run(in_week, sheet)
    assert Unit.objects.count() == before


def test_circles_through_the_file_are_refused(in_week: Cast) -> None:
    sheet = receive(in_week, table("甲,部门,乙", "乙,部门,丙", "丙,部门,甲", "丁,部门,丙"))
    assert [verdict.outcome for verdict in sheet.read_verdicts()][:3] == ["wrong"] * 3


def test_a_circle_with_the_tree_that_stands_is_refused(in_week: Cast) -> None:
    run(in_week, receive(in_week, table("云栖科技站,其他,云栖街道")))
    sheet = receive(in_week, table("云栖街道办事处,街道,云栖科技站"))
    assert problems(sheet) == [("C2", "上级单位")]


def test_a_unit_that_stands_twice_in_the_file_is_told_where(in_week: Cast) -> None:
    sheet = receive(in_week, table("新单位,部门,", "新 单位,部门,"))
    assert problems(sheet) == [("A3", "单位全称")]
    assert "2" in sheet.read_verdicts()[1].problems[0].text


def test_a_merged_unit_is_named_with_its_successor(in_week: Cast) -> None:
    merge_unit(in_week.actor("office"), in_week.other_unit, into=in_week.unit)
    sheet = receive(in_week, table("青山科普教育基地,基地,"))
    assert "云栖街道办事处" in only(sheet).problems[0].text


def test_the_code_of_an_export_lets_a_unit_be_renamed(in_week: Cast) -> None:
    head = "单位全称,单位代码,简称,内设岗位"
    row = f"云栖街道办事处（新）,{in_week.unit.code},云栖新街,科技站、宣传科"
    sheet = receive(in_week, table(row, head=head))
    assert only(sheet).changes["单位全称"] == ("云栖街道办事处", "云栖街道办事处（新）")
    run(in_week, sheet)
    unit = Unit.objects.get(pk=in_week.unit.pk)
    assert (unit.name, unit.short_name, unit.posts) == (
        "云栖街道办事处（新）",
        "云栖新街",
        ["科技站", "宣传科"],
    )


def test_an_empty_cell_leaves_what_is_there_and_nothing_empties_it(in_week: Cast) -> None:
    head = "单位全称,简称"
    assert only(receive(in_week, table("云栖街道办事处,", head=head))).outcome == "same"
    run(in_week, receive(in_week, table("云栖街道办事处,无", head=head)))
    assert Unit.objects.get(pk=in_week.unit.pk).short_name == ""


def test_taking_part_follows_its_column(in_week: Cast) -> None:
    head = "单位全称,类别,参加本届"
    data = table("甲,部门,是", "乙,部门,否", "丙,部门,", head=head)
    run(in_week, receive(in_week, data))
    names = Participation.objects.filter(unit__kind="department").values_list("unit_name", flat=True)
    assert list(names) == ["甲"]
    leaving = receive(in_week, table("云栖街道办事处,,否", head=head))
    assert problems(leaving) == [("C2", "参加本届")]


def test_without_an_edition_units_are_imported_all_the_same(in_week: Cast) -> None:
    sheet = receive(in_week, table("甲,部门,"), week=False)
    assert "参加本届" not in only(sheet).changes


def test_a_unit_that_somebody_adds_meanwhile_is_no_double(in_week: Cast) -> None:
    first, second = (receive(in_week, table("甲,部门,", "乙,部门,甲")) for _again in range(2))
    run(in_week, first)
    done = run(in_week, second)
    assert (done.counts["new"], done.counts["same"]) == (0, 2)
    assert Unit.objects.filter(name="甲").count() == 1


def test_a_unit_that_changed_meanwhile_stops_the_import_and_is_named(in_week: Cast) -> None:
    head = "单位全称,简称"
    sheet = receive(in_week, table("云栖街道办事处,云栖", head=head))
    run(in_week, receive(in_week, table("云栖街道办事处,云栖街", head=head)))
    done = run(in_week, sheet)
    assert (done.state, done.moved_on) == (SheetState.FAILED, [2])
    assert only(done).changes["简称"] == ("云栖街", "云栖")
    assert run(in_week, done).state == SheetState.APPLIED


def test_rare_characters_and_emoji_come_in_whole(in_week: Cast) -> None:
    run(in_week, receive(in_week, table("玥喆堃𠮷科普馆🎈,基地,")))
    assert Unit.objects.filter(name="玥喆堃𠮷科普馆🎈").exists()


def test_a_thousand_units_are_judged_with_a_flat_number_of_queries(
    in_week: Cast, django_assert_max_num_queries: Any
) -> None:
    data = table(
        *(
            f"第{number}小学,学校,第{number - 1}小学" if number % 15 else f"第{number}小学,学校,"
            for number in range(1000)
        )
    )
    with django_assert_max_num_queries(14):
        sheet = receive(in_week, data)
    assert sheet.counts["new"] == 1000


def test_only_the_office_hands_in_units(in_week: Cast) -> None:
    for who in ("publicity", "auditor", "liaison", "stranger"):
        with pytest.raises((Refused, OutOfSight)):
            receive_sheet(
                in_week.actor(who),
                in_week.region,
                in_week.week,
                kind="committee.units",
                name="单位.csv",
                data=table("甲,部门,"),
            )
