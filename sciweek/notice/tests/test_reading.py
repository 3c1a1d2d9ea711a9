"""What the reader finds in notices, and what it leaves open."""

import json
import re
import subprocess
import sys
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sciweek.notice.logic.reading import read
from sciweek.notice.tests import reading_papers as papers

SCHEMA = json.loads(
    (resources.files("sciweek.notice.logic") / "reading.schema.json").read_text(encoding="utf-8")
)
ALL = {name: value for name, value in vars(papers).items() if name.isupper() and isinstance(value, str)}


def test_a_district_notice_is_read_whole() -> None:
    found = read(papers.DISTRICT).as_dict()
    issuers = ["云川市临江区科学技术局", "中共云川市临江区委宣传部", "云川市临江区科学技术协会"]
    assert found["title"] == "关于印发《2024年临江区科技活动周实施方案》的通知"
    assert found["doc_no"] == "临科发〔2024〕12号"
    assert found["issued_on"] == "2024-05-10"
    assert found["issuers"] == issuers
    assert found["addressees"] == ["各镇人民政府", "各街道办事处", "区直有关部门"]
    assert found["basis"] == [
        {"title": "云川市科技局关于举办2024年云川市科技活动周的通知", "doc_no": "云科发〔2024〕30号"}
    ]
    assert (found["week_start"], found["week_end"]) == ("2024-05-25", "2024-06-01")
    assert found["theme"] == "江边的科学课堂"
    assert [d["heading"] for d in found["directions"]] == ["弘扬科学家精神", "普及低碳知识"]
    assert found["missing"] == []


def test_main_text_and_annex_tell_of_one_activity_once() -> None:
    activities = {a.name: a for a in read(papers.DISTRICT).activities}
    assert list(activities) == [
        "临江区科技活动周启动仪式",
        "“水从哪里来”科普讲座",
        "实验室开放日",
        "科普知识在线答题",
    ]
    launch = activities["临江区科技活动周启动仪式"]
    assert (launch.starts_on, launch.ends_on, launch.time, launch.place) == (
        "2024-05-25",
        "2024-05-25",
        "上午",
        "临江广场",
    )
    assert launch.hosts == ["区科技局", "区委宣传部"]
    assert launch.organisers == ["临江街道办事处"]
    assert launch.co_organisers == ["云川师范学院"]
    assert [a.kind for a in activities.values()] == ["ceremony", "lecture", "open", "quiz"]
    assert activities["“水从哪里来”科普讲座"].time == "15:00"


def test_a_deadline_names_what_by_when_and_to_whom() -> None:
    (deadline,) = read(papers.DISTRICT).deadlines
    assert (deadline.due, deadline.time, deadline.to) == ("2024-06-14", "17:00", "区科协")
    assert deadline.what == "工作总结，连同活动照片"


def test_a_contact_below_a_deadline_belongs_to_its_receiver() -> None:
    (contact,) = read(papers.DISTRICT).contacts
    assert (contact.office, contact.person) == ("区科协", "苗春")
    assert (contact.phone, contact.email) == ("0890-6120001", "week@linjiang.example")


def test_a_text_without_line_ends_is_taken_apart() -> None:
    found = read(papers.ONE_LINE)
    assert found.issuers == ["云川市临江区科学技术局"]
    assert found.issued_on == "2022-04-02"
    assert (found.week_start, found.week_end) == ("2022-05-20", "2022-05-28")
    assert [(d.due, d.what) for d in found.deadlines] == [("2022-04-15", "申报表")]
    assert [c.phone for c in found.contacts] == ["0890-6120001"]
    assert found.title is None
    assert "title" in found.missing


def test_a_red_headed_paper_in_one_line_keeps_bodies_number_and_title_apart() -> None:
    found = read(papers.MASTHEAD_IN_LINE)
    assert found.title == "关于举办二〇〇六年临江区科技活动周的通知"
    assert found.doc_no == "临科字[2006]8号"
    assert found.issuers == ["云川市临江区科学技术局", "中共云川市临江区委宣传部"]
    assert found.issued_on == "2006-04-06"
    assert (found.week_start, found.week_end) == ("2006-05-20", "2006-05-26")


def test_an_ordered_event_is_named_without_its_day_and_purpose() -> None:
    found = read(papers.MASTHEAD_IN_LINE)
    assert [a.name for a in found.activities] == ["开幕式", "送科技下乡", "节水科普图片展"]


def test_an_office_is_where_the_leading_group_sits() -> None:
    (contact,) = read(papers.MASTHEAD_IN_LINE).contacts
    assert (contact.office, contact.person) == ("区科技局综合科", "钟工")
    assert (contact.phone, contact.email) == ("0890-6120311", "zonghe@linjiang.example")


