import pytest

from sciweek.notice.logic.addressees import Group, UnitFacts, resolve, split, subject_of

PLACES = ("临江区", "云川市", "云川市临江区")
UNITS = [
    UnitFacts(1, "云川市临江区科学技术局", "committee", "区科技局"),
    UnitFacts(2, "中共云川市临江区委宣传部", "committee", "区委宣传部"),
    UnitFacts(3, "云栖街道办事处", "street", "云栖街道", ("科技服务站", "宣传科")),
    UnitFacts(4, "江湾街道办事处", "street", "江湾街道"),
    UnitFacts(5, "云川市临江区教育局", "department", "区教育局"),
    UnitFacts(6, "临江区卫生健康局", "department"),
    UnitFacts(7, "临江实验小学", "school"),
    UnitFacts(8, "临江大学", "school"),
    UnitFacts(9, "临江第一幼儿园", "school"),
    UnitFacts(10, "青山科普教育基地", "base"),
    UnitFacts(11, "云川生态研究所", "institute"),
    UnitFacts(12, "临江融媒体中心", "media"),
    UnitFacts(13, "江河仪器有限公司", "enterprise"),
    UnitFacts(14, "临江区天文学会", "other"),
    UnitFacts(15, "临江区科学技术协会", "committee", "区科协"),
]


def groups(*phrases: str) -> list[Group]:
    return resolve(phrases, UNITS, places=PLACES)


def test_streets_are_all_streets_and_what_follows_are_posts_inside_them() -> None:
    (streets,) = groups("各街道科技服务站、宣传科、科协")
    assert streets.chosen == (3, 4)
    assert streets.posts == ("科技服务站", "宣传科", "科协")
    assert not streets.must_pick


@pytest.mark.parametrize(
    ("phrase", "chosen"),
    [
        ("各街道", (3, 4)),
        ("各镇（街道）", (3, 4)),
        ("各街道办事处", (3, 4)),
        ("各乡镇人民政府、街道办事处", (3, 4)),
        ("各中小学校", (7,)),
        ("各学校", (7, 8, 9)),
        ("各高校", (8,)),
        ("各幼儿园", (9,)),
        ("各科普基地", (10,)),
        ("各级科普教育基地", (10,)),
        ("科研院所", (11,)),
        ("新闻媒体", (12,)),
        ("驻区各企业", (13,)),
        ("各学会、协会", (14,)),
        ("各成员单位", (1, 2, 15)),
        ("区科普工作联席会议成员单位", (1, 2, 15)),
        ("区直各部门", (5, 6)),
        ("区委各部委", (5, 6)),
        ("区直各单位", (5, 6)),
    ],
)
def test_a_collective_name_is_the_units_of_its_kind(phrase: str, chosen: tuple[int, ...]) -> None:
    found = groups(phrase)
    assert tuple(dict.fromkeys(pk for group in found for pk in group.chosen)) == chosen
    assert not any(group.must_pick or group.unknown for group in found)


@pytest.mark.parametrize(
    ("phrase", "candidates"),
    [
        ("区直有关部门", (5, 6)),
        ("区有关部门", (5, 6)),
        ("相关部门", (5, 6)),
        ("各有关学校", (7, 8, 9)),
        ("有关科普基地", (10,)),
        ("部分街道", (3, 4)),
        ("各有关单位", tuple(range(1, 16))),
        ("相关单位", tuple(range(1, 16))),
    ],
)
def test_what_is_said_vaguely_is_never_guessed(phrase: str, candidates: tuple[int, ...]) -> None:
    (group,) = groups(phrase)
    assert group.must_pick
    assert group.chosen == ()
    assert group.candidates == candidates


def test_vagueness_reaches_the_second_name_that_it_governs() -> None:
    institutes, companies = groups("有关科研机构和企业")
    assert institutes.must_pick
    assert companies.must_pick
    assert companies.chosen == ()


def test_a_name_with_its_own_determiner_is_not_made_vague_by_its_neighbour() -> None:
    departments, schools = groups("区直有关部门，各中小学校")
    assert departments.must_pick
    assert not schools.must_pick


def test_a_post_after_a_collective_keeps_its_wording() -> None:
    streets, others = groups("各街道科技主管部门以及相关单位")
    assert streets.posts == ("科技主管部门",)
    assert streets.chosen == (3, 4)
    assert others.must_pick


def test_brackets_stay_with_their_word() -> None:
    (streets,) = groups("各镇（街道）党委（党工委）")
    assert streets.posts == ("党委（党工委）",)
    assert split("各镇(街道)党委，区直各部门") == ["各镇（街道）党委", "区直各部门"]


@pytest.mark.parametrize(
    ("phrase", "unit"),
    [
        ("区教育局", 5),
        ("临江区教育局", 5),
        ("云川市临江区教育局", 5),
        ("教育局", 5),
        ("区卫生健康局", 6),
        ("区委宣传部", 2),
        ("区科学技术局", 1),
        ("区科协", 15),
        ("云栖街道", 3),
    ],
)
def test_a_unit_is_found_by_every_way_in_which_papers_shorten_it(phrase: str, unit: int) -> None:
    (group,) = groups(phrase)
    assert group.chosen == (unit,)


def test_a_name_that_nobody_bears_is_proposed_and_not_taken() -> None:
    known, unknown = groups("区教育局、区园林局")
    assert known.chosen == (5,)
    assert unknown.unknown == ("区园林局",)
    assert unknown.chosen == ()
    assert unknown.kind == "department"


def test_a_name_that_two_units_can_bear_is_picked_by_the_office() -> None:
    twins = [UnitFacts(1, "云川市科技局", "department"), UnitFacts(2, "临江区科技局", "department")]
    (group,) = resolve(["科技局"], twins, places=("临江区", "云川市"))
    assert group.must_pick
    assert group.candidates == (1, 2)


def test_the_same_wording_twice_is_one_group() -> None:
    assert len(groups("各街道", "各街道")) == 1


def test_a_region_without_units_still_has_its_groups() -> None:
    found = resolve(["各街道科技服务站，区直有关部门"], [], places=PLACES)
    assert [group.kind for group in found] == ["street", "department"]
    assert all(group.chosen == () for group in found)


def test_a_school_whose_name_begins_like_a_collective_is_one_school() -> None:
    units = [UnitFacts(1, "学校路小学", "school"), UnitFacts(2, "临江中学", "school")]
    (group,) = resolve(["学校路小学"], units, places=PLACES)
    assert group.chosen == (1,)


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("请各街道科技主管部门以及相关单位于6月16日前报送总结。", "各街道科技主管部门以及相关单位"),
        ("（一）各单位请于4月30日下午5:00前将备案表报送办公室；", "各单位"),
        ("活动结束后，各街道要于6月10日前报总结。", "各街道"),
        ("区直各部门应在五月底前报名。", "区直各部门"),
        ("作品请于5月1日前发到邮箱。", ""),
        ("请于5月1日前报送。", ""),
    ],
)
def test_the_sentence_names_who_owes_it(sentence: str, who: str) -> None:
    text = f"前一句。{sentence}"
    at = text.index("月")
    assert subject_of(text, (at - 1, at + 1)) == who
