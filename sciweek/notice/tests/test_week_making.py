from dataclasses import replace
from datetime import date, time
from typing import Any
from uuid import uuid4

import pytest

from sciweek.activities.models import Series
from sciweek.base import scope
from sciweek.base.errors import Refused
from sciweek.base.tests.together import at_once
from sciweek.committee.actions import add_unit
from sciweek.committee.models import CommitteeBody, ContactPoint, Participation, Unit
from sciweek.committee.tests.cast import Cast, make_cast
from sciweek.duties.models import Duty, HandIn
from sciweek.notice import actions
from sciweek.notice.logic.plan import Plan, Proposal, WhoPlan, short_name, working_days_before
from sciweek.notice.models import Notice
from sciweek.notice.queries import published_notice
from sciweek.notice.queries.planning import Ground, ground
from sciweek.notice.states import NoticeState
from sciweek.notice.tests.papers import HIGHER, OWN, put_in, refreshed
from sciweek.week.models import Basis, Direction, Week


def accepted(cast: Cast, text: str = OWN, *, role: str = "own") -> Notice:
    notice = put_in(cast, text, role=role)
    with cast.inside():
        actions.accept_rest(cast.actor("office"), notice)
    return refreshed(notice)


def found(cast: Cast, notice: Notice) -> Ground:
    with scope.entered(cast.region.pk):
        return ground(notice, cast.region)


def planned(proposal: Proposal, *, picked: tuple[int, ...] = (), **changes: Any) -> Plan:
    """The proposal as the page would send it, with the vague groups picked or put off."""
    who = tuple(
        WhoPlan(
            one.key,
            one.group.phrase,
            one.group.kind,
            one.group.posts,
            picked if one.group.must_pick else one.group.chosen,
            later=not (picked if one.group.must_pick else one.group.chosen),
        )
        for one in proposal.who
    )
    plan = Plan(
        week=proposal.week,
        directions=tuple((heading, text) for _key, heading, text in proposal.directions),
        basis=tuple(proposal.basis),
        series=tuple(proposal.series),
        bodies=tuple(proposal.bodies),
        contacts=tuple(proposal.contacts),
        who=who,
        duties=tuple(proposal.duties),
        is_public=True,
    )
    return replace(plan, **changes)


def make(cast: Cast, notice: Notice, plan: Plan, **given: Any) -> Week:
    with scope.entered(cast.region.pk):
        return actions.create_week_from_notice(cast.actor("office"), notice, plan=plan, **given)


def more_units(cast: Cast) -> dict[str, Unit]:
    with cast.inside():
        office = cast.actor("office")
        return {
            name: add_unit(office, cast.region, name=name, kind=kind)
            for name, kind in (
                ("江湾街道", "street"),
                ("临江区教育局", "department"),
                ("临江实验小学", "school"),
            )
        }


def test_one_press_makes_all_that_the_paper_says(cast: Cast) -> None:
    units = more_units(cast)
    notice = accepted(cast)
    proposal = found(cast, notice).proposal
    week = make(cast, notice, planned(proposal, picked=(units["临江区教育局"].pk,)))
    assert (week.title, week.theme) == ("2028年云川市临江区科技活动周", "江水不息 科学常新")
    assert (week.starts_on, week.ends_on) == (date(2028, 5, 20), date(2028, 5, 27))
    assert (week.level, week.state) == ("district", "draft")
    with scope.entered(cast.region.pk, week.pk):
        assert [one.heading for one in Direction.objects.all()] == ["讲好身边的科学", "让孩子动手"]
        assert [one.doc_no for one in Basis.objects.all()] == ["云科函〔2028〕41号"]
        series = {one.name: one for one in Series.objects.all()}
        assert len(series) == 5
        assert series["2028年临江区科技活动周启动仪式"].kind == "ceremony"
        assert series["2028年临江区科技活动周启动仪式"].organisers == ["云栖街道", "临江实验小学"]
        assert series["江河科普讲解大赛"].runs_all_year
        assert not series["科普基地开放日"].runs_all_year
        assert [one.name for one in CommitteeBody.objects.all()] == proposal.bodies
        lines = {one.office: one for one in ContactPoint.objects.all()}
        assert lines["区科技局"].is_public
        assert not lines["区科协"].is_public, "a person's mobile number is not shown unasked"
        form, summary = Duty.objects.order_by("due_on")
        assert (form.due_on, form.due_time, form.kind) == (date(2028, 4, 28), time(17, 0), "form")
        assert (summary.due_on, summary.kind) == (date(2028, 6, 15), "summary")
        owed = {one.unit.name for one in summary.hand_ins.all()}
        assert owed == {"云栖街道办事处", "江湾街道", "临江区教育局"}
        posts = {one.unit_name for one in Participation.objects.all()}
        assert {"云栖街道办事处", "临江实验小学"} <= posts
    assert refreshed(notice).state == NoticeState.USED
    assert refreshed(notice).week_id == week.pk


