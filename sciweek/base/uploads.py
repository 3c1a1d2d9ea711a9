"""Files as they come in by a form or by the API."""

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from sciweek.base.errors import Refused


def contents(upload: UploadedFile, field: str) -> bytes:
    """The bytes of a file that was handed in by this field.

    Raises `Refused` for one that is larger than may be kept, before it is read into memory: a form may bring twelve.
    """
    if (upload.size or 0) > settings.SCIWEEK_UPLOAD_LIMIT:
        raise too_large(field)
    data: bytes = upload.read()
    return data


def too_large(field: str) -> Refused:
    """What is said beside the field."""
    words = _("文件超过 %(limit)d MB 的上限。") % {"limit": settings.SCIWEEK_UPLOAD_LIMIT // 1024 // 1024}
    return Refused(fields={field: words}, code="too_large")
