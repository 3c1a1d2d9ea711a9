"""Tickets: signed, readable by a machine that nobody here wrote, and saying nothing of people."""

import io
import subprocess
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from lxml import html
from PIL import Image
from pytest_django.fixtures import Settings

from sciweek.activities.tests.places import at
from sciweek.base import clock
from sciweek.base.signing import verify
from sciweek.booking.logic.tickets import read_ticket
from sciweek.papers.logic.tickets import TicketSheet, ticket_pdf, ticket_png
from sciweek.portal.pages.booking.ticket import qr_text, ticket_text
from sciweek.portal.tests.booking_stage import (
    act,
    booked_page,
    code_of,
    inside,
    opened,
    opened_for,
    the_booking,
)
from sciweek.portal.tests.stage import Stage, words

SHEET = TicketSheet(
    top="2027年云川市临江区科技活动周",
    title="机器人来上课",
    facts=(("时间", "5月25日（周二）下午2:00–3:00"), ("地点", "实验小学")),
    code_words="预约码",
    code="ACDE FGHJ",
    door_words="入口出示",
    lines=("改了人数以后，请用新的凭证。",),
    css="k-campus",
    link="A" * 144,
)


def token(stage: Stage, address: str) -> str:
    with inside(stage):
        return ticket_text(the_booking(stage, address))


def test_the_ticket_shows_what_the_door_needs(before: Stage) -> None:
    [pool] = opened(before)
    address = booked_page(before, pool)
    answer = before.get(f"{address}ticket/")
    assert "no-store" in answer["Cache-Control"]
    page = before.page(f"{address}ticket/")
    code = the_booking(before, address).code
    assert f"预约码 {code[:4]} {code[4:]}" == words(page.cssselect(".ticket-code")[0])
    assert "2 位成人（2 席）" in words(page.cssselect(".ticket")[0])
    assert page.cssselect("svg.qr")


def test_the_ticket_says_where_the_place_is(before: Stage) -> None:
    activity = before.publish("探秘天象厅", at(25, 14), at(25, 15), place="区科技馆", address="星河路 6 号")
    [pool] = opened_for(before, activity)
    page = before.page(f"{booked_page(before, pool)}ticket/")
    assert "区科技馆，星河路 6 号" in words(page.cssselect(".ticket")[0])


def test_the_signed_text_says_session_places_and_no_name(before: Stage) -> None:
    [pool] = opened(before)
    address = booked_page(before, pool)
    ticket = read_ticket(token(before, address), verify)
    assert ticket is not None
    assert (ticket.session, ticket.places, ticket.serial) == (code_of(pool), 2, 1)
    act(before, address, "change", adults="1")
    again = read_ticket(token(before, address), verify)
    assert again is not None
    assert (again.places, again.serial) == (1, 2)


@pytest.mark.parametrize(
    ("site", "start"),
    [
        ("", ""),
        ("https://week.example.org", "HTTPS://WEEK.EXAMPLE.ORG/T/"),
        ("https://example.org/week", "https://example.org/week/t/"),
    ],
)
def test_the_code_is_an_address_where_the_site_knows_its_own(
    settings: Settings, site: str, start: str
) -> None:
    settings.SCIWEEK_SITE_URL = site
    assert qr_text("ABC") == f"{start}ABC"


def test_any_camera_sees_the_session_and_no_person(before: Stage) -> None:
    [pool] = opened(before)
    address = booked_page(before, pool, name="林小满")
    signed = token(before, address)
    for path in (f"/t/{signed}/", f"/T/{signed}", f"/en/t/{signed}/"):
        answer = before.get(path)
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert "林小满" not in answer.content.decode()
    page = before.page(f"/t/{signed}/")
    assert "请在入口出示" in page.text_content()
    assert words(page.cssselect(".scanned-seats")[0]) == "2 席"


def test_an_older_ticket_is_known_as_such_and_a_cancelled_one_is_void(before: Stage) -> None:
    [pool] = opened(before)
    address = booked_page(before, pool)
    old = token(before, address)
    act(before, address, "change", adults="1")
    assert "已经换成新的" in before.page(f"/t/{old}/").text_content()
    new = token(before, address)
    act(before, address, "cancel")
    assert "现在不能用" in before.page(f"/t/{new}/").text_content()
    other = token(before, booked_page(before, pool))
    with clock.standing_at(at(25, 16)):
        assert "这一场已经结束" in before.page(f"/t/{other}/").text_content()
    assert before.get(f"{address}ticket/").status_code == 422
    assert before.get(f"{address}ticket.pdf").status_code == 422


def test_a_forged_ticket_does_not_exist(before: Stage) -> None:
    [pool] = opened(before)
    signed = token(before, booked_page(before, pool))
    forged = signed[:60] + ("A" if signed[60] != "A" else "B") + signed[61:]
    for path in (f"/t/{forged}/", "/t/x/", f"/t/{signed}A/", f"/t/{signed[:-1]}/"):
        assert before.get(path).status_code == 404


def test_whoever_waits_has_no_ticket(before: Stage) -> None:
    [pool] = opened(before, seats=2)
    booked_page(before, pool)
    waiting = booked_page(before, pool, or_wait="yes")
    answer = before.get(f"{waiting}ticket/")
    assert answer.status_code == 422
    page = html.document_fromstring(answer.content.decode())
    assert words(page.cssselect("h1")[0]) == "候补"
    assert "现在没有入场凭证" in words(page.cssselect(".book-message")[0])


def test_the_sheet_and_the_picture_are_made_of_the_booking(before: Stage) -> None:
    [pool] = opened(before)
    address = booked_page(before, pool)
    answer = before.get(f"{address}ticket.pdf")
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert the_booking(before, address).code in answer["Content-Disposition"]
    answer = before.get(f"{address}ticket.png")
    assert answer["Content-Type"] == "image/png"
    assert "no-store" in answer["Cache-Control"]
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert 1000 < picture.width < 1300
    for _time in range(10):
        last = before.get(f"{address}ticket.png")
    assert last.status_code == 422


def test_a_reader_that_nobody_here_wrote_reads_every_form_of_the_ticket(before: Stage) -> None:
    [pool] = opened(before)
    address = booked_page(before, pool)
    signed = token(before, address)
    with Image.open(io.BytesIO(before.get(f"{address}ticket.png").content)) as picture:
        [code] = zxingcpp.read_barcodes(picture.convert("L"))
    assert code.text == signed
    page = pypdfium2.PdfDocument(before.get(f"{address}ticket.pdf").content)[0]
    scale = 4
    [code] = zxingcpp.read_barcodes(page.render(scale=scale).to_pil().convert("L"))
    assert code.text == signed
    wide = (code.position.top_right.x - code.position.top_left.x) / scale / 72 * 25.4
    assert wide >= 30  # millimetres


def test_the_words_on_the_sheet_can_be_read(tmp_path: Path) -> None:
    file = tmp_path / "ticket.pdf"
    file.write_bytes(ticket_pdf(SHEET))
    done = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True, text=True)
    assert "机器人来上课" in done.stdout
    assert "ACDE FGHJ" in done.stdout


def test_a_long_name_fits_on_the_ticket() -> None:
    long = TicketSheet(**{**{name: getattr(SHEET, name) for name in SHEET.__slots__}, "title": "科" * 120})
    with Image.open(io.BytesIO(ticket_png(long))) as picture:
        assert picture.width < 1300
