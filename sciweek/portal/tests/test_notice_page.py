"""The notice as a readable page."""

import pytest

from sciweek.notice.models import Notice
from sciweek.notice.states import NoticeRole, NoticeState
from sciweek.portal.tests.stage import Stage, words
from sciweek.week.actions import touch

TEXT = """临科联〔2027〕8号
关于举办2027年临江区科技活动周的通知
各街道办事处：
一、时间与主题
2027年5月22日至29日。
二、有关要求
（一）加强组织
联系人：李工，电话0890-6120188，手机13900001234。
2027年4月12日
"""


@pytest.fixture
def with_notice(stage: Stage) -> Stage:
    title = TEXT.index("关于")
    with stage.place.inside():
        Notice.objects.create(
            region=stage.place.region,
            role=NoticeRole.OWN,
            state=NoticeState.USED,
            week_id=stage.place.week.pk,
            is_public=True,
            text=TEXT,
            reading={
                "title": "关于举办2027年临江区科技活动周的通知",
                "evidence": {"/title": [[title, TEXT.index("\n", title)]]},
            },
        )
        touch(stage.place.week.pk)
    return stage


def test_its_parts_are_headings_by_level(with_notice: Stage) -> None:
    tree = with_notice.page("/notice/")
    assert words(tree.cssselect("h1")[0]) == "关于举办2027年临江区科技活动周的通知"
    assert [words(each) for each in tree.cssselect(".paper h2")] == ["一、时间与主题", "二、有关要求"]
    assert [words(each) for each in tree.cssselect(".paper h3")] == ["（一）加强组织"]


def test_a_persons_mobile_is_masked_and_the_office_line_stays(with_notice: Stage) -> None:
    text = with_notice.get("/notice/").content.decode()
    assert "13900001234" not in text
    assert "139****1234" in text
    assert "0890-6120188" in text


def test_the_navigation_names_it_only_when_there_is_one(with_notice: Stage) -> None:
    assert "/notice/" in [each.get("href") for each in with_notice.page("/").cssselect(".nav-list a")]
    with with_notice.place.inside():
        Notice.objects.update(is_public=False)
        touch(with_notice.place.week.pk)
    assert "/notice/" not in [each.get("href") for each in with_notice.page("/").cssselect(".nav-list a")]
    assert with_notice.get("/notice/").status_code == 404
