"""One table of cases for both twins: the server's judge, and the phone's in a real browser."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

import sciweek
from sciweek.base.signing import newest_key, public_keys, sign
from sciweek.booking.logic.tickets import Ticket, write_ticket
from sciweek.door.logic.judging import AtDoor, Judgement, Listed, judge, judge_found
from sciweek.door.pages.wire import as_text

PACKAGE = Path(sciweek.__file__).parent
TABLE: dict[str, Any] = json.loads((Path(__file__).parent / "judging.json").read_text(encoding="utf-8"))


def listed(code: str, row: dict[str, Any]) -> Listed:
    return Listed(code, row["places"], row["arrived"], row["serial"], is_confirmed=row["confirmed"])


SESSIONS = [
    AtDoor(row["code"], row["codes"], {code: listed(code, one) for code, one in row["bookings"].items()})
    for row in TABLE["sessions"]
]


def told(judged: Judgement) -> list[Any]:
    return [judged.verdict.value, judged.left, judged.other]


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["why"])
def test_a_ticket_is_worth_what_the_table_says(case: dict[str, Any]) -> None:
    ticket = Ticket(*case["ticket"]) if case["ticket"] else None
    assert told(judge(SESSIONS, TABLE["here"], ticket, TABLE["now"], TABLE["away"])) == case["told"]


@pytest.mark.parametrize("case", TABLE["found"], ids=lambda case: case["why"])
def test_whoever_is_found_by_name_is_judged_alike(case: dict[str, Any]) -> None:
    assert told(judge_found(SESSIONS[0].bookings[case["code"]])) == case["told"]


@pytest.fixture
def modules(chromium: Browser) -> Iterator[Page]:
    """A page without a server that can import the app's modules as they stand in the room."""
    with chromium.new_context() as context:
        page = context.new_page()
        page.route("http://door.test/**", _answer)
        page.goto("http://door.test/")
        yield page


def _answer(route: Route) -> None:
    path = route.request.url.removeprefix("http://door.test/")
    for room in ("door", "look"):
        file = PACKAGE / room / "static" / path
        if path and file.is_file():
            route.fulfill(body=file.read_bytes(), content_type="text/javascript")
            return
    route.fulfill(body="<!doctype html><title>door</title>", content_type="text/html")


@pytest.mark.browser
def test_the_phone_judges_as_the_server_does(modules: Page) -> None:
    found = modules.evaluate(
        """async (table) => {
          const { judge, judgeFound } = await import("http://door.test/door/judge.js");
          const names = ["booking", "session", "serial", "places", "valid_until"];
          const ticketOf = (row) => row && Object.fromEntries(row.map((value, at) => [names[at], value]));
          const plain = ({ verdict, left, other }) => [verdict, left, other];
          return [
            table.cases.map((row) => plain(judge(table.sessions, table.here, ticketOf(row.ticket), table.now, table.away))),
            table.found.map((row) => plain(judgeFound(table.sessions[0].bookings[row.code]))),
          ];
        }""",
        TABLE,
    )
    assert found == [[case["told"] for case in TABLE["cases"]], [case["told"] for case in TABLE["found"]]]


@pytest.mark.browser
def test_the_phone_reads_what_the_server_signed_and_refuses_every_flipped_sign(modules: Page) -> None:
    text = write_ticket(Ticket("ACDEFGHJ", "KMNPQRTW", 7, 12, 1_795_000_000), newest_key(), sign)
    signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    bent = [
        text[:at] + signs[signs.index(text[at]) ^ 1 << at % 5] + text[at + 1 :]
        for at in range(0, len(text), 7)
    ]
    garbage = ["", "x", "A" * 144, text.lower(), text[:-1], f"{text}A", "https://a.example/t/", "😀" * 144]
    keys = {str(number): as_text(key) for number, key in public_keys().items()}
    found = modules.evaluate(
        """async ([good, bad, keys]) => {
          const { readTicket } = await import("http://door.test/door/tickets.js");
          return [good.map((text) => readTicket(text, keys)), bad.map((text) => readTicket(text, keys))];
        }""",
        [
            [text, f"HTTPS://WEEK.EXAMPLE.ORG/T/{text}", f"https://week.example.org/en/t/{text}/"],
            bent + garbage,
            keys,
        ],
    )
    assert (
        found[0]
        == [
            {
                "booking": "ACDEFGHJ",
                "session": "KMNPQRTW",
                "serial": 7,
                "places": 12,
                "valid_until": 1_795_000_000,
            }
        ]
        * 3
    )
    assert set(found[1]) == {None}


