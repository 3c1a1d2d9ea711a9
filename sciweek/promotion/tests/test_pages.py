"""The pages: written down, delivered with files, judged, accepted, the sheet; refusals beside their field."""

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from sciweek.committee.tests.cast import Cast
from sciweek.promotion import actions
from sciweek.promotion.models import Acceptance, Deliverable, Service
from sciweek.promotion.tests.bought import TODAY, accepted, agreed, delivered, line_of, service_of

DESK = "/desk/w/linjiang-2027"
LIST = f"{DESK}/promotion/"


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def service_at(service: Service) -> str:
    return f"{LIST}{service.code}/"


def line_at(line: Deliverable) -> str:
    return f"{DESK}/deliverables/{line.code}/"


def words_of(docx: bytes) -> str:
    document = Document(io.BytesIO(docx))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_a_service_goes_its_whole_way_over_the_pages(in_week: Cast) -> None:
    office = in_week.client("office")
    sent = {
        "title": "公交站台科普海报",
        "contractor": "临江青禾广告有限公司",
        "contact_name": "苏青禾",
        "contact_phone": "13900001122",
        "price": "28,000",
        "unit": in_week.unit.pk,
    }
    answer = office.post(f"{LIST}new/", sent)
    service = Service.objects.get()
    assert answer["Location"] == service_at(service)
    page = service_at(service)
    office.post(
        page, {"act": "line_add", "new-what": "站台海报", "new-amount": "30", "new-due_on": "2027-05-28"}
    )
    line = Deliverable.objects.get()
    assert "现在不能验收" in text_of(office, page)
    assert "现在不能验收" in text_of(office, f"{page}acceptance/")
    office.post(
        line_at(line),
        {
            "act": "deliver",
            "delivered_on": "2027-05-25",
            "delivered_amount": "30",
            "evidence": "https://linjiang.example/a\nhttps://linjiang.example/b",
            "papers": [SimpleUploadedFile("站台.txt", "照片".encode()), SimpleUploadedFile("二.txt", b"2")],
        },
    )
    shown = text_of(in_week.client("auditor"), line_at(line))
    assert all(words in shown for words in ("待看", "站台.txt", "二.txt", "https://linjiang.example/b"))
    assert "认可</" not in shown
    office.post(f"{line_at(line)}move/", {"to": "accepted"})
    assert "可以验收" in text_of(office, LIST)
    form = text_of(office, f"{page}acceptance/")
    hidden = dict(re.findall(r'name="(seen_\w+)" value="([^"]*)"', form))
    record = hidden | {
        "accepted_on": "2027-05-25",
        "verdict": "pass",
        "people": "江办，区科技局办公室主任\n宣小审",
    }
    assert office.post(f"{page}acceptance/", record)["Location"] == page
    shown = text_of(office, page)
    assert "江办（区科技局办公室主任）、宣小审" in shown
    assert "重开验收" in shown
    docx = office.get(f"{page}acceptance/1.docx")
    words = words_of(docx.content)
    assert docx["Cache-Control"] == "private, no-store"
    assert all(
        one in words for one in ("宣传服务验收单", "28,000.00元", "临江青禾广告有限公司", "江办", "（盖章）")
    )
    assert office.get(f"{page}acceptance/2.docx").status_code == 404
    assert "记录验收" not in shown


