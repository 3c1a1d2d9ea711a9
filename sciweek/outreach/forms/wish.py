from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from sciweek.base.forms import ActionForm
from sciweek.committee.models import Unit
from sciweek.committee.queries import units
from sciweek.committee.states import UnitKind
from sciweek.outreach.forms.fields import day_field, hour_field, number_field, text_field, ticks_field
from sciweek.outreach.logic.parts import read_days
from sciweek.outreach.models import Outing, Wish
from sciweek.outreach.states import Need, Part
from sciweek.people.phones import shown_phone
from sciweek.venues.models import Venue
from sciweek.venues.queries import venues_in_use

PARTS = [(part.value, part.label) for part in (Part.MORNING, Part.AFTERNOON, Part.WHOLE)]
ROWS = (1, 2, 3)


def _part_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=gettext_lazy("上午还是下午"), required=False, choices=PARTS)


class WishForm(ActionForm):
    """Who asks for what, when and where, and whom to ring up."""

    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        None, label=gettext_lazy("申请单位"), required=False, empty_label=gettext_lazy("请选单位")
    )
    outing: forms.ModelChoiceField[Outing] = forms.ModelChoiceField(
        None,
        label=gettext_lazy("想要哪个项目"),
        required=False,
        empty_label=gettext_lazy("都可以，请办公室安排"),
    )
    day_1 = day_field(gettext_lazy("最想要的日子"))
    part_1 = _part_field()
    day_2 = day_field(gettext_lazy("第二个日子"))
    part_2 = _part_field()
    day_3 = day_field(gettext_lazy("第三个日子"))
    part_3 = _part_field()
    start_time = hour_field(gettext_lazy("最早几点"), gettext_lazy("课间、放学有要求才填"))
    end_time = hour_field(gettext_lazy("最晚到几点"), gettext_lazy("不限就空着"))
    venue: forms.ModelChoiceField[Venue] = forms.ModelChoiceField(
        None,
        label=gettext_lazy("登记的场地"),
        required=False,
        empty_label=gettext_lazy("不在登记的场地，写在下面"),
    )
    place = text_field(gettext_lazy("地点"), 120, gettext_lazy("比如“望江小学操场”"))
    address = text_field(gettext_lazy("地址"), 200, gettext_lazy("路名和门牌号，司机要用"))
    street: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        None, label=gettext_lazy("所在街道乡镇"), required=False, empty_label=gettext_lazy("跟场地或者单位走")
    )
    people = number_field(gettext_lazy("大约多少人"), gettext_lazy("老师也算在内"))
    people_note = text_field(gettext_lazy("哪些人"), 120, gettext_lazy("比如“四年级三个班”"))
    has = ticks_field(gettext_lazy("我们有"), Need.choices)
    remarks = forms.CharField(
        label=gettext_lazy("其他要说的"),
        required=False,
        max_length=1500,
        widget=forms.Textarea({"rows": 2}),
    )
    contact_name = text_field(gettext_lazy("联系人"), 60, gettext_lazy("当天在场的人"), autocomplete="name")
    phone = text_field(
        gettext_lazy("联系电话"), 40, gettext_lazy("当天司机打这个电话"), inputmode="tel", autocomplete="tel"
    )

    def __init__(
        self, *args: Any, askers: QuerySet[Unit], outings: QuerySet[Outing], is_new: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("outing", outings)
        self.offer("venue", venues_in_use())
        self.offer("street", units().filter(kind=UnitKind.STREET, merged_into__isnull=True))
        if is_new:
            self.offer("unit", askers)
        else:
            del self.fields["unit"]

    @property
    def day_rows(self) -> Iterable[tuple[Any, Any]]:
        return [(self[f"day_{n}"], self[f"part_{n}"]) for n in ROWS]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["days"] = [
            (data[f"day_{n}"], data.get(f"part_{n}") or Part.WHOLE) for n in ROWS if data.get(f"day_{n}")
        ]
        return data

    def values(self) -> dict[str, Any]:
        """The keyword values of `ask_visit` and `edit_wish`."""
        return self.plain(*(f"{name}_{n}" for n in ROWS for name in ("day", "part")))

    @staticmethod
    def initial_of(wish: Wish) -> dict[str, Any]:
        names = (
            "outing", "start_time", "end_time", "venue", "place", "address", "street", "people", "people_note", "has",
            "remarks", "contact_name",
        )  # fmt: skip
        initial = {name: getattr(wish, name) for name in names}
        for n, (day, part) in zip(ROWS, read_days(wish.days), strict=False):
            initial |= {f"day_{n}": day, f"part_{n}": part}
        return initial | {"phone": shown_phone(wish.phone), "seen_version": wish.version}


# Where the form shows what the action says of the days.
RENAME = {"days": "day_1"}
