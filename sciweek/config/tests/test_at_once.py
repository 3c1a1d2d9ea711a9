"""Two people at the same form at the same moment: the second is answered as if it had come later, whatever both looked
at before either wrote. How: `base.overtaken`.
"""

import sqlite3
import threading
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import ResolverMatch, reverse

from sciweek.activities.actions import add_series
from sciweek.activities.models import Series
from sciweek.activities.states import Kind
from sciweek.base import clock
from sciweek.base.answers import RefusalMiddleware
from sciweek.base.tests.together import PATIENCE, together
from sciweek.committee.models import Participation, Unit
from sciweek.committee.tests.cast import Cast, make_cast
from sciweek.config.tests.programs import activities, program
from sciweek.dispatch.actions import upload_template
from sciweek.dispatch.logic.frames import text_template
from sciweek.dispatch.models import Template
from sciweek.dispatch.tests.offices import NUMBER, SCAN, TODAY, drafted, furnish
from sciweek.duties.actions import add_duty
from sciweek.duties.models import Duty, HandIn
from sciweek.outreach.models import Outing
from sciweek.post.models import Group

WEEK = {"week_slug": "linjiang-2027"}


@pytest.fixture
def crowd(transactional_db: None) -> Cast:
    """The cast, whose rows other connections see."""
    return make_cast()


def sent(cast: Cast, name: str, form: Mapping[str, Any], **words: Any) -> Callable[[], Any]:
    """One press of the office, from a browser of its own."""
    client, address = cast.client("office"), reverse(name, kwargs=words)
    return lambda: client.post(address, form)


def both(table: str, *presses: Callable[[], Any]) -> list[Any]:
    """The answers, the first one that was done before the one that was told something."""
    answers = together(table, *presses)
    for one in answers:
        assert isinstance(one, HttpResponse), repr(one)
    return sorted(answers, key=lambda answer: answer.status_code)


def test_of_two_who_add_the_same_duty_the_second_is_told(crowd: Cast) -> None:
    form = {"what": "活动备案表", "kind": "other", "due_on": "2027-05-07", "note": "一式两份"}
    done, told = both("duties_duty", *[sent(crowd, "duties:new", form, **WEEK)] * 2)
    assert (done.status_code, told.status_code) == (302, 422)
    assert "同一天已经有这一件。" in told.content.decode()
    assert "一式两份" in told.content.decode()
    with crowd.inside():
        assert Duty.objects.count() == 1


def test_of_two_who_change_duties_into_the_same_the_second_is_told(crowd: Cast) -> None:
    with crowd.inside():
        office, day = crowd.actor("office"), date(2027, 5, 7)
        rows = [add_duty(office, crowd.week, what=what, due_on=day) for what in ("备案表", "一览表")]
    form = {"what": "活动备案表", "kind": "other", "due_on": "2027-05-07"}
    presses = [sent(crowd, "duties:duty", form, **WEEK, code=row.code) for row in rows]
    done, told = both("duties_duty", *presses)
    assert (done.status_code, told.status_code) == (302, 422)
    assert "同一天已经有这一件。" in told.content.decode()


def test_two_who_add_different_duties_do_not_stop_each_other(crowd: Cast) -> None:
    forms = [{"what": what, "kind": "other", "due_on": "2027-05-07"} for what in ("备案表", "一览表")]
    answers = both("duties_duty", *(sent(crowd, "duties:new", form, **WEEK) for form in forms))
    assert [one.status_code for one in answers] == [302, 302]


def test_two_who_choose_the_same_units_for_a_duty_have_chosen_them_once(crowd: Cast) -> None:
    with crowd.inside():
        duty = add_duty(crowd.actor("office"), crowd.week, what="备案表", due_on=date(2027, 5, 7))
    form = {"unit": [crowd.unit.code, crowd.other_unit.code]}
    answers = both("duties_handin", *[sent(crowd, "duties:units", form, **WEEK, code=duty.code)] * 2)
    assert [one.status_code for one in answers] == [302, 302]
    with crowd.inside():
        assert HandIn.objects.count() == 2


def test_of_two_who_add_the_same_line_of_the_annex_the_second_is_told(crowd: Cast) -> None:
    form = {"name": "科技开放日", "kind": Kind.OPEN, "place": "各基地"}
    done, told = both("activities_series", *[sent(crowd, "activities:series", form, **WEEK)] * 2)
    assert (done.status_code, told.status_code) == (302, 422)
    assert "已经有同名的系列活动。" in told.content.decode()
    assert "各基地" in told.content.decode()


def test_two_who_add_different_lines_get_different_places(crowd: Cast) -> None:
    forms = [{"name": name, "kind": Kind.OPEN} for name in ("科技开放日", "科学家讲堂")]
    answers = both("activities_series", *(sent(crowd, "activities:series", form, **WEEK) for form in forms))
    assert [one.status_code for one in answers] == [302, 302]
    with crowd.inside():
        assert list(Series.objects.values_list("position", flat=True)) == [1, 2]


def test_of_two_who_give_lines_the_same_name_the_second_is_told(crowd: Cast) -> None:
    with crowd.inside():
        for name in ("开放日", "讲堂"):
            add_series(crowd.actor("office"), crowd.week, name=name, kind=Kind.OPEN)
    form = {"name": "科技开放日", "kind": Kind.OPEN}
    presses = [sent(crowd, "activities:series_edit", form, **WEEK, position=number) for number in (1, 2)]
    done, told = both("activities_series", *presses)
    assert (done.status_code, told.status_code) == (302, 422)
    assert "已经有同名的系列活动。" in told.content.decode()


