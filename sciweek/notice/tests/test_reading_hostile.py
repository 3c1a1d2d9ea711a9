"""Texts that were made to break a reader: it stays in bounds, in time and honest."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciweek.base.tests.working import worked
from sciweek.notice.logic.reading import read
from sciweek.notice.logic.source import fold
from sciweek.notice.tests import reading_papers as papers

PIECES = [
    *"一二三、，。；：（）《》“”〔〕1234年月日前于将报送至\n 　|\t@.-\u202e\u200b\x00",
    *"关于举办科技活动周的通知 各单位： 附件1 联系人：苗春 0890-6120001 a@linjiang. 2月30日 5月20日前".split(),
    *"主题为 临江区科技局 二、主要活动 序号|活动名称".split(),
]
REPEATED = [
    "一",
    "a",
    "(",
    "《",
    "。",
    "、",
    "\n",
    "5月20日前",
    "2月30日",
    "附件\n",
    "序号\n",
    "开展",
    "1.1-",
    "a@a.",
    "一、",
    "关于",
    "\u202e",
    "学(xué)",
]


def check(text: str) -> None:
    found = read(text)
    normal = text.replace("\r\n", "\n").replace("\r", "\n")
    assert found.text == normal
    for pointer, spans in found.evidence.items():
        assert spans, pointer
        assert all(0 <= start < end <= len(normal) for start, end in spans), pointer
    for warning in found.warnings:
        assert all(0 <= start <= end <= len(normal) for start, end in warning.spans)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=200).map("".join))
def test_evidence_stays_in_bounds_whatever_the_text(text: str) -> None:
    check(text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.integers(0, len(papers.DISTRICT)))
def test_foreign_text_inside_a_notice_breaks_nothing(noise: str, at: int) -> None:
    check(papers.DISTRICT[:at] + noise + papers.DISTRICT[at:])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(papers.DISTRICT)))
def test_a_notice_cut_off_anywhere_is_read_as_far_as_it_goes(at: int) -> None:
    check(papers.DISTRICT[:at])


@given(st.text(max_size=300))
def test_the_view_knows_where_each_of_its_characters_stands(text: str) -> None:
    source = fold(text)
    assert len(source.view) == len(source.place)
    assert list(source.place) == sorted(set(source.place))


@pytest.mark.parametrize("token", REPEATED, ids=repr)
def test_one_sign_over_and_over_is_read_to_its_end(token: str) -> None:
    """A pattern that backtracks would not come back from this; `make bench ONLY=notice.read` prints what it costs."""
    check(papers.DISTRICT[:600] + token * (100_000 // len(token)) + papers.DISTRICT[600:])


@pytest.mark.parametrize(
    "marks",
    ["以前1.", "(一)①附件1:活动安排表", "抄送:2026年5月1日", "主要活动启动仪式将于", "报送至。附件1:", "|"],
)
def test_marks_that_break_one_line_into_thousands_of_paragraphs_cost_little_each(marks: str) -> None:
    began = worked()
    check(papers.DISTRICT[:600] + "\n一、主要内容\n" + marks * (300_000 // len(marks)))
    assert worked() - began < 5


def test_more_paragraphs_than_any_notice_has_are_read_in_front_and_it_says_so() -> None:
    found = read(papers.DISTRICT + "以前1." * 20_000)
    assert found.doc_no == "临科发〔2024〕12号"
    assert "too_long" in {w.code for w in found.warnings}


def test_two_thousand_dates_are_read_up_to_a_limit_that_is_told() -> None:
    rng = random.Random(7)
    lines = "\n".join(
        f"{i}、{rng.randint(1, 12)}月{rng.randint(1, 31)}日前将材料{i}报送区科技局。" for i in range(2000)
    )
    found = read("关于举办2020年科技活动周的通知\n各单位：\n" + lines)
    assert len(found.deadlines) == 200
    assert "too_many" in {w.code for w in found.warnings}


def test_right_to_left_and_control_signs_are_read_over() -> None:
    found = read(papers.DISTRICT.replace("临江区科技活动周", "临\u202e江\u200b区科技\x07活动周"))
    assert found.doc_no == "临科发〔2024〕12号"
    assert found.title == "关于印发《2024年临江区科技活动周实施方案》的通知"
    assert found.week_start == "2024-05-25"


def test_a_text_beyond_any_notice_is_read_in_front_and_says_so() -> None:
    text = papers.DISTRICT + "另起一行\n" * 100_000
    found = read(text)
    assert found.text == text
    assert found.doc_no == "临科发〔2024〕12号"
    assert "too_long" in {w.code for w in found.warnings}