def test_what_was_typed_stays_beside_what_is_wrong(in_week: Cast) -> None:
    office = in_week.client("office")
    answer = office.post(f"{LIST}new/", {"title": "短视频", "contractor": "", "price": "约三万"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert all(words in text for words in ("请写由谁来做", "写数字", 'value="约三万"', 'value="短视频"'))
    service = service_of(in_week)
    answer = office.post(service_at(service), {"act": "line_add", "new-what": "海报", "new-amount": "0"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert all(
        words in text for words in ("数量要大于 0", "请写哪天之前交付", 'value="海报"', "<details", " open>")
    )
    line = line_of(in_week, service)
    sent = {"act": "deliver", "delivered_on": "2027-06-01", "delivered_amount": "30", "note": "已上画"}
    answer = office.post(line_at(line), sent)
    assert answer.status_code == 422
    assert "交付的日子还没有到" in answer.content.decode()
    assert "已上画" in answer.content.decode()


def test_a_lost_update_shows_both_and_the_next_press_saves(in_week: Cast) -> None:
    service, office = service_of(in_week), in_week.client("office")
    actions.edit_service(in_week.actor("publicity"), service, contract_no="临采7号")
    mine = {
        "act": "edit",
        "seen_version": "1",
        "title": service.title,
        "contractor": service.contractor,
        "contract_no": "临采〔2027〕7号",
        "unit": in_week.unit.pk,
    }
    answer = office.post(service_at(service), mine)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "对方写的是：临采7号" in text
    again = re.search(r'name="seen_version" value="(\d+)"', text[text.index('value="edit"') :])
    assert again is not None
    assert office.post(service_at(service), mine | {"seen_version": again[1]}).status_code == 302
    service.refresh_from_db()
    assert service.contract_no == "临采〔2027〕7号"


def test_a_deliverable_that_changed_behind_the_acceptance_page_is_shown_first(in_week: Cast) -> None:
    service, office = service_of(in_week), in_week.client("office")
    line = agreed(in_week, line_of(in_week, service))
    form = text_of(office, f"{service_at(service)}acceptance/")
    record = {
        "seen_stamp": dict(re.findall(r'name="(seen_stamp)" value="([^"]*)"', form))["seen_stamp"],
        "accepted_on": "2027-05-25",
        "verdict": "pass",
        "people": "江办",
    }
    back = actions.return_deliverable(in_week.actor("publicity"), line, why="少了")
    agreed(in_week, back, delivered_amount="12")
    answer = office.post(f"{service_at(service)}acceptance/", record)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "交付物有改动" in text
    assert "数量不足" in text
    record["seen_stamp"] = dict(re.findall(r'name="(seen_stamp)" value="([^"]*)"', text))["seen_stamp"]
    assert office.post(f"{service_at(service)}acceptance/", record).status_code == 302


def test_another_units_service_does_not_exist_for_a_liaison(in_week: Cast) -> None:
    service = service_of(in_week, contact_name="苏青禾")
    line = delivered(in_week, line_of(in_week, service))
    own, other = in_week.client("liaison"), in_week.client("other_liaison")
    assert "公交站台科普海报" in text_of(own, LIST)
    assert "公交站台科普海报" not in text_of(other, LIST)
    assert other.get(service_at(service)).status_code == 404
    assert other.get(line_at(line)).status_code == 404
    assert "苏青禾" in text_of(own, service_at(service))
    assert "苏青禾" not in text_of(in_week.client("auditor"), service_at(service))


def test_reopening_and_setting_aside_ask_for_a_reason(in_week: Cast) -> None:
    service, office = service_of(in_week), in_week.client("office")
    agreed(in_week, line_of(in_week, service))
    accepted(in_week, service)
    page = service_at(service)
    answer = office.post(page, {"act": "reopen", "why": ""}, follow=True)
    assert "请写明原因" in answer.content.decode()
    answer = office.post(page, {"act": "reopen", "why": "三个站没有画面"}, follow=True)
    assert "已重开，不再有效" in answer.content.decode()
    assert "本单作废" in words_of(office.get(f"{page}acceptance/1.docx").content)
    office.post(page, {"act": "set_aside", "why": "合同终止"})
    assert "合同终止" in text_of(office, page)
    assert "公交站台科普海报" in text_of(office, f"{LIST}?state=set_aside")
    office.post(page, {"act": "take_up"})
    assert Service.objects.get().state == "running"
    assert office.post(page, {"act": "dance"}, follow=True).status_code == 200
    assert Acceptance.objects.get().reopened_why == "三个站没有画面"


@pytest.mark.parametrize("where", ["list", "service", "acceptance"])
def test_many_rows_take_the_queries_of_few(
    in_week: Cast, where: str, django_assert_max_num_queries: Any
) -> None:
    client, service = in_week.client("office"), service_of(in_week)
    line_of(in_week, service)
    address = {
        "list": LIST,
        "service": service_at(service),
        "acceptance": f"{service_at(service)}acceptance/",
    }[where]
    client.get(address)
    counts = []
    for _round in range(2):
        with django_assert_max_num_queries(30) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
        for number in range(20):
            line_of(in_week, service, f"第{number}件", due_on=TODAY)
            line_of(in_week, service_of(in_week, title=f"第{number}项"))
    assert counts[0] == counts[1]


def test_the_activities_lead_to_what_was_bought_where_there_is_something_to_see(in_week: Cast) -> None:
    def leads(who: str) -> bool:
        return f'href="{LIST}"' in text_of(in_week.client(who), f"{DESK}/activities/")

    assert [leads(who) for who in ("office", "auditor", "liaison")] == [True, True, False]
    service_of(in_week)
    assert [leads(who) for who in ("liaison", "link", "other_liaison")] == [True, True, False]
