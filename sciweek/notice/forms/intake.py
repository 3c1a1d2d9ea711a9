from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sciweek.base.forms import ActionForm
from sciweek.notice.actions.intake import too_large
from sciweek.notice.logic.intake.limits import MAX_BYTES
from sciweek.notice.models import PASTED_NAME
from sciweek.notice.states import NoticeRole

ACCEPTED = ".docx,.pdf,.ofd,.txt,.html,.htm,.doc,.wps,.rtf,.jpg,.jpeg,.png"


class NoticeForm(ActionForm):
    """Handing in a notice: a file or pasted text."""

    role = forms.ChoiceField(
        label=_("这是谁的通知"), choices=NoticeRole.choices, widget=forms.RadioSelect, initial=NoticeRole.OWN
    )
    file = forms.FileField(
        label=_("通知文件"),
        required=False,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
        help_text=_("Word、PDF、OFD、网页或文本，20 MB 以内。扫描件请尽量用电子版。"),
    )
    text = forms.CharField(
        label=_("或者粘贴通知全文"),
        required=False,
        strip=False,
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    anyway = forms.BooleanField(label=_("还是要再读一遍"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        upload, text = data.get("file"), data.get("text") or ""
        if upload is None and not text.strip() and "file" not in self.errors:
            self.add_error("file", _("请选一个文件，或者在下面粘贴全文。"))
        elif upload is not None and upload.size > MAX_BYTES:
            # Refused by its size alone: the bytes are never read into memory.
            self.add_error("file", too_large(upload.size))
        return data

    def content(self) -> tuple[str, bytes]:
        """Name and bytes of what was handed in; a file goes before pasted text."""
        upload = self.cleaned_data["file"]
        if upload is not None:
            return upload.name, upload.read()
        return PASTED_NAME, self.cleaned_data["text"].encode()
