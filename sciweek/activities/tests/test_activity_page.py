"""What happens on the page of one activity: return, opinion, picture, copy, history, steps."""

import io
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from sciweek.activities import actions
from sciweek.activities.actions.pictures import small_picture
from sciweek.activities.invariants import invariants
from sciweek.activities.models import Activity, Opinion
from sciweek.activities.queries import public_activities
from sciweek.activities.states import ActivityState
from sciweek.activities.tests.places import Place, at, make_public
from sciweek.base import clock, scope
from sciweek.base.actor import system
from sciweek.base.errors import Refused
from sciweek.files.models import StoredFile
from sciweek.files.states import Visibility
from sciweek.logbook.actions import masked
from sciweek.week.actions import create_week


def signed_in(place: Place, role: str = "liaison") -> Client:
    client = Client()
    client.force_login(place.people[role])
    return client


def address(place: Place, row: Activity | None = None, rest: str = "") -> str:
    return f"/desk/w/{place.week.slug}/activities/{f'{row.code}/' if row else ''}{rest}"


def entered(place: Place, **values: Any) -> Activity:
    given = {
        "name": "一滴水的九道关",
        "kind": "open",
        "unit": place.units[0],
        "starts_at": at(25, 14),
        "place": "临江自来水厂",
    }
    return actions.add_activity(place.liaison, place.week, **given | values)


def published(place: Place) -> Activity:
    row = entered(place)
    actions.give_opinion(place.liaison, row, verdict="open", basis="5月6日街道保密审查登记第3号")
    return actions.publish_activity(place.office, Activity.objects.get(pk=row.pk))


def photo(size: tuple[int, int] = (40, 30)) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "PNG")
    return SimpleUploadedFile("水厂.png", out.getvalue(), "image/png")


