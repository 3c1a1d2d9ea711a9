from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase

from sciweek.base.errors import OutOfSight
from sciweek.files.logic import SHOWN
from sciweek.files.models import StoredFile
from sciweek.files.queries import file_by_code, path_of, read_bytes

PDF = "application/pdf"
# What a file may load. The viewers of some browsers do not start inside a sandbox; a PDF has none to break out of.
NOTHING = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'"


def send_file(stored: StoredFile) -> FileResponse:
    """The bytes as a download, or shown when the browser cannot be harmed by it. The page has asked its rule."""
    try:
        file = path_of(stored).open("rb")
    except FileNotFoundError as error:
        raise OutOfSight(stored.code) from error
    answer = FileResponse(
        file,
        as_attachment=stored.media_type not in SHOWN,
        filename=stored.name,
        content_type="text/plain; charset=utf-8" if stored.media_type == "text/plain" else stored.media_type,
    )
    # A file is somebody else's writing: whatever it holds must not run as a page of this site.
    answer["Content-Security-Policy"] = NOTHING if stored.media_type == PDF else f"sandbox; {NOTHING}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def give_file(stored: StoredFile | None, asked: str) -> HttpResponse:
    """The bytes to a program that asked for a file by this word. Whatever it is, it is to be kept: nothing here is
    shown by a browser. The operation has asked its rule."""
    if stored is None:
        raise OutOfSight(asked)
    try:
        data = read_bytes(stored)
    except FileNotFoundError as error:
        raise OutOfSight(asked) from error
    answer = HttpResponse(data, content_type="application/octet-stream")
    answer["Content-Disposition"] = "attachment"
    answer["Cache-Control"] = "private, no-store"
    return answer


def public_file(request: HttpRequest, code: str) -> HttpResponseBase:
    """A file that is meant for everybody; a private one does not exist here."""
    stored = file_by_code(code)
    if stored is None:
        raise OutOfSight(code)
    answer = send_file(stored)
    answer["Cache-Control"] = "public, max-age=300"
    return answer
