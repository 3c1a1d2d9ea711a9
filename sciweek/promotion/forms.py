from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sciweek.activities.models import Activity
from sciweek.base.forms import ActionForm, LinesField, ManyFilesField
from sciweek.committee.models import Unit
from sciweek.people.phones import shown_phone
from sciweek.promotion.logic.amounts import amount_words
from sciweek.promotion.logic.frozen import Signer, read_signers
from sciweek.promotion.models import Deliverable, Service
from sciweek.promotion.states import AcceptanceVerdict


def _day() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, "%Y-%m-%d")


def _number() -> forms.TextInput:
    """What people write as a number is read by the action: 28,000 too."""
    return forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})


class ServiceForm(ActionForm):
    """What was bought, from whom, by whom."""

    title = forms.CharField(label=_("服务名称"), required=False, max_length=400)
    contractor = forms.CharField(label=_("承接单位"), required=False, max_length=240)
    contact_name = forms.CharField(label=_("对方联系人"), required=False, max_length=120)
    contact_phone = forms.CharField(
        label=_("对方电话"), required=False, max_length=60, help_text=_("加密保存，满一年清除")
    )
    contract_no = forms.CharField(label=_("合同编号"), required=False, max_length=120)
    price = forms.CharField(
        label=_("合同金额"),
        required=False,
        max_length=40,
        widget=_number(),
        help_text=_("还不知道就空着，无偿写 0"),
    )
    signed_on = forms.DateField(label=_("签订日期"), required=False, widget=_day())
    starts_on = forms.DateField(label=_("服务从哪天"), required=False, widget=_day())
    ends_on = forms.DateField(label=_("到哪天"), required=False, widget=_day())
    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        None, label=_("采购单位"), required=False, empty_label=_("还没有定")
    )
    activity: forms.ModelChoiceField[Activity] = forms.ModelChoiceField(
        None,
        label=_("对应的活动"),
        required=False,
        empty_label=_("不对应哪一场"),
        help_text=_("类别是“宣传推广”的活动"),
    )
    note = forms.CharField(
        label=_("说明"), required=False, max_length=4000, widget=forms.Textarea({"rows": 2})
    )

    def __init__(
        self,
        *args: Any,
        units: QuerySet[Unit],
        activities: QuerySet[Activity],
        may_choose_unit: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("activity", activities)
        if may_choose_unit:
            self.offer("unit", units)
        else:
            del self.fields["unit"]

    @staticmethod
    def initial_of(service: Service) -> dict[str, Any]:
        names = [name for name in ServiceForm.base_fields if hasattr(service, name)]
        return {name: getattr(service, name) for name in names} | {
            "seen_version": service.version,
            "contact_phone": shown_phone(service.contact_phone),
        }


class DeliverableForm(ActionForm):
    """One thing that the contract asks for."""

    what = forms.CharField(label=_("交付物"), required=False, max_length=400)
    amount = forms.CharField(label=_("数量"), required=False, max_length=40, widget=_number())
    counted_in = forms.CharField(
        label=_("计量单位"), required=False, max_length=24, help_text=_("比如 篇、条、部、块、册")
    )
    due_on = forms.DateField(label=_("哪天之前"), required=False, widget=_day())
    appears_in = forms.CharField(
        label=_("在哪里出现"), required=False, max_length=400, help_text=_("报纸、频道、公众号、站点")
    )
    link = forms.CharField(
        label=_("网址"), required=False, max_length=500, widget=forms.URLInput({"inputmode": "url"})
    )

    @staticmethod
    def initial_of(row: Deliverable) -> dict[str, Any]:
        names = [name for name in DeliverableForm.base_fields if hasattr(row, name)]
        return {name: getattr(row, name) for name in names} | {
            "seen_version": row.version,
            "amount": amount_words(row.amount),
        }


class DeliverForm(ActionForm):
    """What came, and where it can be seen."""

    delivered_on = forms.DateField(label=_("哪天交的"), required=False, widget=_day())
    delivered_amount = forms.CharField(label=_("实际数量"), required=False, max_length=40, widget=_number())
    evidence = LinesField(label=_("网址"), required=False, help_text=_("在哪里能看到，一行一个"))
    papers = ManyFilesField(
        label=_("文件"), required=False, help_text=_("照片、截图、样刊扫描件都可以，一次可以选多个")
    )
    note = forms.CharField(
        label=_("说明"), required=False, max_length=4000, widget=forms.Textarea({"rows": 2})
    )


class SignersField(forms.CharField):
    """People with their posts, one a line."""

    widget = forms.Textarea({"rows": 4})

    def to_python(self, value: Any) -> Any:
        return read_signers(super().to_python(value) or "")


class AcceptanceForm(ActionForm):
    """Who inspected, when, and what they say."""

    accepted_on = forms.DateField(label=_("哪天验收的"), required=False, widget=_day())
    people = SignersField(
        label=_("验收人员"), required=False, max_length=4000, help_text=_("一行一个人：姓名，职务。")
    )
    verdict = forms.ChoiceField(
        label=_("验收意见"), required=False, choices=AcceptanceVerdict.choices, widget=forms.RadioSelect
    )
    remarks = forms.CharField(
        label=_("意见说明"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("有整改意见，或者不合格，要写明"),
    )
    seen_stamp = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def given(self) -> dict[str, Any]:
        """The keyword values of `accept_service`."""
        people: list[Signer] = self.cleaned_data["people"] or []
        return self.plain() | {"people": people}

    def saw_deliverables(self, stamp: str) -> None:
        """After a conflict the newest deliverables are on the page: the next press knowingly accepts them."""
        data = self.data.copy() if isinstance(self.data, QueryDict) else QueryDict(mutable=True)
        data["seen_stamp"] = stamp
        self.data = data
