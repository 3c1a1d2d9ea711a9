"""One booking at the desk, a booking for somebody who calls, the list of calls, the policy."""

from datetime import timedelta
from typing import Any

import pytest

from sciweek.activities.tests.places import Place, at
from sciweek.base import clock
from sciweek.booking.actions import word_consent
from sciweek.booking.actions.telling import tell_bookers
from sciweek.booking.logic.parties import Party
from sciweek.booking.models import Booking, ConsentText, Policy, Pool, Telling
from sciweek.booking.states import BookingState, Reached, Way
from sciweek.booking.tests.booked import announced, booked, by_link, counted
from sciweek.booking.tests.desk import desk, get, post, signed_in, text_of
from sciweek.logbook.models import Entry
from sciweek.programme.tests.plans import lecture

SCHOOL: dict[str, Any] = {"admission": "group", "smallest": 5, "largest": 60}


def group(pool: Pool, pupils: int = 20, **values: Any) -> Booking:
    given: dict[str, Any] = {
        "school": "临江一小",
        "grade": "四年级 2 班",
        "party": Party(adults=2, pupils=pupils),
        "consents": True,
    }
    return booked(pool, **given | values)


def again(row: Booking) -> Booking:
    return Booking.objects.select_related("pool", "contact").get(pk=row.pk)


def test_the_host_changes_how_many_come(place: Place) -> None:
    [pool] = announced(place, seats=4)
    row = booked(pool, 2)
    url = f"bookings/{row.code}/"
    answer = post(place, url, "liaison", adults="1", children="2", consents="on", photo="no")
    assert "人数已改" in text_of(answer)
    row = again(row)
    assert (row.places, row.children, row.photo_consent, row.news) == (3, 2, False, "changed")
    answer = post(place, url, adults="9")
    assert "一次最多约 5 人" in text_of(answer)
    assert 'value="9"' in text_of(answer)
    assert counted(pool) == (3, 0)


@pytest.mark.parametrize(
    "sent", [{"adults": "0"}, {"adults": "-1"}, {"adults": "10000"}, {"adults": "三"}, {"children": "1"}, {}]
)
def test_a_party_that_makes_no_sense_is_refused(place: Place, sent: dict[str, Any]) -> None:
    [pool] = announced(place)
    row = booked(pool, 2)
    assert post(place, f"bookings/{row.code}/", **sent).status_code == 422
    assert counted(pool) == (2, 0)


def test_of_two_who_change_a_booking_the_second_is_told(place: Place) -> None:
    [pool] = announced(place)
    row = booked(pool, 2)
    url = f"bookings/{row.code}/"
    post(place, url, adults="3", seen_version=str(row.version))
    answer = post(place, url, adults="4", seen_version=str(row.version))
    assert answer.status_code == 422
    assert "改过这一条" in text_of(answer)
    assert again(row).adults == 3
    post(place, url, adults="4", seen_version=answer.context["form"]["seen_version"].value())
    assert again(row).adults == 4


def test_a_host_who_cancels_says_why(place: Place) -> None:
    [pool] = announced(place)
    row = booked(pool, 2)
    url = f"bookings/{row.code}/state/"
    assert "请写明原因" in text_of(post(place, url, to="cancelled"))
    assert "已取消" in text_of(post(place, url, to="cancelled", why="本人来电"))
    assert (again(row).state, again(row).reason, counted(pool)) == ("cancelled", "本人来电", (0, 0))
    assert "不能这样做" in text_of(post(place, url, to="cancelled", why="再来一次"))
    assert "再选一次" in text_of(post(place, url, to="explode"))


def test_a_booking_goes_to_another_session_of_its_activity(place: Place) -> None:
    here, there = announced(place, hours=(9, 14))
    [elsewhere] = announced(place, lecture(place, "别的"))
    row = booked(here, 2)
    url = f"bookings/{row.code}/move/"
    assert "请选换到哪一场" in text_of(post(place, url, to=elsewhere.code))
    assert "已换到新的一场" in text_of(post(place, url, "liaison", to=there.code))
    assert again(row).pool_id == there.pk
    assert (counted(here), counted(there)) == ((0, 0), (2, 0))


def test_a_group_is_chosen_or_told_why_not(place: Place) -> None:
    [pool] = announced(place, seats=30, choice="chosen", **SCHOOL)
    first, second = group(pool), group(pool, school="临江二小")
    page = get(place, f"bookings/{first.code}/").context["page"]
    assert (page.word, page.party, page.group) == ("等您挑选", "学生 20，带队 2", "临江一小 四年级 2 班")
    post(place, f"bookings/{first.code}/state/", "liaison", to="confirmed")
    assert counted(pool) == (22, 0)
    assert "席位不够" in text_of(post(place, f"bookings/{second.code}/state/", to="confirmed"))
    assert "请写明原因" in text_of(post(place, f"bookings/{second.code}/state/", to="declined"))
    post(place, f"bookings/{second.code}/state/", to="declined", why="名额已满")
    assert (again(second).state, again(second).reason) == ("declined", "名额已满")
    assert "名额已满" in text_of(get(place, f"bookings/{second.code}/"))


