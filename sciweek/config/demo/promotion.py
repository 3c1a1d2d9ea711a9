"""The demo's bought promotion: one contract, its deliverables in every state."""

from datetime import time, timedelta
from typing import Any

from sciweek.base import clock
from sciweek.config.demo.days import Days
from sciweek.config.demo.town import ZONE, Town
from sciweek.promotion.actions import (
    Upload,
    accept_deliverable,
    add_deliverable,
    add_service,
    deliver,
    return_deliverable,
    waive_deliverable,
)
from sciweek.promotion.models import Deliverable, Service
from sciweek.week.models import Week

# (what, how many, of which, due so many days after the first day of the week, where it appears)
ASKED: tuple[tuple[str, str, str, int, str], ...] = (
    ("公交站台灯箱海报", "30", "块", -3, "滨江路、云栖路公交站台"),
    ("预热短视频", "2", "部", -1, "区融媒体中心视频号"),
    ("公众号推文", "6", "篇", 9, "“临江发布”公众号"),
    ("活动折页", "3000", "册", -2, "各街道科技服务站"),
    ("活动综述短片", "1", "部", 16, "区融媒体中心视频号"),
)


def buy_promotion(town: Town, week: Week, days: Days) -> None:
    """Signed three weeks before, and gone as far as it would be on the second day of the week."""
    posters, video, articles, leaflets, _film = _signed(town, week, days)
    with _on(days, -4):
        came = deliver(
            town.office,
            posters,
            delivered_on=days.day(-4),
            delivered_amount="30",
            evidence=["https://linjiang.example/posters"],
            files=[Upload("站台照片清单.txt", "滨江路 18 块，云栖路 12 块。".encode())],
        )
    with _on(days, -3):
        accept_deliverable(town.office, came)
        waive_deliverable(town.office, leaflets, why="改为电子版，按合同从价款里扣除")
    with _on(days, -2):
        deliver(
            town.office,
            video,
            delivered_on=days.day(-2),
            delivered_amount="2",
            evidence=["https://linjiang.example/videos/1", "https://linjiang.example/videos/2"],
        )
        first = deliver(
            town.office,
            articles,
            delivered_on=days.day(-2),
            delivered_amount="3",
            note="先交前三篇的稿子，链接随后补。",
        )
    with _on(days, -1):
        return_deliverable(town.office, first, why="第三篇把启动仪式写成了下午，请改；另外三篇一并补齐。")


def _signed(town: Town, week: Week, days: Days) -> list[Deliverable]:
    with _on(days, -20):
        service: Service = add_service(
            town.office,
            week,
            title="科技活动周户外和新媒体宣传",
            contractor="临江青禾文化传媒有限公司",
            contact_name="苏禾",
            contact_phone="16400001122",
            contract_no=f"临宣采〔{days.start.year}〕3号",
            price="28000",
            signed_on=days.day(-21),
            starts_on=days.day(-20),
            ends_on=days.day(30),
            unit=town.units["xcb"],
        )
        return [
            add_deliverable(
                town.office,
                service,
                what=what,
                amount=amount,
                counted_in=counted_in,
                due_on=days.day(due),
                appears_in=where,
            )
            for what, amount, counted_in, due, where in ASKED
        ]


def _on(days: Days, offset: int) -> Any:
    """Let it be three in the afternoon so many days after the first."""
    return clock.standing_at(clock.moment(days.start + timedelta(days=offset), time(15), ZONE))
