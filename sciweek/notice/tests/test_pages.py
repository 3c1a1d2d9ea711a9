import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from sciweek.base import scope
from sciweek.base.actor import system
from sciweek.committee.tests.cast import Cast
from sciweek.duties.actions import add_duty
from sciweek.notice import actions
from sciweek.notice.actions.intake import Outcome, record_reading
from sciweek.notice.forms.plan import PlanForm
from sciweek.notice.logic.intake.limits import MAX_BYTES
from sciweek.notice.models import Finding, Notice
from sciweek.notice.queries.planning import ground
from sciweek.notice.states import NoticeState, Verdict
from sciweek.notice.tests.papers import HIGHER, OWN, put_in, reading_of, refreshed
from sciweek.week.models import Week

HTMX = {"HX-Request": "true"}


def address(name: str, notice: Notice, **more: Any) -> str:
    return reverse(f"notice:{name}", kwargs={"code": notice.code, **more})


def hand_in(client: Client, **given: Any) -> Any:
    return client.post(reverse("notice:new"), {"role": "own", **given})


def latest(cast: Cast) -> Notice:
    with cast.inside():
        return Notice.objects.order_by("-id")[0]


@pytest.fixture
def work_off(cast: Cast) -> Callable[[], None]:
    """Run what the queue holds, inside the test's own transaction."""

    def run() -> None:
        for waiting in DBTaskResult.objects.ready():
            waiting.task.call(*waiting.task_result.args, **waiting.task_result.kwargs)
            waiting.delete()

    return run


# --- taking in ---------------------------------------------------------------------------------------------------


def test_a_paper_is_handed_in_read_and_shown(cast: Cast, work_off: Callable[[], None]) -> None:
    office = cast.client("office")
    answer = hand_in(office, file=SimpleUploadedFile("通知.txt", OWN.encode("gb18030")))
    notice = latest(cast)
    assert answer.headers["Location"] == address("review", notice)
    waiting = office.get(address("review", notice))
    assert "正在读取" in waiting.content.decode()
    assert office.get(address("review", notice), headers=HTMX).status_code == 204
    work_off()
    assert office.get(address("review", notice), headers=HTMX).headers["HX-Refresh"] == "true"
    page = office.get(address("review", notice)).content.decode()
    assert "江水不息 科学常新" in page
    assert "2028年5月20日（周六）" in page
    assert office.get(address("source", notice)).status_code == 200


def test_pasted_text_is_read_too(cast: Cast, work_off: Callable[[], None]) -> None:
    office = cast.client("office")
    hand_in(office, text=OWN, role="higher")
    work_off()
    assert latest(cast).state == NoticeState.REVIEW
    assert latest(cast).role == "higher"


def test_the_same_file_again_leads_to_the_first(cast: Cast) -> None:
    office = cast.client("office")
    hand_in(office, text=OWN)
    first = latest(cast)
    answer = hand_in(office, text=OWN)
    assert answer.status_code == 422
    assert address("review", first) in answer.content.decode()
    assert OWN.split("\n")[3] in answer.content.decode(), "what was pasted is still there"
    assert hand_in(office, text=OWN, anyway="on").status_code == 302
    assert latest(cast).pk != first.pk


def test_nothing_handed_in_is_said_beside_the_file(cast: Cast) -> None:
    answer = hand_in(cast.client("office"), role="higher")
    assert answer.status_code == 422
    form = answer.context["form"]
    assert "file" in form.errors
    assert form["role"].value() == "higher"


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * 120_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.docx", b"", "文件是空的"),
        ("notice.docx", bytes(range(256)) * 64, "认不出这是什么文件"),
        ("photos.zip", b"PK\x05\x06" + b"\0" * 18, "上传"),
        ("bomb.docx", bomb(), "另存为 .docx"),
        ("broken.pdf", b"%PDF-1.4 broken", "上传"),
        ("blank.txt", b" \n \n", "没有文字"),
    ],
    ids=["empty", "wrong-ending", "archive", "bomb", "broken", "blank"],
)
def test_a_file_that_cannot_be_read_is_explained_beside_the_box(
    cast: Cast, work_off: Callable[[], None], name: str, data: bytes, words: str
) -> None:
    office = cast.client("office")
    answer = hand_in(office, file=SimpleUploadedFile(name, data), role="higher")
    if answer.status_code == 302:
        work_off()
        assert latest(cast).state == NoticeState.UNREADABLE
        answer = office.get(answer.headers["Location"])
    form = answer.context["form"]
    assert words in str(form.errors["file"])
    assert form["role"].value() == "higher", "what was chosen is still there"
    assert "Traceback" not in answer.content.decode()