def test_a_group_that_goes_to_another_session_is_still_to_be_chosen(place: Place) -> None:
    here, there = announced(place, seats=30, hours=(9, 14), choice="chosen", **SCHOOL)
    row = group(here)
    post(place, f"bookings/{row.code}/move/", to=there.code)
    assert (again(row).pool_id, again(row).state) == (there.pk, BookingState.APPLIED)
    assert (counted(here), counted(there)) == ((0, 0), (0, 0))


def test_a_whole_number_is_shown_once_to_who_says_why(place: Place) -> None:
    [pool] = announced(place)
    row = booked(pool, number=5551234)
    url = f"bookings/{row.code}/phone/"
    refused = post(place, url, why="")
    assert "请写明原因" in text_of(refused)
    answer = post(place, url, "liaison", follow=False, why="孩子走失")
    assert "139 0555 1234" in text_of(answer)
    assert answer["Cache-Control"] == "no-store"
    assert "0555" not in text_of(get(place, f"bookings/{row.code}/"))
    line = Entry.objects.get(verb="reveal_phone")
    assert (line.why, line.object_name, line.actor_name) == ("孩子走失", row.code, "liaison老师")
    assert "5551234" not in str(line.changes)


def test_the_host_books_for_somebody_who_calls(place: Place) -> None:
    [pool] = announced(place, opens_at=at(24, 9), questions=[
        {"key": "bus", "label": "坐大巴吗", "kind": "yes_no", "is_needed": True, "options": []},
    ])  # fmt: skip
    url = f"seats/{pool.code}/new/"
    form = get(place, url, "liaison").context["form"]
    uid = form["request_uid"].value()
    sent = {
        "name": "林小满",
        "phone": "139 0555 1234",
        "adults": "2",
        "answer_bus": "yes",
        "request_uid": uid,
    }
    for _press in range(2):
        answer = post(place, url, "liaison", **sent)
    row = Booking.objects.get()
    assert answer.redirect_chain[-1][0] == desk(place, f"bookings/{row.code}/")
    assert (row.places, row.answers, row.is_proven) == (2, '{"bus": "yes"}', False)
    twice = post(place, url, **{k: v for k, v in sent.items() if k != "request_uid"})
    assert "已经约了这一场" in text_of(twice)
    assert "林小满" in text_of(twice)


def test_without_seats_the_caller_waits_when_asked_to(place: Place) -> None:
    [pool] = announced(place, seats=2)
    booked(pool, 2)
    url = f"seats/{pool.code}/new/"
    sent: dict[str, Any] = {"name": "周远", "phone": "13905550002", "adults": "1"}
    assert "已经约满" in text_of(post(place, url, **sent))
    assert "已排候补" in text_of(post(place, url, or_wait="on", **sent))
    assert counted(pool) == (2, 1)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "长" * 300}, "name"),
        ({"phone": "12"}, "phone"),
        ({"adults": "-3"}, "adults"),
        ({"children": "1"}, "consents"),
    ],
)
def test_what_the_caller_said_wrong_is_said_at_its_field(
    place: Place, sent: dict[str, Any], field: str
) -> None:
    [pool] = announced(place)
    given = {"name": "周远", "phone": "13905550002", "adults": "1"} | sent
    answer = post(place, f"seats/{pool.code}/new/", **given)
    assert field in answer.context["form"].errors
    assert not Booking.objects.exists()


# --- calls ------------------------------------------------------------------------------------------------------


def to_call(place: Place, pool: Pool, text: str = "改从东门进") -> Telling:
    tell_bookers(place.office, pool, text=text)
    return Telling.objects.filter(booking__pool=pool).latest("id")


def test_the_list_of_calls_shows_whole_numbers_and_is_logged_once_a_day(place: Place) -> None:
    [pool] = announced(place)
    booked(pool, number=5551234, name="陈小满")
    to_call(place, pool)
    for _look in range(2):
        text = text_of(get(place, "calls/", "liaison"))
    assert "139 0555 1234" in text
    assert "陈小满" in text
    assert "改从东门进" in text
    assert Entry.objects.filter(verb="open_call_list").count() == 1
    get(place, "calls/")
    assert Entry.objects.filter(verb="open_call_list").count() == 2
    with clock.standing_at(clock.now() + timedelta(days=1)):
        get(place, "calls/", "liaison")
    assert Entry.objects.filter(verb="open_call_list").count() == 3


def test_calls_are_those_of_what_one_runs(place: Place) -> None:
    [mine] = announced(place, lecture(place, "自家的"))
    [other] = announced(place, lecture(place, "别家的", unit=place.units[1]))
    booked(mine)
    booked(other, number=5559999)
    to_call(place, mine)
    theirs = to_call(place, other)
    assert "5559999" not in text_of(get(place, "calls/", "liaison")).replace(" ", "")
    assert len(get(place, "calls/").context["page"].lines) == 2
    assert len(get(place, "calls/", pool=mine.code).context["page"].lines) == 1
    assert post(place, f"calls/{theirs.pk}/", "liaison", to="yes").status_code == 404
    assert get(place, "calls/", "auditor").status_code == 404
    assert get(place, "calls/", "liaison", pool=other.code).status_code == 404