def test_numbers_of_two_steps_divide_a_text_and_papers_are_named_before_their_day() -> None:
    found = read(papers.FIRM_IN_LINE)
    assert (found.title, found.doc_no) == ("关于开展2021年科技活动周的通知", "临航科〔2021〕14号")
    assert (found.issuers, found.issued_on) == (["临江航天机械有限公司"], "2021-05-06")
    assert [a.name for a in found.activities] == ["车间开放日", "青工技能大赛"]
    assert [(d.due, d.what, d.to) for d in found.deadlines] == [
        ("2021-05-18", "技能大赛报名表", "工会"),
        ("2021-06-04", "活动小结", "技术中心"),
    ]


def test_a_forwarding_title_keeps_its_first_line_and_its_issuer() -> None:
    found = read(papers.FORWARDED)
    assert found.title is not None
    assert found.title.startswith("临江区应急管理局转发云川市科技局")
    assert found.issuers == ["临江区应急管理局"]
    assert found.issued_on == "2019-05-06"
    assert [(d.due, d.what) for d in found.deadlines] == [("2019-06-03", "函复")]


def test_a_page_s_own_words_before_and_behind_the_title_are_left_out() -> None:
    found = read(papers.FROM_A_SITE)
    assert found.title == "关于收集2022年科技活动周素材的温馨提示"
    assert found.addressees == ["各社区居委会"]
    assert (found.issuers, found.issued_on) == (["临江区科协科普部"], "2022-05-09")
    assert found.deadlines[0].what == "登录“临江科普”平台填报活动信息"
    assert found.contacts[0].email == "kexie@linjiang.example"


def test_rows_of_a_table_are_activities() -> None:
    first, second = read(papers.TABLE).activities
    assert (first.name, first.starts_on, first.place, first.hosts) == (
        "天文馆开放日",
        "2021-09-11",
        "区天文馆",
        ["区科协"],
    )
    assert (second.starts_on, second.ends_on) == ("2021-09-12", "2021-09-13")


def test_a_window_opens_and_closes_and_listed_papers_each_have_a_deadline() -> None:
    window, summary, figures = read(papers.TABLE).deadlines
    assert (window.opens_on, window.due) == ("2021-08-20", "2021-09-05")
    assert (summary.due, summary.what) == ("2021-09-30", "活动总结")
    assert (figures.due, figures.what) == ("2021-09-30", "《活动情况统计表》")


def test_a_fax_is_not_a_phone() -> None:
    (contact,) = read(papers.TABLE).contacts
    assert contact.phone == "0890-6120002"


def test_the_paper_s_own_date_decides_the_year_and_an_early_month_means_the_next() -> None:
    found = read(papers.NEXT_YEAR)
    assert found.issued_on == "2007-11-21"
    assert [d.due for d in found.deadlines] == ["2007-12-10", "2008-01-15"]


@pytest.mark.parametrize(
    ("said", "dues", "what", "to"),
    [
        (
            "请于5月10日、6月10日前将活动方案和总结报送区科技局。",
            ["2027-05-10", "2027-06-10"],
            "活动方案和总结",
            "区科技局",
        ),
        (
            "活动方案、工作总结请分别于5月12日、6月12日前报送区科技局。",
            ["2027-05-12", "2027-06-12"],
            "活动方案、工作总结",
            "区科技局",
        ),
        (
            "请分别在4月20日、5月5日和6月3日前上报进展情况。",
            ["2027-04-20", "2027-05-05", "2027-06-03"],
            "进展情况",
            None,
        ),
        (
            "请于5月10日、20日17:00前将名单报送区科技局。",
            ["2027-05-10", "2027-05-20"],
            "名单",
            "区科技局",
        ),
        ("5月1日、5月2日放假，请于5月15日前报送名单。", ["2027-05-15"], "名单", None),
        (
            "定于5月22日、5月23日举行开放日，5月18日前将名单报区科技局。",
            ["2027-05-18"],
            "名单",
            "区科技局",
        ),
    ],
)
def test_of_dates_in_one_list_each_is_a_deadline(
    said: str, dues: list[str], what: str, to: str | None
) -> None:
    found = read(
        f"关于举办2027年临江区科技活动周的通知\n各街道办事处：\n一、有关要求\n{said}\n临江区科学技术局\n2027年4月12日"
    )
    assert [(one.due, one.what, one.to) for one in found.deadlines] == [(due, what, to) for due in dues]
    doubts = {one.pointer for one in found.doubts if one.pointer.endswith("/due")}
    assert len(doubts) == (len(dues) if len(dues) > 1 else 0)
    if "17:00" in said:
        assert {one.time for one in found.deadlines} == {"17:00"}


