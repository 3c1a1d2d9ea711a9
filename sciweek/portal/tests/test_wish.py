"""What an address may ask for, and how it is written."""

from datetime import date
from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as some

from sciweek.portal.logic.wish import LONGEST_WORDS, Wish, read_wish

NAMES = ["day", "month", "kind", "unit", "audience", "series", "when", "q", "page", "utm_source"]


def test_every_filter_is_read() -> None:
    given_words = {
        "day": "2027-05-25", "month": "2027-06", "kind": "lecture", "unit": "34679ACD", "audience": "family",
        "series": "3", "when": "ahead", "q": "机器人", "page": "2",
    }  # fmt: skip
    wish = read_wish(given_words)
    assert wish == Wish(
        day=date(2027, 5, 25),
        month=date(2027, 6, 1),
        kind="lecture",
        unit="34679ACD",
        audience="family",
        series=3,
        ahead=True,
        words="机器人",
        page=2,
    )
    assert dict(parse_qsl(wish.query)) == given_words


def test_what_cannot_be_read_is_left_out_and_said() -> None:
    for odd in (
        {"day": "明天"}, {"day": "2027-02-30"}, {"day": "0001-01-01"}, {"month": "2027-13"}, {"kind": "nothing"},
        {"unit": "short"}, {"audience": "cats"}, {"series": "-1"}, {"series": "1e9"}, {"when": "never"},
        {"page": "0"}, {"page": "٣"}, {"page": "9" * 40},
    ):  # fmt: skip
        assert read_wish(odd) == Wish(is_odd=True), odd


def test_another_filter_starts_from_the_first_page() -> None:
    assert Wish(kind="open", page=7).but(kind="lecture") == Wish(kind="lecture")


def test_words_are_cut_to_what_a_search_can_carry() -> None:
    assert len(read_wish({"q": "科" * 300}).words) == LONGEST_WORDS
    assert read_wish({"q": " 机器人\x00\t 水厂\u202e "}).words == "机器人 水厂"


@given(some.dictionaries(some.sampled_from(NAMES), some.text(max_size=40)))
def test_any_address_has_one_spelling(found: dict[str, str]) -> None:
    wish = read_wish(found)
    assert read_wish(dict(parse_qsl(wish.query))) == wish.but(page=wish.page)
