"""The reader's Chinese in the language of the page."""

import ast
import re
from pathlib import Path

import pytest
from django.utils.translation import override

from sciweek.notice import logic
from sciweek.notice.logic.reading import read
from sciweek.notice.queries.said import FORMS, SENTENCES, in_page_language

PAPER = """关于举办2027年临江区科技活动周的通知
临科字〔2027〕9号

各街道，区直有关部门，各科普基地：
根据《云川市关于举办2027年科技活动周的通知》（云科发〔2027〕18号）精神，区科技局定于5月22日至29日举办2027年临江区科技活动周。
一、活动时间
2027年5月22日（星期一）至29日
二、活动主题
走近科学 点亮生活
三、主要活动
（一）启动仪式。主办单位：区科协
（二）科普讲座进校园。
（三）青少年机器人大赛。
（四）科学实验展演。
四、有关要求
（一）加强组织。各单位要高度重视。
（二）请各单位于5月8日前将联络员名单报送区科技局业务科，于4月底前报送工作方案。
（三）活动结束后一周内报送总结。
联系人：何工，电话：0890-6120027，邮箱：kjj@linjiang
附件：1.活动安排表

临江区科学技术局
2027年4月20日
"""
CHINESE = re.compile(r"[\u3400-\u9fff]")


def outside_quotes(text: str) -> str:
    return re.sub(r"“[^”]*”", "", text)


def test_everything_said_of_a_paper_has_english_words() -> None:
    reading = read(PAPER)
    said = {*reading.reasons.values()}
    said |= {doubt.message for doubt in reading.doubts} | {warning.message for warning in reading.warnings}
    assert len(said) > 15
    with override("en"):
        left = [text for text in said if CHINESE.search(outside_quotes(in_page_language(text)))]
    assert not left


def test_what_the_reader_says_in_its_code_is_among_the_sentences() -> None:
    """Chinese that is written out in a call that makes a finding or an oddity is what is said of it."""
    makers = {"Found", "Oddity", "Doubt", "Item", "Resolved", "quoted", "list_items"}
    unknown = []
    for path in Path(logic.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in makers:
                continue
            words = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and arg.value]
            said = [text for text in words if isinstance(text, str) and CHINESE.search(text)]
            unknown += [f"{path.name}:{node.lineno} {text}" for text in said if text not in SENTENCES]
    assert not unknown


@pytest.mark.parametrize("sentence", SENTENCES)
def test_each_sentence_has_english_words(sentence: str) -> None:
    with override("en"):
        assert in_page_language(sentence) != sentence


def test_sentences_that_the_reader_joins_are_put_into_english_one_by_one() -> None:
    with override("en"):
        assert (
            in_page_language("“时间”一节写明，年份取自成文日期；名称含大赛、竞赛等字样")
            == "said in the section “时间”, year from the date of the notice; the name speaks of a contest"
        )


def test_what_stands_in_the_paper_is_quoted_and_weekdays_are_english() -> None:
    with override("en"):
        assert (
            in_page_language("原文写星期天，而 2027-05-22 是星期六")
            == "The paper says Sunday, but 2027-05-22 is a Saturday"
        )
        assert in_page_language("2027年2月30日并不存在，请核对原文").startswith(
            "there is no such day as 2027-02-30"
        )
        assert "“结束后一周内”" in in_page_language("按“结束后一周内”从活动周结束之日推算，请核对")


def test_the_chinese_page_says_what_the_reader_said_and_unknown_words_stay() -> None:
    with override("zh-hans"):
        assert in_page_language("“时间”一节写明；落款署名") == "“时间”一节写明；落款署名"
    with override("en"):
        assert in_page_language("没有这句话") == "没有这句话"


def test_each_form_takes_what_the_reader_writes_and_nothing_longer() -> None:
    for pattern, _words in FORMS:
        assert not pattern.fullmatch("落款署名")
