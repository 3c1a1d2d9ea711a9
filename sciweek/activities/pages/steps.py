"""The steps of the life cycle that somebody can take, and why a step cannot be taken yet."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from sciweek.activities.actions.moving import check_ready
from sciweek.activities.models import Activity
from sciweek.activities.states import ACTIVITY_MOVES, SHOWN_STATES, ActivityState
from sciweek.base import access, clock
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.states import onward


@dataclass(frozen=True)
class Step:
    """One button of the life cycle; `why_not` says why it cannot be pressed yet."""

    to: str
    label: str
    needs_reason: bool
    kind: str
    why_not: str = ""


S = ActivityState
WORDS = {
    (S.DRAFT, S.SUBMITTED): _("提交给办公室"),
    (S.RETURNED, S.SUBMITTED): _("改好了，再提交"),
    (S.SUBMITTED, S.RETURNED): _("退回"),
    (S.SUBMITTED, S.APPROVED): _("通过"),
    (S.APPROVED, S.RETURNED): _("退回"),
    (S.APPROVED, S.PUBLISHED): _("发布"),
    (S.PUBLISHED, S.HELD): _("记为已举办"),
    (S.HELD, S.PUBLISHED): _("改回已发布"),
    (S.DRAFT, S.CANCELLED): _("不办了"),
    (S.RETURNED, S.CANCELLED): _("不办了"),
    (S.SUBMITTED, S.CANCELLED): _("不办了"),
    (S.APPROVED, S.CANCELLED): _("不办了"),
    (S.CANCELLED, S.DRAFT): _("重新办，改回草稿"),
    (S.DRAFT, S.PUBLISHED): _("发布"),
    (S.SUBMITTED, S.PUBLISHED): _("发布"),
    (S.PUBLISHED, S.CANCELLED): _("取消活动"),
    (S.CANCELLED, S.PUBLISHED): _("恢复发布"),
    (S.PUBLISHED, S.DRAFT): _("撤回为草稿"),
}
# Which step is the main one of a state, the first that the actor may take.
MAIN = (S.PUBLISHED, S.SUBMITTED, S.APPROVED)


def open_steps(actor: Actor, row: Activity) -> list[Step]:
    """The steps from where the activity stands, the main one first; what nobody else could do is left out."""
    found: list[tuple[str, str, bool, str]] = []
    for to in onward(ACTIVITY_MOVES, row.state):
        arrow = ACTIVITY_MOVES[S(row.state), S(to)]
        label = WORDS.get((S(row.state), S(to)))
        # An arrow without words is taken by another act: an opinion that is no longer 公开.
        if label is None or not access.may(actor, arrow.permission, row) or not _leads_back(row, to):
            continue
        found.append((to, str(label), arrow.needs_reason, _why_not(row, to)))
    ready = [to for to in MAIN if any(one[0] == to and not one[3] for one in found)]
    main = ready[0] if ready else ""
    steps = [
        Step(to, label, needs, "vermilion" if to == main else "outline", why)
        for to, label, needs, why in found
    ]
    return sorted(steps, key=lambda step: (step.to != main, step.needs_reason))


def _leads_back(row: Activity, to: str) -> bool:
    """A cancelled activity goes back to where it came from: to the public if it had been there, else to the drafts."""
    if row.state != S.CANCELLED:
        return True
    return (to == S.PUBLISHED) == (row.published_at is not None)


def _why_not(row: Activity, to: str) -> str:
    if to in SHOWN_STATES and row.state not in SHOWN_STATES:
        try:
            check_ready(row)
        except Refused as refusal:
            return " ".join(str(text) for text in [*refusal.fields.values(), refusal.message] if text)
    if to == S.HELD and row.starts_at is not None and row.starts_at > clock.now():
        return str(_("活动还没有开始，开始后再记。"))
    return ""