@pytest.mark.parametrize("hour", ["24:00", "24时", "晚12点", "下班"])
def test_a_paper_that_is_due_at_the_end_of_a_day_makes_a_duty_that_ends_with_it(
    cast: Cast, hour: str
) -> None:
    proposal = found(cast, accepted(cast, OWN.replace("17:00前", f"{hour}前"))).proposal
    assert (proposal.duties[0].due_on, proposal.duties[0].due_time) == (date(2028, 4, 28), None)


def test_what_was_rejected_is_not_made(cast: Cast) -> None:
    notice = put_in(cast)
    with cast.inside():
        rejected = notice.findings.select_related("notice").filter(field="activities")[0]
        actions.reject_finding(cast.actor("office"), rejected)
        actions.accept_rest(cast.actor("office"), notice)
    names = [one.name for one in found(cast, refreshed(notice)).proposal.series]
    assert isinstance(rejected.value, dict)
    assert rejected.value["name"] not in names
    assert len(names) == 4


def test_a_vague_addressee_must_be_picked_or_put_off(cast: Cast) -> None:
    notice = accepted(cast)
    plan = planned(found(cast, notice).proposal)
    unpicked = replace(plan, who=tuple(replace(one, later=False) for one in plan.who))
    with pytest.raises(Refused) as refusal:
        make(cast, notice, unpicked)
    vague = next(one for one in plan.who if one.phrase == "相关单位")
    assert f"{vague.key}-units" in refusal.value.fields
    assert refreshed(notice).state == NoticeState.REVIEW


def test_a_refusal_names_the_place_and_leaves_nothing_behind(cast: Cast) -> None:
    notice = accepted(cast)
    plan = planned(found(cast, notice).proposal)
    broken = replace(plan, duties=(*plan.duties[:1], replace(plan.duties[1], due_on=None)))
    weeks = Week.objects.count()
    with pytest.raises(Refused) as refusal:
        make(cast, notice, broken)
    assert list(refusal.value.fields) == [f"{plan.duties[1].key}-due_on"]
    with pytest.raises(Refused) as refusal:
        make(cast, notice, replace(plan, week=replace(plan.week, title="")))
    assert list(refusal.value.fields) == ["week-title"]
    assert Week.objects.count() == weeks


def test_a_second_press_and_a_second_tab_make_no_second_week(cast: Cast) -> None:
    notice = accepted(cast)
    plan = planned(found(cast, notice).proposal)
    key = uuid4()
    first = make(cast, notice, plan, request_uid=key)
    again = make(cast, notice, plan, request_uid=key)
    other_tab = make(cast, notice, plan, request_uid=uuid4())
    assert first.pk == again.pk == other_tab.pk
    assert Week.objects.filter(starts_on__year=2028).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_pressing_at_once_make_one_week() -> None:
    cast = make_cast()
    notice = accepted(cast)
    plan = planned(found(cast, notice).proposal)

    def press() -> int:
        return make(cast, notice, plan, request_uid=uuid4()).pk

    assert len(set(at_once(*[press] * 4))) == 1
    assert Week.objects.filter(starts_on__year=2028).count() == 1


def test_units_can_be_named_where_the_region_has_none_yet(cast: Cast) -> None:
    notice = accepted(cast)
    plan = planned(found(cast, notice).proposal)
    schools = next(one for one in plan.who if one.phrase == "各中小学校")
    filled = replace(schools, new_names=("临江中学", "临江实验小学"), later=False)
    week = make(cast, notice, replace(plan, who=tuple(filled if one is schools else one for one in plan.who)))
    with scope.entered(cast.region.pk, week.pk):
        assert set(Unit.objects.filter(kind="school").values_list("name", flat=True)) == {
            "临江中学",
            "临江实验小学",
        }
        assert Participation.objects.filter(unit__kind="school").count() == 2


def test_one_can_go_on_without_any_unit(cast: Cast) -> None:
    notice = accepted(cast)
    plan = planned(found(cast, notice).proposal)
    none = replace(plan, who=tuple(replace(one, units=(), later=True) for one in plan.who))
    week = make(cast, notice, none)
    with scope.entered(cast.region.pk, week.pk):
        assert Duty.objects.count() == 2
        assert not HandIn.objects.exists()


# --- a higher body's paper ---------------------------------------------------------------------------------------


def test_a_higher_paper_starts_ones_own_draft_with_earlier_dates(cast: Cast) -> None:
    notice = accepted(cast, HIGHER, role="higher")
    proposal = found(cast, notice).proposal
    assert proposal.week.title == "2028年临江区科技活动周"
    assert proposal.week.parent_body == "云川市科学技术局、云川市科学技术协会"
    assert proposal.basis == [("关于举办2028年云川市科技活动周的通知", "云科函〔2028〕41号")]
    assert proposal.bodies == []
    assert proposal.contacts == []
    (duty,) = proposal.duties
    assert duty.outer_limit == date(2028, 6, 30)
    assert duty.due_on == date(2028, 6, 23)
    (who,) = proposal.who
    assert who.group.must_pick


