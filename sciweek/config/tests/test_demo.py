"""The demo week: its notice is read by the reader, its data come by users' actions, and it is there wholly or not."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import phonenumbers
import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.test import override_settings
from docx import Document
from docx.oxml.ns import qn

from sciweek.activities.models import Activity, Series
from sciweek.activities.states import ActivityState, Kind
from sciweek.base import clock, scope
from sciweek.base.sealing import SealedTextField
from sciweek.booking import invariants as booking_invariants
from sciweek.booking.actions.telling import way_to
from sciweek.booking.models import Booking, Contact, Pool, Telling, Terms
from sciweek.booking.states import News, Way
from sciweek.committee.models import (
    CommitteeBody,
    ContactPoint,
    Membership,
    Participation,
    PersonalLink,
    Unit,
)
from sciweek.committee.receipts import receipt_rows
from sciweek.committee.states import Role, UnitKind
from sciweek.config import cli, demo
from sciweek.config.demo import loading
from sciweek.config.demo.days import Days, around
from sciweek.config.demo.notice_docx import notice_docx
from sciweek.config.demo.notice_text import ISSUERS, SERIES, ceremony, full
from sciweek.config.demo.programme import programme, read_when
from sciweek.config.demo.tables import table
from sciweek.config.demo.town import REGION
from sciweek.duties.models import Duty, HandIn
from sciweek.duties.states import HandInState
from sciweek.logbook.models import Entry
from sciweek.notice.logic.intake import extract
from sciweek.notice.logic.reading import read
from sciweek.people.models import Person
from sciweek.people.phones import is_invented
from sciweek.week.models import Region, Week
from sciweek.week.states import WeekState

OFFICE = "区科技活动周组委会办公室"


@pytest.fixture(scope="module")
def week(django_db_setup: None, django_db_blocker: Any) -> Iterator[Week]:
    """The demo week as of today, loaded once for this file and taken back at its end; an SMS gateway is set."""
    gateway = {"url": "http://127.0.0.1:9", "template": "{}", "key": "", "success": ""}
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(SCIWEEK_SMS=gateway):
            loaded = loading.load_demo()
            assert gateway == settings.SCIWEEK_SMS
        with scope.entered(loaded.region_id, loaded.pk):
            yield loaded
        transaction.set_rollback(True)


# The notice


@pytest.mark.parametrize(
    "today", ["2026-11-24", "2027-05-22", "2027-05-28", "2026-12-29", "2027-01-02", "2028-02-29"]
)
def test_every_field_of_the_demo_notice_is_read_right(today: str) -> None:
    days = around(date.fromisoformat(today))
    found = _read(days)
    year = days.start.year
    assert found["title"] == f"关于印发《{year}年云川市临江区科技活动周实施方案》的通知"
    assert found["doc_no"] == f"临科字〔{days.issued.year}〕9号"
    assert found["issued_on"] == days.issued.isoformat()
    assert found["issuers"] == list(ISSUERS)
    assert found["addressees"] == [
        "各街道科技服务站、宣传科、科协",
        "区直有关部门",
        "各中小学校",
        "各科普基地",
    ]
    assert [one["doc_no"] for one in found["basis"]] == [f"国科函才〔{year}〕41号", f"云科发〔{year}〕18号"]
    assert (found["week_start"], found["week_end"]) == (days.start.isoformat(), days.end.isoformat())
    assert found["theme"] == "走近科学 点亮生活"
    assert [one["heading"] for one in found["directions"]] == [
        "讲好科学家的故事",
        "打开身边的科学大门",
        "把科学送到家门口",
        "让活动周不落幕",
    ]
    assert found["missing"] == []
    assert found["doubts"] == []


def test_every_activity_of_the_demo_notice_is_read_with_its_kind_and_the_first_with_all_it_says() -> None:
    days = around(date(2026, 11, 24))
    activities = _read(days)["activities"]
    assert [one["name"] for one in activities] == [ceremony(days), *SERIES]
    assert [one["kind"] for one in activities] == [
        "ceremony",
        "open",
        "open",
        "lecture",
        "campus",
        "show",
        "contest",
        "contest",
        "call",
        "call",
        "quiz",
        "handbook",
        "promotion",
    ]
    opening = activities[0]
    assert (opening["starts_on"], opening["ends_on"], opening["time"]) == (
        "2026-11-21",
        "2026-11-21",
        "09:00",
    )
    assert opening["place"] == "临江区文化中心广场"
    assert opening["hosts"] == ["市科技局", "市委宣传部", "市科协"]
    assert opening["organisers"] == ["临江区人民政府", "云川师范学院"]
    assert opening["co_organisers"] == ["区融媒体中心", "云川江湾智能装备有限公司"]


def test_every_deadline_and_contact_of_the_demo_notice_is_read() -> None:
    days = around(date(2026, 11, 24))
    found = _read(days)
    deadlines = {one["what"]: one for one in found["deadlines"]}
    assert {what: one["due"] for what, one in deadlines.items()} == {
        "《活动安全方案及应急预案》": "2026-11-13",
        "《联络员名单》": "2026-11-06",
        "《重点活动备案表》": "2026-11-06",
        "《优秀科普作品推荐表》": "2026-11-24",
        "推荐的科普微视频作品": "2026-12-15",
        "《科技活动周情况统计表》": "2026-12-04",
        "总结报告及照片、影像资料": "2026-12-18",
    }
    assert {
        one["time"] for what, one in deadlines.items() if what in ("《联络员名单》", "《重点活动备案表》")
    } == {"17:00"}
    assert deadlines["推荐的科普微视频作品"]["opens_on"] == "2026-11-11"
    assert {one["to"] for one in deadlines.values()} == {OFFICE, "区科协普及部"}
    assert [(one["office"], one["person"], one["phone"], one["email"]) for one in found["contacts"]] == [
        ("区科技局业务科", "何工", "0890-6120027", None),
        ("区委宣传部宣传科", "陶老师", "0890-6120036", None),
        ("区科协普及部", "罗老师", "0890-6120045", None),
        (OFFICE, "何工", "0890-6120027", "kjhdz@linjiang.example"),
    ]


def test_nothing_odd_is_seen_in_the_demo_notice() -> None:
    assert _read(around(date(2026, 11, 24)))["warnings"] == []


def test_the_demo_notice_is_set_as_an_official_document() -> None:
    word = Document(BytesIO(notice_docx(around(date(2026, 11, 24)))))
    section: Any = word.sections[0]
    assert [round(side.mm) for side in (section.page_width, section.page_height)] == [210, 297]
    margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [round(margin.mm) for margin in margins] == [37, 26, 35, 28]
    runs: list[Any] = [run for paragraph in word.paragraphs for run in paragraph.runs]
    looks = {run.text: (run._r.rPr.rFonts.get(qn("w:eastAsia")), run.font.size.pt) for run in reversed(runs)}
    assert looks[ISSUERS[0]] == ("方正小标宋简体", 30)
    assert looks["临科字〔2026〕9号"] == ("仿宋_GB2312", 16)
    assert looks["关于印发《2026年云川市临江区科技活动周\n实施方案》的通知"] == ("方正小标宋简体", 22)
    assert looks["一、时间与主题"] == ("黑体", 16)
    assert looks["（二）主题："] == ("楷体_GB2312", 16)
    assert looks["走近科学 点亮生活。"] == ("仿宋_GB2312", 16)
    annexes = [p for p in word.paragraphs if p.text in ("附件1", "附件2")]
    assert all(p.paragraph_format.page_break_before for p in annexes)
    assert {str(run.font.color.rgb) for run in runs[:3]} == {"E60012"}


def test_the_notice_can_be_written_to_a_file(tmp_path: Path) -> None:
    out = tmp_path / "notice.docx"
    assert cli.main(["demo", "notice", "--out", str(out), "--day", "2026-11-24"]) == 0
    assert "2026年云川市临江区科技活动周" in extract(out.read_bytes(), out.name).text


# The dates


def test_the_day_of_loading_lies_inside_the_week_which_begins_on_a_saturday() -> None:
    for n in range(400):
        days = around(date(2026, 6, 1) + timedelta(days=n))
        assert days.start <= days.today <= days.end
        assert days.start.weekday() == days.end.weekday() == 5


def test_deadlines_lie_before_now_today_and_after_the_week() -> None:
    days = around(date(2026, 11, 24))
    assert days.issued < days.lists_due < days.plans_due < days.start
    assert days.works_due == days.today
    assert days.end < days.figures_due < days.summary_due


# The tables


def test_every_activity_of_the_table_names_a_unit_and_a_time_between_half_past_eight_and_nine() -> None:
    days = around(date(2026, 11, 24))
    units = {row["code"] for row in table("units")["unit"]}
    for _words, row in programme():
        assert row["unit"] in units, row["name"]
        when = read_when(row["when"], days)
        assert when.starts_at < when.ends_at
        if not when.is_all_day:
            local = [
                moment.astimezone(clock.moment(days.start, clock.MIDNIGHT, "Asia/Shanghai").tzinfo)
                for moment in (when.starts_at, when.ends_at)
            ]
            minutes = [moment.hour * 60 + moment.minute for moment in local]
            assert 30 <= minutes[0] < minutes[1] <= 13 * 60, row["name"]  # 08:30 to 21:00 in Shanghai, as UTC


def test_a_monthly_activity_falls_on_its_weekday_of_each_month() -> None:
    days = around(date(2026, 11, 24))
    assert [read_when(f"+{n} sat 09:30-11:00", days).starts_at.date() for n in (1, 2, 3)] == [
        date(2026, 12, 5),
        date(2027, 1, 2),
        date(2027, 2, 6),
    ]


# The week


def test_the_week_stands_as_its_notice_says(week: Week) -> None:
    days = around(clock.today("Asia/Shanghai"))
    assert (week.starts_on, week.ends_on, week.theme) == (days.start, days.end, "走近科学 点亮生活")
    assert week.state == WeekState.OPEN
    assert {one.name for one in Series.objects.all()} == {ceremony(days), *SERIES}
    assert Series.objects.filter(runs_all_year=True).count() == 3
    assert [one.name for one in CommitteeBody.objects.all()] == list(ISSUERS)
    assert {one.unit for one in CommitteeBody.objects.all()} == set(Unit.objects.filter(kind="committee"))
    assert ContactPoint.objects.filter(phone="").count() == 0
    assert ContactPoint.objects.count() >= 3


def test_units_of_all_kinds_take_part_and_people_stand_in_every_role(week: Week) -> None:
    assert Unit.objects.count() == 25
    assert set(Unit.objects.values_list("kind", flat=True)) == set(UnitKind.values) - {"other"}
    assert Unit.objects.filter(parent__isnull=False).exists()
    assert max(map(len, Unit.objects.values_list("name", flat=True))) >= 17
    taking_part = set(Participation.objects.values_list("unit_id", flat=True))
    assert taking_part >= set(Unit.objects.exclude(kind="committee").values_list("pk", flat=True))
    assert set(Membership.objects.values_list("role", flat=True)) == set(Role.values)
    assert PersonalLink.objects.count() >= 5
    assert 0 < Participation.objects.filter(received_at__isnull=True).count() < 6


def test_who_has_signed_for_the_notice_was_invited_and_came_in_before(week: Week) -> None:
    signed = [row for row in receipt_rows(week) if row.received is not None and row.liaisons]
    assert len(signed) >= 15
    for row in signed:
        assert row.opened is not None, row.unit
        assert row.signed_in is not None, row.unit
        assert row.received is not None, row.unit
        assert row.opened <= row.received, row.unit
        assert row.invited is None or row.invited <= row.opened, row.unit


def test_the_programme_gives_portal_and_desk_something_to_show(week: Week) -> None:
    assert 115 <= Activity.objects.count() <= 135
    states = Counter(Activity.objects.values_list("state", flat=True))
    assert states[ActivityState.PUBLISHED] >= 80
    assert states[ActivityState.CANCELLED] == 1
    assert min(states[state] for state in ActivityState.values) >= 1
    assert set(Activity.objects.values_list("kind", flat=True)) == set(Kind.values) - {"other"}
    assert set(Activity.objects.values_list("mode", flat=True)) >= {"onsite", "online"}
    assert Activity.objects.filter(is_all_day=True).exists()
    public = Activity.objects.filter(state=ActivityState.PUBLISHED)
    zone = "Asia/Shanghai"
    held = Counter(clock.local_day(one, zone) for one in public.values_list("starts_at", flat=True) if one)
    assert all(held[week.starts_on + timedelta(days=n)] for n in range(week.days))
    assert len({(day.year, day.month) for day in held if day > week.ends_on}) >= 6
    assert not Activity.objects.exclude(state=ActivityState.DRAFT).filter(series__isnull=True).exists()


def test_every_deadline_is_a_duty_and_hand_ins_stand_in_every_state(week: Week) -> None:
    days = around(clock.today("Asia/Shanghai"))
    due = sorted(Duty.objects.values_list("due_on", flat=True))
    assert due == sorted(
        [
            days.lists_due,
            days.lists_due,
            days.plans_due,
            days.works_due,
            days.videos_due,
            days.figures_due,
            days.summary_due,
        ]
    )
    assert set(HandIn.objects.values_list("state", flat=True)) == set(HandInState.values)
    assert all(duty.hand_ins.exists() for duty in Duty.objects.all())
    assert HandIn.objects.filter(duty__due_on=days.today, state=HandInState.OPEN).exists()


def test_the_log_tells_the_demo_in_its_order_and_never_after_now(week: Week) -> None:
    moments = list(Entry.objects.filter(region_id=week.region_id).order_by("id").values_list("at", flat=True))
    assert len(moments) > 500
    assert max(moments) <= clock.now()
    assert min(moments).date() <= week.starts_on - timedelta(days=30)
    assert Entry.objects.filter(region_id=week.region_id, via="account").exists()
    assert Entry.objects.filter(region_id=week.region_id, via="link").exists()


# Wholly or not at all


@pytest.mark.django_db
def test_a_load_that_breaks_off_leaves_nothing_and_the_next_one_loads_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(loading, "call_off_activities", _broken)
        with pytest.raises(RuntimeError):
            demo.load()
    assert not Region.objects.exists()
    assert not Person.objects.exists()
    assert not Entry.objects.exists()
    demo.load()
    assert Week.objects.count() == 1
    before = Entry.objects.count()
    demo.load()
    assert (Week.objects.count(), Entry.objects.count()) == (1, before)


@pytest.mark.django_db
def test_the_demo_is_not_loaded_beside_other_data_unless_told(capsys: pytest.CaptureFixture[str]) -> None:
    Region.objects.create(slug="elsewhere", name="别处", short_name="别处", is_default=True)
    assert cli.main(["demo", "load"]) == 1
    assert "--beside" in capsys.readouterr().out
    assert Week.objects.count() == 0
    assert cli.main(["demo", "load", "--beside"]) == 0
    out = capsys.readouterr().out
    assert all(one.password in out for one in demo.sign_ins())
    assert not Region.objects.get(slug=REGION).is_default
    assert cli.main(["demo", "load", "--beside"]) == 1


def test_sign_ins_are_told_as_long_as_their_passwords_hold(week: Week) -> None:
    assert {one.role for one in demo.sign_ins()} == {"office", "publicity", "liaison", "auditor"}
    first = demo.sign_ins()[0]
    person = Person.objects.get(login=first.login)
    with transaction.atomic():
        person.set_password("another-password-now")
        person.save(update_fields=["password"])
        assert first.login not in {one.login for one in demo.sign_ins()}
        transaction.set_rollback(True)


def test_a_password_once_proven_is_not_proven_again_until_it_changes(
    week: Week, monkeypatch: pytest.MonkeyPatch
) -> None:
    prints, table = demo.prints(), demo.sign_ins()
    asked = []
    monkeypatch.setattr(Person, "check_password", lambda person, _raw: asked.append(person.login))
    assert demo.sign_ins(prints) == table
    with transaction.atomic():
        Person.objects.filter(login=table[0].login).update(password="md5$other$hash")
        assert demo.sign_ins(prints) == table[1:]
        assert asked == [table[0].login]
        transaction.set_rollback(True)


def _read(days: Days) -> Any:
    text = extract(notice_docx(days), "notice.docx").text
    assert full(days.issued) in text
    return read(text).as_dict()


def _broken(*_: object) -> None:
    raise RuntimeError("cut off")


# Bookings


def test_people_have_booked_the_demo_and_its_seats_add_up(week: Week) -> None:
    states = Counter(Booking.objects.values_list("state", flat=True))
    assert states["confirmed"] >= 100
    assert min(states[state] for state in ("waiting", "cancelled", "applied", "declined")) >= 1
    assert [problem for one in booking_invariants.invariants() for problem in one.check()] == []


def test_a_session_of_the_demo_is_full_and_one_opens_tomorrow(week: Week) -> None:
    pools = Pool.objects.filter(terms__isnull=False)
    assert pools.filter(taken=F("capacity"), waiting__gte=3).exists()
    assert Terms.objects.filter(opens_at__gt=clock.now()).exists()
    assert Terms.objects.filter(admission="free").exists()


def test_loading_the_demo_reaches_no_phone_though_a_gateway_is_set(week: Week) -> None:
    assert Telling.objects.exists()
    assert not Telling.objects.filter(way="sms").exists()


def test_no_number_of_the_demo_is_anybodys(week: Week) -> None:
    """Nor will an offer that somebody makes in it reach a phone, when a gateway is set later."""
    numbers = {
        value
        for model in apps.get_models()
        for column in model._meta.fields
        if isinstance(column, SealedTextField) and "phone" in column.name
        for value in model._default_manager.values_list(column.name, flat=True)
        if re.fullmatch(r"\+861\d{10}", value)
    }
    assert len(numbers) > 100
    for number in numbers:
        assert is_invented(number)
        assert not phonenumbers.is_valid_number(phonenumbers.parse(number))
    ways = {way_to(contact, News.OFFERED, has_sms=True) for contact in Contact.objects.all()}
    assert ways == {Way.CALL}


def test_who_had_booked_what_was_called_off_is_on_the_call_list(week: Week) -> None:
    calls = Telling.objects.filter(way="call", done_at__isnull=True)
    assert calls.filter(news="called_off").count() >= 9
    assert calls.filter(news="moved").exists()
    assert not Booking.objects.exclude(news="").exists()
