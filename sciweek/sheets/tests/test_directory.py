"""Things found by the names that people write for them."""

from sciweek.base.tests.working import worked
from sciweek.sheets.logic.directory import MOST_SOUGHT, Directory


def names(count: int) -> list[str]:
    return [f"第{number:04}届临江区青少年科技创新大赛优秀作品展示活动" for number in range(count)]


def test_a_name_is_found_in_any_width_and_the_first_of_two_counts() -> None:
    directory = Directory([(1, ("望江小学", "望小")), (2, ("望江中学", "望小")), (3, ("", "ＡＢ街"))])
    assert [directory.find(said) for said in ("望 江小学", "望小", "ab街", "望江")] == [1, 1, 3, None]


def test_what_is_not_found_is_told_with_what_looks_like_it() -> None:
    directory = Directory([(1, ("望江小学",)), (2, ("望江中学",)), (3, ("水务局",))])
    assert directory.unknown("望江小", "写全称。") == "没有“望江小”。是不是“望江小学”、“望江中学”？"
    assert directory.unknown("天文台", "写全称。") == "没有“天文台”。写全称。"


def test_names_like_one_are_sought_once_and_not_for_every_line_of_a_wrong_table() -> None:
    directory = Directory((name, (name,)) for name in names(1000))
    began = worked()
    told = [directory.unknown(f"{name}第{time}场", "写全称。") for time in range(3) for name in names(200)]
    assert worked() - began < 8
    assert "是不是" in told[0]
    assert "是不是" in told[MOST_SOUGHT - 1]
    assert told[MOST_SOUGHT] == "没有“第0050届临江区青少年科技创新大赛优秀作品展示活动第0场”。写全称。"
