"""One session, the map's list, the list of one's own, the print view: what stands on each of them."""

import itertools

import pytest
from django.test import override_settings

from sciweek.activities.models import Activity
from sciweek.activities.tests.places import at
from sciweek.portal.logic.clashes import clashes
from sciweek.portal.logic.rows import Thing
from sciweek.portal.tests.programmed import PROGRAMME, add_session, release
from sciweek.portal.tests.stage import Stage, words
from sciweek.programme.actions import cancel_session
from sciweek.programme.models import Session


def code_of(stage: Stage, title: str) -> str:
    with stage.place.inside():
        return Session.objects.get(title=title).code


def cat_code(stage: Stage) -> str:
    with stage.place.inside():
        return Session.objects.get(activity__name="AI 会不会认错猫").code


def test_a_session_says_when_where_how_to_get_there_and_who_speaks(programmed: Stage) -> None:
    tree = programmed.page(f"/sessions/{cat_code(programmed)}/")
    assert words(tree.cssselect("h1")[0]) == "AI 会不会认错猫"
    facts = [words(each) for each in tree.cssselect("dl.rows dd")]
    assert facts[0] == "5月25日（周二）晚上19:00–20:00"
    assert facts[1].startswith("区科技馆")
    assert "何小舟" in facts
    way = words(tree.cssselect(".session-way")[0])
    assert "地铁2号线B口出。" in way
    assert "有坡道。" in way


def test_map_links_speak_the_datum_of_their_service(programmed: Stage) -> None:
    tree = programmed.page(f"/sessions/{cat_code(programmed)}/")
    links = {words(each): each.get("href") for each in tree.cssselect(".session-way a")}
    assert "position=114.305" in links["高德地图"]
    assert "mlat=30.500000&mlon=114.300000" in links["OpenStreetMap"]


def test_a_session_leads_to_the_others_of_its_activity(programmed: Stage) -> None:
    tree = programmed.page(f"/sessions/{code_of(programmed, '第一场')}/")
    assert words(tree.cssselect("h1")[0]) == "第一场"
    assert [words(each) for each in tree.cssselect(".act-beside a")] == ["机器人来上课 · 第二场"]


def test_an_activity_lists_its_sessions(programmed: Stage) -> None:
    with programmed.place.inside():
        code = Activity.objects.get(name="海洋展").code
    tree = programmed.page(f"/activities/{code}/")
    assert len(tree.cssselect("section[aria-labelledby=sessions] li")) == 5


def test_a_cancelled_session_says_why(programmed: Stage) -> None:
    with programmed.place.inside():
        session = Session.objects.get(title="第二场")
        cancel_session(programmed.place.office, session, why="礼堂检修。", seen_version=session.version)
    release(programmed)
    tree = programmed.page(f"/sessions/{session.code}/")
    assert "礼堂检修。" in words(tree.cssselect(".message-error")[0])
    assert tree.cssselect("dl.rows s")


def test_small_letters_will_do_and_what_is_unknown_is_not_found(programmed: Stage) -> None:
    code = cat_code(programmed)
    assert programmed.get(f"/sessions/{code.lower()}/")["Location"].endswith(f"/sessions/{code}/")
    assert programmed.get("/sessions/34679ACD/").status_code == 404
    assert programmed.get("/sessions/x/").status_code == 404


def test_a_session_that_no_release_has_shown_is_not_found(programmed: Stage) -> None:
    with programmed.place.inside():
        activity = Activity.objects.get(name="科普集市")
    code = add_session(programmed, activity, at(26, 9), at(26, 10)).code
    assert programmed.get(f"/sessions/{code}/").status_code == 404
    assert programmed.get(f"/s/{code}/").status_code == 404


def test_a_short_address_leads_to_the_session_in_its_edition(programmed: Stage) -> None:
    code = cat_code(programmed)
    answer = programmed.get(f"/s/{code.lower()}/")
    assert answer["Location"] == f"/w/{programmed.place.week.slug}/sessions/{code}/"
    assert programmed.get(answer["Location"]).status_code == 200


def test_the_map_is_a_list_by_street_that_carries_positions(programmed: Stage) -> None:
    tree = programmed.page(f"{PROGRAMME}map/")
    assert [words(each) for each in tree.cssselect(".map-list h2")] == ["云栖街道办事处", "其他地方"]
    spot = tree.cssselect("[data-spot]")[0]
    assert (spot.get("data-lat"), spot.get("data-lng"), spot.get("data-count")) == (
        "30.500000",
        "114.300000",
        "2",
    )
    assert "地图上还没有标" in words(tree.cssselect(".map-list section")[1])


def test_positions_are_told_in_the_datum_of_the_tiles(programmed: Stage) -> None:
    with override_settings(
        SCIWEEK_MAP_DATUM="gcj02", SCIWEEK_MAP_TILES="https://tiles.example/{z}/{x}/{y}.png"
    ):
        tree = programmed.page(f"{PROGRAMME}map/")
    assert tree.cssselect("[data-spot]")[0].get("data-lng").startswith("114.305")
    assert tree.cssselect("[data-map]")[0].get("data-tiles") == "https://tiles.example/{z}/{x}/{y}.png"


