from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sciweek.base.forms import ActionForm
from sciweek.committee.models import Unit
from sciweek.committee.queries import units
from sciweek.post.states import EVENTS, ROBOTS


class TextForm(ActionForm):
    """A subject and a body."""

    subject = forms.CharField(label=_("标题"), required=False, max_length=400)
    body = forms.CharField(
        label=_("正文"), required=False, max_length=20_000, widget=forms.Textarea({"rows": 9})
    )


class WordingForm(TextForm):
    """A text with gaps; a general one has a name."""

    name = forms.CharField(
        label=_("模板名称"), required=False, max_length=80, help_text=_("留空：就是默认的一般消息")
    )
    field_order = ("name", "subject", "body")


class GroupForm(ActionForm):
    """A robot of a chat group. What is secret is never shown again."""

    name = forms.CharField(label=_("群的名称"), required=False, max_length=80)
    kind = forms.ChoiceField(
        label=_("哪一种"), choices=[(one.value, one.label) for one in ROBOTS], required=False
    )
    address = forms.CharField(
        label=_("机器人地址"),
        required=False,
        max_length=600,
        help_text=_("在群里添加机器人后，把它给的 Webhook 地址整段粘贴过来。谁有这个地址，谁就能在群里发言"),
    )
    secret = forms.CharField(
        label=_("加签密钥"), required=False, max_length=200, help_text=_("钉钉选了“加签”才有")
    )
    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        label=_("是谁的群"), queryset=None, required=False, empty_label=_("各单位的联络员都在里面")
    )
    is_active = forms.BooleanField(label=_("启用"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("unit", units())


class HookForm(ActionForm):
    """An address that is told of events."""

    name = forms.CharField(label=_("名称"), required=False, max_length=80, help_text=_("比如“区数据平台”"))
    address = forms.CharField(label=_("网址"), required=False, max_length=600)
    events = forms.MultipleChoiceField(
        label=_("通知哪些事"),
        required=False,
        choices=[(one.value, one.label) for one in EVENTS],
        widget=forms.CheckboxSelectMultiple,
    )
    secret = forms.CharField(
        label=_("签名密钥"), required=False, max_length=200, help_text=_("留空由系统生成")
    )
    is_active = forms.BooleanField(label=_("启用"), required=False, initial=True)


class HoursForm(ActionForm):
    """When phones stay quiet."""

    starts = forms.TimeField(label=_("从"), widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    ends = forms.TimeField(label=_("到"), widget=forms.TimeInput({"type": "time"}, "%H:%M"))
