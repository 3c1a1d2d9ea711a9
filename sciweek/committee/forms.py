from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sciweek.base.forms import ActionForm, LinesField, SeveralField
from sciweek.base.token_scopes import scopes
from sciweek.committee.models import Unit
from sciweek.committee.queries import units, units_without
from sciweek.committee.states import UNIT_ROLES, Role, UnitKind
from sciweek.week.models import Week
from sciweek.week.states import Level


class UnitChoice(forms.ModelChoiceField):
    """One of the region's living units; the choices are asked for when the form is made, inside the scope."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=None, **kwargs)

    def label_from_instance(self, obj: Unit) -> str:
        return obj.name


class UnitForm(ActionForm):
    name = forms.CharField(label=_("单位全称"), max_length=200)
    short_name = forms.CharField(label=_("简称"), max_length=100, required=False, help_text=_("窄栏里用。"))
    kind = forms.ChoiceField(label=_("类别"), choices=UnitKind.choices)
    parent = UnitChoice(label=_("上级单位"), required=False, empty_label=_("没有上级"))
    posts = LinesField(
        label=_("内部岗位"),
        required=False,
        help_text=_("通知里点名的部门，如科技服务站、宣传科。一行一个，或用顿号隔开。"),
    )
    position = forms.IntegerField(
        label=_("同类中的次序"), required=False, min_value=0, max_value=9999, help_text=_("不填就排在最后。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("parent", units())


class MergeForm(ActionForm):
    into = UnitChoice(label=_("并入"), empty_label=_("请选单位"))

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("into", units().exclude(pk=unit.pk))


class GrantForm(ActionForm):
    login = forms.CharField(label=_("对方的登录名"), max_length=60)
    role = forms.ChoiceField(label=_("角色"), choices=Role.choices)
    unit = UnitChoice(
        label=_("单位"),
        required=False,
        empty_label=_("不属于某个单位"),
        help_text=_("联络员、宣传员、统计员要选单位。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("unit", units())


class InviteForm(ActionForm):
    role = forms.ChoiceField(label=_("角色"), choices=Role.choices, initial=Role.LIAISON)
    unit = UnitChoice(
        label=_("单位"),
        required=False,
        empty_label=_("发到群里，各单位自己选"),
        help_text=_("发到群里时，来人只能选还没有这个角色的单位。管全区的角色不用选。"),
    )
    uses = forms.IntegerField(label=_("可用次数"), initial=1, min_value=1)
    days = forms.IntegerField(label=_("有效天数"), initial=14, min_value=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("unit", units())


class InviteUnitsForm(ActionForm):
    units = SeveralField(
        queryset=None, label=_("要邀请的单位"), error_messages={"required": _("先勾选要邀请的单位。")}
    )
    uses = forms.IntegerField(
        label=_("每个链接可用次数"), initial=1, min_value=1, help_text=_("一个单位有几位联络员，就写几。")
    )
    days = forms.IntegerField(label=_("有效天数"), initial=14, min_value=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("units", units())


class LinkForm(ActionForm):
    name = forms.CharField(label=_("拿链接的人"), max_length=60)
    days = forms.IntegerField(label=_("有效天数"), initial=60, min_value=1)


class TokenForm(ActionForm):
    """A key for a program: what it may do, where, how long."""

    name = forms.CharField(
        label=_("给哪个程序用"), max_length=100, help_text=_("写得出来就好认，比如“区数据大屏”。")
    )
    scopes = forms.MultipleChoiceField(
        label=_("可以做什么"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("只选用得着的。程序能做的不会超过您自己的权限。"),
        error_messages={"required": _("请至少选一项权限。")},
    )
    week: forms.ModelChoiceField[Week] = forms.ModelChoiceField(
        None, label=_("范围"), required=False, empty_label=_("全区，包括以后各届")
    )
    days = forms.IntegerField(label=_("有效天数"), initial=90, min_value=1)

    def __init__(self, *args: Any, weeks: QuerySet[Week], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("week", weeks)
        rights = self.fields["scopes"]
        if isinstance(rights, forms.MultipleChoiceField):
            rights.choices = [(name, right_label(name)) for name in scopes()]


def right_label(name: str) -> str:
    """A right in words: 活动（读写）."""
    title = str(scopes().get(name, name))
    if name.endswith(":write"):
        return gettext("%(what)s：读和改") % {"what": title}
    return gettext("%(what)s：读") % {"what": title}


class AccountForm(ActionForm):
    """What an account needs."""

    # Enter leads from line to line: on a phone nobody has to tap each field.
    name = forms.CharField(
        label=_("姓名"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name", "enterkeyhint": "next"}),
    )
    login = forms.CharField(
        label=_("登录名"),
        max_length=60,
        required=False,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "off",
                "spellcheck": "false",
                "enterkeyhint": "next",
            }
        ),
        help_text=_("3 到 40 位，用小写字母开头，后面可以用字母、数字、点、横线。"),
    )
    password = forms.CharField(
        label=_("密码"),
        max_length=200,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "enterkeyhint": "go"}),
        help_text=_("至少 10 位，不要全是数字，不要用常见的密码。"),
    )
    phone = forms.CharField(
        label=_("电话"), max_length=40, required=False, help_text=_("加密保存。只有办公室能看到。")
    )


class JoinForm(AccountForm):
    """What a comer gives: the unit when the invitation leaves it open, an account when there is none."""

    unit = UnitChoice(label=_("您的单位"), required=False, empty_label=_("请选单位"))
    field_order = ("unit",)

    def __init__(
        self, *args: Any, role: str, asks_unit: bool, asks_account: bool, asks_password: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if asks_unit:
            self.offer("unit", units_without(role))
        else:
            del self.fields["unit"]
        if not asks_account:
            for name in ("name", "login", "password", "phone"):
                del self.fields[name]
        elif not asks_password:
            del self.fields["password"]


class BeginForm(AccountForm):
    """The first region, and the first person of its office."""

    region_name = forms.CharField(
        label=_("地区全称"),
        max_length=200,
        required=False,
        help_text=_("比如“临江区”。用在公文和网页的标题里。"),
    )
    short_name = forms.CharField(
        label=_("地区简称"), max_length=200, required=False, help_text=_("平时怎么叫，比如“临江”。")
    )
    parent_name = forms.CharField(
        label=_("上级地区"), max_length=200, required=False, help_text=_("比如“云川市”。")
    )
    level = forms.ChoiceField(label=_("级别"), choices=Level.choices, initial=Level.DISTRICT)
    area_code = forms.CharField(
        label=_("电话区号"), max_length=20, required=False, help_text=_("只写七八位的座机号码，按它补全。")
    )
    slug = forms.CharField(
        label=_("地址简称"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocapitalize": "off", "spellcheck": "false"}),
        help_text=_("用在网址里，小写字母，比如 linjiang。以后不能改。"),
    )
    field_order = ("region_name", "short_name", "parent_name", "level", "area_code", "slug")


class BodiesForm(ActionForm):
    bodies = LinesField(
        label=_("组委会成员单位"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("一行一个，按通知里的次序。不限多少，名称照写。"),
    )


class ContactForm(forms.Form):
    """One line of the contacts."""

    office = forms.CharField(label=_("科室"), max_length=200, required=False)
    person = forms.CharField(label=_("联系人"), max_length=100, required=False)
    phone = forms.CharField(label=_("电话"), max_length=100, required=False)
    email = forms.CharField(label=_("邮箱"), max_length=254, required=False)
    is_public = forms.BooleanField(label=_("在门户上公开"), required=False)


class ParticipantsForm(ActionForm):
    units = SeveralField(queryset=None, label=_("参加本届的单位"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("units", units())


ROLES_AT_UNITS = frozenset(map(str, UNIT_ROLES))