def test_without_tiles_nothing_foreign_is_asked_for(programmed: Stage) -> None:
    answer = programmed.get(f"{PROGRAMME}map/")
    assert "img-src 'self' data:;" in answer["Content-Security-Policy"]
    tree = programmed.page(f"{PROGRAMME}map/")
    asked = tree.xpath("//script/@src | //link[@rel='stylesheet']/@href")
    assert all(href.startswith("/static/") for href in asked)


def test_the_old_address_of_the_map_leads_on(programmed: Stage) -> None:
    answer = programmed.get(f"{PROGRAMME}?view=map&day=2027-05-25")
    assert answer["Location"] == f"{PROGRAMME}map/?day=2027-05-25"


def test_a_shared_list_stands_in_order_with_its_clashes(programmed: Stage) -> None:
    with programmed.place.inside():
        fair = Activity.objects.get(name="科普集市")
    other = add_session(programmed, fair, at(26, 10, 30), at(26, 12))
    release(programmed)
    codes = f"{other.code},{code_of(programmed, '第二场')},{cat_code(programmed)}"
    tree = programmed.page(f"{PROGRAMME}mine/?codes={codes}")
    assert [words(each) for each in tree.cssselect(".activity-name")] == [
        "AI 会不会认错猫",
        "机器人来上课 · 第二场",
        "科普集市",
    ]
    assert [words(each) for each in tree.cssselect(".line-clash")] == [
        "和“科普集市”时间冲突",
        "和“机器人来上课 · 第二场”时间冲突",
    ]


def test_a_list_without_codes_is_the_same_for_everybody_and_kept(programmed: Stage) -> None:
    plain = programmed.get(f"{PROGRAMME}mine/")
    assert plain.content == programmed.get(f"{PROGRAMME}mine/?utm=1").content
    assert not plain.cookies
    assert "还没有打星的场次" in plain.content.decode()


@pytest.mark.parametrize("codes", ["x", "34679ACD", ",,,", "34679ACD," * 500])
def test_odd_codes_are_answered_calmly(programmed: Stage, codes: str) -> None:
    assert programmed.get(f"{PROGRAMME}mine/?codes={codes}").status_code == 200


@pytest.mark.parametrize("name", ["mine/", "mine/?codes=34679ACD", "print/", "print/?day=2027-05-25"])
def test_before_the_first_release_a_page_of_the_programme_says_so_and_leads_on(
    stage: Stage, name: str
) -> None:
    tree = stage.page(f"{PROGRAMME}{name}")
    assert [words(each) for each in tree.cssselect("main h1")] == ["日程还没有发布"]
    assert [each.get("href") for each in tree.cssselect("main a")] == ["/activities/"]
    release_of_one(stage)
    assert "日程还没有发布" not in words(stage.page(f"{PROGRAMME}{name}"))


def release_of_one(stage: Stage) -> None:
    add_session(stage, stage.publish("AI 会不会认错猫", at(25, 19), at(25, 20)), at(25, 19), at(25, 20))
    release(stage)


def test_the_print_view_is_by_day_and_says_what_is_off(programmed: Stage) -> None:
    with programmed.place.inside():
        session = Session.objects.get(title="第二场")
        cancel_session(programmed.place.office, session, why="礼堂检修。", seen_version=session.version)
    release(programmed)
    tree = programmed.page(f"{PROGRAMME}print/")
    heads = [words(each) for each in tree.cssselect(".print-day h2")]
    assert heads == ["5月23日（周日）", "5月25日（周二）", "5月26日（周三）"]
    assert words(tree.cssselect(".print-table s")[0]) == "机器人来上课 · 第二场"
    one = programmed.page(f"{PROGRAMME}print/?day=2027-05-24")
    assert [words(each) for each in one.cssselect(".print-table th[scope=row]")] == ["海洋展"]


@pytest.mark.parametrize("path", ["", "map/", "mine/", "print/", "?q=恐龙", "?day=2027-05-25"])
def test_every_page_is_well_made(programmed: Stage, path: str) -> None:
    tree = programmed.page(f"{PROGRAMME}{path}")
    assert len(tree.cssselect("h1")) == 1
    names = [each.get("id") for each in tree.cssselect("[id]")]
    assert len(names) == len(set(names))
    assert not tree.cssselect("[style], [onclick], style")
    levels = [int(each.tag[1]) for each in tree.cssselect("h1, h2, h3, h4")]
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))


def thing(code: str, first: int, last: int, run_kind: str = "single", state: str = "published") -> Thing:
    return Thing(
        code, code, "lecture", "onsite", "", state, "", at(25, first), at(25, last), False, "", 1, run_kind
    )  # fmt: skip


def test_only_what_has_fixed_hours_clashes() -> None:
    talk, show = thing("talk", 9, 11), thing("show", 10, 12)
    assert clashes([talk, show]) == {"talk": ["show"], "show": ["talk"]}
    assert clashes([talk, thing("next", 11, 12)]) == {}
    assert clashes([talk, thing("fair", 9, 17, "exhibition")]) == {}
    assert clashes([talk, thing("off", 9, 17, state="cancelled")]) == {}
