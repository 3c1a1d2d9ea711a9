from django import forms
from django.utils.translation import gettext_lazy as _

from sciweek.base.forms import ActionForm


class SheetForm(ActionForm):
    """A table to be read."""

    file = forms.FileField(
        label=_("表格文件"),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
        help_text=_(".xlsx、.xls、.ods 或 .csv，一次最多 5000 行。列的先后不限，认表头。"),
        error_messages={"required": _("请选一个文件。")},
    )
