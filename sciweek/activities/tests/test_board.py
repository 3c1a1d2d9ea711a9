"""The board: narrowed, counted, acted upon in bulk; each act foreseen, confirmed and told."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sciweek.activities import actions
from sciweek.activities.models import Activity, Opinion, ToldApart
from sciweek.activities.pages import bulk, export
from sciweek.activities.states import ActivityState
from sciweek.activities.tests.places import Place, at
from sciweek.activities.tests.test_pages import desk, signed_in
from sciweek.base import clock
from sciweek.logbook.models import Entry
from sciweek.sheets.logic.reading import read_tables

BASIS = "区科技局2027年5月6日审，依据保密法第二十条"


def entered(here: Place, name: str, **values: Any) -> Activity:
    return actions.add_activity(
        here.office,
        here.week,
        **{
            "name": name,
            "kind": "open",
            "unit": here.units[0],
            "starts_at": at(25, 9),
            "ends_at": at(25, 10),
            "place": "水厂",
        }
        | values,
    )


def board(place: Place, role: str = "office", **asked: str) -> Any:
    return signed_in(place, role).get(desk(place, "activities/"), asked).context["page"]


def names(page: Any) -> list[str]:
    return [line.name for line in page.lines]


def press(client: Client, place: Place, act: str, *rows: Activity, **said: Any) -> Any:
    sent = {"act": act, "code": [row.code for row in rows]} | said
    return client.post(desk(place, "activities/chosen/"), sent, follow=True)


def sure(client: Client, place: Place, act: str, *rows: Activity, **said: Any) -> Any:
    return press(client, place, act, *rows, sure="yes", **said)


def state(row: Activity) -> str:
    return Activity.objects.get(pk=row.pk).state


def test_each_filter_narrows_the_list(place: Place) -> None:
    line = actions.add_series(place.office, place.week, name="科技开放日", kind="open")
    entered(place, "甲", series=line)
    entered(place, "乙", kind="lecture", unit=place.units[1], starts_at=at(26, 9), ends_at=at(26, 10))
    entered(place, "丙", unit=None, starts_at=None, ends_at=None)
    online = entered(place, "丁", mode="online", place="", link="https://live.linjiang.example")
    actions.give_opinions(place.office, place.week, [online], verdict="open", basis=BASIS)
    assert names(board(place)) == ["甲", "丁", "乙", "丙"]
    assert names(board(place, kind="lecture")) == ["乙"]
    assert names(board(place, series=str(line.position))) == ["甲"]
    assert names(board(place, series="none", day="2027-05-25")) == ["丁"]
    assert names(board(place, unit=place.units[1].code)) == ["乙"]
    assert names(board(place, unit="none")) == ["丙"]
    assert names(board(place, opinion="open")) == ["丁"]
    assert names(board(place, opinion="none")) == ["甲", "乙", "丙"]
    assert names(board(place, lacking="yes")) == ["丙"]
    assert names(board(place, q="水厂 甲")) == ["甲"]
    assert names(board(place, sort="newest")) == ["丁", "丙", "乙", "甲"]
    assert names(board(place, sort="unit")) == ["甲", "丁", "乙", "丙"]


@pytest.mark.parametrize(
    "asked",
    [
        {"state": "x", "kind": "<b>", "series": "9" * 30, "unit": "nope", "day": "2027-02-30", "size": "7"},
        {
            "series": "²",
            "page": "-5",
            "sort": "drop table",
            "opinion": "x",
            "sheet": "nope",
            "alike": "maybe",
        },
        {"q": "𠮷🌟玥喆堃" * 30, "page": "99999999999999999999"},
    ],
)
def test_an_address_of_nonsense_still_shows_a_list(place: Place, asked: dict[str, str]) -> None:
    entered(place, "甲")
    for where in ("", "counts/", "export/"):
        answer = signed_in(place, "office").get(desk(place, f"activities/{where}"), asked)
        assert answer.status_code == 200


def test_the_tabs_count_what_the_filter_leaves(place: Place) -> None:
    actions.submit_activity(place.office, entered(place, "甲"))
    entered(place, "乙")
    entered(place, "丙", kind="lecture")
    counts = {str(tab.label): tab.count for tab in board(place, kind="open").live.tabs}
    assert (counts["全部"], counts["待看"], counts["草稿"], counts["已发布"]) == (2, 1, 1, 0)


def test_the_counts_say_how_many_came_in_since_the_page_was_opened(place: Place) -> None:
    row = entered(place, "甲")
    page, client = board(place), signed_in(place, "office")
    asked = f"{page.live.url}&have={page.live.have}"
    assert client.get(asked).status_code == 204
    actions.submit_activity(place.liaison, row)
    answer = client.get(asked)
    assert "有 1 条新提交" in answer.content.decode()
    assert answer.status_code == 200


def test_a_thousand_rows_ask_no_more_of_the_database_than_ten(place: Place) -> None:
    client = signed_in(place, "office")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(desk(place, "activities/"), {"size": "1000"}).status_code == 200
        return len(captured)

    def fill(first: int, count: int) -> None:
        values = {"kind": "open", "starts_at": at(25, 9), "place": "水厂", "unit": place.units[0]}
        new = [
            actions.judged_values(place.office, place.week, values | {"name": f"第{number}场"})
            for number in range(first, first + count)
        ]
        actions.save_rows(place.office, place.week, new=new)

    fill(0, 10)
    few = queries()
    assert 5 < few < 16
    fill(10, 990)
    assert queries() == few
    page = board(place)
    assert (page.total, len(page.lines)) == (1000, 100)


def test_a_bulk_act_says_first_what_will_go_and_what_will_not(place: Place) -> None:
    client = signed_in(place, "office")
    waiting = actions.submit_activity(place.office, entered(place, "甲"))
    draft = entered(place, "乙")
    before = Entry.objects.count()
    answer = press(client, place, "approve", waiting, draft)
    page = answer.context["page"]
    assert [row.name for row in page.going] == ["甲"]
    assert [(group.why, [row.name for row in group.rows]) for group in page.left] == [
        ("现在是“草稿”，不能通过。", ["乙"])
    ]
    assert (state(waiting), Entry.objects.count()) == ("submitted", before)


def test_a_confirmed_act_is_done_and_its_result_told_once(place: Place) -> None:
    client = signed_in(place, "office")
    waiting = actions.submit_activity(place.office, entered(place, "甲"))
    draft = entered(place, "乙")
    answer = sure(client, place, "approve", waiting, draft)
    text = answer.content.decode()
    assert "已通过 1 场" in text
    assert "现在是“草稿”，不能通过。" in text
    assert state(waiting) == "approved"
    client.get(answer.request["PATH_INFO"])
    assert Entry.objects.filter(verb="approve_activity").count() == 1


def test_the_fast_lane_says_what_it_will_record_and_records_just_that(place: Place) -> None:
    client = signed_in(place, "office")
    bare, other = entered(place, "甲"), entered(place, "乙", unit=place.units[1])
    ready = entered(place, "丙")
    actions.give_opinions(place.office, place.week, [ready], verdict="open", basis="另一次审的")
    closed = entered(place, "丁")
    actions.give_opinions(place.office, place.week, [closed], verdict="closed", basis="涉密")
    nowhen = entered(place, "戊", starts_at=None, ends_at=None)
    rows = (bare, other, ready, closed, nowhen)
    page = press(client, place, "publish", *rows).context["page"]
    assert ([row.name for row in page.bare], page.ready) == (["甲", "乙"], 1)
    assert page.reviewers == "云栖街道办事处 1 条、区教育局 1 条"
    assert {row.name for group in page.left for row in group.rows} == {"丁", "戊"}
    assert Opinion.objects.count() == 2
    sure(client, place, "publish", *rows, basis=BASIS)
    assert [state(row) for row in rows] == ["published"] * 3 + ["draft"] * 2
    given = Opinion.objects.filter(activity__in=[bare, other]).values_list("reviewer", "basis")
    assert sorted(given) == sorted([("云栖街道办事处", BASIS), ("区教育局", BASIS)])
    assert Opinion.objects.get(activity=ready).basis == "另一次审的"


def test_what_was_held_is_not_published_over_again(place: Place) -> None:
    row = entered(place, "甲", starts_at=at(1, 9), ends_at=at(1, 10))
    actions.publish_activities(place.office, place.week, [row], basis=BASIS)
    with clock.standing_at(at(2, 9)):
        actions.hold_activity(place.office, Activity.objects.get())
        page = press(signed_in(place, "office"), place, "publish", row).context["page"]
    assert [group.why for group in page.left] == ["现在是“已举办”，不能发布。"]


def test_without_a_basis_only_those_with_an_opinion_are_published(place: Place) -> None:
    bare, ready = entered(place, "甲"), entered(place, "丙")
    actions.give_opinions(place.office, place.week, [ready], verdict="open", basis=BASIS)
    answer = sure(signed_in(place, "office"), place, "publish", bare, ready, basis="")
    assert (state(bare), state(ready)) == ("draft", "published")
    assert "还没有保密审查意见" in answer.content.decode()


def test_a_return_needs_its_reason_and_keeps_what_was_chosen(place: Place) -> None:
    client = signed_in(place, "office")
    row = actions.submit_activity(place.office, entered(place, "甲"))
    answer = sure(client, place, "return", row, why=" ")
    assert answer.status_code == 422
    assert "请写明原因" in answer.content.decode()
    assert row.code in answer.content.decode()
    sure(client, place, "return", which="these", codes=row.code, why="写到门牌号")
    row.refresh_from_db()
    assert (row.state, row.state_reason) == ("returned", "写到门牌号")


def test_opinions_are_recorded_for_a_list_by_the_units_own_people(place: Place) -> None:
    mine, other = entered(place, "甲"), entered(place, "乙", unit=place.units[1])
    client = signed_in(place, "liaison")
    sure(client, place, "opinion", mine, other, verdict="open", basis=BASIS)
    assert list(Opinion.objects.values_list("activity__name", "reviewer")) == [("甲", "云栖街道办事处")]


def test_activities_are_handed_over_to_another_unit(place: Place) -> None:
    row, called_off = entered(place, "甲"), entered(place, "乙")
    actions.cancel_activity(place.office, called_off, why="不办了")
    client = signed_in(place, "office")
    page = press(client, place, "hand_over", row, called_off).context["page"]
    assert (len(page.going), len(page.left)) == (1, 1)
    assert sure(client, place, "hand_over", row, why="划归教育局").status_code == 422
    sure(client, place, "hand_over", row, called_off, unit=place.units[1].pk, why="划归教育局")
    row.refresh_from_db()
    assert row.unit == place.units[1]


def test_a_liaison_hands_in_what_was_imported_in_one_act(place: Place) -> None:
    rows = [entered(place, name) for name in "甲乙丙"]
    sure(signed_in(place, "liaison"), place, "submit", *rows)
    assert {state(row) for row in rows} == {"submitted"}


@pytest.mark.parametrize("act", ["approve", "return", "publish", "hand_over"])
def test_a_liaison_cannot_do_the_offices_acts(place: Place, act: str) -> None:
    row = actions.submit_activity(place.liaison, entered(place, "甲"))
    answer = sure(signed_in(place, "liaison"), place, act, row, why="x", basis="x", unit=place.units[0].pk)
    assert answer.status_code == 404
    assert state(row) == "submitted"


def test_all_that_meet_the_filter_are_chosen_without_any_tick(place: Place) -> None:
    rows = [actions.submit_activity(place.office, entered(place, f"第{number}场")) for number in range(60)]
    other = actions.submit_activity(place.office, entered(place, "讲座", kind="lecture"))
    client = signed_in(place, "office")
    sent = {"act": "approve", "which": "all", "filter": "kind=open&size=50"}
    page = client.post(desk(place, "activities/chosen/"), sent).context["page"]
    assert len(page.going) == 60
    client.post(
        desk(place, "activities/chosen/"), sent | {"sure": "yes", "which": "these", "codes": page.codes}
    )
    assert {state(row) for row in rows} == {"approved"}
    assert state(other) == "submitted"


def test_nothing_chosen_and_unknown_acts_change_nothing(place: Place) -> None:
    row = entered(place, "甲")
    client = signed_in(place, "office")
    assert "还没有选活动" in press(client, place, "approve").content.decode()
    assert press(client, place, "drop", row).status_code == 422
    strange = press(client, place, "approve", which="these", codes="x,,," + "A" * 50)
    assert "还没有选活动" in strange.content.decode()


def test_another_units_activities_cannot_be_chosen(place: Place) -> None:
    other = entered(place, "别家的", unit=place.units[1])
    answer = sure(signed_in(place, "liaison"), place, "submit", other)
    assert "还没有选活动" in answer.content.decode()
    assert state(other) == "draft"


def test_a_bulk_act_asks_a_flat_number_of_queries(place: Place) -> None:
    client = signed_in(place, "office")

    def queries(count: int, mark: str) -> int:
        rows = [entered(place, f"{mark}{number}") for number in range(count)]
        actions.submit_activities(place.office, place.week, rows[1:])
        with CaptureQueriesContext(connection) as captured:
            sure(client, place, "approve", *rows)
        return len(captured)

    few = queries(4, "少")
    assert queries(40, "多") <= few + 1


def test_what_looks_alike_is_counted_and_shown_side_by_side(place: Place) -> None:
    one = entered(place, "一滴水的九道关")
    other = entered(place, "一滴水的九道关（活动）", place="第二水厂")
    entered(place, "夜观星空")
    client = signed_in(place, "office")
    assert client.get(desk(place, "activities/alike/count/")).content.decode() == "2 条"
    assert names(board(place, alike="yes")) == ["一滴水的九道关", "一滴水的九道关（活动）"]
    (pair,) = client.get(desk(place, "activities/alike/")).context["pairs"]
    differing = {label for label, _left, _right, differs in pair.lines if differs}
    assert differing == {"活动名称", "地点"}
    client.post(desk(place, "activities/alike/cancel/"), {"cancel": f"{other.code} {one.code}"})
    other.refresh_from_db()
    assert (other.state, state(one)) == (ActivityState.CANCELLED, ActivityState.DRAFT)
    assert one.code in other.state_reason
    assert client.get(desk(place, "activities/alike/count/")).content.decode() == "没有"


def test_two_that_only_look_alike_are_told_apart_once_and_for_all(place: Place) -> None:
    one = entered(place, "一滴水的九道关")
    other = entered(place, "一滴水的九道关（活动）", place="第二水厂")
    client = signed_in(place, "office")
    codes = {"codes": f"{other.code} {one.code}"}
    for _again in range(2):
        assert client.post(desk(place, "activities/alike/apart/"), codes).status_code == 302
    assert client.get(desk(place, "activities/alike/count/")).content.decode() == "没有"
    assert names(board(place, alike="yes")) == []
    assert client.get(desk(place, "activities/alike/")).context["pairs"] == []
    (line,) = Entry.objects.filter(verb="tell_apart")
    assert (line.object_id, line.changes["second"][1]) == (one.pk, f"{other.name}（{other.code}）")
    entered(place, "一滴水的九道关！")
    assert client.get(desk(place, "activities/alike/count/")).content.decode() == "3 条"


@pytest.mark.parametrize("codes", ["", "AAAAAAAA", "AAAAAAAA BBBBBBBB", "A B C"])
def test_telling_apart_what_is_not_there_is_answered_calmly(place: Place, codes: str) -> None:
    answer = signed_in(place, "office").post(desk(place, "activities/alike/apart/"), {"codes": codes})
    assert answer.status_code == 302
    assert not ToldApart.objects.exists()


def test_the_filtered_list_is_exported_as_a_table(place: Place) -> None:
    entered(place, "甲")
    entered(place, "乙", kind="lecture")
    client = signed_in(place, "office")
    answer = client.get(desk(place, "activities/export/"), {"kind": "lecture"})
    assert answer.content.startswith(b"PK")
    assert "attachment" in answer["Content-Disposition"]
    chosen = press(client, place, "export", *Activity.objects.filter(name="甲"))
    assert chosen.content.startswith(b"PK")


def test_a_list_that_is_too_long_to_export_says_so_above_the_list(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "MOST", 1)
    for name in ("甲", "乙"):
        entered(place, name)
    answer = signed_in(place, "office").get(desk(place, "activities/export/?kind=open"), follow=True)
    assert answer.redirect_chain[-1][0].endswith("/activities/?kind=open")
    assert "一次最多导出 1 条" in answer.content.decode()


def test_contacts_are_masked_in_the_table_of_who_only_reads(place: Place) -> None:
    entered(place, "甲", contact_name="王秋水", contact_phone="0890-6120018")
    for role in ("office", "liaison", "auditor"):
        answer = signed_in(place, role).get(desk(place, "activities/export/"))
        told = str(read_tables(answer.content, "一览表.xlsx"))
        assert ("0890-6120018" in told, "王秋水" in told) == (role != "auditor", role != "auditor")


def test_more_than_can_be_done_at_once_are_not_silently_left_out(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MOST", 2)
    monkeypatch.setattr(export, "MOST", 2)
    rows = [entered(place, name, starts_at=None, ends_at=None) for name in ("天文", "地质", "海洋")]
    office = signed_in(place, "office")
    for act in ("approve", "export"):
        answer = press(office, place, act, which="all", filter="sort=newest")
        assert answer.redirect_chain[-1][0].endswith("/activities/?sort=newest")
        assert "一次最多" in answer.content.decode()
    assert {state(row) for row in rows} == {ActivityState.DRAFT}
