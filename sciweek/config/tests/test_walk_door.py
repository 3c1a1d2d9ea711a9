"""A volunteer's phone at the door, in a real browser: with the network cut, with bad tickets, with a clock that is off."""

import re
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import segno
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, Route, ViewportSize, expect

from conftest import CHROMIUM, SWITCHES
from sciweek.config.tests.browsing import Look, follow, person
from sciweek.config.tests.cable import CUT, Cable, cut, mend
from sciweek.config.tests.signing_in import signed_in
from sciweek.config.tests.sites import Site

pytestmark = pytest.mark.browser
SEEDING = "sciweek.door.tests.seeding"
TICKETS = 20
NARROW: ViewportSize = {"width": 360, "height": 740}
AT_THE_DOOR: dict[str, Any] = {"widths": (390, 360), "themes": ("light", "dark")}
MILLISECOND = timedelta(milliseconds=1)


@pytest.fixture(scope="module")
def towns(file_site: Site, request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    """What is told of sessions that run now: many people for one test, a few for each other one of this file."""
    tests = [item for item in request.session.items if item.path == request.path]
    return file_site.told(SEEDING, f"towns({', '.join([str(TICKETS), *('5' for _ in tests)])})")


@pytest.fixture
def crowded_town(towns: list[dict[str, Any]]) -> dict[str, Any]:
    return towns[0]


@pytest.fixture
def town(towns: list[dict[str, Any]]) -> dict[str, Any]:
    """Sessions that run now, for the test alone."""
    return towns.pop()


def arrivals(site: Site, town: dict[str, Any]) -> list[list[Any]]:
    """What was counted at the door of the first session: people, booking, flag, how."""
    return site.told(SEEDING, f"arrivals({town['week']!r}, {town['session']!r})")


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    """A narrow phone. That the network is cut is no complaint."""
    with person(chromium, forgiven=CUT, viewport=NARROW, has_touch=True) as context:
        yield context


def opened(phone: BrowserContext, site: Site | Cable, town: dict[str, Any]) -> Page:
    """The link is opened, and the volunteer says at which door."""
    page = phone.new_page()
    page.goto(f"{site.url}/door/{town['token']}/")
    expect(page.locator("body[data-ready]")).to_be_attached()
    page.get_by_role("button", name=re.compile("水是怎样变清的")).click()
    expect(page.get_by_role("heading", name=re.compile("水是怎样变清的"))).to_be_visible()
    return page


def scan(page: Page, text: str) -> None:
    """Hold a ticket before the phone: a photo of its code, read by the app's own decoder."""
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=5, border=4)
    picture: FilePayload = {"name": "ticket.png", "mimeType": "image/png", "buffer": out.getvalue()}
    page.locator("#photo").set_input_files(picture)


def result(page: Page) -> Any:
    return page.locator("#scan-result [data-verdict]")


def let_in(page: Page, text: str, people: int) -> None:
    before = int(page.locator("#inside").inner_text())
    scan(page, text)
    if people > 1:
        expect(result(page)).to_have_attribute("data-verdict", "admit")
        page.get_by_role("button", name=f"放行 {people} 人").click()
    expect(page.locator("#inside")).to_have_text(str(before + people))
    expect(result(page)).to_have_attribute("data-verdict", "done")


def test_twenty_tickets_with_the_network_cut_and_then_back(
    phone: BrowserContext, file_site: Site, cable: Cable, crowded_town: dict[str, Any], looks_right: Look
) -> None:
    town = crowded_town
    page = opened(phone, cable, town)
    looks_right(page, "scan", **AT_THE_DOOR)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    cut(phone, cable)
    expect(page.get_by_text("没有网络，先记在手机里")).to_be_visible()
    for number, (text, people) in enumerate(town["tickets"], 1):
        if number == 8:  # the phone was put away and the page is opened anew, still without a network
            page.reload()
            expect(page.locator("body[data-ready]")).to_be_attached()
            page.get_by_role("button", name=re.compile("水是怎样变清的")).click()
        let_in(page, text, people)
        expect(page.locator("#waiting")).to_have_text(f"{number} 条待上传")
        if number == 4:
            looks_right(page, "offline", **AT_THE_DOOR)
    expect(page.locator("#came")).to_have_text(str(town["people"]))
    assert arrivals(file_site, town) == []
    mend(phone, cable)
    expect(page.get_by_text("都已上传")).to_be_visible(timeout=70_000)
    rows = arrivals(file_site, town)
    assert len(rows) == TICKETS
    assert sum(row[0] for row in rows) == town["people"]
    assert len({row[1] for row in rows}) == TICKETS
    assert {(row[2], row[3]) for row in rows} == {("ok", "qr")}
    expect(page.locator("#inside")).to_have_text(str(town["people"]))


