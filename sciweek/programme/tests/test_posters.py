"""What hangs on walls and doors: made of the newest release, with a code that leads where it says."""

from typing import Any

import pypdfium2
import pytest
import zxingcpp
from django.test import Client
from lxml import html

from sciweek.activities.tests.places import Place, at
from sciweek.programme.actions import cancel_session, release_programme
from sciweek.programme.models import Session
from sciweek.programme.pages import posters
from sciweek.programme.tests.plans import hall, lecture, one_session
from sciweek.programme.tests.test_desk_pages import desk, signed_in


def sheet(place: Place, rest: str, role: str = "office", **asked: str) -> tuple[str, str]:
    """The words of the first page, and what its code says."""
    answer = signed_in(place, role).get(desk(place, rest), asked)
    assert answer.status_code == 200, answer.content[:500]
    assert answer["Content-Type"] == "application/pdf"
    page = pypdfium2.PdfDocument(answer.content)[0]
    [code] = zxingcpp.read_barcodes(page.render(scale=2).to_pil().convert("L"))
    return page.get_textpage().get_text_range().replace("\r\n", "\n"), code.text


@pytest.fixture
def released(place: Place) -> Session:
    room = hall(place)
    session = one_session(
        place, lecture(place), venue=room.venue, room=room, title="第二场", speakers=["柳老师"]
    )
    release_programme(place.office, place.week)
    return session


def test_a_poster_of_a_session_leads_to_its_short_address(place: Place, released: Session) -> None:
    words, link = sheet(place, f"{released.code}/poster/")
    assert link == f"http://testserver/s/{released.code}/"
    assert all(
        part in words for part in ("水是怎样变清的", "第二场", "柳老师", "5月25日（周二）下午14:00–16:00")
    )
    assert signed_in(place).get(link.removeprefix("http://testserver")).status_code in (302, 404)


def test_in_english_paper_leads_to_the_language_of_the_house(place: Place, released: Session) -> None:
    answer = signed_in(place).get(f"/en{desk(place, f'{released.code}/poster/')}")
    page = pypdfium2.PdfDocument(answer.content)[0]
    [code] = zxingcpp.read_barcodes(page.render(scale=2).to_pil().convert("L"))
    assert code.text == f"http://testserver/s/{released.code}/"


def test_the_public_name_stands_on_paper_when_it_is_set(
    place: Place, released: Session, settings: Any
) -> None:
    settings.SCIWEEK_SITE_URL = "https://week.linjiang.example"
    words, link = sheet(place, f"{released.code}/poster/", size="a3")
    assert link == f"https://week.linjiang.example/s/{released.code}/"
    assert f"week.linjiang.example/s/{released.code}/" in words.replace("\n", "")


def test_an_activity_with_several_sessions_lists_them(place: Place, released: Session) -> None:
    one_session(place, released.activity, starts_at=at(26, 9), ends_at=at(26, 11), title="加场")
    release_programme(place.office, place.week)
    words, link = sheet(place, f"posters/activities/{released.activity.code}/")
    assert "加场" in words
    assert link.endswith(f"/w/{place.week.slug}/activities/{released.activity.code}/")


def test_a_day_lists_everything_and_marks_what_is_cancelled(place: Place, released: Session) -> None:
    cancel_session(place.office, released, why="设备检修", seen_version=released.version)
    release_programme(place.office, place.week)
    words, link = sheet(place, "posters/days/2027-05-25/")
    assert "水是怎样变清的" in words
    assert "已取消" in words
    assert link.endswith(f"/w/{place.week.slug}/programme/?day=2027-05-25")


def test_a_door_sheet_is_the_day_of_one_venue(place: Place, released: Session) -> None:
    one_session(place, lecture(place, "别处的一场"))
    release_programme(place.office, place.week)
    assert released.venue is not None
    words, link = sheet(place, f"doors/{released.venue.code}/2027-05-25/")
    assert released.venue.name in words
    assert "第 2 版日程" in words
    assert "别处的一场" not in words
    assert link.endswith(f"/programme/?day=2027-05-25&venue={released.venue.code}")


def test_nothing_is_printed_that_is_not_released(place: Place) -> None:
    session = one_session(place, lecture(place))
    answer = signed_in(place).get(desk(place, f"{session.code}/poster/"))
    assert answer.status_code == 422
    assert "还没有发布" in answer.content.decode()
    assert signed_in(place).get(desk(place, "posters/days/2027-05-25/")).status_code == 404
    assert "还没有可以印的" in signed_in(place).get(desk(place, "posters/")).content.decode()


def test_the_page_of_posters_leads_to_each_of_them(place: Place, released: Session) -> None:
    client: Client = signed_in(place)
    text = client.get(desk(place, "posters/")).content.decode()
    assert released.venue is not None
    for rest in (
        "posters/days/2027-05-25/",
        "posters/days/2027-05-25/?size=a3",
        f"posters/activities/{released.activity.code}/",
        f"doors/{released.venue.code}/2027-05-25/",
    ):
        assert f'href="{desk(place, rest)}"' in text
        assert client.get(desk(place, rest)).status_code == 200


@pytest.mark.parametrize(
    "rest", ["posters/days/soon/", "posters/days/2027-05-23/", "doors/34679ACD/2027-05-25/"]
)
def test_what_does_not_exist_is_not_found(place: Place, released: Session, rest: str) -> None:
    assert signed_in(place).get(desk(place, rest)).status_code == 404


def test_a_programme_with_many_venues_and_activities_is_listed_page_by_page(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of the two lists turns its own pages, and none of it is left out."""
    monkeypatch.setattr(posters, "PER_PAGE", 2)
    for number in range(3):
        room = hall(place, f"第{number}馆")
        one_session(place, lecture(place, f"讲座{number}"), venue=room.venue, room=room)
    release_programme(place.office, place.week)
    client = signed_in(place)

    def lists(**asked: str) -> tuple[list[str], list[str]]:
        tree: html.HtmlElement = html.document_fromstring(
            client.get(desk(place, "posters/"), asked).content.decode()
        )
        doors, activities = (
            [each.text_content() for each in tree.cssselect(f"[aria-labelledby={name}] li > b")]
            for name in ("by-door", "by-activity")
        )
        return doors, activities

    assert lists() == (["第0馆", "第1馆"], ["讲座0", "讲座1"])
    assert lists(doors="2") == (["第2馆"], ["讲座0", "讲座1"])
    assert lists(page="2") == (["第0馆", "第1馆"], ["讲座2"])
