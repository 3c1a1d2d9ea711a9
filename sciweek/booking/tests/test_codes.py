"""One-time codes: a phone's last one is good for ten minutes and for five guesses, however they come."""

from functools import partial

import pytest

from sciweek.base.errors import Refused
from sciweek.base.tests.together import at_once
from sciweek.booking.actions.codes import MOST_TRIES, check_code, new_code_for
from sciweek.people.phones import Phone

DIGEST = Phone("+8613900000001").digest
GUESSERS = 8


def wrong(code: str, number: int = 1) -> str:
    return f"{(int(code) + number) % 1_000_000:06d}"


def answer_to(code: str) -> str:
    """What is said of a code; nothing of the right one."""
    try:
        check_code(DIGEST, code)
    except Refused as refused:
        return refused.fields["code"]
    return ""


@pytest.mark.django_db
def test_the_right_code_stays_good_however_often_it_is_sent() -> None:
    code = new_code_for(DIGEST)
    assert [answer_to(code) for _time in range(MOST_TRIES * 2)] == [""] * MOST_TRIES * 2


@pytest.mark.django_db
def test_the_fifth_wrong_code_makes_it_void() -> None:
    code = new_code_for(DIGEST)
    said = [answer_to(wrong(code, number)) for number in range(1, MOST_TRIES)]
    assert all("不对" in one for one in said)
    assert answer_to(code) == ""
    assert "作废" in answer_to(wrong(code))
    assert "作废了" in answer_to(code)
    assert "先获取" in answer_to(" ")


@pytest.mark.django_db(transaction=True)
def test_of_many_guesses_at_once_no_more_than_five_are_looked_at() -> None:
    code = new_code_for(DIGEST)

    def guess(number: int) -> str:
        return answer_to(wrong(code, number))

    said = at_once(*[partial(guess, number) for number in range(1, GUESSERS + 1)])
    assert sum("不对" in one for one in said) <= MOST_TRIES - 1
    assert answer_to(code)
