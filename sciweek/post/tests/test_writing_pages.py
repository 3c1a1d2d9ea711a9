from typing import Any

import pytest

from sciweek.committee.tests.cast import Cast
from sciweek.post.actions import save_wording
from sciweek.post.models import Message, Wording
from sciweek.post.states import MessageState, Occasion
from sciweek.post.tests.listener import Heard
from sciweek.post.tests.town import Desk, robot, to_liaison


def words(cast: Cast, **values: Any) -> dict[str, Any]:
    """What the form sends when the office writes to Yunqi."""
    units = [cast.unit.code]
    return {"way": "copy", "unit": units, "subject": "照片", "body": "{单位}：请交照片。"} | values


def test_other_pages_lead_here_with_units_ticked(in_week: Cast) -> None:
    desk = Desk(in_week)
    assert ' checked><label for="u-' not in desk.get("new/")
    assert desk.get(f"new/?unit={in_week.unit.code}").count(' checked><label for="u-') == 1
    assert "选了 2 个" in desk.get("new/?who=all")
    assert "选了 1 个" in desk.get("new/?who=street")


def test_one_press_ticks_a_kind_of_units_and_keeps_what_was_typed(in_week: Cast) -> None:
    desk = Desk(in_week)
    page = desk.post("new/", **words(in_week, who="base", body="已经写好的话", way="email"))
    assert "选了 2 个" in page
    assert "已经写好的话</textarea>" in page
    assert 'value="email" checked' in page
    page = desk.post("new/", **words(in_week, who="none", body="已经写好的话"))
    assert "选了" not in page
    assert "已经写好的话</textarea>" in page


def test_a_named_text_takes_the_place_of_the_words_and_the_units_stay(in_week: Cast) -> None:
    row = save_wording(
        in_week.actor("office"),
        in_week.region,
        occasion=Occasion.GENERAL,
        name="催照片",
        subject="照片",
        body="请发照片来。",
    )
    page = Desk(in_week).post("new/", **words(in_week, text=row.pk))
    assert "请发照片来。</textarea>" in page
    assert "选了 1 个" in page
    assert "{办公室}</textarea>" in Desk(in_week).post("new/", **words(in_week, text="0"))
    assert "请交照片。</textarea>" in Desk(in_week).post("new/", **words(in_week, text="99999999999"))


def test_the_preview_shows_each_recipient_and_writes_nothing(in_week: Cast) -> None:
    both = [in_week.unit.code, in_week.other_unit.code]
    to_liaison(in_week)
    page = Desk(in_week).post("new/", **words(in_week, unit=both, way="email", step="preview"))
    assert "云栖街道办事处：请交照片。" in page
    assert "青山科普教育基地：请交照片。" in page
    assert "1 个单位没有这种联系方式：青山科普教育基地" in page
    assert not Message.objects.exists()


def test_from_the_preview_back_to_the_words_and_on_to_the_drafts(in_week: Cast) -> None:
    desk = Desk(in_week)
    assert "{单位}：请交照片。</textarea>" in desk.post("new/", **words(in_week, step="edit"))
    page = desk.post("new/", **words(in_week, step="write"))
    assert "写好 1 条" in page
    assert "已转发" in page
    message = Message.objects.get()
    assert (message.body, message.state) == ("云栖街道办事处：请交照片。", MessageState.DRAFT)
    assert "1 条以前写过一样的，没有重复" in desk.post("new/", **words(in_week, step="write"))
    assert Message.objects.count() == 1


def test_a_tick_taken_off_leaves_out_the_units_without_an_address(in_week: Cast) -> None:
    both = [in_week.unit.code, in_week.other_unit.code]
    to_liaison(in_week)
    Desk(in_week).post("new/", **words(in_week, unit=both, way="email", step="write", rest="1"))
    assert Message.objects.get().unit == in_week.unit
    page = Desk(in_week).post(
        "new/", **words(in_week, unit=in_week.other_unit.code, way="email", step="write", rest="1")
    )
    assert "都没有这种联系方式" in page


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"unit": []}, "请至少选一个单位"),
        ({"unit": "XXXXXXXX"}, "请至少选一个单位"),
        ({"way": ""}, "请选用什么方式发"),
        ({"way": "webhook"}, "请选用什么方式发"),
        ({"way": "g-XXXXXXXX"}, "请选用什么方式发"),
        ({"body": ""}, "请写正文"),
        ({"body": "{单位}：\n\n{办公室}"}, "还没有写要说的话"),
        ({"body": "{单未}：请交"}, "是不是“{单位}”"),
        ({"subject": "{期限}"}, "这里能用"),
        ({"subject": "科" * 151}, "最多 150 个字"),
        ({"subject": "科" * 401}, "400"),
        ({"body": "科" * 20_001}, "20000"),
        ({"body": "科" * 501, "way": "sms"}, "短信最多 500 个字"),
    ],
)
def test_a_refusal_stands_beside_its_field_and_everything_typed_is_still_there(
    in_week: Cast, values: dict[str, Any], said: str
) -> None:
    to_liaison(in_week)
    desk, sent = Desk(in_week), words(in_week, step="preview") | values
    assert desk.ask("new/", sent) == 422
    page = desk.post("new/", **sent)
    assert said in page
    assert f"{sent['body']}</textarea>" in page
    assert f'value="{sent["subject"]}"' in page
    if sent["unit"] == [in_week.unit.code]:
        assert "选了 1 个" in page
    if sent["way"] in ("copy", "sms"):
        assert f'value="{sent["way"]}" checked' in page


