"""Forms of this room: they parse; actions judge."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sciweek.base.forms import ActionForm
from sciweek.committee.models import Unit
from sciweek.dispatch.states import ANNEXES, PaperKind

WORD = ".docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SCAN = ".pdf,.ofd,application/pdf"


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PaperForm(ActionForm):
    """What the office settles for a paper; each kind shows the fields that it has."""

    title = forms.CharField(label=_("标题"), max_length=200)
    issuers = forms.MultipleChoiceField(
        label=_("发文机关"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("只能是组委会成员单位，顺序同组委会名单。内设科室不对外发文。"),
    )
    addressees = forms.CharField(
        label=_("主送机关"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    doc_mark = forms.CharField(
        label=_("机关代字"),
        required=False,
        max_length=30,
        help_text=_("比如“临科字”。序号在签发后登记，草稿里留空。"),
    )
    signer = forms.CharField(
        label=_("签发人"), required=False, max_length=60, help_text=_("报告要印签发人，可以签发后再补。")
    )
    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        label=_("发给谁"),
        queryset=None,
        required=False,
        empty_label=_("所有还有材料没交的单位"),
    )
    reply_by = forms.DateField(label=_("请对方答复的日期"), required=False, widget=_day())
    labels_plan = forms.BooleanField(
        label=_("方案标“附件”"),
        required=False,
        help_text=_("不勾时，方案直接印在通知后面，不编附件序号。"),
    )
    annexes = forms.MultipleChoiceField(label=_("附件"), widget=forms.CheckboxSelectMultiple, required=False)
    copies_to = forms.CharField(label=_("抄送"), required=False, max_length=300)

    def __init__(self, *args: Any, kind: str, issuers: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        names = list(dict.fromkeys([*issuers, *self.initial.get("issuers", [])]))
        self._choices("issuers", [(name, name) for name in names])
        if kind == "letter":
            self.fields["addressees"].help_text = _("留空时，按“发给谁”写各单位的名称。")
        self._choices("annexes", [(one.value, one.label) for one in ANNEXES[PaperKind(kind)]])
        for name in _left_out(kind):
            del self.fields[name]

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = choices


def _left_out(kind: str) -> set[str]:
    out = {"signer", "unit", "reply_by", "labels_plan"}
    match kind:
        case "report":
            out.remove("signer")
        case "letter":
            out -= {"unit", "reply_by"}
        case "plan_notice":
            out.remove("labels_plan")
    return out


class DraftFileForm(ActionForm):
    """The draft as the office has edited it."""

    file = forms.FileField(
        label=_("改过的 Word 稿"), allow_empty_file=True, widget=forms.FileInput(attrs={"accept": WORD})
    )


class IssueForm(ActionForm):
    """What came back of a paper. What is missing is said by the action, all at once: files must be chosen anew."""

    number = forms.CharField(
        label=_("发文字号"), required=False, max_length=60, help_text=_("比如“临科字〔2027〕9号”。")
    )
    signer = forms.CharField(label=_("签发人"), required=False, max_length=60)
    issued_on = forms.DateField(label=_("成文日期"), required=False, widget=_day())
    scan = forms.FileField(
        label=_("盖章件"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": SCAN}),
        help_text=_("盖章后的 PDF 或 OFD。"),
    )
    final = forms.FileField(
        label=_("定稿（Word）"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": WORD}),
        help_text=_("盖章件是扫描件或 OFD 时，请附定稿，才能对照文字改了哪里。"),
    )
    text = forms.CharField(
        label=_("或者粘贴定稿全文"),
        required=False,
        strip=False,
        max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class TemplateForm(ActionForm):
    """A Word template of the office."""

    kind = forms.ChoiceField(label=_("哪类发文"), choices=PaperKind.choices, widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("模板文件"), allow_empty_file=True, widget=forms.FileInput(attrs={"accept": WORD})
    )
