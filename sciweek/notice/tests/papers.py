"""Invented papers for the tests of this room, and what puts them in."""

from typing import Any

from sciweek.base import scope
from sciweek.committee.tests.cast import Cast
from sciweek.notice.actions import hand_in_notice
from sciweek.notice.jobs import read_notice
from sciweek.notice.models import Notice

OWN = """云川市临江区科学技术局
中共云川市临江区委宣传部
云川市临江区科学技术协会
关于印发《2028年云川市临江区科技活动周实施方案》的通知

临科字〔2028〕9号

各街道科技服务站、宣传科，区直有关部门，各中小学校：

根据《云川市科技活动周组委会关于举办2028年云川市科技活动周的通知》（云科函〔2028〕41号）要求，现将《2028年云川市临江区科技活动周实施方案》印发给你们，请认真组织实施。

联系方式：
区科技局 何工 0890-6120027
区科协 白工 13900000027

云川市临江区科学技术局
中共云川市临江区委宣传部
云川市临江区科学技术协会
2028年4月12日

附件

2028年云川市临江区科技活动周实施方案

一、时间与主题

（一）时间

5月20日—5月27日

（二）主题

江水不息 科学常新

（三）主要内容

1.讲好身边的科学。请各单位用居民听得懂的话讲清江河治理的道理。
2.让孩子动手。多办能摸、能拆、能装的活动。

二、主要活动

（一）2028年临江区科技活动周启动仪式

时间：5月20日（星期六）上午

主办单位：区科技局、区委宣传部、区科协

承办单位：云栖街道、临江实验小学

（二）区科技局将举办贯穿全年的系列活动，包括江河科普讲解大赛、水质观察微视频征集等（见附件1）。

三、有关要求

（一）各单位请于4月28日17:00前将《重点活动备案表》报送区科技活动周组委会办公室。

（二）请各街道以及相关单位于6月15日前将总结报告报送区科技活动周组委会办公室。

附件1

科技活动周系列活动主要安排

1. 2028年临江区科技活动周启动仪式
2. 江河科普讲解大赛
3. 科普进校园系列活动
4. 水质观察微视频征集活动
5. 科普基地开放日
"""

HIGHER = """云川市科学技术局
云川市科学技术协会
关于举办2028年云川市科技活动周的通知

云科函〔2028〕41号

各区县科技局、科协：

2028年云川市科技活动周定于5月20日至27日举行，主题为“江水不息 科学常新”。

一、主要活动
（一）全市科普讲解大赛
（二）科研院所开放日

二、有关要求
请各区县科技局于6月30日前将活动总结报送市科技局。

云川市科学技术局
云川市科学技术协会
2028年3月20日
"""


def put_in(cast: Cast, text: str = OWN, *, role: str = "own", name: str = "notice.txt") -> Notice:
    """Hand a paper in and have it read, as office and worker do."""
    with cast.inside():
        notice = hand_in_notice(
            cast.actor("office"), cast.region, role=role, file_name=name, data=text.encode()
        )
        read_notice.call(region_id=cast.region.pk, notice_id=notice.pk)
        return Notice.objects.get(pk=notice.pk)


def reading_of(count: int) -> dict[str, Any]:
    """A reading with so many findings and their evidence, for measuring."""
    lines = [f"要求第{number}条，请认真落实。" for number in range(count)]
    text = "\n".join(lines)
    evidence, at = {}, 0
    for number, line in enumerate(lines):
        evidence[f"/requirements/{number}"] = [[at, at + len(line)]]
        at += len(line) + 1
    return {
        "text": text,
        "requirements": lines,
        "evidence": evidence,
        "reasons": {},
        "doubts": [],
        "missing": [],
    }


def refreshed(notice: Notice) -> Notice:
    with scope.entered(notice.region_id):
        return Notice.objects.get(pk=notice.pk)
