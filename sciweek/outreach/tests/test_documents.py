"""What a driver and a school hold in their hands."""

import pypdfium2

from sciweek.outreach.logic.documents import trip_docx
from sciweek.outreach.logic.sheets import StopSheet, TripSheet
from sciweek.papers.logic.preview import preview_pdf

STOP = StopSheet(
    1, "临江区实验小学", "07:50", "", "08:00", "08:40", "10:40", "临江区实验小学操场，星河路30号", "",
    "乔老师，139 0000 0301", "13900000301", "320人，四年级八个班", "电源、室外空地、停车位", "两名帮手", "门口有人接。",
)  # fmt: skip


def test_a_day_of_two_stops_is_one_page_for_the_dashboard() -> None:
    rows = tuple(
        (label, "区青少年科技馆，星河路6号") for label in "项目 承办单位 带队 车牌 出发地 回到 随车带".split()
    )
    sheet = TripSheet("科普大篷车：一车厢的物理行程单", "2026年11月30日（周一）", rows, (STOP, STOP))
    assert len(pypdfium2.PdfDocument(preview_pdf(trip_docx(sheet)))) == 1