def test_a_hundred_megabytes_are_refused_by_their_size(cast: Cast) -> None:
    huge = SimpleUploadedFile("huge.docx", b"x" * (MAX_BYTES + 1))
    answer = hand_in(cast.client("office"), file=huge)
    assert answer.status_code == 422
    assert "21 MB" in str(answer.context["form"].errors["file"])
    assert str(MAX_BYTES // 1024 // 1024) in str(answer.context["form"].errors["file"])


def test_pasted_text_that_cannot_be_read_is_still_there(cast: Cast, work_off: Callable[[], None]) -> None:
    office = cast.client("office")
    with cast.inside():
        notice = actions.hand_in_notice(
            cast.actor("office"), cast.region, role="own", file_name="pasted.txt", data="词".encode()
        )
        actions.record_trouble(
            system("reader", region_id=cast.region.pk), notice, code="no_text", message="文件里没有文字。"
        )
    form = office.get(address("review", notice)).context["form"]
    assert "text" in form.errors
    assert form["text"].value() == "词"


# --- checking ----------------------------------------------------------------------------------------------------


@pytest.fixture
def notice(cast: Cast) -> Notice:
    return put_in(cast)


def one(cast: Cast, notice: Notice, field: str) -> Finding:
    with cast.inside():
        return notice.findings.filter(field=field)[0]


def test_a_verdict_swaps_its_row_and_the_counts(cast: Cast, notice: Notice) -> None:
    office, theme = cast.client("office"), one(cast, notice, "theme")
    where = address("verdict", notice, pk=theme.pk, word="accept")
    answer = office.post(where, {"seen_version": theme.version}, headers=HTMX)
    body = answer.content.decode()
    assert f'id="f{theme.position}"' in body
    assert 'id="counts"' in body
    assert "已核对 1 /" in body
    assert "<html" not in body
    assert one(cast, notice, "theme").verdict == Verdict.ACCEPTED


def test_without_javascript_a_verdict_comes_back_to_its_row(cast: Cast, notice: Notice) -> None:
    office, theme = cast.client("office"), one(cast, notice, "theme")
    answer = office.post(
        address("verdict", notice, pk=theme.pk, word="reject"), {"seen_version": theme.version}
    )
    assert answer.headers["Location"] == f"{address('review', notice)}#f{theme.position}"
    answer = office.post(address("verdict", notice, pk=theme.pk, word="undo"))
    assert one(cast, notice, "theme").verdict == Verdict.OPEN


def test_every_number_leads_from_text_to_finding_and_back(cast: Cast, notice: Notice) -> None:
    page = cast.client("office").get(address("review", notice)).content.decode()
    with cast.inside():
        for row in notice.findings.all():
            assert page.count(f'id="f{row.position}"') == 1
            assert page.count(f'id="e{row.position}"') == 1
            assert f'href="#e{row.position}"' in page


def test_a_correction_without_sense_keeps_what_was_typed(cast: Cast, notice: Notice) -> None:
    office, start = cast.client("office"), one(cast, notice, "week_start")
    where = address("correct", notice, pk=start.pk)
    assert office.get(where).status_code == 200
    answer = office.post(
        where, {f"c{start.pk}-value": "2028-02-30", f"c{start.pk}-seen_version": start.version}
    )
    assert answer.status_code == 422
    assert "没有这一天" in answer.content.decode()
    assert 'value="2028-02-30"' in answer.content.decode()
    answer = office.post(
        where, {f"c{start.pk}-value": "2028-05-21", f"c{start.pk}-seen_version": start.version}
    )
    assert answer.status_code == 302
    assert one(cast, notice, "week_start").value == "2028-05-21"


def test_two_corrections_at_once_show_both(cast: Cast, notice: Notice) -> None:
    office, theme = cast.client("office"), one(cast, notice, "theme")
    where = address("correct", notice, pk=theme.pk)
    stale = {f"c{theme.pk}-value": "乙", f"c{theme.pk}-seen_version": theme.version}
    office.post(where, stale | {f"c{theme.pk}-value": "甲"})
    answer = office.post(where, stale)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "甲" in body
    assert 'value="乙"' in body
    again = {name: answer.context["form"].data[name] for name in stale}
    assert office.post(where, again).status_code == 302
    assert one(cast, notice, "theme").value == "乙"


def test_a_finding_is_added_from_a_selected_passage(cast: Cast, notice: Notice) -> None:
    office = cast.client("office")
    start = notice.text.index("清江河治理")
    where = f"{address('add', notice)}?field=requirements&start={start}&end={start + 5}"
    page = office.get(where)
    assert page.context["form"]["value"].value() == "清江河治理"
    answer = office.post(
        where,
        {
            "n-field": "requirements",
            "n-value": "讲清道理",
            "n-evidence_start": start,
            "n-evidence_end": start + 5,
        },
    )
    assert answer.status_code == 302
    with cast.inside():
        assert notice.findings.get(verdict=Verdict.ADDED).evidence == [[start, start + 5]]


def test_changing_what_is_added_changes_the_boxes(cast: Cast, notice: Notice) -> None:
    answer = cast.client("office").post(address("add", notice), {"n-field": "contacts", "change": "1"})
    assert [part.name for part in answer.context["form"].parts] == ["office", "person", "phone", "email"]


def test_leaving_and_coming_back_opens_where_one_was(cast: Cast, notice: Notice) -> None:
    office, theme = cast.client("office"), one(cast, notice, "theme")
    assert office.post(address("place", notice), {"finding": theme.pk}).status_code == 204
    assert f'data-selected="{theme.pk}"' in office.get(address("review", notice)).content.decode()


def test_accepting_the_rest_can_be_taken_back(cast: Cast, notice: Notice) -> None:
    office = cast.client("office")
    office.post(address("accept_rest", notice))
    assert "撤回" in office.get(address("review", notice)).content.decode()
    office.post(address("undo_rest", notice))
    with cast.inside():
        assert not notice.findings.exclude(verdict=Verdict.OPEN).exists()


def test_five_hundred_findings_cost_no_more_queries_than_a_few(cast: Cast, notice: Notice) -> None:
    office = cast.client("office")
    office.get(address("review", notice))
    with cast.inside():
        large = actions.hand_in_notice(
            cast.actor("office"), cast.region, role="own", file_name="large.txt", data=b"large"
        )
        record_reading(cast.actor("office"), large, Outcome(reading_of(500), media="txt"))
        assert large.findings.count() == 500
    with CaptureQueriesContext(connection) as few:
        office.get(address("review", notice))
    with CaptureQueriesContext(connection) as many:
        assert office.get(address("review", large)).status_code == 200
    assert len(many) == len(few)
    assert len(many) <= 16


def test_the_list_of_papers_costs_the_same_for_one_and_for_ten(cast: Cast, notice: Notice) -> None:
    office = cast.client("office")
    office.get(reverse("notice:list"))
    with CaptureQueriesContext(connection) as few:
        office.get(reverse("notice:list"))
    for number in range(9):
        put_in(cast, f"{HIGHER}{number}")
    with CaptureQueriesContext(connection) as many:
        page = office.get(reverse("notice:list"))
    assert len(many) == len(few)
    assert page.content.decode().count("核对中") == 10


# --- the plan ----------------------------------------------------------------------------------------------------


def filled(cast: Cast, notice: Notice) -> dict[str, Any]:
    """What a browser would send of the untouched plan page."""
    with scope.entered(cast.region.pk):
        found = ground(notice, cast.region)
        form = PlanForm(None, ground=found, kept={}, is_higher=notice.role == "higher")
        data: dict[str, Any] = {
            "target": form["target"].value(),
            "request_uid": str(form["request_uid"].value()),
        }
        for part in form.parts():
            for bound in part:
                value = bound.value()
                if bound.field.widget.__class__.__name__ == "CheckboxInput":
                    data |= {bound.html_name: "on"} if value else {}
                elif value is not None:
                    data[bound.html_name] = bound.field.prepare_value(value) if value != [] else []
    return data


@pytest.fixture
def checked(cast: Cast, notice: Notice) -> Notice:
    with cast.inside():
        actions.accept_rest(cast.actor("office"), notice)
    return refreshed(notice)


def test_the_plan_asks_whom_a_vague_addressee_means(cast: Cast, checked: Notice) -> None:
    office = cast.client("office")
    page = office.get(address("plan", checked)).content.decode()
    assert "区直有关部门" in page
    assert "云栖街道" in page
    data = filled(cast, checked)
    answer = office.post(address("plan", checked), data | {"make": "1"})
    assert answer.status_code == 422
    assert "请选出“相关单位”是哪些单位" in answer.content.decode()
    with cast.inside():
        keys = [one.key for one in ground(checked, cast.region).proposal.who]
    later = {f"{key}-later": "on" for key in keys}
    answer = office.post(address("plan", checked), data | later | {"make": "1"})
    week = Week.objects.get(starts_on__year=2028)
    assert answer.headers["Location"] == reverse("desk:home", kwargs={"week_slug": week.slug})
    again = office.post(address("plan", checked), data | later | {"make": "1"})
    assert again.headers["Location"] == answer.headers["Location"]
    assert Week.objects.filter(starts_on__year=2028).count() == 1


def test_choices_of_the_plan_are_kept(cast: Cast, checked: Notice) -> None:
    office = cast.client("office")
    data = filled(cast, checked) | {"week-title": "江河科技周", "week-theme": ""}
    gone = next(name for name in data if name.endswith("-take"))
    data.pop(gone)
    assert office.post(address("plan", checked), data | {"keep": "1"}).status_code == 302
    assert office.post(address("plan", checked), data | {"keep": "1"}, headers=HTMX).status_code == 204
    # When they were kept is said by the clock of the region, wherever the browser stands.
    assert 'data-zone="Asia/Shanghai"' in office.get(address("plan", checked)).content.decode()
    form = office.get(address("plan", checked)).context["form"]
    assert form.week["title"].value() == "江河科技周"
    assert not form.week["theme"].value()
    part = next(one for one in form.parts() if one.prefix == gone.partition("-")[0])
    assert not part["take"].value(), "a line that was left out stays out"


def test_a_wrong_date_in_the_plan_stands_at_its_box(cast: Cast, checked: Notice) -> None:
    data = filled(cast, checked) | {"week-ends_on": "2028-05-01", "make": "1"}
    keys = {name.partition("-")[0] for name in data if name.startswith("g")}
    answer = cast.client("office").post(
        address("plan", checked), data | {f"{key}-later": "on" for key in keys}
    )
    assert answer.status_code == 422
    assert "结束早于开始" in str(answer.context["form"].week.errors["ends_on"])


def test_findings_left_open_are_pointed_out_before_the_week_is_made(cast: Cast, notice: Notice) -> None:
    assert "没有核对" in cast.client("office").get(address("plan", notice)).content.decode()


def test_a_paper_that_is_set_aside_can_be_taken_up_again(cast: Cast, notice: Notice) -> None:
    office = cast.client("office")
    office.post(address("set_aside", notice))
    assert refreshed(notice).state == NoticeState.SET_ASIDE
    office.post(address("set_aside", notice))
    assert refreshed(notice).state == NoticeState.REVIEW


# --- without a notice --------------------------------------------------------------------------------------------


def test_a_week_is_started_by_hand(cast: Cast) -> None:
    office = cast.client("office")
    assert office.get(reverse("notice:by_hand")).status_code == 200
    answer = office.post(
        reverse("notice:by_hand"), {"title": "2029年临江区科技活动周", "starts_on": "2029-05-19"}
    )
    assert answer.status_code == 422
    assert "ends_on" in answer.context["form"].errors
    answer = office.post(
        reverse("notice:by_hand"),
        {"title": "2029年临江区科技活动周", "starts_on": "2029-05-19", "ends_on": "2029-05-26"},
    )
    assert answer.status_code == 302
    assert Week.objects.get(starts_on__year=2029).state == "draft"


def test_last_years_week_is_copied_by_its_page(cast: Cast) -> None:
    office = cast.client("office")
    where = reverse("notice:copy", kwargs={"week_slug": cast.week.slug})
    form = office.get(where).context["form"]
    assert form["title"].value() == "2028年临江区科技活动周"
    assert str(form["starts_on"].value()) == "2028-05-20"
    answer = office.post(
        where, {"title": "2028年临江区科技活动周", "starts_on": "2028-05-20", "ends_on": "2028-05-27"}
    )
    assert answer.status_code == 302


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_slip_in_the_year_is_said_before_anything_is_reckoned_with_it(cast: Cast, day: str) -> None:
    with cast.inside():
        add_duty(cast.actor("office"), cast.week, what="备案表", due_on=date(2027, 5, 7))
    where = reverse("notice:copy", kwargs={"week_slug": cast.week.slug})
    for pressed in ({"show": "1"}, {}):
        form = {"title": "明年的科技活动周", "starts_on": day, "ends_on": day}
        answer = cast.client("office").post(where, form | pressed)
        assert answer.status_code == 422
        assert answer.context["form"].errors["starts_on"] == ["没有这样的年份。请写成 2027 这样的四位数。"]
        assert "明年的科技活动周" in answer.content.decode()


# --- walls -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["liaison", "stranger", "link"])
def test_a_paper_is_out_of_sight_for_others(cast: Cast, notice: Notice, who: str) -> None:
    client = cast.client(who)
    for name in ("review", "source", "plan", "add"):
        assert client.get(address(name, notice)).status_code == 404


@pytest.mark.parametrize("who", ["publicity", "auditor"])
def test_readers_see_a_paper_and_decide_nothing(cast: Cast, notice: Notice, who: str) -> None:
    client, theme = cast.client(who), one(cast, notice, "theme")
    page = client.get(address("review", notice))
    assert page.status_code == 200
    assert "find-do" not in page.content.decode()
    assert client.post(address("verdict", notice, pk=theme.pk, word="accept")).status_code in (403, 404)
    assert one(cast, notice, "theme").verdict == Verdict.OPEN
