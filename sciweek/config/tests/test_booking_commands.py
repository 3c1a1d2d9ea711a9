import json
from collections.abc import Iterator

import pytest

from sciweek.activities.tests.places import Place, make_place
from sciweek.base import clock
from sciweek.booking.models import Contact
from sciweek.booking.tests.booked import BEFORE, announced, booked
from sciweek.booking.tests.test_erasing import LATER
from sciweek.config.cli import main


@pytest.fixture
def place(db: None) -> Iterator[Place]:
    """A committee at work a week before its sessions."""
    made = make_place()
    with made.inside(), clock.standing_at(BEFORE):
        yield made


def test_a_preview_names_codes_and_changes_nothing(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    row = booked(announced(place)[0])
    with clock.standing_at(LATER):
        assert main(["booking", "erase"]) == 0
    said = capsys.readouterr().out
    assert "1 contacts, 1 bookings" in said
    assert row.code in said
    assert row.name not in said
    assert Contact.objects.filter(erased_at=None).exists()


def test_now_erases_what_is_due(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    row = booked(announced(place)[0])
    assert main(["booking", "erase", "--now", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["contacts"] == 0
    with clock.standing_at(LATER):
        assert main(["booking", "erase", "--now", "--week", place.week.slug, "--json"]) == 0
    [said] = json.loads(capsys.readouterr().out)
    assert (said["week"], said["days"], said["contacts"], said["bookings"]) == (
        place.week.slug,
        30,
        1,
        [row.code],
    )
    assert not Contact.objects.filter(erased_at=None).exists()


def test_preview_and_now_are_not_said_together(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["booking", "erase", "--preview", "--now"])
    assert "not allowed with" in capsys.readouterr().err


def test_an_edition_that_is_not_there_is_said(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["booking", "erase", "--week", "atlantis-1900"]) == 1
    assert "atlantis-1900" in capsys.readouterr().err
