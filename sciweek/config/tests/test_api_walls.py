"""Rights and walls at the API."""

from datetime import timedelta

from sciweek.committee.tests.cast import Cast, system_in
from sciweek.config.tests.programs import activities, enter, program
from sciweek.week.actions import create_week


def test_a_right_that_the_token_lacks_is_named(cast: Cast) -> None:
    reader = program(cast, "office", "activities:read")
    refused = reader.ask("POST", activities(cast), {"name": "科普集市", "kind": "lecture"})
    assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")
    assert "activities:write" in refused.json()["detail"]
    assert reader.ask("GET", "/units").status_code == 403


def test_to_write_includes_to_read(cast: Cast) -> None:
    assert program(cast, "office", "activities:write").get(activities(cast))["total"] == 0


def test_all_rights_do_not_make_an_auditor_an_office(cast: Cast) -> None:
    refused = program(cast, "auditor").ask("POST", activities(cast), {"name": "科普集市", "kind": "lecture"})
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")


def test_another_region_does_not_exist(cast: Cast) -> None:
    office, stranger = program(cast, "office"), program(cast, "stranger")
    row = enter(cast)
    assert office.ask("GET", f"/weeks/{cast.other_week.slug}/activities").status_code == 404
    assert stranger.ask("GET", f"{activities(cast)}/{row.code}").status_code == 404
    assert stranger.ask("GET", f"/units/{cast.unit.code}").status_code == 404
    assert [unit["name"] for unit in stranger.get("/units")["items"]] == ["河西街道办事处"]


def test_a_token_of_one_edition_sees_no_other(cast: Cast) -> None:
    with cast.inside():
        later = create_week(
            system_in(cast.region),
            cast.region,
            title="2028年临江区科技活动周",
            starts_on=cast.week.starts_on + timedelta(days=364),
            ends_on=cast.week.ends_on + timedelta(days=364),
        )
    bound = program(cast, "office", week=cast.week)
    assert bound.ask("GET", f"/weeks/{later.slug}").status_code == 404
    assert [week["slug"] for week in bound.get("/weeks")["items"]] == [cast.week.slug]
    assert bound.get("/me")["week"] == cast.week.slug
    refused = bound.ask("POST", "/units", {"name": "新街道", "kind": "street"})
    assert (refused.status_code, refused.json()["code"]) == (403, "week_token")


def test_the_log_of_the_region_is_read_apart_from_that_of_an_edition(cast: Cast) -> None:
    office = program(cast, "office")
    enter(cast)
    office.post("/units", {"name": "新街道", "kind": "street"}, status=201)
    inside = office.get(f"/weeks/{cast.week.slug}/log?limit=200")["items"]
    outside = office.get("/log?verb=add_unit&limit=200")["items"]
    assert "add_activity" in {line["verb"] for line in inside}
    assert "新街道" not in {line["thing"] for line in inside}
    assert outside[0]["thing"] == "新街道"
    assert outside[0]["at"].endswith("+08:00")
    there = program(cast, "stranger").get("/log?limit=200")["items"]
    assert "新街道" not in {line["thing"] for line in there}
    assert program(cast, "auditor", "log:read", week=cast.week).get("/log?verb=add_unit")["total"] > 0


def test_a_liaison_sees_the_own_unit_alone(cast: Cast) -> None:
    row = enter(cast)
    other = program(cast, "other_liaison")
    assert other.get(activities(cast))["items"] == []
    assert other.ask("GET", f"{activities(cast)}/{row.code}").status_code == 404
    assert other.ask("POST", f"{activities(cast)}/{row.code}/submit", {}).status_code == 404


def test_contacts_are_masked_without_the_right_to_them(cast: Cast) -> None:
    row = enter(cast, contact_name="云小联", contact_phone="13900001234")
    path = f"{activities(cast)}/{row.code}"
    seen = program(cast, "office", "activities:read").get(path)
    assert (seen["contact_phone"], seen["contact_is_masked"]) == ("···1234", True)
    whole = program(cast, "office", "activities:read", "contacts:read").get(path)
    assert (whole["contact_phone"], whole["contact_is_masked"]) == ("13900001234", False)
    audit = program(cast, "auditor", "activities:read", "contacts:read").get(path)
    assert audit["contact_phone"] == "···1234"
