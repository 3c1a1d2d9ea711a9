"""The desk's pages: the board of a day, one session, many by a rule, releases and what units are told of them."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sciweek.activities.models import Activity
from sciweek.activities.tests.places import Place, at
from sciweek.base import clock
from sciweek.post.models import Message
from sciweek.programme.actions import cancel_session, edit_session, move_session, release_programme
from sciweek.programme.models import Release, Run, Session
from sciweek.programme.pages import board as board_page
from sciweek.programme.states import RunKind
from sciweek.programme.tests.plans import hall, lecture, one_session
from sciweek.venues.models import ClosedTime, Room
from sciweek.week.actions import close_week, open_week


def signed_in(place: Place, role: str = "office") -> Client:
    client = Client()
    client.force_login(place.people[role])
    return client


def desk(place: Place, rest: str = "") -> str:
    return f"/desk/w/{place.week.slug}/programme/{rest}"


def board(place: Place, role: str = "office", **asked: str) -> Any:
    return signed_in(place, role).get(desk(place), {"day": "2027-05-25"} | asked).context["page"]


def names(slots: list[Any]) -> list[str]:
    return [slot.name for slot in slots]


def test_sessions_hang_under_their_venue_and_others_stand_beside(place: Place) -> None:
    room = hall(place)
    one_session(place, lecture(place, "甲"), venue=room.venue, room=room)
    one_session(place, lecture(place, "乙"), venue=room.venue, room=room)
    one_session(place, lecture(place, "丙"))
    page = board(place)
    assert names(page.slots) == ["甲", "乙"]
    assert names(page.tray) == ["丙"]
    (rail,) = page.rails
    assert (rail.name, rail.room, rail.wide) == ("区科技馆", "报告厅", 2)
    assert [(slot.first, slot.count, slot.column) for slot in page.slots] == [(25, 8, 1), (25, 8, 2)]
    assert [told.words for told in page.warnings if told.stops] == ["区科技馆报告厅同时排了两个活动"]


def test_sessions_for_which_no_lane_is_left_are_not_said_to_have_no_venue(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board_page, "MOST_LANES", 2)
    crowded, other = hall(place), hall(place, "文化馆")
    for name in ("甲", "乙", "丙"):
        one_session(place, lecture(place, name), venue=crowded.venue, room=crowded)
    one_session(place, lecture(place, "丁"), venue=other.venue, room=other)
    one_session(place, lecture(place, "戊"))
    page = board(place)
    assert (names(page.slots), names(page.crowded), names(page.tray)) == (["丁"], ["甲", "乙", "丙"], ["戊"])
    assert page.total == 5
    text = signed_in(place).get(desk(place), {"day": "2027-05-25"}).content.decode()
    assert re.findall(r'<h3 class="subhead">(\w+)</h3>', text) == ["这一天没有排下的", "不在登记的场地"]


def test_each_filter_narrows_the_board(place: Place) -> None:
    room = hall(place)
    one_session(place, lecture(place, "甲"), venue=room.venue, room=room)
    one_session(place, lecture(place, "乙", kind="show", unit=place.units[1]))
    one_session(place, lecture(place, "丙", public=False))
    one_session(place, lecture(place, "丁"), starts_at=at(26, 9), ends_at=at(26, 10))

    def found(**asked: str) -> set[str]:
        page = board(place, **asked)
        return {*names(page.slots), *names(page.tray)}

    assert found() == {"甲", "乙", "丙"}
    assert found(day="2027-05-26") == {"丁"}
    assert found(venue=room.venue.code) == {"甲"}
    assert found(venue="none") == {"乙", "丙"}
    assert found(unit=place.units[1].code) == {"乙"}
    assert found(kind="show") == {"乙"}
    assert "甲" not in found(warned="yes", kind="show")


@pytest.mark.parametrize(
    "asked", [{"day": "9999-99-99", "kind": "<b>", "venue": "x" * 90}, {"day": "0001-01-01"}, {"unit": "🌟"}]
)
def test_an_address_of_nonsense_still_shows_a_board(place: Place, asked: dict[str, str]) -> None:
    assert signed_in(place).get(desk(place), asked).status_code == 200


def test_an_empty_venue_can_be_listed_to_drag_into_it(place: Place) -> None:
    room = hall(place)
    assert board(place).rails == []
    assert [rail.room for rail in board(place, empty="yes").rails] == ["", room.name]


def test_a_closed_venue_and_other_units_sessions_are_seen_as_taken(place: Place) -> None:
    room = hall(place)
    one_session(place, lecture(place, "自家的"), venue=room.venue, room=room)
    other = lecture(place, "别家的", unit=place.units[1])
    one_session(place, other, venue=room.venue, room=room, starts_at=at(25, 9), ends_at=at(25, 10))
    ClosedTime.objects.create(
        region=place.region, venue=room.venue, starts_at=at(25, 17), ends_at=at(25, 18), why="消毒"
    )
    page = board(place, "liaison")
    assert names(page.slots) == ["自家的"]
    assert [taken.words for taken in page.taken] == ["不开放：消毒", "09:00–10:00 有别的场次"]
    assert (
        "别家的" not in signed_in(place, "liaison").get(desk(place), {"day": "2027-05-25"}).content.decode()
    )


def test_a_thousand_sessions_ask_no_more_of_the_database_than_ten(place: Place) -> None:
    client, room = signed_in(place), hall(place)

    def fill(count: int) -> None:
        activity = lecture(place, public=False)
        run = Run.objects.create(week=place.week, activity=activity, kind=RunKind.REPEAT)
        Session.objects.bulk_create(
            Session(
                week=place.week,
                run=run,
                activity=activity,
                starts_at=at(22 + number % 8, 9 + number % 7),
                ends_at=at(22 + number % 8, 10 + number % 7),
                venue=room.venue if number % 3 else None,
            )
            for number in range(count)
        )

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(desk(place), {"day": "2027-05-25"}).status_code == 200
        return len(captured)

    fill(10)
    few = queries()
    assert few < 24
    fill(990)
    assert queries() == few
    # More lanes than the board is wide stand beside it: nothing is left out.
    page = board(place)
    assert page.total == 125


def drag(place: Place, row: Session, role: str = "office", **given: Any) -> Any:
    sent = {"day": "2027-05-25", "start_time": "10:15", "where": "", "seen_version": row.version} | given
    return signed_in(place, role).post(desk(place, f"{row.code}/move/"), sent, headers={"HX-Request": "true"})


def test_a_dragged_session_keeps_its_length_and_can_be_put_back(place: Place) -> None:
    room = hall(place)
    row = one_session(place, lecture(place))
    answer = drag(place, row, where=f"{room.venue.code}-{room.code}", back="day=2027-05-25")
    assert answer.status_code == 200
    row.refresh_from_db()
    assert (row.starts_at, row.ends_at, row.room) == (at(25, 10, 15), at(25, 12, 15), room)
    assert "挪到了5月25日（周二）上午10:15–12:15，区科技馆 报告厅" in answer.content.decode()
    undo = answer.context["undo"]
    assert all(f'name="{name}" value="{value}"' in answer.content.decode() for name, value in undo.values)
    signed_in(place).post(undo.url, dict(undo.values))
    row.refresh_from_db()
    assert (row.starts_at, row.room) == (at(25, 14), None)


def test_what_lasts_all_day_is_dragged_to_another_place_and_keeps_its_day(place: Place) -> None:
    room = hall(place)
    row = one_session(place, lecture(place), starts_at=at(25, 0), ends_at=at(26, 0), is_all_day=True)
    answer = drag(place, row, where=room.venue.code, back="day=2027-05-25")
    row.refresh_from_db()
    assert (row.starts_at, row.ends_at, row.venue) == (at(25, 0), at(26, 0), room.venue)
    (slot,) = answer.context["page"].slots
    assert (slot.hours, slot.first, slot.count) == ("全天", 1, 40)


def test_two_who_move_the_same_session_see_both_and_either_can_stay(place: Place) -> None:
    row = one_session(place, lecture(place, public=False))
    move_session(place.liaison, row, starts_at=at(25, 9), seen_version=row.version)
    answer = drag(place, row)
    clash, text = answer.context["clash"], answer.content.decode()
    assert "liaison老师" in text
    assert ("开始", "5月25日（周二）上午9:00") in clash.theirs
    assert ("开始", "5月25日（周二）上午10:15") in clash.mine
    row.refresh_from_db()
    assert row.starts_at == at(25, 9)
    signed_in(place).post(clash.url, dict(clash.values))
    row.refresh_from_db()
    assert row.starts_at == at(25, 10, 15)


def test_without_script_a_form_moves_it_and_keeps_what_was_typed(place: Place) -> None:
    row = one_session(place, lecture(place))
    client, address = signed_in(place), desk(place, f"{row.code}/move/")
    assert 'value="14:00"' in client.get(address).content.decode()
    wrong = client.post(address, {"day": "2027-05-25", "start_time": "", "seen_version": row.version})
    assert (wrong.status_code, "请写几点开始" in wrong.content.decode()) == (422, True)
    sent = {"day": "2027-05-26", "start_time": "09:00", "seen_version": row.version, "back": "day=2027-05-26"}
    answer = client.post(address, sent)
    assert answer.headers["Location"].endswith("/programme/?day=2027-05-26")
    row.refresh_from_db()
    assert row.starts_at == at(26, 9)
    edit_session(place.office, row, seen_version=row.version, title="加场")
    stale = client.post(address, sent | {"day": "2027-05-27"})
    assert stale.status_code == 409
    assert 'value="2027-05-27"' in stale.content.decode()


def test_a_liaison_moves_the_own_units_drafts_and_nobody_elses(place: Place) -> None:
    mine = one_session(place, lecture(place, "自家的", public=False))
    public = one_session(place, lecture(place, "公开了的"))
    other = one_session(place, lecture(place, "别家的", unit=place.units[1]))
    assert drag(place, mine, "liaison").status_code == 200
    assert drag(place, public, "liaison").status_code == 403
    assert drag(place, other, "liaison").status_code == 404
    slots = {slot.name: bool(slot.move_url) for slot in board(place, "liaison").tray}
    assert slots == {"自家的": True, "公开了的": False}


def saved(row: Session, **changes: Any) -> dict[str, Any]:
    return {
        "day": "2027-05-25",
        "start_time": "14:00",
        "end_time": "16:00",
        "mode": "onsite",
        "where": "",
        "place": "街道文化中心",
        "seen_version": row.version,
    } | changes


def test_one_session_is_changed_on_its_page_and_a_conflict_shows_both(place: Place) -> None:
    row = one_session(place, lecture(place))
    client, address = signed_in(place), desk(place, f"{row.code}/")
    assert client.post(address, saved(row, title="高年级场", speakers="王老师、李老师")).status_code == 302
    seen, row = row, Session.objects.get()
    assert (row.title, row.speakers) == ("高年级场", ["王老师", "李老师"])
    answer = client.post(address, saved(seen, title="低年级场"))
    assert answer.status_code == 422
    assert "对方写的是：高年级场" in answer.content.decode()
    assert 'value="低年级场"' in answer.content.decode()


def test_an_end_at_midnight_is_that_of_the_same_evening(place: Place) -> None:
    row = one_session(place, lecture(place))
    address = desk(place, f"{row.code}/")
    signed_in(place).post(address, saved(row, start_time="20:00", end_time="00:00"))
    row.refresh_from_db()
    assert row.ends_at == at(26, 0)


def test_an_end_before_the_start_is_refused_unless_it_is_said_to_be_the_next_day(place: Place) -> None:
    """14:00 to 13:00 is mostly a slip; 22:00 to 1:00 under the stars is said by one choice."""
    row = one_session(place, lecture(place))
    client, address = signed_in(place), desk(place, f"{row.code}/")
    for end in ("13:00", "14:00"):
        answer = client.post(address, saved(row, end_time=end))
        assert answer.status_code == 422
        assert "请写明在第二天" in str(answer.context["form"].errors["end_time"])
    night = saved(row, start_time="22:00", end_time="01:00", end_day="1")
    assert client.post(address, night).status_code == 302
    row.refresh_from_db()
    assert (row.starts_at, row.ends_at) == (at(25, 22), at(26, 1))
    assert client.get(address).context["form"].initial["end_day"] == 1


def test_saving_what_the_form_shows_cuts_no_long_session_short(place: Place) -> None:
    row = one_session(place, lecture(place), starts_at=at(25, 9), ends_at=at(27, 10))
    client, address = signed_in(place), desk(place, f"{row.code}/")
    shown = client.get(address).context["form"]
    assert [words for _later, words in shown.fields["end_day"].choices] == ["当天", "第二天", "第三天"]
    same = {"start_time": "09:00", "end_time": "10:00", "end_day": str(shown.initial["end_day"])}
    assert client.post(address, saved(row, note="请带水杯", **same)).status_code == 302
    row.refresh_from_db()
    assert (row.note, row.ends_at) == ("请带水杯", at(27, 10))


def test_new_sessions_end_the_next_day_only_when_it_is_said(place: Place) -> None:
    activity = lecture(place, "夜观星空", starts_at=at(25, 22), ends_at=at(26, 1))
    client, address = signed_in(place), desk(place, f"new/{activity.code}/")
    begun = client.get(address).context["form"].initial
    assert (begun["kind"], begun["end_day"], "last_day" in begun) == ("single", 1, False)
    night = {"kind": "single", "last_day": "", "start_time": "22:00", "end_time": "01:00", "weekdays": []}
    wrong = client.post(address, asked(**night))
    assert "请写明在第二天" in str(wrong.context["form"].errors["end_time"])
    assert (wrong.context["preview"], Session.objects.count()) == (None, 0)
    assert client.post(address, asked(first_day="2027-05-25", **night, end_day="1")).status_code == 302
    assert Session.objects.get().ends_at == at(26, 1)
    both = asked(first_day="2027-05-25", last_day="2027-05-25", more_times="14:00-13:00")
    assert "14:00 到 13:00" in str(client.post(address, both).context["form"].errors["more_times"])
    both["more_times"] = "22:00-次日1:00"
    assert client.post(address, both).context["preview"].count == 2


def test_a_session_is_called_off_with_a_reason_and_taken_back(place: Place) -> None:
    row = one_session(place, lecture(place))
    release_programme(place.office, place.week)
    client, address = signed_in(place), desk(place, f"{row.code}/state/")
    bare = client.post(address, {"to": "cancelled", "why": " "}, follow=True)
    assert "请写明原因" in bare.content.decode()
    client.post(address, {"to": "cancelled", "why": "讲师生病"})
    row.refresh_from_db()
    assert (row.state, row.state_reason) == ("cancelled", "讲师生病")
    assert "不能删" in client.post(address, {"to": "drop"}, follow=True).content.decode()
    client.post(address, {"to": "planned"})
    row.refresh_from_db()
    assert row.state == "planned"


def test_what_nobody_has_read_of_can_be_dropped(place: Place) -> None:
    row = one_session(place, lecture(place))
    answer = signed_in(place).post(desk(place, f"{row.code}/state/"), {"to": "drop"}, follow=True)
    assert "这一场已删掉" in answer.content.decode()
    assert not Session.objects.exists()


def asked(**changes: Any) -> dict[str, Any]:
    return {
        "request_uid": str(uuid4()),
        "kind": "repeat",
        "first_day": "2027-05-22",
        "last_day": "2027-05-29",
        "start_time": "09:00",
        "end_time": "10:30",
        "weekdays": ["1", "3"],
        "mode": "onsite",
        "place": "水厂",
        "then": "save",
    } | changes


def test_many_sessions_are_saved_only_after_their_dates_were_seen(place: Place) -> None:
    activity = lecture(place)
    client, address = signed_in(place), desk(place, f"new/{activity.code}/")
    first = client.post(address, asked())
    preview = first.context["preview"]
    assert preview.dates == ["5月25日（周二）上午9:00–10:30", "5月27日（周四）上午9:00–10:30"]
    assert not Session.objects.exists()
    # Dates that were changed since are shown anew.
    again = client.post(address, asked(seen_dates=preview.seal, skip_days="5月25日"))
    assert again.context["preview"].count == 1
    assert not Session.objects.exists()
    sent = asked(seen_dates=preview.seal, capacity="40")
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 302
    assert [(row.starts_at, row.capacity) for row in Session.objects.all()] == [
        (at(25, 9), 40),
        (at(27, 9), 40),
    ]


def test_slots_courses_and_exhibitions_are_previewed_by_their_kind(place: Place) -> None:
    activity = lecture(place)
    client, address = signed_in(place), desk(place, f"new/{activity.code}/")

    def count(**changes: Any) -> int:
        answer = client.post(address, asked(weekdays=[], **changes), headers={"HX-Request": "true"})
        return answer.context["preview"].count

    assert count(kind="slots", last_day="", every_minutes="30") == 3
    assert count(kind="exhibition") == 8
    assert count(kind="course", last_day="2027-05-23", more_times="14:00-15:00") == 4


def test_one_session_needs_no_preview_and_wrong_words_stay_in_their_field(place: Place) -> None:
    activity = lecture(place)
    client, address = signed_in(place), desk(place, f"new/{activity.code}/")
    assert client.get(address).context["form"].initial["place"] == "街道文化中心"
    wrong = client.post(address, asked(kind="repeat", more_times="下午两点", skip_days="二十五号"))
    text = wrong.content.decode()
    assert wrong.status_code == 422
    assert "没有认出“下午两点”" in text
    assert "没有认出“二十五号”" in text
    assert client.post(address, asked(kind="single")).status_code == 302
    assert Session.objects.get().starts_at == at(22, 9)
    page = client.get(desk(place, f"activities/{activity.code}/"))
    assert [run.count for run in page.context["runs"]] == [1]


def test_the_later_ones_of_a_run_are_changed_together(place: Place) -> None:
    activity = lecture(place)
    client = signed_in(place)
    address = desk(place, f"new/{activity.code}/")
    seal = client.post(address, asked(weekdays=[])).context["preview"].seal
    client.post(address, asked(weekdays=[], seen_dates=seal))
    third = Session.objects.order_by("starts_at")[2]
    page = client.get(desk(place, f"{third.code}/rest/"))
    assert len(page.context["later"]) == 6
    sent = {"start_time": "10:00", "end_time": "11:30", "mode": "onsite", "place": "水厂", "note": "穿雨鞋"}
    client.post(desk(place, f"{third.code}/rest/"), sent)
    rows = list(Session.objects.order_by("starts_at"))
    assert [row.starts_at for row in rows[1:4]] == [at(23, 9), at(24, 10), at(25, 10)]
    assert [row.note for row in rows] == [""] * 2 + ["穿雨鞋"] * 6
    night = sent | {"start_time": "22:00", "end_time": "01:00"}
    wrong = client.post(desk(place, f"{third.code}/rest/"), night)
    assert "请写明在第二天" in str(wrong.context["form"].errors["end_time"])
    client.post(desk(place, f"{third.code}/rest/"), night | {"end_day": "1"})
    assert Session.objects.get(pk=third.pk).ends_at == at(25, 1)


def test_activities_that_say_their_time_get_their_sessions_by_one_press(place: Place) -> None:
    lecture(place, "甲")
    lecture(place, "没有时间的", public=False, starts_at=None, ends_at=None)
    client, address = signed_in(place), desk(place, "activities/")
    page = client.get(address)
    assert [row.name for row in page.context["ready"]] == ["甲"]
    assert [row.name for row in page.context["bare"]] == ["没有时间的"]
    assert "给 1 个活动排好了场次" in client.post(address, follow=True).content.decode()
    assert [row.activity.name for row in Session.objects.all()] == ["甲"]


def test_the_page_of_an_activity_leads_to_its_sessions(place: Place) -> None:
    activity = lecture(place)
    text = signed_in(place).get(f"/desk/w/{place.week.slug}/activities/{activity.code}/").content.decode()
    assert desk(place, f"activities/{activity.code}/") in text


def release(place: Place, **given: Any) -> Any:
    sent = {"request_uid": str(uuid4()), "seen_number": "0"} | given
    return signed_in(place).post(desk(place, "release/"), sent, follow=True)


def test_the_page_before_a_release_says_what_it_changes_and_the_press_makes_it(place: Place) -> None:
    row = one_session(place, lecture(place))
    page = signed_in(place).get(desk(place, "release/")).context["page"]
    assert (page.total, page.counts, page.may_go) == (1, "新增 1 场", True)
    assert "第 1 版已发布" in release(place, note="第一版").content.decode()
    move_session(place.office, row, starts_at=at(25, 9), seen_version=row.version)
    (line,) = signed_in(place).get(desk(place, "release/")).context["page"].lines
    assert (line.word, [(field.label, field.old, field.new) for field in line.fields]) == (
        "改时间",
        [("时间", "5月25日（周二）下午14:00–16:00", "5月25日（周二）上午9:00–11:00")],
    )
    release(place, seen_number="1")
    (line,) = signed_in(place).get(desk(place, "releases/2/")).context["lines"]
    assert [field.label for field in line.fields] == ["时间"]
    listed = signed_in(place).get(desk(place, "releases/")).context["lines"]
    assert [(one.release.number, one.shown, one.counts) for one in listed] == [
        (2, 1, "改时间 1 场"),
        (1, 1, "新增 1 场"),
    ]


def test_a_release_before_the_edition_is_public_says_that_nobody_sees_it_yet(place: Place) -> None:
    one_session(place, lecture(place))
    open_week(place.office, place.week)
    assert "公众现在看到的就是它" in release(place).content.decode()
    close_week(place.office, place.week, why="还要改")
    one_session(place, lecture(place, "第二个"))
    assert "公开以后公众就能看到它" in release(place, seen_number="1").content.decode()
    assert "活动周还没有公开" in signed_in(place).get(desk(place, "release/")).content.decode()


def test_what_stops_a_release_is_named_with_the_way_there(place: Place) -> None:
    room = hall(place, capacity=10)
    row = one_session(place, lecture(place), venue=room.venue, room=room)
    with clock.standing_at(at(1, 9)):
        answer = signed_in(place).get(desk(place, "release/"))
        assert desk(place, f"{row.code}/") in answer.content.decode()
        assert not answer.context["page"].may_go
        assert "写了 80 人，区科技馆报告厅只容 10 人" in answer.content.decode()
        release(place)
    assert not Release.objects.exists()


def test_two_who_release_at_once_do_not_release_unseen_changes(place: Place) -> None:
    one_session(place, lecture(place))
    release_programme(place.office, place.week)
    one_session(place, lecture(place, "乙"))
    answer = release(place, note="我的说明")
    text = answer.content.decode()
    assert (answer.status_code, Release.objects.count()) == (422, 1)
    assert "第 1 版" in text
    assert "我的说明" in text
    assert release(place, seen_number=answer.context["form"]["seen_number"].value()).status_code == 200
    assert Release.objects.count() == 2


def test_touched_units_get_one_draft_each_and_nobody_twice(place: Place) -> None:
    one_session(place, lecture(place, "甲"))
    one_session(place, lecture(place, "乙"))
    one_session(place, lecture(place, "丙", unit=place.units[1]))
    release(place)
    client = signed_in(place)
    assert "2 个单位的场次有变动" in client.get(desk(place, "releases/1/")).content.decode()
    client.post(desk(place, "releases/1/tell/"))
    drafts = {message.unit.name: message for message in Message.objects.all() if message.unit}
    assert set(drafts) == {"云栖街道办事处", "区教育局"}
    assert all(message.state == "draft" for message in drafts.values())
    body = drafts["云栖街道办事处"].body
    assert "新增：甲，5月25日（周二）下午14:00–16:00，街道文化中心" in body
    assert "丙" not in body
    answer = client.post(desk(place, "releases/1/tell/"), follow=True)
    assert "没有重复" in answer.content.decode()
    assert Message.objects.count() == 2


def test_every_warning_of_the_week_stands_on_one_page(place: Place) -> None:
    room = hall(place, capacity=10)
    one_session(place, lecture(place, "甲"), venue=room.venue, room=room)
    cancelled = one_session(place, lecture(place, "乙"), venue=room.venue, room=room)
    cancel_session(place.office, cancelled, why="不办了")
    page = signed_in(place).get(desk(place, "warnings/"))
    assert page.context["stops"] == 1
    assert "甲" in page.content.decode()


def test_a_week_without_activities_does_not_say_that_all_have_sessions(place: Place) -> None:
    empty = signed_in(place).get(desk(place, "activities/")).content.decode()
    assert ("还没有活动" in empty, "活动都有场次了" in empty) == (True, False)
    one_session(place, lecture(place))
    done = signed_in(place).get(desk(place, "activities/")).content.decode()
    assert ("还没有活动" in done, "活动都有场次了" in done) == (False, True)


def test_only_the_office_may_release_and_units_read_what_was_released(place: Place) -> None:
    one_session(place, lecture(place))
    release_programme(place.office, place.week)
    liaison = signed_in(place, "liaison")
    assert liaison.get(desk(place, "releases/1/")).status_code == 200
    assert liaison.get(desk(place, "releases/99999999999/")).status_code == 404
    assert liaison.get(desk(place, "release/")).status_code == 404
    assert liaison.post(desk(place, "releases/1/tell/")).status_code == 404


def test_a_release_leads_a_unit_to_its_own_sessions_alone_and_says_a_reason_once(place: Place) -> None:
    mine = one_session(place, lecture(place, "自家讲座", unit=place.units[0]))
    other = one_session(place, lecture(place, "别家讲座", unit=place.units[1]))
    release_programme(place.office, place.week)
    cancel_session(place.office, other, why="讲师生病")
    release_programme(place.office, place.week)
    liaison, office = signed_in(place, "liaison"), signed_in(place)
    first = liaison.get(desk(place, "releases/1/")).content.decode()
    assert (f"/{mine.code}/" in first, f"/{other.code}/" in first) == (True, False)
    second = office.get(desk(place, "releases/2/")).content.decode()
    assert (f"/{other.code}/" in second, second.count("讲师生病")) == (True, 1)


def test_rooms_out_of_use_are_no_choice_but_stay_where_they_are(place: Place) -> None:
    room = hall(place)
    row = one_session(place, lecture(place), venue=room.venue, room=room)
    Room.objects.update(is_active=False)
    there = str(signed_in(place).get(desk(place, f"{row.code}/")).context["form"]["where"])
    other = Activity.objects.get()
    elsewhere = str(signed_in(place).get(desk(place, f"new/{other.code}/")).context["form"]["where"])
    assert ("报告厅" in there, "报告厅" in elsewhere) == (True, False)
