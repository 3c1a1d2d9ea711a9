"""Files as they come in by a form or by the API."""

from io import IOBase
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
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


class WholeBody(IOBase):
    """The body of a request that is `length` bytes long. One that ends earlier is no request at all.

    Django takes the end of the stream for the end of the form: of two files on a line that broke off one was kept.
    """

    def __init__(self, stream: Any, length: int) -> None:
        self._stream, self._left = stream, length

    def read(self, size: int | None = -1, /) -> bytes:
        data: bytes = self._stream.read(size)
        return self._counted(data, is_all=size is None or size < 0)

    def readline(self, size: int | None = -1, /) -> bytes:
        line: bytes = self._stream.readline(size)
        return self._counted(line, is_all=False)

    def _counted(self, data: bytes, *, is_all: bool) -> bytes:
        self._left -= len(data)
        if self._left > 0 and (is_all or not data):
            raise BadRequest("the body broke off")
        return data