def test_tickets_that_are_no_good_and_how_the_volunteer_is_told(
    phone: BrowserContext, file_site: Site, cable: Cable, town: dict[str, Any], looks_right: Look
) -> None:
    page = opened(phone, cable, town)
    text, _people = town["tickets"][0]
    # The booker's own picture of the ticket, as the portal gives it.
    picture = page.request.get(f"{file_site.url}{town['ticket_png']}").body()
    [code] = zxingcpp.read_barcodes(Image.open(BytesIO(picture)).convert("L"))
    # Booking and session; its end has the portal's own leeway.
    assert code.text[-len(text) :][:28] == text[:28]
    page.locator("#photo").set_input_files({"name": "t.png", "mimeType": "image/png", "buffer": picture})
    expect(page.locator("#inside")).to_have_text("1")
    verdicts = {
        "other_session": "星星离我们多远",
        "expired": "票的有效时间已过",
        "cancelled": "这个预约取消了",
        "elsewhere": "不是这几场的",
    }
    for name, words in verdicts.items():
        scan(page, town[name])
        expect(result(page)).to_have_attribute("data-verdict", name)
        expect(result(page)).to_contain_text(words)
        expect(result(page).get_by_role("button")).to_have_count(0)
    # It was moved after it was printed, to a session that is not this link's: the list says where, without a network.
    cut(phone, cable)
    scan(page, town["moved"])
    expect(result(page)).to_have_attribute("data-verdict", "other_session")
    expect(result(page)).to_contain_text(re.compile("请到这一场的门口：.*水是怎样变清的"))
    mend(phone, cable)
    signed = town["tickets"][1][0]
    scan(page, signed[:-1] + ("B" if signed.endswith("A") else "A"))
    expect(result(page)).to_have_attribute("data-verdict", "forged")
    looks_right(page, "forged", **AT_THE_DOOR)
    scan(page, text)
    expect(result(page)).to_have_attribute("data-verdict", "already")
    looks_right(page, "already", **AT_THE_DOOR)
    page.get_by_role("button", name="仍然放行 1 人").click()
    scan(page, town["late"])
    expect(result(page)).to_have_attribute("data-verdict", "provisional")
    looks_right(page, "provisional", **AT_THE_DOOR)
    page.get_by_role("button", name="放行 2 人").click()
    expect(page.get_by_text("还没有核对")).to_be_visible()
    expect(page.get_by_text("都已上传")).to_be_visible()
    rows = arrivals(file_site, town)
    assert [row[2] for row in rows] == ["ok", "double", "unknown"]


def test_the_choice_of_a_door_and_the_page_without_a_program_look_right(
    phone: BrowserContext, file_site: Site, town: dict[str, Any], looks_right: Look
) -> None:
    page = phone.new_page()
    page.goto(f"{file_site.url}/door/{town['token']}/")
    expect(page.locator("body[data-ready]")).to_be_attached()
    looks_right(page, "choose", **AT_THE_DOOR)
    page.goto(f"{file_site.url}/door/{town['token']}/plain/?q=0003")
    looks_right(page, "plain", **AT_THE_DOOR)
    page.get_by_role("button", name="放行").click()
    expect(page.get_by_text("已记下。")).to_be_visible()


def test_a_party_that_comes_in_parts_is_found_by_name_and_walk_ins_are_counted(
    phone: BrowserContext, file_site: Site, town: dict[str, Any], looks_right: Look
) -> None:
    page = opened(phone, file_site, town)
    page.get_by_role("button", name="查找").click()
    page.locator("#find").fill("0003")
    page.get_by_role("button", name=re.compile("白露")).click()
    looks_right(page, "found", **AT_THE_DOOR)
    page.get_by_role("button", name="少一人").click()
    page.get_by_role("button", name="放行 2 人").click()
    expect(page.locator("#came")).to_have_text("2")
    page.get_by_role("button", name="撤回").click()
    expect(page.locator("#came")).to_have_text("0")
    page.locator("#find").fill("周白露")
    page.get_by_role("button", name=re.compile("白露.*0003")).click()
    page.get_by_role("button", name="放行 3 人").click()
    expect(page.locator("#came")).to_have_text("3")
    page.get_by_role("button", name="直接来", exact=True).click()
    for number in range(1, 4):
        page.get_by_role("button", name="加 1 人").click()
        expect(page.locator("#walked")).to_have_text(str(number))
    page.get_by_role("button", name="减 1").click()
    expect(page.locator("#walk-inside")).to_have_text("5")
    looks_right(page, "walk", **AT_THE_DOOR)
    expect(page.get_by_text("都已上传")).to_be_visible()
    page.get_by_role("button", name="退出并清除").last.click()
    expect(page.get_by_text("名单已从手机里删除")).to_be_visible()
    assert kept_lists(page) == 0


