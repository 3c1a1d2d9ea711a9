from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _

from sciweek.base.forms import ActionForm


class SignInForm(LoginForm):
    """allauth's own, without words inside the controls that the labels say already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class MeForm(ActionForm):
    name = forms.CharField(label=_("姓名"), max_length=60)
    phone = forms.CharField(
        label=_("电话"), required=False, max_length=40, help_text=_("加密保存。只有办公室能看到。")
    )
    email = forms.CharField(
        label=_("邮箱"), required=False, max_length=254, help_text=_("填了才能自己重设密码。")
    )


class EraseForm(ActionForm):
    login = forms.CharField(label=_("再输一遍登录名"), max_length=60)