def told(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_short_way_hands_in_with_the_press_that_saves(place: Place) -> None:
    form = {"name": "夜游", "kind": "show", "unit": place.units[0].pk, "mode": "onsite", "then": "submitted"}
    answer = signed_in(place).post(address(place, rest="new/"), form, follow=True)
    row = Activity.objects.get()
    assert (row.state, row.hosts) == ("submitted", ["云栖街道办事处"])
    assert "已提交给办公室" in told(answer)


def test_the_kind_follows_the_series_unless_another_was_chosen(place: Place) -> None:
    line = actions.add_series(place.office, place.week, name="机器人大赛", kind="contest")
    client = signed_in(place)
    for kind, kept in (("", "contest"), ("show", "show")):
        form = {
            "name": f"比赛{kind}",
            "series": line.pk,
            "kind": kind,
            "unit": place.units[0].pk,
            "mode": "onsite",
        }
        client.post(address(place, rest="new/"), form)
        assert Activity.objects.get(name=f"比赛{kind}").kind == kept
    answer = client.post(
        address(place, rest="new/"), {"name": "没有", "unit": place.units[0].pk, "mode": "onsite"}
    )
    assert "请选一个类别" in told(answer)


def test_a_day_is_taken_from_whichever_was_touched(place: Place) -> None:
    row, client = entered(place), signed_in(place)
    form = {
        "name": row.name,
        "kind": "open",
        "unit": place.units[0].pk,
        "mode": "onsite",
        "start_time": "14:00",
    }
    for picked, other, kept in (
        ("2027-05-26", "", at(26, 14)),
        ("2027-05-26", "2027-06-12", datetime(2027, 6, 12, 6, tzinfo=UTC)),
        ("2027-05-27", "2027-06-12", at(27, 14)),
    ):
        row.refresh_from_db()
        sent = form | {"day": picked, "day_other": other, "seen_version": row.version}
        assert client.post(address(place, row), sent).status_code == 302
        row.refresh_from_db()
        assert row.starts_at == kept


def test_the_empty_form_knows_what_the_last_entry_told(place: Place) -> None:
    entered(place, contact_name="钟老师", contact_phone="0890-6120011")
    page = signed_in(place).get(address(place, rest="new/")).context["form"]
    assert page["hosts"].value() == "云栖街道办事处"
    assert (page["contact_name"].value(), page["contact_phone"].value()) == ("钟老师", "0890-6120011")


def test_a_wrong_word_in_a_folded_group_opens_it(place: Place) -> None:
    form = {
        "name": "夜游",
        "kind": "show",
        "unit": place.units[0].pk,
        "mode": "onsite",
        "age_from": "9",
        "age_to": "3",
    }
    answer = signed_in(place).post(address(place, rest="new/"), form)
    assert answer.context["page"].open_groups == {"whom"}


# --- return -------------------------------------------------------------------------------------------------------


def test_marks_stand_beside_their_fields_and_go_when_it_is_handed_in_again(place: Place) -> None:
    row = actions.submit_activity(place.liaison, entered(place))
    office = signed_in(place, "office")
    sent = {"mark_place": "写到门牌号", "mark_contact_phone": "少一位", "seen_version": row.version}
    assert office.post(address(place, row, "return/"), sent).status_code == 302
    page = signed_in(place).get(address(place, row))
    text = told(page)
    assert 'href="#id_place"' in text
    assert text.count("写到门牌号") >= 2
    assert page.context["page"].open_groups == {"contact"}
    row.refresh_from_db()
    form = {
        "name": row.name, "kind": "open", "unit": place.units[0].pk, "mode": "onsite", "place": "滨江路3号",
        "then": "submitted", "seen_version": row.version,
    }  # fmt: skip
    signed_in(place).post(address(place, row), form)
    row.refresh_from_db()
    assert (row.state, row.marks, row.place) == ("submitted", {}, "滨江路3号")


def test_a_return_without_a_word_says_what_is_missing_and_keeps_the_notes(place: Place) -> None:
    row = actions.submit_activity(place.liaison, entered(place))
    answer = signed_in(place, "office").post(address(place, row, "return/"), {"why": "  "})
    assert (answer.status_code, Activity.objects.get().state) == (422, "submitted")
    assert "至少在一栏旁边" in told(answer)


def test_only_the_office_returns(place: Place) -> None:
    row = actions.submit_activity(place.liaison, entered(place))
    assert signed_in(place).get(address(place, row, "return/")).status_code in (403, 404)
    assert signed_in(place).post(address(place, row, "return/"), {"why": "不行"}).status_code in (403, 404)


# --- opinion ------------------------------------------------------------------------------------------------------


def test_an_opinion_is_recorded_with_its_basis_and_lapses_with_the_words(place: Place) -> None:
    row, client = entered(place), signed_in(place)
    bare = client.post(address(place, row, "opinion/"), {"verdict": "open", "reviewer": "云栖街道办事处"})
    assert bare.status_code == 422
    assert "请写依据" in told(bare)
    sent = {"verdict": "open", "reviewer": "", "basis": "5月6日审过", "seen_version": row.version}
    assert client.post(address(place, row, "opinion/"), sent).status_code == 302
    assert Opinion.objects.get().reviewer == "云栖街道办事处"
    row.refresh_from_db()
    actions.edit_activity(place.liaison, row, seen_version=row.version, name="一滴水的十道关")
    text = told(client.get(address(place, row)))
    assert "要重新记一次意见" in text
    assert "之后文字改过" in text


def test_words_that_changed_meanwhile_are_not_reviewed_unseen(place: Place) -> None:
    row = entered(place)
    actions.edit_activity(place.office, row, seen_version=1, summary="新的简介")
    sent = {"verdict": "open", "reviewer": "街道", "basis": "审过", "seen_version": 1}
    answer = signed_in(place).post(address(place, row, "opinion/"), sent)
    assert answer.status_code == 422
    assert "改过这一条" in told(answer)
    assert Opinion.objects.count() == 0


def test_public_words_change_only_with_a_basis(place: Place) -> None:
    row, office = published(place), signed_in(place, "office")
    form = {
        "name": "一滴水的十道关", "kind": "open", "unit": place.units[0].pk, "mode": "onsite", "day": "2027-05-25",
        "start_time": "14:00", "place": "临江自来水厂", "hosts": "云栖街道办事处", "seen_version": row.version,
    }  # fmt: skip
    answer = office.post(address(place, row), form)
    assert answer.status_code == 422
    assert "请写明公开依据" in str(answer.context["form"].errors["basis"])
    assert office.post(address(place, row), form | {"basis": "5月20日重审"}).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.state) == ("一滴水的十道关", "published")