def test_odd_things_are_pointed_out_and_not_repaired() -> None:
    found = read(papers.ODD)
    assert {"weekday_mismatch", "repeated_paragraph", "impossible_date", "annex_missing"} <= {
        w.code for w in found.warnings
    }
    assert found.week_start == "2023-05-20"
    (deadline,) = found.deadlines
    assert deadline.due is None
    assert deadline.what == "活动方案"
    (contact,) = found.contacts
    assert contact.email is None
    assert {"/deadlines/0/due", "/contacts/0/email"} <= {d.pointer for d in found.doubts}


@pytest.mark.parametrize("text", papers.NOT_NOTICES.values(), ids=list(papers.NOT_NOTICES))
def test_nothing_is_read_from_a_text_that_is_no_notice(text: str) -> None:
    found = read(text)
    assert [w.code for w in found.warnings] == ["not_a_notice"]
    assert found.evidence == {}
    assert not any(
        (found.title, found.issuers, found.activities, found.deadlines, found.contacts, found.theme)
    )


def test_an_empty_text_says_so() -> None:
    assert [w.code for w in read("  \n\t").warnings] == ["empty"]


def test_a_notice_in_traditional_characters_is_quoted_as_it_stands() -> None:
    found = read(
        "關於舉辦2021年臨江區科技活動周的通知\n各單位：\n臨江區科技活動周定於2021年5月22日-28日舉行，主題為“百花深處”。\n"
        "請於2021年6月4日前將活動總結報送區科協。\n臨江區科學技術局\n2021年5月6日\n"
    )
    assert found.title == "關於舉辦2021年臨江區科技活動周的通知"
    assert (found.week_start, found.theme, found.issuers) == ("2021-05-22", "百花深處", ["臨江區科學技術局"])
    assert [(d.due, d.what, d.to) for d in found.deadlines] == [("2021-06-04", "活動總結", "區科協")]


def test_sound_notes_of_a_scraper_are_left_out_and_mentioned() -> None:
    found = read(
        "關(guān)于舉辦2021年科技活動(dòng)周的通知\n各縣(xiàn)區(qū)科技局：\n時(shí)間定為2021年5月22日-28日。\n"
    )
    assert found.title == "關于舉辦2021年科技活動周的通知"
    assert found.week_end == "2021-05-28"
    assert "sound_notes" in {w.code for w in found.warnings}


def test_a_number_of_a_basis_paper_is_never_the_own_number() -> None:
    found = read(
        "关于做好临江区科技周工作的通知\n各镇：\n根据《科技周通知》（云科发〔2019〕3号）精神，现将有关事项通知如下：\n一、活动时间\n2019年5月19日-26日\n"
    )
    assert found.doc_no is None


@pytest.mark.parametrize("text", ALL.values(), ids=list(ALL))
def test_the_output_keeps_to_its_schema(text: str) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    for given in (text, text.replace("\n", ""), text.replace("\n", "\r\n"), text[: len(text) // 2]):
        Draft202012Validator(SCHEMA).validate(
            json.loads(json.dumps(read(given).as_dict(), ensure_ascii=False))
        )


def resolve(found: dict[str, Any], pointer: str) -> object:
    value: Any = found
    for part in pointer.strip("/").split("/"):
        value = value[int(part)] if isinstance(value, list) else value[part]
    return value


def leaves(value: object, pointer: str) -> list[str]:
    if isinstance(value, dict):
        return [
            leaf
            for key, inner in value.items()
            if key != "source"
            for leaf in leaves(inner, f"{pointer}/{key}")
        ]
    if isinstance(value, list):
        return [leaf for i, inner in enumerate(value) for leaf in leaves(inner, f"{pointer}/{i}")]
    return [] if value is None else [pointer]


def bare(text: object) -> str:
    return re.sub(r"[\W_]", "", str(text))


@pytest.mark.parametrize("text", ALL.values(), ids=list(ALL))
def test_every_value_has_its_evidence_and_reason(text: str) -> None:
    found = read(text).as_dict()
    values = {
        k: v
        for k, v in found.items()
        if k not in {"text", "evidence", "reasons", "doubts", "warnings", "missing"}
    }
    for pointer in leaves(values, ""):
        spans = found["evidence"][pointer]
        assert spans, pointer
        assert found["reasons"][pointer]
        quoted = "".join(str(found["text"])[a:b] for a, b in spans)
        value = resolve(found, pointer)
        if re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)):
            assert re.search(r"[\d一二三四五六七八九十]", quoted), pointer
        elif not pointer.endswith(("/kind", "/time")):
            assert set(bare(value)) <= set(bare(quoted)), pointer


def test_the_module_prints_a_reading_as_json(tmp_path: Path) -> None:
    paper = tmp_path / "notice.txt"
    paper.write_text(papers.DISTRICT, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "sciweek.notice.logic.reading", str(paper)], capture_output=True, check=True
    )
    assert json.loads(done.stdout)["doc_no"] == "临科发〔2024〕12号"
