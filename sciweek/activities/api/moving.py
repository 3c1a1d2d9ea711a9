"""The life cycle of one activity."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sciweek.activities import actions
from sciweek.activities.api.entering import SEES
from sciweek.activities.api.shapes import ActivityOut, OneJudgement, Return, again, rest, the_activity
from sciweek.base.rest import ApiRequest, Code, Slug, Step, StepWithReason

ONE = "/weeks/{week}/activities/{code}"


def _plain(request: ApiRequest, code: str, data: Step, action: Any) -> ActivityOut:
    row = the_activity(request, code)
    return again(request, action(request.actor, row, seen_version=data.seen_version))


def _with_reason(request: ApiRequest, code: str, data: StepWithReason, action: Any) -> ActivityOut:
    row = the_activity(request, code)
    return again(request, action(request.actor, row, why=data.why, seen_version=data.seen_version))


@rest.write("POST", f"{ONE}/submit", ActivityOut, _("提交给办公室"), needs=SEES)
def submit_activity(request: ApiRequest, week: Slug, code: Code, data: Step) -> ActivityOut:
    return _plain(request, code, data, actions.submit_activity)


@rest.write("POST", f"{ONE}/return", ActivityOut, _("退回，标出要改的栏目"), needs=SEES)
def return_activity(request: ApiRequest, week: Slug, code: Code, data: Return) -> ActivityOut:
    row = the_activity(request, code)
    saved = actions.return_activity(
        request.actor, row, why=data.why, marks=data.marks, seen_version=data.seen_version
    )
    return again(request, saved)


@rest.write("POST", f"{ONE}/approve", ActivityOut, _("通过"), needs=SEES)
def approve_activity(request: ApiRequest, week: Slug, code: Code, data: Step) -> ActivityOut:
    return _plain(request, code, data, actions.approve_activity)


@rest.write("POST", f"{ONE}/opinion", ActivityOut, _("记保密审查意见"), needs=SEES)
def give_opinion(request: ApiRequest, week: Slug, code: Code, data: OneJudgement) -> ActivityOut:
    row = the_activity(request, code)
    saved = actions.give_opinion(
        request.actor,
        row,
        verdict=data.verdict,
        basis=data.basis,
        reviewer=data.reviewer,
        seen_version=data.seen_version,
    )
    return again(request, saved)


@rest.write("POST", f"{ONE}/publish", ActivityOut, _("发布到门户"), needs=SEES)
def publish_activity(request: ApiRequest, week: Slug, code: Code, data: Step) -> ActivityOut:
    return _plain(request, code, data, actions.publish_activity)


@rest.write("POST", f"{ONE}/hold", ActivityOut, _("记为已举办"), needs=SEES)
def hold_activity(request: ApiRequest, week: Slug, code: Code, data: Step) -> ActivityOut:
    return _plain(request, code, data, actions.hold_activity)


@rest.write("POST", f"{ONE}/cancel", ActivityOut, _("取消"), needs=SEES)
def cancel_activity(request: ApiRequest, week: Slug, code: Code, data: StepWithReason) -> ActivityOut:
    return _with_reason(request, code, data, actions.cancel_activity)


@rest.write("POST", f"{ONE}/restore", ActivityOut, _("恢复"), needs=SEES)
def restore_activity(request: ApiRequest, week: Slug, code: Code, data: StepWithReason) -> ActivityOut:
    return _with_reason(request, code, data, actions.restore_activity)


@rest.write("POST", f"{ONE}/withdraw", ActivityOut, _("从门户撤回为草稿"), needs=SEES)
def withdraw_activity(request: ApiRequest, week: Slug, code: Code, data: StepWithReason) -> ActivityOut:
    return _with_reason(request, code, data, actions.withdraw_activity)
