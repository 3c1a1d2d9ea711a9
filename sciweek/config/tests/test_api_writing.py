"""Writing by the API: once, without lost updates, an activity and a hand-in their whole way."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from sciweek.activities.actions import edit_activity
from sciweek.base import clock
from sciweek.committee.tests.cast import Cast, system_in
from sciweek.config.api import document
from sciweek.config.tests.programs import activities, enter, program
from sciweek.week.actions import create_week


def test_the_same_key_acts_once(cast: Cast) -> None:
    office, key = program(cast, "office"), {"Idempotency-Key": str(uuid4())}
    body = {"name": "科普集市", "kind": "lecture"}
    first = office.post(activities(cast), body, status=201, **key)
    again = office.post(activities(cast), body, status=201, **key)
    assert first == again
    assert office.get(activities(cast))["total"] == 1
    assert office.ask("POST", activities(cast), body, **{"Idempotency-Key": "no-uuid"}).status_code == 422


def test_everything_that_is_added_takes_a_key() -> None:
    for path, methods in document()["paths"].items():
        if 201 in methods.get("post", {}).get("responses", {}):
            assert "Idempotency-Key" in {one["name"] for one in methods["post"]["parameters"]}, path


def test_a_line_of_the_annex_is_added_once_for_one_key(cast: Cast) -> None:
    office, key = program(cast, "office"), {"Idempotency-Key": str(uuid4())}
    path, body = f"/weeks/{cast.week.slug}/series", {"name": "科技开放日", "kind": "open"}
    assert office.post(path, body, status=201, **key) == office.post(path, body, status=201, **key)
    assert office.get(path)["total"] == 1
    assert office.post(path, body, status=422)["code"] == "taken"


def test_a_key_that_was_used_in_another_edition_is_refused_in_words(cast: Cast) -> None:
    with cast.inside():
        start, end = cast.week.starts_on + timedelta(days=364), cast.week.ends_on + timedelta(days=364)
        later = create_week(system_in(cast.region), cast.region, title="2028年", starts_on=start, ends_on=end)
    office, key = program(cast, "office"), {"Idempotency-Key": str(uuid4())}
    body = {"name": "科普集市", "kind": "lecture"}
    office.post(activities(cast), body, status=201, **key)
    said = office.post(f"/weeks/{later.slug}/activities", body, status=422, **key)
    assert (said["code"], "换一个编号" in said["detail"]) == ("used_request_uid", True)
    assert office.get(f"/weeks/{later.slug}/activities")["total"] == 0


def test_a_lost_update_shows_both_sides_and_who(cast: Cast) -> None:
    row = enter(cast, place="文化站")
    path, liaison = f"{activities(cast)}/{row.code}", program(cast, "liaison")
    seen = liaison.get(path)["version"]
    with cast.inside():
        edit_activity(cast.actor("office"), row, seen_version=seen, place="临江广场")
    answer = liaison.ask("PATCH", path, {"seen_version": seen, "place": "文化站二楼"})
    said = answer.json()
    assert (answer.status_code, said["code"], said["who"]) == (409, "conflict", "江办")
    assert (said["mine"]["place"], said["theirs"]["place"]) == ("文化站二楼", "临江广场")
    saved = liaison.ask("PATCH", path, {"seen_version": said["version"], "place": "文化站二楼"})
    assert saved.json()["place"] == "文化站二楼"


def test_an_activity_goes_its_whole_way(cast: Cast) -> None:
    liaison, office = program(cast, "liaison"), program(cast, "office")
    made = liaison.post(
        activities(cast),
        {
            "name": "云栖科普集市",
            "kind": "show",
            "unit": cast.unit.code,
            "starts_at": "2027-05-22T09:00:00+08:00",
            "ends_at": "2027-05-22T11:00:00+08:00",
        },
        status=201,
    )
    path = f"{activities(cast)}/{made['code']}"
    assert liaison.post(f"{path}/submit")["state"] == "submitted"
    back = office.post(f"{path}/return", {"marks": {"place": "请写地点"}})
    assert (back["state"], back["marks"]) == ("returned", {"place": "请写地点"})
    liaison.ask("PATCH", path, {"seen_version": back["version"], "place": "云栖文化站"})
    liaison.post(f"{path}/submit")
    assert office.post(f"{path}/approve")["state"] == "approved"
    refused = office.post(f"{path}/publish", status=422)
    assert (refused["code"], list(refused["fields"])) == ("opinion_missing", ["opinion"])
    judged = liaison.post(f"{path}/opinion", {"verdict": "open", "basis": "街道5月6日审查"})
    assert judged["opinion"] == "open"
    shown = office.post(f"{path}/publish")
    assert (shown["state"], shown["starts_at"]) == ("published", "2027-05-22T09:00:00+08:00")
    assert liaison.get(f"{path}/history")[0]["verb"] == "publish_activity"
    assert liaison.get(f"{path}/opinions")[0]["reviewer"] == "云栖街道办事处"
    with clock.standing_at(datetime(2027, 5, 22, 6, tzinfo=UTC)):
        assert office.ask("POST", f"{path}/hold", {}).status_code == 401  # the token has long expired


def test_a_bulk_act_says_what_stayed_and_why(cast: Cast) -> None:
    good, bare = (
        enter(cast, starts_at=datetime(2027, 5, 22, 1, tzinfo=UTC), place="云栖文化站"),
        enter(cast, "讲座"),
    )
    said = program(cast, "office").post(
        f"/weeks/{cast.week.slug}/bulk/activities/publish",
        {"codes": [good.code, bare.code, "NNNNNNNN"], "basis": "组委会办公室5月6日审查"},
    )
    assert said["done"] == [good.code]
    assert {one["code"]: one["reason_code"] for one in said["left"]} == {
        bare.code: "incomplete",
        "NNNNNNNN": "not_found",
    }


def test_a_unit_hands_in_a_file_and_the_office_reads_it(cast: Cast) -> None:
    office, liaison = program(cast, "office"), program(cast, "liaison")
    duty = office.post(
        f"/weeks/{cast.week.slug}/duties",
        {"what": "活动备案表", "due_on": "2027-05-07", "addressees": [{"unit": cast.unit.code}]},
        status=201,
    )
    assert duty["due_at"] == "2027-05-08T00:00:00+08:00"
    owed = liaison.get(f"/weeks/{cast.week.slug}/hand-ins")["items"][0]
    path = f"/weeks/{cast.week.slug}/hand-ins/{owed['code']}"
    sent = liaison.send(
        f"{path}/hand-in", {"note": "一场", "files": [SimpleUploadedFile("备案表.txt", "一场".encode())]}
    )
    assert (sent.status_code, sent.json()["state"]) == (200, "handed")
    file = sent.json()["files"][0]
    assert file["name"] == "备案表.txt"
    got = office.ask("GET", f"{path}/files/{file['code']}")
    assert (got.content.decode(), got["Content-Type"]) == ("一场", "application/octet-stream")
    assert program(cast, "other_liaison").ask("GET", f"{path}/files/{file['code']}").status_code == 404
    assert office.post(f"{path}/accept")["state"] == "accepted"


def test_a_unit_signs_for_the_notice(cast: Cast) -> None:
    liaison = program(cast, "liaison")
    path = f"/weeks/{cast.week.slug}/participations"
    assert [one["received_at"] for one in liaison.get(path)["items"]] == [None]
    assert liaison.post(f"{path}/{cast.unit.code}/receipt")["received_at"]
    assert program(cast, "office").get(f"{path}?received=true")["total"] == 1
