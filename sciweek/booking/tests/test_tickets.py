import string

import segno
from hypothesis import given
from hypothesis import strategies as st

from sciweek.base.ids import ALPHABET
from sciweek.base.signing import newest_key, sign, verify
from sciweek.booking.logic.tickets import Ticket, read_ticket, write_ticket

codes = st.text(ALPHABET, min_size=8, max_size=8)
shorts = st.integers(0, 65_535)
tickets = st.builds(Ticket, codes, codes, shorts, shorts, st.integers(0, 2**32 - 1))
SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def written(ticket: Ticket) -> str:
    return write_ticket(ticket, newest_key(), sign)


@given(tickets)
def test_what_was_written_is_read(ticket: Ticket) -> None:
    assert read_ticket(written(ticket), verify) == ticket


@given(tickets, st.sampled_from(["https://week.example.org/t/", "HTTPS://WEEK.EXAMPLE.ORG/T/", "/en/t/"]))
def test_an_address_is_read_as_well(ticket: Ticket, before: str) -> None:
    assert read_ticket(f"{before}{written(ticket)}", verify) == ticket
    assert read_ticket(f" {before}{written(ticket)}/\n", verify) == ticket


@given(tickets, st.integers(0, 719))
def test_any_flipped_bit_is_refused(ticket: Ticket, bit: int) -> None:
    text = list(written(ticket))
    at = bit // 5
    text[at] = SIGNS[SIGNS.index(text[at]) ^ 1 << bit % 5]
    assert read_ticket("".join(text), verify) is None


@given(tickets, st.integers(0, 143))
def test_what_is_cut_off_or_too_long_is_refused(ticket: Ticket, length: int) -> None:
    assert read_ticket(written(ticket)[:length], verify) is None
    assert read_ticket(written(ticket) + written(ticket)[:length] + "A", verify) is None


@given(st.text() | st.text(SIGNS, min_size=144, max_size=144) | st.text(string.printable))
def test_garbage_gives_nothing(text: str) -> None:
    assert read_ticket(text, verify) is None
    assert read_ticket(f"https://week.example.org/t/{text}", verify) is None


def test_the_qr_code_is_as_small_as_base45_would_make_it() -> None:
    text = written(Ticket("ACDEFGHJ", "KMNPQRTW", 1, 4, 1_800_000_000))
    assert len(text) == 144
    assert segno.make(text, error="m", micro=False).symbol_size(border=0) == (41, 41)
    assert segno.make(f"HTTPS://WEEK.EXAMPLE.ORG/T/{text}", error="m", micro=False).version == 7
