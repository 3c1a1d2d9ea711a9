from django import forms
from django.utils.translation import gettext_lazy as _

from sciweek.base.forms import ActionForm


class PolicyForm(ActionForm):
    """What holds for all bookings of the edition."""

    most_places = forms.IntegerField(
        label=_("一个手机号同时最多约几席"),
        required=False,
        help_text=_("各个活动加在一起算；用过、取消了就不算。学校团体不受限制。不限就空着"),
    )
    erase_after_days = forms.IntegerField(
        label=_("活动结束多少天后删除个人信息"),
        required=False,
        help_text=_("从这个人约的最后一场结束算起。姓名、手机号、学校、回答都会删掉，只留人数"),
    )


class ConsentForm(ActionForm):
    """The words to which guardians agree."""

    guardian = forms.CharField(
        label=_("监护人同意的话"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )
    school = forms.CharField(
        label=_("学校确认的话"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )
    photo = forms.CharField(
        label=_("照片另外问的话"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
