"""Joint papers: 文件 beside the names of the head, and two names on a line above the date."""

import pytest

from sciweek.notice.logic.reading import read

BODIES = ["云川市临江区科学技术局", "中共云川市临江区委宣传部", "云川市临江区科学技术协会"]
REST = """
临科字〔2027〕9号
关于举办2027年云川市临江区科技活动周的通知
各街道办事处：
一、时间
2027年5月22日至29日
二、主题
走近科学 点亮生活
"""


@pytest.mark.parametrize(
    "head",
    [
        " ".join(BODIES) + " | 文件",
        f"{BODIES[0]}\n{BODIES[1]} 文件{BODIES[2]}",
        f"{BODIES[0]}\n{BODIES[1]} 文件\n{BODIES[2]}",
    ],
)
def test_names_of_a_joint_head_are_found_wherever_its_last_word_stands(head: str) -> None:
    assert read(head + REST).issuers == BODIES


def test_two_names_on_a_line_of_the_signature_are_two() -> None:
    signed = f"{REST}\n\t{BODIES[0]}\t{BODIES[1]}\n\n\t{BODIES[2]}\n2027年4月12日"
    reading = read(signed)
    assert reading.issuers == BODIES
    assert reading.issued_on == "2027-04-12"


def test_a_title_that_speaks_of_papers_is_no_joint_head() -> None:
    assert read(f"{BODIES[0]}关于印发有关 文件清单的通知\n{REST}").issuers != ["清单的通知"]
