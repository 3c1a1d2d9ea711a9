"""Numbers as people write them."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.people.phones import read_own_phone, read_phone

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


@pytest.mark.parametrize(
    "typed",
    [
        "12345",
        "139000990",
        "1390009900",
        "139000990011",
        "39000099001",
        "89012345678",
        "4001234567",
        "010",
        "",
        "手机",
    ],
)
def test_a_mobile_with_a_slip_or_a_hotline_is_nobody_s_own_number(typed: str) -> None:
    assert read_own_phone(typed) is None


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("13900000001", "+8613900000001"),
        ("139 0000 0001", "+8613900000001"),
        ("+86 139 0000 0001", "+8613900000001"),
        ("0086 13900000001", "+8613900000001"),
        ("0890-6120027", "+868906120027"),
        ("（0890）6120027", "+868906120027"),
        ("010-62512345", "+861062512345"),
        ("+852 2345 6789", "+85223456789"),
    ],
)
def test_a_mobile_a_land_line_with_its_area_code_and_a_number_of_elsewhere_are_one_s_own(
    typed: str, read: str
) -> None:
    found = read_own_phone(typed)
    assert found is not None
    assert found.e164 == read