def kept_lists(page: Page) -> int:
    """How many lists the phone still holds."""
    found: int = page.evaluate(
        """() => new Promise((done) => {
          const request = indexedDB.open("sciweek-door", 1);
          request.onsuccess = () => {
            const all = request.result.transaction("lists").objectStore("lists").getAll();
            all.onsuccess = () => done(all.result.length);
          };
        })"""
    )
    return found


def test_a_result_takes_back_what_it_says_whatever_was_counted_since(
    phone: BrowserContext, file_site: Site, town: dict[str, Any]
) -> None:
    page = opened(phone, file_site, town)
    text, people = next(row for row in town["tickets"] if row[1] > 1)
    let_in(page, text, people)
    page.get_by_role("button", name="直接来", exact=True).click()
    page.get_by_role("button", name="加 1 人").click()
    expect(page.locator("#walked")).to_have_text("1")
    page.get_by_role("button", name="扫码").click()
    page.get_by_role("button", name="撤回").click()
    expect(page.locator("#came")).to_have_text("0")
    expect(page.locator("#walked")).to_have_text("1")
    expect(page.get_by_text("都已上传")).to_be_visible()
    rows = arrivals(file_site, town)
    assert sorted(row[0] for row in rows) == sorted([people, -people, 1])


NO_STORE = """
  Object.defineProperty(window, "indexedDB", { value: undefined });
  Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } });
"""
FULL = 'IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };'


@pytest.mark.one_database
@pytest.mark.parametrize("script", [NO_STORE, FULL], ids=["keeps nothing", "is full"])
def test_a_phone_that_keeps_nothing_or_is_full_counts_and_sends(
    phone: BrowserContext, file_site: Site, town: dict[str, Any], script: str, looks_right: Look
) -> None:
    phone.add_init_script(script)
    page = opened(phone, file_site, town)
    let_in(page, *town["tickets"][0])
    expect(page.get_by_text("都已上传")).to_be_visible()
    expect(page.locator("#network")).to_have_text("在线")
    expect(page.get_by_role("alert").filter(has_text="手机存不下了")).to_be_visible()
    looks_right(page, "unkept", **AT_THE_DOOR)
    assert len(arrivals(file_site, town)) == 1


@pytest.mark.one_database
def test_a_phone_that_was_full_for_a_while_is_told_so_until_all_is_kept_or_sent(
    phone: BrowserContext, cable: Cable, town: dict[str, Any]
) -> None:
    page = opened(phone, cable, town)
    expect(page.locator("#unkept")).to_be_hidden()
    cut(phone, cable)
    page.evaluate(f"() => {{ window.put = IDBObjectStore.prototype.put; {FULL} }}")
    let_in(page, *town["tickets"][0])
    expect(page.locator("#unkept")).to_be_visible()
    page.evaluate("() => { IDBObjectStore.prototype.put = window.put; }")
    let_in(page, *town["tickets"][2])
    # The first one still stands in the page alone.
    expect(page.locator("#unkept")).to_be_visible()
    mend(phone, cable)
    expect(page.get_by_text("都已上传")).to_be_visible(timeout=70_000)
    expect(page.locator("#unkept")).to_be_hidden()


