"""Numbers as people write them."""

import phonenumbers
from hypothesis import given
from hypothesis import strategies as st

from sciweek.people.phones import read_phone

SPACED = st.text("0123456789", min_size=9, max_size=9).map(lambda rest: (rest[:1], rest[1:5], rest[5:]))


@given(st.sampled_from("3456789"), SPACED)
def test_a_mobile_is_read_the_short_way_as_the_library_reads_it(
    second: str, rest: tuple[str, str, str]
) -> None:
    text = "".join(("1", second, *rest))
    try:
        number = phonenumbers.parse(text, "CN")
    except phonenumbers.NumberParseException:
        assert read_phone(text) is None
        return
    found = read_phone(text)
    if not phonenumbers.is_possible_number(number):
        assert found is None
    else:
        assert found is not None
        assert found.e164 == phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@given(st.sampled_from("3456789"), SPACED)
def test_spaces_in_a_mobile_change_nothing(second: str, rest: tuple[str, str, str]) -> None:
    assert read_phone(" ".join(("1" + second + rest[0], rest[1], rest[2]))) == read_phone(
        "".join(("1", second, *rest))
    )


def test_a_mobile_of_elsewhere_is_not_taken_for_one_of_here() -> None:
    assert read_phone("13900000001", country="US") != read_phone("13900000001")
