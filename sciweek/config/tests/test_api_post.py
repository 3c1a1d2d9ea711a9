"""Messages and the addresses of programs over the API."""

from collections.abc import Iterator

import pytest

from sciweek.committee.tests.cast import Cast
from sciweek.config.tests.programs import program
from sciweek.post import jobs
from sciweek.post.models import Message, Webhook
from sciweek.post.states import MessageState, Occasion
from sciweek.post.tests.listener import Heard, http_listener
from sciweek.post.tests.town import NIGHT, NOON, at, letter, robot, to_group, to_liaison


@pytest.fixture
def heard() -> Iterator[Heard]:
    """A real HTTP server on this machine."""
    with http_listener() as listener:
        yield listener


def address(cast: Cast, rest: str = "") -> str:
    return f"/weeks/{cast.week.slug}/messages{rest}"


def test_messages_are_found_by_state_way_unit_and_words(cast: Cast) -> None:
    with cast.inside():
        letter(cast, key="k1", subject="照片")
        letter(cast, key="k2", subject="备案表")
    office = program(cast, "office")
    assert [row["subject"] for row in office.get(address(cast))["items"]] == ["备案表", "照片"]
    for query, count in (
        ("?state=draft", 2),
        ("?state=sent", 0),
        ("?channel=email", 2),
        ("?channel=sms", 0),
        (f"?unit={cast.unit.code}", 2),
        (f"?unit={cast.other_unit.code}", 0),
        ("?q=照片", 1),
        ("?q=云栖", 2),
        ("?limit=1", 2),
    ):
        assert office.get(address(cast, query))["total"] == count, query
    assert office.get(address(cast, "?limit=1"))["next"].endswith("limit=1&page=2")


def test_addresses_need_a_right_of_their_own_and_the_office(cast: Cast) -> None:
    with cast.inside():
        letter(cast)
    plain, whole = program(cast, "office", "messages:read"), program(cast, "office")
    assert plain.get(address(cast))["items"][0]["address"] == ""
    assert whole.get(address(cast))["items"][0]["address"] == "y···@linjiang.example"
    assert program(cast, "auditor").get(address(cast))["items"][0]["address"] == ""


def test_no_program_reads_the_link_of_an_invitation(cast: Cast) -> None:
    with cast.inside():
        plain = letter(cast, key="k1", body="请交照片。")
        invitation = letter(cast, key="k2", body="https://x/join/geheim", occasion=Occasion.INVITATION)
    office = program(cast, "office")
    assert office.get(address(cast, f"/{plain.code}"))["body"] == "请交照片。"
    assert office.get(address(cast, f"/{invitation.code}"))["body"] == ""


