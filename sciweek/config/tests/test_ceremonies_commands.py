import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from sciweek.activities.tests.places import Place, at, make_place
from sciweek.base import clock
from sciweek.ceremonies import actions
from sciweek.ceremonies.models import Slip
from sciweek.ceremonies.tests.halls import BEFORE, ceremony, invited, line
from sciweek.config.cli import main

LATER = at(22, 12) + timedelta(days=31)


@pytest.fixture
def place(db: None) -> Iterator[Place]:
    """A committee at work before its opening."""
    made = make_place()
    with made.inside(), clock.standing_at(BEFORE):
        yield made


def answered(place: Place) -> Slip:
    slip = invited(place, ceremony(place, contact_name="何工", contact_phone="0890-6120027"))
    return actions.fill_slip(place.liaison, slip, lines=[line("钟望江")], note="钟望江坐轮椅")


def test_a_preview_names_the_ceremony_and_changes_nothing(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    slip = answered(place)
    assert main(["ceremonies", "erase"]) == 0
    assert slip.ceremony.code not in capsys.readouterr().out  # it is not over
    with clock.standing_at(LATER):
        assert main(["ceremonies", "erase"]) == 0
    said = capsys.readouterr().out
    assert f"{slip.ceremony.code}\t1 guests, 1 slips, contact" in said
    assert "望江" not in said
    slip.refresh_from_db()
    assert slip.note


def test_now_erases_what_is_due_and_then_nothing_is(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    slip = answered(place)
    with clock.standing_at(LATER):
        assert main(["ceremonies", "erase", "--now", "--json"]) == 0
        [said] = json.loads(capsys.readouterr().out)
        assert main(["ceremonies", "erase", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert (said["week"], said["guests"], said["slips"], said["has_contact"]) == (place.week.slug, 1, 1, True)
    slip.refresh_from_db()
    assert slip.note == ""
