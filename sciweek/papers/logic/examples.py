"""Invented papers that show each kind."""

import datetime as dt

from sciweek.papers.logic.blocks import Block, Column, FormBlock, Heading, Para, TableBlock
from sciweek.papers.logic.official import Annex, OfficialPaper, PaperKind, Plan

_SCIENCE, _PUBLICITY, _ASSOCIATION = (
    "云川市临江区科学技术局", "中共云川市临江区委宣传部", "云川市临江区科学技术协会",
)  # fmt: skip
_DAY = dt.date(2028, 4, 12)
_TO = "各街道科技服务站、宣传科，区直有关部门，各中小学校"
_CONTACT = "联系人：何清；电话：0890-6120027"
_OFFICE = "云川市临江区科学技术局办公室"


def example_paper(kind: str) -> OfficialPaper:
    """A paper with every part of its kind, of an invented district."""
    return {
        PaperKind.notice: _notice,
        PaperKind.plan_notice: _plan_notice,
        PaperKind.letter: _letter,
        PaperKind.report: _report,
    }[PaperKind(kind)]()


def _sections() -> tuple[Block, ...]:
    return (
        Heading(1, "时间与主题"),
        Heading(2, "时间"),
        Para("2028年5月20日至5月27日。"),
        Heading(2, "主题"),
        Para("江水不息　科学常新。"),
        Heading(1, "主要活动"),
        Heading(2, "启动仪式。", then="5月20日（星期六）上午9:00在清江广场举行，由区科技局、区委宣传部、区科协主办。"),
        Heading(2, "实验室开放。", then="水质监测实验室、气象台等单位在活动周期间向居民开放，每场不超过40人，凭预约入场。"),
        Heading(3, "讲好身边的科学。", then="请各单位用居民听得懂的话讲清江河治理、防汛预警和饮水安全的道理。"),
        Heading(3, "让孩子动手。", then="多办能摸、能拆、能装的活动，少摆展板。"),
        Heading(4, "校园里的活动不占用上课时间；"),
        Heading(4, "社区里的活动尽量排在傍晚和周末。"),
        Heading(1, "有关要求"),
        Para("各单位请于4月28日17:00前将重点活动备案表报送区科技活动周组委会办公室，于6月15日前报送活动总结。"),
    )  # fmt: skip


def _arrangements() -> TableBlock:
    columns = (
        Column("序号", 0.6), Column("活动名称", 3, "left"), Column("时间", 1.8), Column("地点", 2.2, "left"),
        Column("主办单位", 2, "left"), Column("联系人", 1), Column("联系电话", 2),
    )  # fmt: skip
    rows = (
        ("1", "2028年临江区科技活动周启动仪式", "5月20日\n9:00—10:30", "清江广场", "区科技局、区委宣传部、区科协", "何清", "0890-6120027"),
        ("2", "水质监测实验室开放日", "5月21日\n14:00—16:00", "清江水质监测站", "云栖街道", "沈玥", "0890-6120118"),
        ("3", "江河科普讲解大赛", "5月24日\n9:00—17:00", "临江实验小学报告厅", "区科协", "白喆", "0890-6120233"),
    )  # fmt: skip
    return TableBlock(columns, rows, landscape=True)


def _register() -> FormBlock:
    return FormBlock(
        (
            (("活动名称", ""),),
            (("主办单位", ""), ("承办单位", "")),
            (("活动时间", ""), ("活动地点", "")),
            (("负责人", ""), ("联系电话", "")),
            (("预计人数", ""), ("经费", "")),
            (("活动简介", ""),),
        ),
        lines={"活动简介": 6},
    )


def _notice() -> OfficialPaper:
    return OfficialPaper(
        kind=PaperKind.notice,
        issuers=(_SCIENCE,),
        number="临科字〔2028〕9号",
        title="关于举办2028年云川市临江区科技活动周的通知",
        addressees=_TO,
        body=(Para("按照全市统一安排，现就举办2028年临江区科技活动周的有关事项通知如下。"), *_sections()),
        annexes=(
            Annex("2028年临江区科技活动周活动安排表", (_arrangements(),)),
            Annex("重点活动备案表", (_register(),)),
        ),
        date=_DAY,
        stamped=True,
        note=_CONTACT,
        copies_to="云川市科学技术局，云川市科学技术协会",
        printed_by=_OFFICE,
        printed_on=_DAY,
    )


def _plan_notice() -> OfficialPaper:
    title = "2028年云川市临江区科技活动周实施方案"
    return OfficialPaper(
        kind=PaperKind.plan_notice,
        issuers=(_SCIENCE, _PUBLICITY, _ASSOCIATION),
        number="临科字〔2028〕9号",
        title=f"关于印发《{title}》的通知",
        addressees=_TO,
        body=(
            Para("根据《云川市科技活动周组委会关于举办2028年云川市科技活动周的通知》（云科函〔2028〕41号）要求，区科技局、"
                 f"区委宣传部、区科协制定了《{title}》。"),
            Para("现印发给你们，请结合实际认真组织实施。"),
        ),
        plan=Plan(title, _sections()),
        annexes=(Annex("2028年临江区科技活动周活动安排表", (_arrangements(),)),),
        date=_DAY,
        note=_CONTACT,
        copies_to="云川市科学技术局，云川市科学技术协会",
        printed_by=_OFFICE,
        printed_on=_DAY,
    )  # fmt: skip


def _letter() -> OfficialPaper:
    return OfficialPaper(
        kind=PaperKind.letter,
        issuers=(_SCIENCE,),
        number="临科函〔2028〕17号",
        title="关于商请在科技活动周期间开放清江水质监测实验室的函",
        addressees="云川市清江水质监测中心",
        body=(
            Para("2028年临江区科技活动周将于5月20日至27日举行，拟请贵单位在此期间开放水质监测实验室，具体事宜商请如下。"),
            Heading(1, "开放时间"),
            Para("5月21日、5月24日下午2时至4时，每场40人左右。"),
            Heading(1, "开放内容"),
            Para("取样、检验和读数的过程。预约和引导由我局负责。"),
            Para("如蒙同意，请于5月8日前函复并告知联系人。"),
        ),
        date=dt.date(2028, 4, 25),
        stamped=True,
        note=_CONTACT,
        copies_to="云川市生态环境局临江分局",
    )  # fmt: skip


def _report() -> OfficialPaper:
    return OfficialPaper(
        kind=PaperKind.report,
        issuers=(_SCIENCE,),
        number="临科报〔2028〕3号",
        signers=("沈玥",),
        title="关于2028年临江区科技活动周情况的报告",
        addressees="云川市科学技术局",
        body=(
            Para("按照全市统一安排，我区于5月20日至27日举办了2028年科技活动周。现将有关情况报告如下。"),
            Heading(1, "基本情况"),
            Para("活动周期间全区开展活动56项，其中实验室开放12场、报告会9场，参加居民和学生1.3万人次。"),
            Heading(1, "存在的问题"),
            Para("社区里的活动集中在周末，工作日傍晚的活动偏少。"),
            Heading(1, "下一步打算"),
            Para("活动周结束后保留水质监测实验室等6处开放点，每月开放一次。"),
        ),
        annexes=(Annex("重点活动一览表", (_arrangements(),)),),
        date=dt.date(2028, 6, 20),
        stamped=True,
        printed_by=_OFFICE,
        printed_on=dt.date(2028, 6, 20),
    )
