"""One booking at the desk, a booking for somebody who calls, the list of calls, the policy."""

from typing import Any

import pytest

from sciweek.activities.tests.places import Place, at
from sciweek.booking.actions.carrying import carry_news
from sciweek.booking.logic.parties import Party
from sciweek.booking.models import Booking, Policy, Pool
from sciweek.booking.states import Admission, BookingState, Choice
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
    carry_news(place.week)
    assert text_of(get(place, f"bookings/{second.code}/")).count("名额已满") == 2
    assert "名额已满" not in text_of(get(place, f"bookings/{second.code}/", "auditor"))


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
    # The page stands at another address now: its forms go where they belong.
    assert f'action="{desk(place, f"bookings/{row.code}/")}"' in text_of(answer)
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


def test_whoever_chooses_groups_sees_for_whom_there_are_seats(place: Place) -> None:
    [pool] = announced(place, seats=12, admission=Admission.GROUP, choice=Choice.CHOSEN, largest=40)
    given: dict[str, Any] = {"school": "云栖小学", "consents": True}
    small = booked(pool, party=Party(adults=1, pupils=9), grade="三年级1班", **given)
    large = booked(pool, party=Party(adults=2, pupils=30), grade="三年级2班", **given)
    fits, too_large = (text_of(get(place, f"bookings/{row.code}/")) for row in (small, large))
    assert "还剩 12 席，这个团体要 10 席" in fits
    assert "选上，留席位" in fits
    assert "还剩 12 席，这个团体要 32 席" in too_large
    assert "选上，留席位" not in too_large
    assert "先给这一场加席位" in too_large


@pytest.mark.parametrize(
    "sent",
    [
        {"most_places": "8", "erase_after_days": "30", "seen_version": "7"},
        {"most_places": "8", "erase_after_days": "30", "seen_version": "9" * 30},
        {"most_places": "8", "erase_after_days": "30", "seen_version": "-1"},
        {"most_places": "70000", "erase_after_days": "30", "seen_version": "1"},
        {"most_places": "12", "erase_after_days": "30", "seen_version": "7"},
    ],
)
def test_a_policy_that_is_refused_leaves_nothing_behind(place: Place, sent: dict[str, str]) -> None:
    assert post(place, "policy/", follow=False, **sent).status_code == 422
    assert not Policy.objects.exists()
    assert not Entry.objects.filter(verb="set_booking_policy").exists()
