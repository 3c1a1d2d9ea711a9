import json

import pytest

from sciweek.committee.tests.cast import Cast
from sciweek.config.cli import main
from sciweek.week.models import Region


def test_the_editions_are_listed_as_json(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["week", "list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {
        "slug": "linjiang-2027",
        "title": "2027年临江区科技活动周",
        "starts_on": "2027-05-22",
        "ends_on": "2027-05-29",
        "state": "open",
    } in rows


def test_a_region_is_added_once(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["region", "add", "linjiang", "临江区", "--parent-name", "云川市", "--area-code", "0890"]
    assert main(words) == 0
    region = Region.objects.get(slug="linjiang")
    assert (region.name, region.short_name, region.level) == ("临江区", "临江区", "district")
    assert main(words) == 1
    assert "换一个" in capsys.readouterr().err
    assert Region.objects.count() == 1
