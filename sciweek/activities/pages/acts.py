"""What can be done with many activities at once: who may, what must be said, what is recorded."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sciweek.activities import actions
from sciweek.activities.models import Activity
from sciweek.activities.states import ACTIVITY_MOVES, ActivityState, Verdict
from sciweek.base import access
from sciweek.base.actor import Actor
from sciweek.base.errors import Refused
from sciweek.base.forms import ActionForm
from sciweek.committee.models import Unit
from sciweek.committee.queries import units
from sciweek.week.models import Week

Left = list[tuple[Activity, Refused]]
Outcome = tuple[list[Activity], Left]
Said = dict[str, Any]
# Stands for the words that are still to be written while the page reckons what would become of each activity.
NOT_YET_SAID = "…"


@dataclass(frozen=True)
class Act:
    """One bulk act: `title` on its button, `done` when it is over. `asks` names the fields of `ChosenForm` that it reads, `to` the state that it leads to."""

    name: str
    title: Any
    done: Any
    permission: str
    run: Callable[[Actor, Week, Sequence[Activity], Said], Outcome]
    asks: tuple[str, ...] = ()
    to: ActivityState | None = None

    def take(self, actor: Actor, week: Week, rows: Sequence[Activity], said: Said) -> Outcome:
        """Do it with those that stand where it can begin; say of each other one why it stays as it is."""
        access.require(actor, self.permission, week)
        fit, left = self._fitting(rows)
        done, refused = self.run(actor, week, fit, said)
        return done, left + refused

    def foresee(self, actor: Actor, week: Week, rows: Sequence[Activity]) -> Outcome:
        """What the act would do, told by the act itself and taken back: page and act cannot disagree."""
        said: Said = {"why": NOT_YET_SAID, "basis": NOT_YET_SAID, "reviewer": "", "verdict": Verdict.OPEN}
        with transaction.atomic():
            outcome = self.take(actor, week, rows, said | {"unit": None})
            transaction.set_rollback(True)
        return outcome

    def _fitting(self, rows: Sequence[Activity]) -> tuple[list[Activity], Left]:
        if self.to is None:
            return list(rows), []
        fit = [row for row in rows if self._leads_from(row.state)]
        staying = {row.pk for row in fit}
        return fit, [(row, self._wrong_state(row)) for row in rows if row.pk not in staying]

    def _leads_from(self, state: str) -> bool:
        """Whether there is such an arrow, and the act asks for the reason that it may need."""
        arrow = ACTIVITY_MOVES.get((ActivityState(state), ActivityState(self.to))) if self.to else None
        return arrow is not None and (not arrow.needs_reason or "why" in self.asks)

    def _wrong_state(self, row: Activity) -> Refused:
        words = {"state": row.get_state_display(), "act": self.title}
        if row.state == self.to:
            return Refused(gettext("已经是“%(state)s”。") % words, code="no_such_move")
        return Refused(gettext("现在是“%(state)s”，不能%(act)s。") % words, code="no_such_move")


class ChosenForm(ActionForm):
    """What a bulk act asks for; each act shows the fields that it needs."""

    why = forms.CharField(
        label=_("原因"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )
    verdict = forms.ChoiceField(
        label=_("意见"), choices=Verdict.choices, widget=forms.RadioSelect, required=False
    )
    basis = forms.CharField(
        label=_("依据"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("比如哪一级哪天审的、依哪条规定"),
    )
    reviewer = forms.CharField(
        label=_("审查人"),
        required=False,
        max_length=120,
        help_text=_("不写：由各填报单位出具，记各单位的名称"),
    )
    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        None, label=_("移交给"), required=False, empty_label=_("请选单位")
    )

    def __init__(self, *args: Any, act: Act, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("why", "verdict", "basis", "reviewer", "unit"):
            if name not in act.asks:
                del self.fields[name]
        if "unit" in self.fields:
            self.offer("unit", units())

    @property
    def asked(self) -> list[Any]:
        """The fields that are shown, in their order."""
        return [self[name] for name in self.fields if name not in ("request_uid", "seen_version")]


def _approve(actor: Actor, week: Week, rows: Sequence[Activity], said: Said) -> Outcome:
    return actions.approve_activities(actor, week, rows)


def _submit(actor: Actor, week: Week, rows: Sequence[Activity], said: Said) -> Outcome:
    return actions.submit_activities(actor, week, rows)


def _return(actor: Actor, week: Week, rows: Sequence[Activity], said: Said) -> Outcome:
    return actions.return_activities(actor, week, rows, why=said["why"])


def _give_opinion(actor: Actor, week: Week, rows: Sequence[Activity], said: Said) -> Outcome:
    return actions.give_opinions(
        actor, week, rows, verdict=said["verdict"], basis=said["basis"], reviewer=said["reviewer"]
    )


def _publish(actor: Actor, week: Week, rows: Sequence[Activity], said: Said) -> Outcome:
    return actions.publish_activities(actor, week, rows, basis=said["basis"], reviewer=said["reviewer"])


def _hand_over(actor: Actor, week: Week, rows: Sequence[Activity], said: Said) -> Outcome:
    unit = said["unit"]
    if unit is None and said["why"] != NOT_YET_SAID:
        raise Refused(fields={"unit": _("请选移交给哪个单位。")}, code="unit_missing")
    if unit is None:
        # Who gets them decides nothing but the words: only what was called off stays behind.
        called_off = [row for row in rows if row.state == ActivityState.CANCELLED]
        some_unit = units().first()
        if some_unit is None:
            return [], [(row, Refused(_("还没有单位。"), code="unit_missing")) for row in rows]
        _done, left = actions.hand_over_activities(actor, week, called_off, unit=some_unit, why=NOT_YET_SAID)
        return [row for row in rows if row.state != ActivityState.CANCELLED], left
    return actions.hand_over_activities(actor, week, rows, unit=unit, why=said["why"])


def _acts() -> dict[str, Act]:
    run, state = "activities.run_activities", ActivityState
    all_acts = (
        Act(
            "submit", _("提交给办公室"), _("已提交"), "activities.enter_activity", _submit, to=state.SUBMITTED
        ),
        Act("approve", _("通过"), _("已通过"), run, _approve, to=state.APPROVED),
        Act("return", _("退回"), _("已退回"), run, _return, ("why",), to=state.RETURNED),
        Act(
            "opinion",
            _("记审查意见"),
            _("已记审查意见"),
            "activities.give_opinion",
            _give_opinion,
            ("verdict", "basis", "reviewer"),
        ),
        Act("publish", _("发布"), _("已发布"), run, _publish, ("basis", "reviewer"), to=state.PUBLISHED),
        Act("hand_over", _("移交"), _("已移交"), run, _hand_over, ("unit", "why")),
    )
    return {act.name: act for act in all_acts}


# In the order of their buttons.
ACTS = _acts()


def open_acts(actor: Actor, week: Week) -> list[Act]:
    """The acts that the actor may take; the office does not hand in to itself."""
    office = access.may(actor, "activities.run_activities", week)
    return [
        act
        for act in ACTS.values()
        if access.may(actor, act.permission, week) and not (office and act.name == "submit")
    ]
