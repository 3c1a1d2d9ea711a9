"""The plan page as many small forms under one button; each has a prefix, and a refusal finds its way by it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sciweek.activities.states import Kind
from sciweek.base.errors import Refused
from sciweek.base.forms import ActionForm, LinesField, choose_from
from sciweek.committee.models import Unit
from sciweek.committee.states import UnitKind
from sciweek.duties.models import Duty
from sciweek.duties.states import DutyKind
from sciweek.look.dates import day_words
from sciweek.notice.logic.addressees import Group
from sciweek.notice.logic.plan import (
    ContactPlan,
    DutyPlan,
    Plan,
    SeriesPlan,
    UnitPlan,
    WeekPlan,
    Who,
    WhoPlan,
    alike,
)
from sciweek.notice.queries.planning import Ground
from sciweek.week.models import Week
from sciweek.week.states import Level

NEW = "new"


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PlanPart(forms.Form):
    """One part of the plan. With `kept` it starts from the choices that were saved, else from the proposal."""

    def __init__(self, *args: Any, kept: Mapping[str, Sequence[str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        if kept and not self.is_bound and any(name.startswith(f"{self.prefix}-") for name in kept):
            data: MultiValueDict[str, str] = MultiValueDict(
                {name: list(values) for name, values in kept.items()}
            )
            for name, field in self.fields.items():
                self.initial[name] = field.widget.value_from_datadict(
                    data, MultiValueDict(), self.add_prefix(name)
                )


class WeekForm(PlanPart):
    """The edition. Its own hidden `seen` marks that the form was kept, even with every box empty."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, initial="1")
    title = forms.CharField(label=_("名称"), required=False, max_length=120)
    theme = forms.CharField(label=_("主题"), required=False, max_length=200)
    starts_on = forms.DateField(label=_("开始"), required=False, widget=_day())
    ends_on = forms.DateField(label=_("结束"), required=False, widget=_day())
    level = forms.ChoiceField(label=_("级别"), required=False, choices=Level.choices)
    parent_body = forms.CharField(label=_("上级单位"), required=False, max_length=120)
    office_name = forms.CharField(
        label=_("办公室"), required=False, max_length=120, help_text=_("比如“区科技局业务科”")
    )
    bodies = LinesField(
        label=_("组委会单位"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("一行一个，数量和名称都不限。"),
    )
    is_public = forms.BooleanField(
        label=_("通知全文放到门户，市民可以看"), required=False, help_text=_("手机号会自动隐去中间四位。")
    )

    def plan(self) -> WeekPlan:
        names = ("title", "theme", "starts_on", "ends_on", "level", "parent_body", "office_name")
        return WeekPlan(**{name: self.cleaned_data[name] for name in names})


class TakeForm(PlanPart):
    """A line that is taken or left."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, initial="1")
    take = forms.BooleanField(label=_("要"), required=False)

    @property
    def is_taken(self) -> bool:
        return bool(self["take"].value())


class SeriesForm(TakeForm):
    """A line of the annex."""

    name = forms.CharField(label=_("名称"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=Kind.choices)
    runs_all_year = forms.BooleanField(label=_("贯穿全年"), required=False)
    starts_on = forms.DateField(label=_("从"), required=False, widget=_day())
    ends_on = forms.DateField(label=_("到"), required=False, widget=_day())

    def __init__(self, *args: Any, line: SeriesPlan, **kwargs: Any) -> None:
        initial = {"take": True} | {
            name: getattr(line, name) for name in ("name", "kind", "runs_all_year", "starts_on", "ends_on")
        }
        super().__init__(*args, prefix=line.key, initial=initial, **kwargs)
        self.line = line
        if line.why_all_year:
            self.fields["runs_all_year"].help_text = gettext("原文有“贯穿全年”等字样，请核对")

    def plan(self) -> SeriesPlan:
        names = ("name", "kind", "runs_all_year", "starts_on", "ends_on")
        return replace(self.line, **{name: self.cleaned_data[name] for name in names})


class ContactForm(TakeForm):
    """A line of contacts: taken, and shown to the public or not."""

    is_public = forms.BooleanField(label=_("公开"), required=False)

    def __init__(self, *args: Any, line: ContactPlan, **kwargs: Any) -> None:
        super().__init__(
            *args, prefix=line.key, initial={"take": True, "is_public": line.is_public}, **kwargs
        )
        self.line = line

    def plan(self) -> ContactPlan:
        return replace(self.line, is_public=self.cleaned_data["is_public"])


class UnitForm(TakeForm):
    """A unit that the paper names and the region does not have: left out unless ticked."""

    name = forms.CharField(label=_("单位全称"), required=False, max_length=120)
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=UnitKind.choices)

    def __init__(self, *args: Any, line: UnitPlan, **kwargs: Any) -> None:
        initial = {"take": False, "name": line.name, "kind": line.kind}
        super().__init__(*args, prefix=line.key, initial=initial, **kwargs)
        self.line = line

    def plan(self) -> UnitPlan:
        return replace(self.line, name=self.cleaned_data["name"], kind=self.cleaned_data["kind"])


class WhoForm(PlanPart):
    """A group of addressees: the units by name, units to add, or “later”."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, initial="1")
    units = forms.TypedMultipleChoiceField(
        label=_("哪些单位"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    new_names = LinesField(label=_("名单里没有的单位"), required=False)
    later = forms.BooleanField(label=_("以后再定"), required=False)

    def __init__(self, *args: Any, who: Who, units: Mapping[int, Unit], **kwargs: Any) -> None:
        self.who = who
        group = who.group
        initial = {"units": list(group.chosen), "new_names": list(group.unknown)}
        super().__init__(*args, prefix=who.key, initial=initial, **kwargs)
        self.offered = [(pk, units[pk].label) for pk in group.candidates if pk in units]
        choose_from(self, "units", self.offered)
        self.fields["new_names"].help_text = gettext("一行一个，会加到单位名单里。")
        # Names that nobody bears are proposed, never added unasked.
        if group.unknown and not self.is_bound and "new_names" not in (kwargs.get("kept") or {}):
            self.fields["new_names"].help_text = gettext("单位名单里没有这个名称。留着就会新加，不要就删掉。")

    @property
    def group(self) -> Group:
        return self.who.group

    @property
    def named(self) -> list[str]:
        """The units that are chosen now, by name."""
        chosen = {str(pk) for pk in self["units"].value() or []}
        return [label for pk, label in self.offered if str(pk) in chosen]

    @property
    def kind_words(self) -> str:
        return str(UnitKind(self.group.kind).label)

    def plan(self) -> WhoPlan:
        return WhoPlan(
            key=self.who.key,
            phrase=self.group.phrase,
            kind=self.group.kind,
            posts=self.group.posts,
            units=tuple(self.cleaned_data["units"]),
            new_names=tuple(self.cleaned_data["new_names"]),
            later=self.cleaned_data["later"],
        )


class DutyForm(TakeForm):
    """What is to be handed in, by when, by whom."""

    what = forms.CharField(label=_("办什么"), required=False, max_length=300)
    due_on = forms.DateField(label=_("哪天之前"), required=False, widget=_day())
    due_time = forms.TimeField(
        label=_("几点之前"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    opens_on = forms.DateField(label=_("从哪天开始收"), required=False, widget=_day())
    receiver = forms.CharField(label=_("报给谁"), required=False, max_length=120)
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=DutyKind.choices)
    who = forms.MultipleChoiceField(label=_("谁来办"), required=False, widget=forms.CheckboxSelectMultiple)
    replaces = forms.TypedChoiceField(
        label=_("已有的期限"), required=False, coerce=int, empty_value=None, choices=[("", _("另加一件"))]
    )

    def __init__(
        self, *args: Any, line: DutyPlan, groups: Sequence[Who], have: Sequence[Duty], **kwargs: Any
    ) -> None:
        names = ("what", "due_on", "due_time", "opens_on", "receiver", "kind")
        same = next((duty for duty in have if alike(line.what, duty.what)), None)
        initial = {name: getattr(line, name) for name in names} | {
            "take": line.due_on is not None,
            "who": list(line.who),
            "replaces": same.pk if same else None,
        }
        super().__init__(*args, prefix=line.key, initial=initial, **kwargs)
        self.line = line
        choose_from(self, "who", ((one.key, one.group.phrase) for one in groups))
        if have:
            known = ((duty.pk, f"{day_words(duty.due_on)} {duty}") for duty in have)
            choose_from(self, "replaces", [("", gettext("另加一件")), *known])
        else:
            del self.fields["replaces"]

    def plan(self) -> DutyPlan:
        names = ("what", "due_on", "due_time", "opens_on", "receiver", "kind")
        return replace(
            self.line,
            who=tuple(self.cleaned_data["who"]),
            replaces=self.cleaned_data.get("replaces"),
            **{name: self.cleaned_data[name] for name in names},
        )


class PlanForm(ActionForm):
    """The whole page: reads every part, and puts what the action refuses beside the box that it speaks of."""

    target = forms.ChoiceField(label=_("生成到哪里"), required=False, widget=forms.RadioSelect)

    def __init__(
        self,
        data: Any,
        *,
        ground: Ground,
        kept: Mapping[str, Sequence[str]],
        is_higher: bool,
    ) -> None:
        super().__init__(data, initial={"target": ground.target.slug if ground.target else NEW})
        self.ground = ground
        found = ground.proposal
        given: dict[str, Any] = {"kept": kept}
        choose_from(self, "target", _targets(ground.targets))
        self.week = WeekForm(
            data,
            prefix="week",
            initial=_week_initial(found.week, ground.target)
            | {"bodies": found.bodies, "is_public": not is_higher},
            **given,
        )
        self.directions = [
            TakeForm(data, prefix=key, initial={"take": True}, **given) for key, *_r in found.directions
        ]
        self.series = [SeriesForm(data, line=line, **given) for line in found.series]
        self.contacts = [ContactForm(data, line=line, **given) for line in found.contacts]
        self.units = [UnitForm(data, line=line, **given) for line in found.units]
        by_id = {unit.pk: unit for unit in ground.units}
        self.who = [WhoForm(data, who=who, units=by_id, **given) for who in found.who]
        self.duties = [
            DutyForm(data, line=line, groups=found.who, have=ground.duties, **given) for line in found.duties
        ]

    @property
    def direction_lines(self) -> Iterator[tuple[TakeForm, str, str]]:
        for form, (_key, heading, text) in zip(self.directions, self.ground.proposal.directions, strict=True):
            yield form, heading, text

    def parts(self) -> list[forms.Form]:
        return [
            self.week,
            *self.directions,
            *self.series,
            *self.contacts,
            *self.units,
            *self.who,
            *self.duties,
        ]

    def are_valid(self) -> bool:
        """Every part parses (all are looked at, so that all mistakes show at once)."""
        return all([self.is_valid(), *(part.is_valid() for part in self.parts())])

    @property
    def has_errors(self) -> bool:
        return bool(self.errors) or any(part.is_bound and part.errors for part in self.parts())

    def plan(self) -> Plan:
        found = self.ground.proposal
        target = self.cleaned_data["target"]
        return Plan(
            week=self.week.plan(),
            directions=tuple(
                (heading, text) for form, heading, text in self.direction_lines if form.cleaned_data["take"]
            ),
            basis=tuple(found.basis),
            series=tuple(form.plan() for form in self.series if form.cleaned_data["take"]),
            bodies=tuple(self.week.cleaned_data["bodies"]),
            contacts=tuple(form.plan() for form in self.contacts if form.cleaned_data["take"]),
            units=tuple(form.plan() for form in self.units if form.cleaned_data["take"]),
            who=tuple(form.plan() for form in self.who),
            duties=tuple(form.plan() for form in self.duties if form.cleaned_data["take"]),
            target=next((week.pk for week in self.ground.targets if week.slug == target), None),
            is_public=self.week.cleaned_data["is_public"],
        )

    def show(self, refusal: Refused, rename: Mapping[str, str] | None = None) -> None:
        """Beside its box where there is one, else on top."""
        places = {part.prefix: part for part in self.parts()}
        if refusal.message:
            self.add_error(None, str(refusal.message))
        for name, text in refusal.fields.items():
            prefix, _sep, field = name.partition("-")
            part = places.get(prefix)
            if part is not None and field in part.fields:
                part.add_error(field, str(text))
            elif name in self.fields:
                self.add_error(name, str(text))
            else:
                self.add_error(None, str(text))


def _targets(weeks: Sequence[Week]) -> list[tuple[str, str]]:
    fill = [(week.slug, gettext("补进已有的《%(title)s》") % {"title": week.title}) for week in weeks]
    return [(NEW, gettext("新建一届")), *fill]


def _week_initial(plan: WeekPlan, target: Week | None) -> dict[str, Any]:
    """What the paper says; where it is silent, what the week to fill has."""
    names = ("title", "theme", "starts_on", "ends_on", "level", "parent_body", "office_name")
    said: dict[str, str | date | None] = {name: getattr(plan, name) for name in names}
    if target is not None:
        said = {name: value or getattr(target, name) for name, value in said.items()}
        said["parent_body"] = target.parent_body or said["parent_body"]
    return said