@pytest.mark.one_database
def test_the_list_that_a_phone_keeps_cannot_be_read_once_the_browser_lets_its_key_go(
    phone: BrowserContext, cable: Cable, town: dict[str, Any]
) -> None:
    page = opened(phone, cable, town)
    expect(page.get_by_text("都已上传")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready")
    [row] = raw_lists(page)
    assert "小满" not in row["text"]
    assert "0003" not in row["text"]
    [key] = phone.cookies(f"{cable.url}/door/{town['token']}/")
    # Two hours after the end of the sessions the browser lets the key go by itself, whether the page is opened or not.
    assert abs(key["expires"] - row["until"]) < 60
    assert phone.cookies(cable.url) == []
    cut(phone, cable)
    page.reload()
    page.get_by_role("button", name=re.compile("水是怎样变清的")).click()
    page.get_by_role("button", name="查找").click()
    page.locator("#find").fill("0003")
    expect(page.get_by_role("button", name=re.compile("白露"))).to_be_visible()
    phone.clear_cookies()
    page.reload()
    expect(page.get_by_text("手机里还没有名单")).to_be_visible()


def raw_lists(page: Page) -> list[dict[str, Any]]:
    """What lies in the phone's store as lists, as text."""
    found: list[dict[str, Any]] = page.evaluate(
        """() => new Promise((done) => {
          const request = indexedDB.open("sciweek-door", 1);
          request.onsuccess = () => {
            const all = request.result.transaction("lists").objectStore("lists").getAll();
            all.onsuccess = () => done(all.result.map((row) => (
              { until: row.until, text: JSON.stringify({ ...row, until: 0 }) + new TextDecoder().decode(row.text) }
            )));
          };
        })"""
    )
    return found


@pytest.mark.one_database
def test_a_network_that_never_answers_keeps_nobody_waiting(
    chromium: Browser, file_site: Site, town: dict[str, Any]
) -> None:
    with person(chromium, forgiven=CUT, viewport=NARROW, service_workers="block") as context:
        opened(context, file_site, town).close()
        page = context.new_page()
        page.route(re.compile(r"/(list\.json|sync)$"), lambda _route: None)
        page.goto(f"{file_site.url}/door/{town['token']}/")
        expect(page.locator("body[data-ready]")).to_be_attached(timeout=12_000)
        expect(page.get_by_role("button", name=re.compile("水是怎样变清的"))).to_be_visible()


@pytest.mark.one_database
def test_an_answer_that_was_on_its_way_does_not_bring_the_list_back(
    chromium: Browser, file_site: Site, town: dict[str, Any]
) -> None:
    with person(chromium, forgiven=CUT, viewport=NARROW, service_workers="block") as context:
        page = opened(context, file_site, town)
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        page.route("**/sync", hold)
        page.get_by_role("button", name="直接来", exact=True).click()
        page.once("dialog", lambda dialog: dialog.accept())
        with page.expect_request("**/sync"):
            page.get_by_role("button", name="加 1 人").click()
        page.get_by_role("button", name="退出并清除").last.click()
        expect(page.get_by_text("名单已从手机里删除")).to_be_visible()
        with page.expect_response("**/sync"):
            held[0].continue_()
        page.wait_for_load_state("networkidle")
        assert kept_lists(page) == 0
        expect(page.locator("#counts")).to_be_hidden()


@pytest.mark.one_database
def test_the_app_in_one_language_leaves_that_in_another_alone(
    phone: BrowserContext, file_site: Site, town: dict[str, Any]
) -> None:
    page = phone.new_page()
    for language in ("/en", ""):
        page.goto(f"{file_site.url}{language}/door/{town['token']}/")
        page.evaluate("navigator.serviceWorker.ready.then((found) => found.active.scriptURL)")
        expect(page.locator("body[data-ready]")).to_be_attached()
        page.wait_for_function(
            "navigator.serviceWorker.ready.then((found) => found.active.state === 'activated')"
        )
    names: list[str] = page.evaluate("caches.keys()")
    assert {name.partition("/")[2] for name in names} == {"door/", "en/door/"}


@pytest.mark.one_database
@pytest.mark.parametrize(("minutes", "words"), [(20, "手机快了 20 分钟"), (-20, "手机慢了 20 分钟")])
def test_a_phone_whose_clock_is_twenty_minutes_off_is_told_and_judges_rightly(
    phone: BrowserContext,
    file_site: Site,
    town: dict[str, Any],
    looks_right: Look,
    minutes: int,
    words: str,
) -> None:
    page = phone.new_page()
    page.clock.set_system_time(datetime.now().astimezone() + timedelta(minutes=minutes))
    page.goto(f"{file_site.url}/door/{town['token']}/")
    page.get_by_role("button", name=re.compile("水是怎样变清的")).click()
    expect(page.get_by_text(words)).to_be_visible()
    looks_right(page, "clock", **AT_THE_DOOR)
    # By the phone's own clock the first had run out and the other were still good.
    let_in(page, town["soon"], 1)
    scan(page, town["just_over"])
    expect(result(page)).to_have_attribute("data-verdict", "expired")
    expect(page.get_by_text("都已上传")).to_be_visible()


@pytest.mark.one_database
def test_the_camera_reads_a_ticket_by_itself(
    chromium: Browser, file_site: Site, town: dict[str, Any], tmp_path: Path
) -> None:
    film = tmp_path / "ticket.y4m"
    film.write_bytes(filmed(town["tickets"][0][0]))
    camera = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    browser = chromium.browser_type.launch(
        executable_path=CHROMIUM, args=[*SWITCHES, *camera, f"--use-file-for-fake-video-capture={film}"]
    )
    with browser, person(browser, viewport=NARROW, permissions=["camera"]) as context:
        page = opened(context, file_site, town)
        expect(result(page)).to_have_attribute("data-verdict", "done", timeout=20_000)
        expect(page.locator("#camera")).to_be_visible()
        # The same ticket stays before the camera, and is one ticket.
        expect(page.get_by_text("都已上传")).to_be_visible()
        page.get_by_role("button", name="查找").click()
        expect(page.locator("#camera")).to_be_hidden()
    assert len(arrivals(file_site, town)) == 1


def filmed(text: str) -> bytes:
    """A film of one grey frame that holds the code, as Chromium takes it for its camera."""
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=8, border=4)
    frame = Image.new("L", (640, 480), 160)
    code = Image.open(out).convert("L").rotate(7, expand=True, fillcolor=255)
    frame.paste(code, ((640 - code.width) // 2, (480 - code.height) // 2))
    head = b"YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\nFRAME\n"
    return head + frame.tobytes() + bytes([128]) * (640 * 480 // 2)


@pytest.mark.one_database
def test_the_list_is_gone_two_hours_after_the_last_session(
    phone: BrowserContext, cable: Cable, town: dict[str, Any]
) -> None:
    page = phone.new_page()
    page.clock.install()
    page.goto(f"{cable.url}/door/{town['token']}/")
    expect(page.locator("body[data-ready]")).to_be_attached()
    page.get_by_role("button", name=re.compile("水是怎样变清的")).click()
    expect(page.locator("#counts")).to_be_visible()
    cut(phone, cable)
    left = timedelta(seconds=town["valid_until"] - time.time())
    page.clock.fast_forward(int((left - timedelta(minutes=10)) / MILLISECOND))
    expect(page.locator("#counts")).to_be_visible()
    page.clock.fast_forward(int(timedelta(minutes=20) / MILLISECOND))
    expect(page.get_by_text("场次已结束，名单已从手机里删除")).to_be_visible()
    assert kept_lists(page) == 0


def test_the_office_takes_the_link_back_and_the_phone_forgets(
    phone: BrowserContext, page: Page, file_site: Site, town: dict[str, Any], looks_right: Look
) -> None:
    app = opened(phone, file_site, town)
    let_in(app, *town["tickets"][0])
    expect(app.get_by_text("都已上传")).to_be_visible()
    signed_in(page, file_site.url)
    page.goto(f"{file_site.url}/desk/w/{town['week']}/door/{town['session']}/")
    expect(page.locator("#figures")).to_contain_text("来自 1 个预约")
    looks_right(page, "desk-session", widths=(1280,))
    follow(page.get_by_role("link", name="东门"))
    picture = page.locator(".door-qr .qr").screenshot()
    [code] = zxingcpp.read_barcodes(Image.open(BytesIO(picture)).convert("L"))
    assert code.text == f"{file_site.url}/door/{town['token']}/"
    looks_right(page, "desk-pass", widths=(1280,))
    page.get_by_role("button", name="收回这个链接").click()
    expect(page.get_by_text("链接已收回")).to_be_visible()
    page.goto(f"{file_site.url}/desk/w/{town['week']}/door/")
    looks_right(page, "desk-board", widths=(1280,))
    app.get_by_role("button", name="直接来", exact=True).click()
    app.get_by_role("button", name="加 1 人").click()
    expect(app.get_by_text("这个链接已经失效")).to_be_visible()
    app.reload()
    expect(app.get_by_role("heading", name="这个链接已经失效")).to_be_visible()
