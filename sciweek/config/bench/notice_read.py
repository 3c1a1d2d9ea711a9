"""`notice.read`: a 10-page notice (.docx, made at the time) from file to findings, against 0.3 s.

Each length is read by a process of its own, so that the memory is that of one reading. The first reading of a
process pays for loading the reader; it is told beside (`first_seconds`) and so is the growth to 200 pages.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from docx import Document

from sciweek.config.bench.figure import Figure

LIMIT = 0.3  # seconds
PAGES = (10, 50, 100, 200)
PAGE = 22 * 28  # signs on a page of an official paper
TIMES = 7

READER = """
import json, resource, sys, time
from pathlib import Path
from sciweek.notice.logic.intake import extract_path
from sciweek.notice.logic.reading import read
path, times = Path(sys.argv[1]), int(sys.argv[2])
took = []
for _ in range(times + 1):
    began = time.perf_counter()
    found = read(extract_path(path).text).as_dict()
    took.append(time.perf_counter() - began)
memory = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps({"took": took, "mb": memory, "activities": len(found["activities"])}))
"""


def measure() -> Figure:
    """The least of some readings of ten pages (the rest is other work of the machine), and what longer notices cost."""
    with tempfile.TemporaryDirectory(prefix="sciweek-bench-") as folder:
        seen = {pages: _read(Path(folder), pages) for pages in PAGES}
    seconds = {pages: min(one["took"][1:]) for pages, one in seen.items()}
    return Figure(
        "notice.read",
        seconds[10],
        "s",
        LIMIT,
        "<= 1",
        {
            "first_seconds": round(seen[10]["took"][0], 3),
            "seconds_by_pages": {pages: round(took, 3) for pages, took in seconds.items()},
            # 1: a page of a long notice costs what a page of a short one does.
            "growth_to_200": round(seconds[200] / seconds[10] / 20, 2),
            "peak_mb_200": round(max(seen[200]["mb"])),
            "activities_by_pages": {pages: one["activities"] for pages, one in seen.items()},
        },
    )


def _read(folder: Path, pages: int) -> dict[str, Any]:
    path = folder / f"{pages}.docx"
    write_notice(path, pages)
    words = [sys.executable, "-c", READER, str(path), str(TIMES if pages == 10 else 2)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def write_notice(path: Path, pages: int) -> None:
    """An invented notice of about so many pages: the usual parts, with as many activities and duties as fill it."""
    paper = Document()
    for line in _opening():
        paper.add_paragraph(line)
    written = 0
    number = 0
    while written < (pages - 1) * PAGE:
        number += 1
        for line in _activity(number):
            paper.add_paragraph(line)
            written += len(line) + 6  # the rest of a paragraph's last line stays empty
    for line in _closing():
        paper.add_paragraph(line)
    table = paper.add_table(rows=1, cols=4)
    for cell, text in zip(table.rows[0].cells, ("序号", "活动名称", "时间", "承办单位"), strict=True):
        cell.text = text
    for row in range(1, number + 1):
        for cell, text in zip(table.add_row().cells, _row(row), strict=True):
            cell.text = text
    paper.save(str(path))


PLACES = ("云川科技馆", "白鹭洲湿地公园", "临江区图书馆", "青石街道文化广场", "云川第三中学", "江湾植物园")
THINGS = (
    "机器人开放日",
    "星空观测夜",
    "水质检测体验",
    "急救知识讲堂",
    "航模展演",
    "古树名木寻访",
    "低碳生活市集",
)
BODIES = ("区科技局", "区科协", "区教育局", "区卫生健康局", "青石街道办事处", "江湾街道办事处")

CONTENT = (
    "活动内容：设置讲解、演示和动手三个环节，每个环节控制在二十分钟以内，由志愿者引导参观人员分批进入，"
    "现场发放学习单，结束后回收，用于了解大家最感兴趣的内容，并为来年的安排提供参考。"
)


def _opening() -> list[str]:
    return [
        "云川市临江区科技活动周组委会办公室",
        "临科周办〔2027〕3号",
        "关于举办2027年临江区科技活动周的通知",
        "各街道办事处，区直有关部门，各科普基地，各学校：",
        "为贯彻科学普及的有关要求，经研究，定于2027年5月22日至29日举办2027年临江区科技活动周。现将有关事项通知如下：",
        "一、活动时间",
        "2027年5月22日至29日。",
        "二、活动主题",
        "动手试一试，科学在身边",
        "三、主要内容",
        "（一）走进生活。围绕居家安全、营养与健康，组织看得见、摸得着的体验。",
        "（二）走进校园。支持学校开放实验室，请科研人员上一堂课。",
        "四、主要活动",
    ]


def _activity(number: int) -> list[str]:
    place, thing, body = (words[number % len(words)] for words in (PLACES, THINGS, BODIES))
    day = 22 + number % 8
    return [
        f"{number}. 第{number}场“{thing}”活动",
        f"时间：2027年5月{day}日上午9:00至11:30。地点：{place}。",
        f"主办单位：{body}。承办单位：{place}。",
        CONTENT,
    ]


def _closing() -> list[str]:
    return [
        "五、有关要求",
        "（一）加强组织。各单位明确一名联络员，于2027年4月20日前将联络员名单报送组委会办公室。",
        "（二）按时报送。活动方案请于2027年4月30日17:00前报区科技局，总结材料请于2027年6月10日前报组委会办公室。",
        "联系人：组委会办公室，联系电话：0890-6120001，电子邮箱：week@linjiang.example。",
        "附件：2027年临江区科技活动周主要活动安排",
        "云川市临江区科技活动周组委会办公室",
        "2027年4月8日",
        "附件",
        "2027年临江区科技活动周主要活动安排",
    ]


def _row(number: int) -> tuple[str, str, str, str]:
    thing, body = (words[number % len(words)] for words in (THINGS, BODIES))
    return str(number), f"第{number}场“{thing}”活动", f"5月{22 + number % 8}日", body