def test_one_text_becomes_a_draft_for_each_unit_once(cast: Cast) -> None:
    office = program(cast, "office")
    sent = {
        "channel": "email",
        "units": [cast.unit.code, cast.other_unit.code],
        "subject": "照片",
        "body": "{单位}：请交照片。",
    }
    with cast.inside():
        to_liaison(cast)
    said = office.post(address(cast), sent)
    assert [(row["unit"], row["channel"]) for row in said["new"]] == [
        (cast.unit.code, "email"),
        (cast.other_unit.code, "copy"),
    ]
    assert said["without"] == [cast.other_unit.code]
    again = office.post(address(cast), sent)
    assert (again["new"], len(again["known"])) == ([], 2)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"units": []}, "units"),
        ({"units": ["XXXXXXXX"]}, "units"),
        ({"body": "{单未}：请交"}, "body"),
        ({"body": ""}, "body"),
        ({"channel": "webhook"}, "channel"),
        ({"channel": "wecom"}, "channel"),
        ({"group": "XXXXXXXX"}, "group"),
        ({"subject": "科" * 151, "channel": "copy"}, "subject"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(cast: Cast, values: dict[str, str], field: str) -> None:
    sent = {"channel": "copy", "units": [cast.unit.code], "body": "请交照片。"} | values
    said = program(cast, "office").post(address(cast), sent, status=422)
    assert list(said["fields"]) == [field]


def test_a_group_is_written_to_by_its_code(cast: Cast, heard: Heard) -> None:
    with cast.inside():
        group = robot(cast, heard.url)
    with at(NOON):  # a token of now would be over by then
        office = program(cast, "office")
    [shown] = office.get("/groups")["items"]
    assert shown == {"code": group.code, "name": "联络员群", "kind": "wecom", "unit": None}
    sent = {"channel": "wecom", "group": group.code, "body": "各单位：请交照片。"}
    code = office.post(address(cast), sent)["new"][0]["code"]
    with at(NOON):
        assert office.post(address(cast, f"/{code}/send"))["state"] == "queued"
        jobs.send_due.call()
    told = office.get(address(cast, f"/{code}"))
    assert (told["state"], [one["outcome"] for one in told["attempts"]]) == ("sent", ["sent"])


def test_at_night_a_message_waits_unless_the_program_says_why_not(cast: Cast, heard: Heard) -> None:
    with cast.inside():
        group = robot(cast, heard.url)
        first, second = to_group(cast, group, key="k1"), to_group(cast, group, key="k2")
    with at(NIGHT):
        office = program(cast, "office")
        assert office.post(address(cast, f"/{first.code}/send"))["next_try_at"].startswith("2027-05-11T08:00")
        urgent = office.post(address(cast, f"/{second.code}/send"), {"urgent_why": "明早改地点"})
        assert urgent["next_try_at"].startswith("2027-05-10T23:00")


def test_a_step_that_comes_too_late_is_refused(cast: Cast) -> None:
    with cast.inside():
        message = letter(cast)
    office = program(cast, "office")
    said = office.post(address(cast, f"/{message.code}/send"), status=422)
    assert said["code"] == "not_ready"
    office.post(address(cast, f"/{message.code}/copied"), {"seen_version": message.version})
    said = office.post(address(cast, f"/{message.code}/withdraw"), status=422)
    assert said["code"] == "no_such_move"
    with cast.inside():
        assert Message.objects.get().state == MessageState.COPIED


def test_a_webhook_is_added_once_and_its_secret_told_once(cast: Cast) -> None:
    office = program(cast, "office")
    sent = {"name": "大屏", "address": "https://screen.linjiang.example/hook", "events": ["week.opened"]}
    key = {"Idempotency-Key": "6f1c2a34-7f0e-4d2b-9a51-0c1de57a9b10"}
    made = office.post("/webhooks", sent, status=201, **key)
    assert made["secret"].startswith("whsec_")
    assert office.post("/webhooks", sent, status=201, **key)["code"] == made["code"]
    assert "secret" not in office.get(f"/webhooks/{made['code']}")
    assert office.post("/webhooks", sent, status=422)["fields"] == {"name": "已经有这个名称。"}


def test_a_webhook_is_changed_by_its_version(cast: Cast) -> None:
    office = program(cast, "office")
    sent = {"name": "大屏", "address": "https://screen.linjiang.example/hook", "events": ["week.opened"]}
    code = office.post("/webhooks", sent, status=201)["code"]
    answer = office.ask("PATCH", f"/webhooks/{code}", {"seen_version": 1, "is_active": False})
    assert answer.json()["is_active"] is False
    answer = office.ask("PATCH", f"/webhooks/{code}", {"seen_version": 1, "name": "新大屏"})
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    with cast.inside():
        assert Webhook.objects.get().name == "大屏"


def test_a_ping_is_delivered_and_can_be_followed(cast: Cast, heard: Heard) -> None:
    office = program(cast, "office")
    sent = {"name": "大屏", "address": heard.url, "events": ["week.opened"]}
    code = office.post("/webhooks", sent, status=201)["code"]
    ping = office.post(f"/webhooks/{code}/ping")
    jobs.send_due.call()
    [delivery] = office.get(f"/webhooks/{code}/deliveries")["items"]
    assert (delivery["uid"], delivery["event"], delivery["state"]) == (ping["uid"], "ping", "sent")
    assert heard.json()["id"] == ping["uid"]


def test_a_token_of_one_edition_adds_no_address_of_the_region(cast: Cast) -> None:
    sent = {"name": "大屏", "address": "https://screen.linjiang.example/hook", "events": ["week.opened"]}
    said = program(cast, "office", week=cast.week).post("/webhooks", sent, status=403)
    assert said["code"] == "week_token"