def test_of_two_templates_put_to_use_at_once_the_second_is_used(crowd: Cast) -> None:
    with crowd.inside():
        rows = [
            upload_template(
                crowd.actor("office"), crowd.region, kind="notice", name=name, data=text_template("notice")
            )
            for name in ("一.docx", "二.docx")
        ]
    presses = [sent(crowd, "dispatch:template_move", {"to": "use"}, code=row.code) for row in rows]
    answers = both("dispatch_template", *presses)
    assert {one.headers["Location"] for one in answers} == {reverse("dispatch:templates")}
    with crowd.inside():
        assert Template.objects.filter(is_used=True).count() == 1


def test_of_two_papers_that_come_back_with_one_number_the_second_is_told(crowd: Cast) -> None:
    with crowd.inside():
        furnish(crowd)
        papers = [drafted(crowd) for _paper in range(2)]
    presses = []
    for paper in papers:
        scan = SimpleUploadedFile("盖章件.pdf", SCAN)
        form = {"number": NUMBER, "signer": "沈玥", "issued_on": "2027-04-12", "scan": scan}
        presses.append(sent(crowd, "dispatch:issue", form, **WEEK, code=paper.code))
    with clock.standing_at(TODAY):
        done, told = both("dispatch_paper", *presses)
    assert (done.status_code, told.status_code) == (302, 422)
    assert "这个发文字号已经登记在另一份文上。请核对。" in told.content.decode()
    assert "沈玥" in told.content.decode()


def test_of_two_who_offer_the_same_outing_the_second_is_told(crowd: Cast) -> None:
    form = {
        "unit": crowd.unit.pk,
        "kind": "van",
        "title": "科普大篷车",
        "length_minutes": 60,
        "setup_minutes": 0,
        "visits_a_day": 1,
        "crews": 1,
        "needs_note": "要停车位",
    }
    done, told = both("outreach_outing", *[sent(crowd, "outreach:outing_new", form, **WEEK)] * 2)
    assert (done.status_code, told.status_code) == (302, 422), told.content.decode()
    assert "这个单位已经有同名的项目。" in told.content.decode()
    assert "要停车位" in told.content.decode()
    with crowd.inside():
        assert Outing.objects.count() == 1


def test_of_two_groups_of_one_name_the_second_is_told(crowd: Cast) -> None:
    form = {"name": "联络员群", "kind": "wecom", "address": "https://robots.linjiang.example/send"}
    done, told = both("post_group", *[sent(crowd, "post:group_new", form, **WEEK)] * 2)
    assert (done.status_code, told.status_code) == (302, 422), told.content.decode()
    with crowd.inside():
        assert Group.objects.count() == 1


def test_two_who_let_the_same_units_take_part_have_let_them_once(crowd: Cast) -> None:
    with crowd.inside():
        Participation.objects.all().delete()
    form = {"units": [crowd.unit.pk, crowd.other_unit.pk]}
    answers = both("committee_participation", *[sent(crowd, "committee:participants", form, **WEEK)] * 2)
    assert [one.status_code for one in answers] == [302, 302]
    with crowd.inside():
        assert sorted(Participation.objects.values_list("position", flat=True)) == [1, 2]


def test_two_programs_that_add_the_same_duty_are_told_like_people(crowd: Cast) -> None:
    body = {"what": "活动备案表", "due_on": "2027-05-07"}
    robots = [program(crowd, "office", "duties:write") for _press in range(2)]
    presses = [partial(robot.ask, "POST", "/weeks/linjiang-2027/duties", body) for robot in robots]
    done, told = both("duties_duty", *presses)
    assert (done.status_code, told.status_code) == (201, 422)
    assert told.json()["fields"] == {"what": "同一天已经有这一件。"}


@pytest.mark.one_database  # on a server only the same rows are waited for, and without end
def test_who_waits_in_vain_for_a_long_write_is_asked_to_come_again(crowd: Cast) -> None:
    press = sent(crowd, "duties:new", {"what": "备案表", "kind": "other", "due_on": "2027-05-07"}, **WEEK)
    caller = program(crowd, "office")
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 0")
        answer = press()
        told = caller.ask("POST", activities(crowd), {"name": "科普集市", "kind": "lecture"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert (told.status_code, told.headers["Retry-After"], told.json()["code"]) == (503, "10", "busy")
    assert "这一次没有写进去" in answer.content.decode()
    assert press().status_code == 302
    connection.close()


def test_of_two_who_wait_for_each_other_both_are_answered(crowd: Cast) -> None:
    barrier = threading.Barrier(2)

    def press(first: Unit, second: Unit) -> Callable[[], Any]:
        looks = []

        def page(_request: HttpRequest) -> HttpResponse:
            looks.append(1)
            with crowd.inside(), transaction.atomic():
                Unit.objects.filter(pk=first.pk).update(position=F("position") + 1)
                if len(looks) == 1 and connection.vendor == "postgresql":
                    barrier.wait(PATIENCE)
                Unit.objects.filter(pk=second.pk).update(position=F("position") + 1)
            return HttpResponse()

        def act() -> HttpResponse | None:
            request = RequestFactory().post("/")
            request.resolver_match = ResolverMatch(page, (), {})
            try:
                return page(request)
            except OperationalError as error:
                return RefusalMiddleware(page).process_exception(request, error)

        return act

    one, other = crowd.unit, crowd.other_unit
    both("", press(one, other), press(other, one))
    with crowd.inside():
        assert [row.position for row in Unit.objects.filter(pk__in=[one.pk, other.pk])] == [3, 3]