def test_a_call_is_ticked_off_and_taken_back(place: Place) -> None:
    [pool] = announced(place)
    booked(pool)
    row = to_call(place, pool)
    url = f"calls/{row.pk}/"
    answer = post(place, url, "liaison", to="yes", back="")
    assert "已告知" in text_of(answer)
    row.refresh_from_db()
    assert (row.reached, row.done_by, row.done_at is not None) == (Reached.YES, "liaison老师", True)
    assert answer.context["page"].just.pk == row.pk
    answer = post(place, url, to="", back="show=yes")
    assert "又回到待打" in text_of(answer)
    row.refresh_from_db()
    assert (row.reached, row.done_at) == ("", None)
    post(place, url, to="no_answer")
    assert [line.pk for line in get(place, "calls/", show="no_answer").context["page"].lines] == [row.pk]
    assert post(place, url, to="sung", follow=True).status_code == 200
    row.refresh_from_db()
    assert row.reached == Reached.NO_ANSWER


@pytest.mark.parametrize("asked", [{"show": "<b>"}, {"just": "9" * 30}, {"just": "x"}, {"page": "0"}])
def test_an_address_of_nonsense_still_shows_the_calls(place: Place, asked: dict[str, str]) -> None:
    assert get(place, "calls/", **asked).status_code == 200


def test_a_call_that_is_none_is_not_there(place: Place) -> None:
    [pool] = announced(place)
    booked(pool)
    row = to_call(place, pool)
    Telling.objects.filter(pk=row.pk).update(way=Way.SMS)
    for pk in (row.pk, 0, 2**70):
        assert post(place, f"calls/{pk}/", to="yes").status_code == 404


# --- policy -----------------------------------------------------------------------------------------------------


def test_the_office_sets_the_cap_and_when_data_goes(place: Place) -> None:
    answer = post(place, "policy/", most_places="", erase_after_days="14")
    assert "总则已保存" in text_of(answer)
    row = Policy.objects.get()
    assert (row.most_places, row.erase_after_days) == (None, 14)
    wrong: list[dict[str, Any]] = [{"erase_after_days": "0"}, {"erase_after_days": ""}, {"most_places": "-1"}]
    for sent in wrong:
        assert (
            post(place, "policy/", **{"most_places": "3", "erase_after_days": "9"} | sent).status_code == 422
        )
    seen = row.version
    post(place, "policy/", most_places="5", erase_after_days="14", seen_version=str(seen))
    answer = post(place, "policy/", most_places="6", erase_after_days="14", seen_version=str(seen))
    assert "对方写的是：5" in text_of(answer)
    for role in ("liaison", "auditor", "publicity"):
        assert get(place, "policy/", role).status_code == 404
        assert get(place, "policy/consent/", role).status_code == 404


def test_the_policy_says_what_would_be_erased(place: Place) -> None:
    [pool] = announced(place)
    booked(pool)
    assert "没有到期的" in text_of(get(place, "policy/"))
    with clock.standing_at(at(25, 15) + timedelta(days=31)):
        page = get(place, "policy/")
    assert (page.context["erasing"].contacts, page.context["erasing"].bookings) == (1, 1)


def test_other_words_of_consent_are_another_version(place: Place) -> None:
    [pool] = announced(place)
    row = booked(pool, party=Party(adults=1, children=1), consents=True)
    built_in = get(place, "policy/consent/").context["form"]["guardian"].value()
    sent: dict[str, Any] = {"guardian": "我同意。", "school": "学校已取得同意。", "photo": "可以拍照。"}
    assert "现在用第 2 版" in text_of(post(place, "policy/consent/", **sent))
    assert again(row).consent_id == ConsentText.objects.get(number=1, guardian=built_in).pk
    post(place, "policy/consent/", **sent)
    assert ConsentText.objects.count() == 2
    assert post(place, "policy/consent/", **sent | {"photo": ""}).status_code == 422
    word_consent(place.office, place.week, **sent | {"photo": "拍照？"})
    versions = get(place, "policy/consent/").context["versions"]
    assert [(one.text.number, one.agreed) for one in versions] == [(3, 0), (2, 0), (1, 1)]


def test_the_log_tells_the_whole_story_in_words(place: Place) -> None:
    here, there = announced(place, hours=(9, 14))
    row = booked(here)
    post(place, f"bookings/{row.code}/", adults="3")
    post(place, f"bookings/{row.code}/move/", to=there.code)
    post(place, f"bookings/{row.code}/phone/", why="核对人数")
    from_link = by_link(again(row))
    assert from_link.via == "booking"
    text = text_of(signed_in(place).get(f"/desk/w/{place.week.slug}/log/?of=booking.booking:{row.pk}"))
    for words in ("预约改人数", "预约换场", "看预约人的电话", "核对人数"):
        assert words in text
