import logging

import pytest

from sciweek.base.log_masking import WithoutKeys, masked


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/b/A39JKD4F/yxqavagyyocdnsh2fvlkx75u/", "/b/A39JKD4F/…/"),
        ("/b/A39JKD4F/yxqavagyyocdnsh2fvlkx75u/ticket.pdf", "/b/A39JKD4F/…/ticket.pdf"),
        (f"/t/{'A' * 144}/", "/t/…/"),
        ("/w/linjiang-2027/sessions/X96RJRQJ/book/", "/w/linjiang-2027/sessions/X96RJRQJ/book/"),
        ("Not Found", "Not Found"),
    ],
)
def test_keys_of_addresses_stay_out_of_the_log(path: str, shown: str) -> None:
    assert masked(path) == shown


def test_a_line_of_the_log_holds_no_key() -> None:
    line = logging.LogRecord(
        "django.request", logging.WARNING, "", 1, "%s: %s", ("Not Found", f"/enter/{'k' * 43}/"), None
    )
    assert WithoutKeys().filter(line)
    assert line.getMessage() == "Not Found: /enter/…/"
