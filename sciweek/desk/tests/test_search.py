"""Search over everything that one may see, and over nothing else."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sciweek.activities import actions as activities
from sciweek.activities.models import Activity
from sciweek.activities.tests.places import Place, at, make_place
from sciweek.base.actor import system
from sciweek.committee.actions import give_link, revoke_link, take_part
from sciweek.committee.actions.bulk import Meant, address_invitations
from sciweek.desk import queries
from sciweek.desk.logic import marked, search_words
from sciweek.duties import actions as duties
from sciweek.people.actions import edit_person


def add(place: Place, name: str, unit: int = 0, where: str = "", **values: str) -> Activity:
    return activities.add_activity(
        place.office,
        place.week,
        name=name,
        kind="open",
        unit=place.units[unit],
        starts_at=at(25, 9),
        place=where,
        **values,
    )


def found(place: Place, role: str, text: str) -> dict[str, list[str]]:
    """Group → names."""
    groups = queries.search(place.actor(role), place.week, text)
    return {group.key: ["".join(piece.text for piece in hit.name) for hit in group.hits] for group in groups}


@pytest.mark.parametrize("text", ["天文", "天文 江边", "江边 天文", "ＡＢＣ", "abc", "水厂", "天 文"])
def test_activities_are_found_by_what_stands_in_them(place: Place, text: str) -> None:
    add(place, "江边看天文ABC", where="临江自来水厂")
    assert found(place, "office", text)["activities"] == ["江边看天文ABC"]


def test_a_code_and_a_uid_find_their_row_alone(place: Place) -> None:
    row = add(place, "看星星")
    add(place, "看月亮")
    for text in (row.code, row.code.lower(), str(row.uid), row.uid.hex):
        assert found(place, "office", text) == {"activities": ["看星星"]}
    assert found(place, "office", place.units[1].code) == {"units": ["区教育局"]}


def test_a_liaison_finds_nothing_of_others(place: Place) -> None:
    mine, other = (
        add(place, "我们的科普集市"),
        add(place, "他们的科普集市", unit=1, contact_phone="0890-6120041"),
    )
    for unit, what in ((0, "集市备案表"), (1, "集市总结")):
        duties.add_duty(
            place.office,
            place.week,
            what=what,
            due_on=date(2027, 5, 10),
            addressees=[duties.Addressee(place.units[unit])],
        )
    seen = found(place, "liaison", "集市")
    assert seen["activities"] == [mine.name]
    assert seen["hand_ins"] == ["云栖街道办事处"]
    assert "duties" not in seen
    for text in (
        other.code,
        str(other.uid),
        "教育局",
        "office老师",
        "linjiang-office",
        "0041",
        "0890-6120041",
    ):
        assert found(place, "liaison", text) == {}


def test_another_region_is_out_of_reach(place: Place) -> None:
    beside = make_place("heyuan", "云川市河源区")
    with beside.inside():
        row = add(beside, "河源看星星")
    with place.inside():
        for text in ("河源", row.code, "heyuan", str(beside.units[0].uid)):
            assert found(place, "office", text) == {}


@pytest.mark.parametrize("text", ["139 0000 0001", "13900000001", "+8613900000001", "0001"])
def test_the_office_finds_people_by_the_whole_number_or_its_end(place: Place, text: str) -> None:
    edit_person(system("tests"), place.people["liaison"], name="云小联", phone="13900000001")
    assert found(place, "office", text) == {"people": ["云小联"]}
    assert found(place, "office", "9000000") == {}
    assert found(place, "publicity", text) == {}


def test_an_activity_is_found_by_the_number_of_its_contact(place: Place) -> None:
    add(place, "看星星", contact_name="云小联", contact_phone="0890-6120041")
    assert found(place, "office", "6120041") == {"activities": ["看星星"]}
    assert found(place, "office", "0041") == {"activities": ["看星星"]}
    assert found(place, "office", "612004") == {}


def test_an_activity_is_found_by_the_name_of_its_contact(place: Place) -> None:
    add(place, "看星星", contact_name="云小联", contact_phone="0890-6120041")
    add(place, "看月亮", unit=1, contact_name="方老师")
    assert found(place, "office", "云小联") == {"activities": ["看星星"]}
    assert found(place, "auditor", "方老") == {"activities": ["看月亮"]}
    assert found(place, "liaison", "方老师") == {}
    assert found(place, "office", "联") == {}


def test_the_office_finds_who_has_a_link_or_is_invited_and_has_no_account(place: Place) -> None:
    office = place.office
    (part,) = take_part(office, place.week, [place.units[2]])
    link, _token = give_link(office, part, name="石老师")
    address_invitations(
        office, place.region, [Meant(place.units[1], name="林见鹿", phone="13900000101、0890-6120042")]
    )
    assert found(place, "office", "石老") == {"links": ["石老师"]}
    for text in ("林见鹿", "13900000101", "0101", "0042"):
        assert found(place, "office", text) == {"invitations": ["林见鹿"]}
    for role in ("publicity", "auditor", "liaison"):
        assert found(place, role, "石老师") == {}
        assert found(place, role, "0101") == {}
    revoke_link(office, link)
    assert found(place, "office", "石老师") == {}


def test_people_are_found_by_name_and_login_by_the_office_alone(place: Place) -> None:
    assert found(place, "office", "liaison老师")["people"] == ["liaison老师"]
    assert found(place, "office", "linjiang-liaison")["people"] == ["liaison老师"]
    assert found(place, "auditor", "liaison老师") == {}


@pytest.mark.parametrize(
    "text",
    [
        "%",
        "_",
        "%%%",
        "\\",
        "'",
        '"',
        "字" * 200,
        "🎈",
        "玥喆堃",
        "𠮷",
        "\u3000",
        "( OR 1=1",
        "\u200b",
        "a " * 90,
    ],
)
def test_odd_wishes_find_nothing_and_break_nothing(place: Place, text: str) -> None:
    add(place, "看星星")
    client = Client()
    client.force_login(place.people["office"])
    answer = client.get(f"/desk/w/{place.week.slug}/search/", {"q": text})
    assert answer.status_code == 200
    assert "看星星" not in answer.content.decode()


def test_signs_that_databases_read_as_wildcards_are_found_as_themselves(place: Place) -> None:
    add(place, "五折50%的票")
    add(place, "a_b 实验")
    assert found(place, "office", "0%")["activities"] == ["五折50%的票"]
    assert found(place, "office", "_")["activities"] == ["a_b 实验"]


def test_rare_signs_are_found(place: Place) -> None:
    add(place, "玥喆堃讲𠮷祥🎈")
    for text in ("玥喆", "𠮷", "🎈"):
        assert found(place, "office", text)["activities"] == ["玥喆堃讲𠮷祥🎈"]


def test_many_are_counted_and_the_rest_is_one_click_away(place: Place) -> None:
    for number in range(9):
        add(place, f"看星星{number}")
    group = next(one for one in queries.search(place.office, place.week, "星星") if one.key == "activities")
    assert (group.total, len(group.hits), group.has_more) == (9, 6, True)
    client = Client()
    client.force_login(place.people["office"])
    page = client.get(f"/desk/w/{place.week.slug}/search/", {"q": "星星"}).content.decode()
    assert "in=activities" in page
    page = client.get(
        f"/desk/w/{place.week.slug}/search/", {"q": "星星", "in": "activities"}
    ).content.decode()
    assert page.count("<mark>星星</mark>") == 9


def test_an_empty_search_asks_for_words_and_a_missed_one_says_what_to_do(place: Place) -> None:
    client = Client()
    client.force_login(place.people["office"])
    address = f"/desk/w/{place.week.slug}/search/"
    assert "编号" in client.get(address).content.decode()
    assert "没有找到" in client.get(address, {"q": "没有的字"}).content.decode()


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("江边看天文", "天文", "江边看[天文]"),
        ("ＡＢＣ实验", "abc", "[ＡＢＣ]实验"),
        ("天 文 台", "天文", "[天 文] 台"),
        ("㈱科普", "株", "[㈱]科普"),
        ("甲乙甲乙", "甲", "[甲]乙[甲]乙"),
        ("没有", "天文", "没有"),
        ("", "天文", ""),
        ("<b>天文</b>", "天文", "<b>[天文]</b>"),
    ],
)
def test_what_was_found_is_marked_as_it_is_written(text: str, words: str, shown: str) -> None:
    pieces = marked(text, search_words(words))
    assert "".join(f"[{piece.text}]" if piece.is_hit else piece.text for piece in pieces) == shown
    assert "".join(piece.text for piece in pieces) == text


def test_the_number_of_queries_does_not_grow_with_what_is_found(
    place: Place, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(4):
        add(place, f"看星星{number}")
    actor = place.office
    with django_assert_num_queries(12):
        queries.search(actor, place.week, "星星")
    for number in range(4, 40):
        add(place, f"看星星{number}")
    with django_assert_num_queries(13):  # one more: there are more than are shown, so that they are counted
        queries.search(actor, place.week, "星星")
