"""The list of calls at the desk; the policy of the edition and the words to agree to."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sciweek.activities.tests.places import Place, at
from sciweek.base import clock
from sciweek.booking.actions import word_consent
from sciweek.booking.actions.telling import tell_bookers
from sciweek.booking.logic.parties import Party
from sciweek.booking.models import Booking, ConsentText, Policy, Pool, Telling
from sciweek.booking.states import Reached, Way
from sciweek.booking.tests.booked import announced, booked
from sciweek.booking.tests.desk import desk, get, post, signed_in, text_of
from sciweek.logbook.models import Entry
from sciweek.programme.tests.plans import lecture


def again(row: Booking) -> Booking:
    return Booking.objects.select_related("pool", "contact").get(pk=row.pk)


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


def test_a_booker_of_another_language_is_marked_on_the_list_of_calls(place: Place) -> None:
    [pool] = announced(place)
    booked(pool)
    theirs = booked(pool, language="en")
    to_call(place, pool)
    lines = {line.code: line.language for line in get(place, "calls/").context["page"].lines}
    assert {code: word for code, word in lines.items() if word} == {theirs.code: "English"}


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


def test_fifty_calls_ask_no_more_of_the_database_than_two(place: Place) -> None:
    [pool] = announced(place, seats=100)
    client = signed_in(place)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(desk(place, "calls/")).status_code == 200
        return len(captured)

    for _each in range(2):
        booked(pool)
    to_call(place, pool)
    queries()  # the first look of the day is logged
    few = queries()
    for _each in range(20):
        booked(pool)
    to_call(place, pool)
    assert queries() == few


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