@pytest.mark.browser
def test_without_the_right_key_nothing_is_a_ticket(modules: Page) -> None:
    text = write_ticket(Ticket("ACDEFGHJ", "KMNPQRTW", 1, 1, 1_795_000_000), newest_key(), sign)
    found = modules.evaluate(
        """async ([text, wrong]) => {
          const { readTicket } = await import("http://door.test/door/tickets.js");
          return [readTicket(text, {}), readTicket(text, { 1: wrong }), readTicket(text, { 1: "AAAA" })];
        }""",
        [text, as_text(bytes(range(32)))],
    )
    assert found == [None, None, None]


CLOSED = "http://door.test/door/AbC123/"


def waiting_after(page: Page, answer: dict[str, Any], lines: int) -> tuple[list[str], int]:
    """Open the page of a link that has ended with so many lines waiting: where they were sent, how many still wait."""
    sent: list[str] = []

    def sync(route: Route) -> None:
        sent.append(route.request.url)
        rows = (route.request.post_data_json or {})["arrivals"]
        results = [{"uid": row["uid"], "became": "kept", "flag": "ok"} for row in rows]
        route.fulfill(**(answer or {"json": {"closed": True, "results": results}}))

    page.route("http://door.test/**/sync", sync)
    page.goto(f"{CLOSED}plain/")
    page.evaluate(
        """async (lines) => {
          const { newUid, openStore } = await import("http://door.test/door/store.js");
          const store = await openStore();
          for (let number = 0; number < lines; number++)
            await store.add({ uid: newUid(), token: "AbC123", number, session: "SESSAAAA", people: 1, how: "walk_in" });
          await import("http://door.test/door/closed.js");
        }""",
        lines,
    )
    page.wait_for_load_state("networkidle")
    left: int = page.evaluate(
        """async () => {
          const { openStore } = await import("http://door.test/door/store.js");
          return (await (await openStore()).queue("AbC123")).length;
        }"""
    )
    return sent, left


@pytest.mark.browser
def test_the_page_of_a_link_that_has_ended_clears_the_lists_of_all_that_have(modules: Page) -> None:
    modules.goto(CLOSED)
    left = modules.evaluate(
        """async () => {
          const { openStore } = await import("http://door.test/door/store.js");
          const store = await openStore();
          const soon = Math.floor(Date.now() / 1000) + 3600;
          for (const [token, until] of [["AbC123", soon], ["over", 1], ["runs", soon]])
            await store.settle(token, [], { until });
          await import("http://door.test/door/closed.js");
          for (let again = 0; again < 100 && (await store.lists()).length > 1; again++)
            await new Promise((done) => requestAnimationFrame(done));
          return (await store.lists()).map(([token]) => token);
        }"""
    )
    assert left == ["runs"]


@pytest.mark.browser
def test_all_that_waits_is_brought_when_the_link_has_ended(modules: Page) -> None:
    sent, left = waiting_after(modules, {}, 250)
    assert sent == [f"{CLOSED}sync"] * 3
    assert left == 0


@pytest.mark.browser
@pytest.mark.parametrize(
    "answer",
    [{"status": 200, "body": "<!doctype html>log in here"}, {"status": 404, "body": ""}],
    ids=["a network that wants a log-in", "a way in between that knows nothing"],
)
def test_what_waits_stays_unless_we_ourselves_have_answered(modules: Page, answer: dict[str, Any]) -> None:
    _sent, left = waiting_after(modules, answer, 3)
    assert left == 3
