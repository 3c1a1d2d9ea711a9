"""What the public may not see."""

from datetime import date

from django.test import Client

from sciweek.activities.actions import add_activity, submit_activity, withdraw_activity
from sciweek.activities.tests.places import at, make_place
from sciweek.portal.tests.stage import Stage, words
from sciweek.week.actions import close_week, create_week, open_week


def test_a_draft_edition_answers_as_if_it_did_not_exist(stage: Stage) -> None:
    draft = create_week(
        stage.place.office, stage.place.region, title="2028年科技活动周",
        starts_on=date(2028, 5, 20), ends_on=date(2028, 5, 27),
    )  # fmt: skip
    for path in ("", "activities/", "notice/", "activities/34679ACD/"):
        assert stage.get(f"/w/{draft.slug}/{path}").status_code == 404
    assert draft.title not in stage.get("/weeks/").content.decode()
    assert stage.get("/").status_code == 200


def test_an_edition_taken_back_is_gone_at_once(stage: Stage) -> None:
    slug = stage.place.week.slug
    assert stage.get(f"/w/{slug}/").status_code == 200
    with stage.place.inside():
        close_week(stage.place.office, stage.place.week, why="日期要改。")
    assert stage.get(f"/w/{slug}/").status_code == 404
    assert "还没有公开的活动周" in stage.get("/").content.decode()


def test_unpublished_activities_are_nowhere(stage: Stage) -> None:
    office = stage.place.office
    with stage.place.inside():
        draft = add_activity(office, stage.place.week, name="草稿讲座", kind="lecture", starts_at=at(25, 9))
        waiting = add_activity(office, stage.place.week, name="待看讲座", kind="lecture", starts_at=at(25, 9))
        submit_activity(office, waiting)
    taken_back = stage.publish("撤回讲座")
    with stage.place.inside():
        withdraw_activity(office, taken_back, why="还要改。")
    for path in ("/", "/activities/", "/activities/?q=讲座"):
        text = stage.get(path).content.decode()
        assert not any(name in text for name in ("草稿讲座", "待看讲座", "撤回讲座"))
    for hidden in (draft, waiting, taken_back):
        assert stage.get(f"/activities/{hidden.code}/").status_code == 404


def test_another_region_stands_behind_its_own_wall(stage: Stage) -> None:
    stage.publish("水厂开放日")
    other = make_place("hexi", "云川市河西区")
    with other.inside():
        open_week(other.office, other.week)
    other_stage = Stage(other, Client())
    foreign = other_stage.publish("河西讲座", at(25, 14), at(25, 15))
    assert stage.names("/activities/") == ["水厂开放日"]
    assert stage.names(f"/w/{other.week.slug}/activities/") == ["河西讲座"]
    assert stage.get(f"/activities/{foreign.code}/").status_code == 404
    assert stage.get(f"/w/{stage.place.week.slug}/activities/{foreign.code}/").status_code == 404
    assert stage.get(f"/activities/?unit={other.units[0].code}").status_code == 200
    heads = [words(each) for each in stage.page("/weeks/").cssselect("main h2")]
    assert heads == ["云川市临江区", "云川市河西区"]