# --- picture ------------------------------------------------------------------------------------------------------


def test_a_picture_is_private_until_its_activity_is_public(place: Place) -> None:
    row, client = entered(place), signed_in(place)
    sent = {"picture": photo(), "picture_alt": "水厂的沉淀池", "seen_version": row.version}
    answer = client.post(address(place, row, "picture/"), sent)
    assert answer.headers["Location"] == address(place, row) + "#picture"
    row = Activity.objects.select_related("picture").get()
    assert row.picture is not None
    assert row.picture.visibility == Visibility.PRIVATE
    seen = client.get(address(place, row, "picture/"))
    assert (seen.status_code, seen.headers["Content-Type"]) == (200, "image/jpeg")
    seen.getvalue()
    assert Client().get(f"/files/{row.picture.code}").status_code == 404
    stranger = Client().get(address(place, row, "picture/"))
    assert stranger.status_code == 302
    assert 'alt="水厂的沉淀池"' in told(client.get(address(place, row)))


def test_a_picture_counts_for_the_activity_as_it_is_by_now(place: Place) -> None:
    """The page was opened while it was a draft; meanwhile it was published, or had another picture."""
    draft = entered(place)
    make_public(place.office, draft)
    first = actions.set_picture(place.office, draft, name="a.png", data=photo().read(), basis="已审")
    assert first.picture is not None
    assert first.picture.visibility == Visibility.PUBLIC
    second = actions.set_picture(place.office, draft, name="b.png", data=photo().read(), basis="已审")
    assert second.picture is not None
    shown = StoredFile.objects.filter(visibility=Visibility.PUBLIC)
    assert [file.pk for file in shown] == [second.picture_id]
    assert [text for rule in invariants() for text in rule.check()] == []
    StoredFile.objects.filter(pk=first.picture.pk).update(visibility=Visibility.PUBLIC)
    StoredFile.objects.filter(pk=second.picture.pk).update(visibility=Visibility.PRIVATE)
    assert len([text for rule in invariants() for text in rule.check()]) == 2


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
def test_words_of_a_camera_that_are_none_break_nothing() -> None:
    """EXIF that says an offset where a number stands: the library breaks while it turns the picture upright."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x0132] = "2027"
    out = io.BytesIO()
    Image.new("RGB", (8, 6), "red").save(out, "JPEG", exif=exif)
    for spot in range(20, 80):
        for value in (0, 5, 11, 255):
            broken = bytearray(out.getvalue())
            broken[spot] = value
            with suppress(Refused):
                small_picture(bytes(broken))


def test_no_picture_and_what_is_no_picture_are_told_beside_the_field(place: Place) -> None:
    row, client = entered(place), signed_in(place)
    wrong = SimpleUploadedFile("水厂.png", b"MZ not a picture", "image/png")
    for sent, words in (({"picture": wrong}, "没有认出图片"), ({}, "还没有选图片")):
        answer = client.post(address(place, row, "picture/"), sent | {"picture_alt": "说明留着"})
        assert answer.status_code == 422
        assert words in str(answer.context["page"].picture_form.errors["picture"])
        assert "说明留着" in told(answer)
    assert client.get(address(place, row, "picture/")).status_code == 404


def test_words_of_a_picture_change_alone_and_the_picture_goes(place: Place) -> None:
    row = actions.set_picture(place.liaison, entered(place), name="a.png", data=photo().read(), alt="旧")
    client = signed_in(place)
    client.post(address(place, row, "picture/"), {"picture_alt": "新", "seen_version": row.version})
    row.refresh_from_db()
    assert (row.picture_alt, row.picture_id is not None) == ("新", True)
    client.post(address(place, row, "picture/"), {"drop": "yes", "seen_version": row.version})
    row.refresh_from_db()
    assert row.picture_id is None


# --- copies -------------------------------------------------------------------------------------------------------


def test_another_one_like_it_is_one_press_and_pressed_twice_still_one(place: Place) -> None:
    row, client = entered(place), signed_in(place)
    sent = {"code": row.code, "request_uid": "7b0c6a3e-6f0b-4d53-9f0e-0a3f4b1c2d5e"}
    for _time in range(2):
        answer = client.post(address(place, rest="copies/"), sent, follow=True)
    assert "照“一滴水的九道关”建了一份草稿" in told(answer)
    assert Activity.objects.filter(name="一滴水的九道关").count() == 2


def test_what_the_unit_did_last_year_is_found_and_copied(place: Place) -> None:
    old = last_year(place)
    client = signed_in(place)
    assert "2026年的夜游" in told(client.get(address(place, rest="new/")))
    assert "2026年的夜游" in told(client.get(address(place, rest="copies/"), {"q": "夜游"}))
    assert "没有找到这样的活动" in told(client.get(address(place, rest="copies/"), {"q": "没有"}))
    client.post(address(place, rest="copies/"), {"code": old.code})
    row = Activity.objects.get()
    assert (row.name, row.starts_at, row.state) == ("2027年的夜游", at(22, 19), "draft")


def test_what_another_unit_did_cannot_be_copied(place: Place) -> None:
    other = actions.add_activity(place.office, place.week, name="教育局的", kind="open", unit=place.units[1])
    assert signed_in(place).post(address(place, rest="copies/"), {"code": other.code}).status_code == 404
    assert signed_in(place).post(address(place, rest="copies/"), {}).status_code == 404


def last_year(place: Place) -> Activity:
    setup = system("setup", region_id=place.region.pk)
    week = create_week(
        setup,
        place.region,
        title="2026年云川市临江区科技活动周",
        starts_on=datetime(2026, 5, 23, tzinfo=UTC).date(),
        ends_on=datetime(2026, 5, 30, tzinfo=UTC).date(),
    )
    with scope.entered(place.region.pk, week.pk):
        return actions.add_activity(
            setup.in_week(week.pk),
            week,
            name="2026年的夜游",
            kind="show",
            unit=place.units[0],
            starts_at=datetime(2026, 5, 23, 11, tzinfo=UTC),
        )


# --- history and steps --------------------------------------------------------------------------------------------


def test_the_history_says_who_did_what_why_and_marks_the_words(place: Place) -> None:
    row = entered(place)
    row = actions.edit_activity(
        place.liaison, row, seen_version=1, name="一滴水的十道关", audience=["family"]
    )
    row = actions.submit_activity(place.liaison, row)
    actions.return_activity(place.office, row, why="日期和通知不符", marks={"starts_at": "通知写的是26日"})
    text = told(signed_in(place).get(address(place, row, "history/")))
    assert "一滴水的<del>九</del>道关" in text
    assert "一滴水的<ins>十</ins>道关" in text
    assert "日期和通知不符" in text
    assert "通知写的是26日" in text
    assert "亲子" in text
    assert (
        "<script"
        not in told(signed_in(place, "office").get(address(place, row, "history/"))).partition("<main")[2]
    )


def test_typed_markup_stays_text_in_the_history(place: Place) -> None:
    row = entered(place, summary="<b>旧</b>")
    actions.edit_activity(place.liaison, row, seen_version=1, summary="<script>alert(1)</script>")
    assert "<script>alert" not in told(signed_in(place).get(address(place, row, "history/")))


def test_a_step_that_cannot_be_taken_yet_says_why(place: Place) -> None:
    row = actions.submit_activity(place.liaison, entered(place))
    office = signed_in(place, "office")
    assert "还没有保密审查意见" in told(office.get(address(place, row)))
    row = published(place)
    with clock.standing_at(at(24, 9)):
        assert "活动还没有开始" in told(office.get(address(place, row)))
    with clock.standing_at(at(26, 9)):
        office.post(address(place, row, "move/"), {"to": "held", "seen_version": row.version})
    row.refresh_from_db()
    assert row.state == "held"


def test_the_second_of_two_who_approve_is_told_who_was_first(place: Place) -> None:
    row = actions.submit_activity(place.liaison, entered(place))
    sent = {"to": "approved", "seen_version": row.version}
    office = signed_in(place, "office")
    office.post(address(place, row, "move/"), sent)
    answer = office.post(address(place, row, "move/"), sent, follow=True)
    assert "office老师 已经把它改成“已通过”" in told(answer)


def test_the_page_needs_the_same_queries_however_much_there_is(
    place: Place, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    row = entered(place)
    for number in range(30):
        entered(place, name=f"活动{number}")
        actions.give_opinion(place.liaison, row, verdict="open", basis=f"第{number}次")
    for role, most in (("liaison", 22), ("office", 22)):
        client = signed_in(place, role)
        with django_assert_max_num_queries(most):
            client.get(address(place, row))
        with django_assert_max_num_queries(14):
            client.get(address(place, row, "history/"))


def test_who_may_not_change_it_reads_it(place: Place) -> None:
    row = actions.submit_activity(place.liaison, entered(place, expected=300, audience=["family", "primary"]))
    for role in ("liaison", "auditor"):
        text = told(signed_in(place, role).get(address(place, row)))
        assert "亲子、小学生" in text
        assert 'name="place"' not in text


def test_contacts_are_whole_for_the_office_and_the_unit_and_masked_for_other_readers(place: Place) -> None:
    row = entered(place, contact_name="王秋水", contact_phone="0890-6120018")
    row = actions.submit_activity(place.liaison, row)
    assert "0890-6120018" in told(signed_in(place).get(address(place, row)))
    assert "0890-6120018" in told(signed_in(place, "office").get(address(place, row)))
    for reader in ("publicity", "auditor"):
        page = told(signed_in(place, reader).get(address(place, row)))
        assert masked("0890-6120018") in page
        assert "0890-6120018" not in page
        assert "王秋水" not in page


def test_a_step_that_was_overtaken_does_nothing_else_and_what_came_is_told(place: Place) -> None:
    office = signed_in(place, "office")
    row = actions.cancel_activity(place.office, published(place), why="台风")
    office.post(address(place, row, "move/"), {"to": "cancelled", "why": "台风"})
    assert Activity.objects.get(pk=row.pk).state == ActivityState.CANCELLED
    answer = office.post(address(place, row, "move/"), {"to": "draft", "why": "天晴了"}, follow=True)
    assert Activity.objects.get(pk=row.pk).state == ActivityState.PUBLISHED
    assert "现在是：已发布。" in told(answer)


def test_what_was_called_off_in_public_offers_an_opinion_that_takes_it_off(place: Place) -> None:
    office = signed_in(place, "office")
    row = actions.cancel_activity(place.office, published(place), why="台风")
    assert public_activities().exists()
    assert 'id="opinion_basis"' in told(office.get(address(place, row)))
    sent = {"verdict": "closed", "reviewer": "区委宣传部", "basis": "出现未公开的管网图"}
    assert office.post(address(place, row, "opinion/"), sent).status_code == 302
    assert not public_activities().exists()
    page = told(office.get(address(place, row)))
    assert "已取消" in page
    assert 'id="opinion_basis"' not in page
    again = office.post(address(place, row, "opinion/"), sent)
    assert (again.status_code, "活动已取消。" in told(again)) == (422, True)
