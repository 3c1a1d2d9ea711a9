from django import forms
from django.utils.translation import gettext_lazy as _

from sciweek.activities.states import Verdict
from sciweek.base.forms import ActionForm


class ReasonForm(ActionForm):
    """A move that may need a sentence."""

    to = forms.CharField(widget=forms.HiddenInput)
    why = forms.CharField(
        label=_("原因"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=1000
    )


class OpinionForm(ActionForm):
    """What the 保密审查 says of one activity."""

    verdict = forms.ChoiceField(
        label=_("审查意见"), choices=Verdict.choices, widget=forms.RadioSelect, required=False
    )
    reviewer = forms.CharField(
        label=_("谁审的"),
        required=False,
        max_length=300,
        help_text=_("单位，或单位和人"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "next"}),
    )
    basis = forms.CharField(
        label=_("依据"),
        required=False,
        max_length=600,
        help_text=_("比如哪天由谁审过、依哪条规定"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "done"}),
    )


class PictureForm(ActionForm):
    """The picture of an activity and what is to be seen on it."""

    picture = forms.FileField(
        label=_("选图片或拍照"),
        required=False,
        help_text=_("JPG、PNG 或 WebP。存的时候会缩小，并去掉拍摄地点等信息。"),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    picture_alt = forms.CharField(
        label=_("图上是什么"),
        required=False,
        max_length=300,
        help_text=_("一句话，给看不见图的人听"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "done"}),
    )
    basis = forms.CharField(
        label=_("公开依据"),
        required=False,
        max_length=600,
        help_text=_("活动已经公开，换图要写：哪天由谁审过"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
