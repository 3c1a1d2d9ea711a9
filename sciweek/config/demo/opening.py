"""From the demo notice to the demo week, by the steps that an office takes."""

from dataclasses import replace

from sciweek.config.demo.days import Days
from sciweek.config.demo.notice_docx import notice_docx
from sciweek.config.demo.town import Town
from sciweek.notice.actions import accept_rest, create_week_from_notice, hand_in_notice
from sciweek.notice.jobs import read_notice
from sciweek.notice.logic.plan import Plan, WhoPlan
from sciweek.notice.models import Notice
from sciweek.notice.queries.planning import ground
from sciweek.week.models import Week

OFFICE_NAME, PARENT_BODY = "区科技局业务科", "云川市科技活动周组委会"
# What the notice leaves to the office to pick, or says wider than it means: wording → kinds of units.
PICKED = {
    "区直有关部门": ("department",),
    "各单位": ("street", "department", "school", "base", "institute", "media", "enterprise"),
}


def week_from_notice(town: Town, days: Days) -> Week:
    """Hand the notice in, have it read, accept what was read, pick whom it means and press the button."""
    handed = hand_in_notice(
        town.office,
        town.region,
        role="own",
        file_name=f"{days.start.year}年临江区科技活动周通知.docx",
        data=notice_docx(days),
    )
    read_notice.call(region_id=town.region.pk, notice_id=handed.pk)
    notice = Notice.objects.get(pk=handed.pk)
    accept_rest(town.office, notice)
    return create_week_from_notice(town.office, notice, plan=_plan(town, notice))


def _plan(town: Town, notice: Notice) -> Plan:
    """The proposal as the plan page shows it, with the office's picks."""
    found = ground(notice, town.region).proposal
    return Plan(
        week=replace(found.week, office_name=OFFICE_NAME, parent_body=PARENT_BODY),
        directions=tuple((heading, text) for _key, heading, text in found.directions),
        basis=tuple(found.basis),
        series=tuple(found.series),
        bodies=tuple(found.bodies),
        contacts=tuple(found.contacts),
        who=tuple(
            WhoPlan(
                key=who.key,
                phrase=who.group.phrase,
                kind=who.group.kind,
                posts=who.group.posts,
                units=_picked(town, who.group.phrase) or who.group.chosen,
            )
            for who in found.who
        ),
        duties=tuple(found.duties),
        is_public=True,
    )


def _picked(town: Town, phrase: str) -> tuple[int, ...]:
    kinds = PICKED.get(phrase, ())
    return tuple(unit.pk for unit in town.units.values() if unit.kind in kinds)