def test_ones_own_paper_fills_the_week_that_the_higher_one_started(cast: Cast) -> None:
    higher = accepted(cast, HIGHER, role="higher")
    first = make(cast, higher, planned(found(cast, higher).proposal))
    own = accepted(cast)
    here = found(cast, own)
    assert here.target is not None
    assert here.target.pk == first.pk
    duties = tuple(
        replace(one, replaces=here.duties[0].pk) if one.kind == "summary" else one
        for one in here.proposal.duties
    )
    filled = make(cast, own, planned(here.proposal, target=first.pk, duties=duties))
    assert filled.pk == first.pk
    assert filled.title == "2028年云川市临江区科技活动周"
    with scope.entered(cast.region.pk, first.pk):
        summary = Duty.objects.get(kind="summary")
        assert (summary.due_on, summary.outer_limit) == (date(2028, 6, 15), date(2028, 6, 30))
        assert Duty.objects.count() == 2
        assert Series.objects.count() == 7, "two of the higher paper, five of one's own"
    again = accepted(cast, OWN + "\n")
    make(cast, again, planned(found(cast, again).proposal, target=first.pk))
    with scope.entered(cast.region.pk, first.pk):
        assert Series.objects.count() == 7
        assert Duty.objects.count() == 2


def test_an_own_date_after_the_higher_limit_is_refused_at_its_box(cast: Cast) -> None:
    notice = accepted(cast, HIGHER, role="higher")
    proposal = found(cast, notice).proposal
    late = replace(proposal.duties[0], due_on=date(2028, 7, 3))
    with pytest.raises(Refused) as refusal:
        make(cast, notice, planned(proposal, duties=(late,)))
    assert list(refusal.value.fields) == [f"{late.key}-due_on"]


def test_working_days_leave_weekends_out() -> None:
    assert working_days_before(date(2028, 6, 30), 5) == date(2028, 6, 23)
    assert working_days_before(date(2028, 7, 3), 1) == date(2028, 6, 30)


def test_a_column_head_is_short() -> None:
    assert short_name("2028年科技活动周总结报告及照片、影像资料") == "总结报告"
    assert short_name("《重点活动备案表》") == "重点活动备案表"


# --- the paper on the portal, and copies -------------------------------------------------------------------------


def test_the_published_paper_hides_mobile_numbers(cast: Cast) -> None:
    notice = accepted(cast)
    assert published_notice(cast.week) is None
    week = make(cast, notice, planned(found(cast, notice).proposal))
    shown = published_notice(week)
    assert shown is not None
    text = "\n".join(line.text for line in shown.lines)
    assert "139****0027" in text
    assert "0890-6120027" in text
    assert {"title", "centred", "chapter", "section", "salutation", "signature"} <= {
        line.kind for line in shown.lines
    }
    assert shown.doc_no == "临科字〔2028〕9号"


def test_a_paper_that_the_office_keeps_back_is_not_published(cast: Cast) -> None:
    notice = accepted(cast)
    week = make(cast, notice, replace(planned(found(cast, notice).proposal), is_public=False))
    assert published_notice(week) is None


def test_last_years_week_is_copied_once_with_its_dates_moved(cast: Cast) -> None:
    notice = accepted(cast)
    source = make(cast, notice, planned(found(cast, notice).proposal))
    given: dict[str, Any] = {
        "title": "2029年临江区科技活动周",
        "starts_on": date(2029, 5, 19),
        "ends_on": date(2029, 5, 26),
        "request_uid": uuid4(),
    }
    with scope.entered(cast.region.pk, source.pk):
        actor = cast.actor("office").in_week(source.pk)
        copied = actions.copy_week(actor, source, **given)
        assert actions.copy_week(actor, source, **given).pk == copied.pk
    with scope.entered(cast.region.pk, copied.pk):
        assert Series.objects.filter(
            name="2029年临江区科技活动周启动仪式", starts_on=date(2029, 5, 19)
        ).exists()
        assert [one.due_on for one in Duty.objects.order_by("due_on")] == [
            date(2029, 4, 27),
            date(2029, 6, 14),
        ]
        assert not ContactPoint.objects.exists()


def test_a_used_paper_takes_no_more_verdicts(cast: Cast) -> None:
    notice = accepted(cast)
    make(cast, notice, planned(found(cast, notice).proposal))
    with cast.inside(), pytest.raises(Refused) as refusal:
        actions.reject_finding(cast.actor("office"), notice.findings.select_related("notice")[0])
    assert refusal.value.code == "used"
