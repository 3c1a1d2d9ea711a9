"""Text is cleaned in the same way by the short way, for what can be printed, and by the long one."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from sciweek.base.text import clean

HIDDEN = "\u061c\u180e\ufff9\U000e0041\u200b\u200f\u202e\u2060\ufeff\u00ad\x00\x1f\x7f"
ODD = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from(HIDDEN + " \u3000\xa0\t\n"))
)


@given(ODD)
def test_a_clean_text_is_one_line_without_what_nobody_sees(text: str) -> None:
    found = clean(text)
    assert not set(found) & set(HIDDEN)
    assert not any(unicodedata.category(sign) == "Cc" for sign in found)
    assert found == " ".join(found.split())
    assert clean(found) == found


@given(ODD, st.sampled_from(HIDDEN))
def test_a_hidden_sign_makes_no_other_text(text: str, hidden: str) -> None:
    assert clean(text + " 云" + hidden) == clean(text + " 云")


def test_half_a_sign_is_no_part_of_a_text() -> None:
    assert clean("云\ud83d溪\ude00") == "云溪"