def test_the_whole_group_gets_one_line(in_week: Cast, heard: Heard) -> None:
    group = robot(in_week, heard.url)
    desk, way = Desk(in_week), f"g-{group.code}"
    assert "群里只发一条" in desk.post("new/", **words(in_week, way=way, step="preview"))
    desk.post("new/", **words(in_week, way=way, step="write", body="各单位：请交照片。"))
    message = Message.objects.get()
    assert (message.to_name, message.unit) == ("联络员群", None)


def test_units_of_a_neighbour_are_none(in_week: Cast) -> None:
    page = Desk(in_week).post("new/", **words(in_week, unit=in_week.foreign_unit.code, step="write"))
    assert "请至少选一个单位" in page
    assert not Message.objects.exists()


def test_texts_show_what_is_built_in_and_what_is_ones_own(in_week: Cast) -> None:
    desk = Desk(in_week)
    assert "本地区改过" not in desk.get("texts/")
    values = {"subject": "快到期了：{事项}", "body": "{单位}请交{事项}。", "do": "save"}
    assert "快到期了" in desk.post("texts/before/", **values)
    assert "本地区改过" in desk.get("texts/")
    assert "云栖街道办事处请交〔要交什么〕。" in desk.get("texts/before/")
    desk.post("texts/before/", do="drop")
    assert not Wording.objects.exists()


def test_a_preview_of_a_text_keeps_nothing_and_says_what_is_wrong(in_week: Cast) -> None:
    desk = Desk(in_week)
    page = desk.post("texts/before/", subject="快到期", body="{期现}前交。", do="preview")
    assert "是不是“{期限}”" in page
    assert "{期现}前交。</textarea>" in page
    page = desk.post("texts/before/", subject="快到期", body="{期限}前交。", do="preview")
    assert "〔什么时候之前交〕前交。" in page
    assert not Wording.objects.exists()


def test_a_named_text_has_a_name_of_its_own(in_week: Cast) -> None:
    desk = Desk(in_week)
    values = {"name": "催照片", "subject": "照片", "body": "请发照片来。"}
    desk.post("texts/general/?id=new", **values)
    page = desk.post("texts/general/?id=new", **(values | {"body": "又写一份。"}))
    assert "已经有这个名称" in page
    assert "又写一份。</textarea>" in page
    row = Wording.objects.get()
    desk.post(f"texts/general/?id={row.pk}", **values, do="drop")
    assert not Wording.objects.exists()


def test_two_people_who_write_the_first_text_of_an_occasion_lose_none(in_week: Cast) -> None:
    office = in_week.actor("office")
    desk = Desk(in_week)
    values = {"subject": "提醒", "body": "我写的。", "do": "save"}
    desk.post("texts/before/", **values)
    row = Wording.objects.get()
    save_wording(
        office,
        in_week.region,
        occasion="before",
        subject="提醒",
        body="别人写的。",
        wording=row,
        seen_version=1,
    )
    page = desk.post("texts/before/", **values, seen_version=1)
    assert "对方写的是：别人写的。" in page
    assert "我写的。</textarea>" in page
    page = desk.post("texts/general/?id=new", name="", subject="甲", body="乙")
    page = desk.post("texts/general/?id=new", name="", subject="甲", body="丙")
    assert "已经有一份本地区的文字" in page
    assert "丙</textarea>" in page


@pytest.mark.parametrize(
    "path", ["texts/nonsense/", "texts/test/", "texts/general/?id=x", "texts/general/?id=9"]
)
def test_texts_of_nothing_do_not_exist(in_week: Cast, path: str) -> None:
    assert Desk(in_week).ask(path) == 404
