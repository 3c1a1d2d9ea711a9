"""Every refusal as RFC 9457 problem+json: one shape, a stable `code`, never a page."""

import json
import re
from collections.abc import Callable, Mapping
from http.client import responses
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import activate, get_language_from_request, gettext_lazy, override
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import Field

from sciweek.base.errors import Conflict, OutOfSight, Refused
from sciweek.base.rest.values import Out

MEDIA_TYPE = "application/problem+json"
PREFIX = "/api/"
TYPE = "urn:sciweek:problem:"


class Problem(Out):
    """Why it was not done. `code` is stable; `detail` and `fields` are words for people, in the asked language."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    fields: dict[str, str]
    # Of a conflict: the values sent, those that stand, the version that stands and who made it.
    mine: dict[str, Any] = Field(default_factory=dict)
    theirs: dict[str, Any] = Field(default_factory=dict)
    version: int | None = None
    who: str = ""


class Unauthorised(Refused):
    """Nobody whom we know: no token, or one that no longer opens."""

    status = 401


class TooMany(Refused):
    """The window is full; `wait` seconds until the next one opens."""

    status = 429

    def __init__(self, wait: int) -> None:
        self.wait = wait
        super().__init__(_("请求太密了。请过 %(wait)d 秒再试。") % {"wait": wait}, code="too_many")


class WrongMedia(Refused):
    """A body in another form than the operation takes."""

    status = 415


class Unreadable(Refused):
    """A body that is not JSON."""

    status = 400


# What a status means when nobody said anything better: (code, words).
PLAIN: dict[int, tuple[str, Any]] = {
    400: ("bad_request", gettext_lazy("这个请求读不懂。")),
    401: ("unauthorised", gettext_lazy("请带上有效的令牌：Authorization: Bearer …")),
    403: ("forbidden", gettext_lazy("这个令牌不能做这件事。")),
    404: ("not_found", gettext_lazy("没有这个地址，或者没有这一条。")),
    405: ("method_not_allowed", gettext_lazy("这个地址不收这种方法。能收的在 Allow 里。")),
    413: ("too_large", gettext_lazy("请求太大了。")),
    415: ("wrong_media_type", gettext_lazy("这里不收这种格式。")),
    500: ("server_error", gettext_lazy("系统出了点问题，已经记下。请稍后再试。")),
    503: (
        "busy",
        gettext_lazy("现在忙不过来。请按 Retry-After 过一会儿再发；写的话，带上同一个 Idempotency-Key。"),
    ),
}


def problem(
    status: int, code: str, detail: Any = "", *, fields: Mapping[str, Any] | None = None, **more: Any
) -> HttpResponse:
    """The answer itself; `more` are the members of a conflict."""
    body = {
        "type": f"{TYPE}{code}",
        "title": responses.get(status, "Problem"),
        "status": status,
        "code": code,
        "detail": str(detail),
        "fields": {name: str(text) for name, text in (fields or {}).items()},
        **more,
    }
    text = json.dumps(body, ensure_ascii=False, cls=DjangoJSONEncoder)
    answer = HttpResponse(text, status=status, content_type=MEDIA_TYPE)
    answer["Cache-Control"] = "no-store"
    return answer


def plain_problem(status: int) -> HttpResponse:
    """The answer for a status that came without words of its own."""
    code, words = PLAIN.get(status, PLAIN[400 if status < 500 else 500])
    return problem(status, code, words)


def of_refusal(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """What an action said, as it said it."""
    more: dict[str, Any] = {}
    if isinstance(refusal, Conflict):
        more = {
            "mine": refusal.mine,
            "theirs": refusal.theirs,
            "version": refusal.version,
            "who": refusal.who,
        }
    answer = problem(
        refusal.status, refusal.code, refusal.message or str(refusal), fields=refusal.fields, **more
    )
    if isinstance(refusal, Unauthorised):
        answer["WWW-Authenticate"] = 'Bearer realm="sciweek", error="invalid_token"'
    if isinstance(refusal, TooMany):
        answer["Retry-After"] = str(refusal.wait)
    return answer


# pydantic's own words are English and for programmers; these are for the person who reads the log of a program.
WORDS: dict[str, Any] = {
    "missing": gettext_lazy("少了这一项。"),
    "extra_forbidden": gettext_lazy("没有这一项。"),
    "string_type": gettext_lazy("这里要写文字。"),
    "int_type": gettext_lazy("这里要写整数。"),
    "int_parsing": gettext_lazy("这里要写整数。"),
    "bool_type": gettext_lazy("这里写 true 或 false。"),
    "list_type": gettext_lazy("这里要写一列。"),
    "string_too_long": gettext_lazy("太长了，最多 %(max_length)s 个字。"),
    "string_too_short": gettext_lazy("这里不能空着。"),
    "too_long": gettext_lazy("太多了，最多 %(max_length)s 项。"),
    "enum": gettext_lazy("只能是其中之一：%(expected)s。"),
    "literal_error": gettext_lazy("只能是其中之一：%(expected)s。"),
    "greater_than_equal": gettext_lazy("不能小于 %(ge)s。"),
    "less_than_equal": gettext_lazy("不能大于 %(le)s。"),
    "date": gettext_lazy("日期写成 2027-05-22 的样子。"),
    "moment": gettext_lazy("时间要带时区，比如 2027-05-22T09:00:00+08:00。"),
    "implausible": gettext_lazy("没有这样的年份。请写成 2027 这样的四位数。"),
    "uuid_parsing": gettext_lazy("这里要写一个 UUID。"),
}


def of_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What does not fit the schema, by the path of each field."""
    fields: dict[str, str] = {}
    for one in error.errors:
        words = WORDS.get(one["type"])
        text = str(words) % _context(one) if words else _("读不懂：%(why)s") % {"why": one["msg"]}
        fields[_path(one["loc"])] = text
    fields |= {name: _("这一项只能有一个。") for name in getattr(request, "said_again", ()) if name in fields}
    return problem(422, "invalid_input", _("有几项读不懂，见 fields。"), fields=fields)


def _context(error: dict[str, Any]) -> dict[str, Any]:
    """The figures of an error; the choices that pydantic strings together in English, as in a schema."""
    figures = dict(error.get("ctx", {}))
    if "expected" in figures:
        figures["expected"] = " | ".join(re.findall(r"'([^']*)'", str(figures["expected"])))
    return figures


def _path(loc: tuple[Any, ...]) -> str:
    """`starts_at`, `rows.3.name`: without where it was read and without the parameter's own name."""
    parts = loc[1:]
    if len(parts) > 1 and loc[0] in ("body", "query"):
        parts = parts[1:]
    return ".".join(map(str, parts)) or str(loc[0])


def _of_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    # What the parser refuses arrives wrapped.
    if isinstance(error.__cause__, Refused):
        return of_refusal(request, error.__cause__)
    if isinstance(error, AuthenticationError):
        return of_refusal(request, Unauthorised(PLAIN[401][1], code="unauthorised"))
    return plain_problem(error.status_code)


def install(api: NinjaAPI) -> None:
    """Answer everything that an operation may raise; what is left over is a fault and goes to the log."""
    handlers: list[tuple[type[Exception], Callable[..., HttpResponse]]] = [
        (Refused, of_refusal),
        (ValidationError, of_invalid),
        (HttpError, _of_http_error),
        (OutOfSight, lambda request, error: plain_problem(404)),
        (Http404, lambda request, error: plain_problem(404)),
        (RequestDataTooBig, lambda request, error: plain_problem(413)),
        (SuspiciousOperation, lambda request, error: plain_problem(400)),
        (BadRequest, lambda request, error: plain_problem(400)),
    ]
    for kind, handler in handlers:
        api.add_exception_handler(kind, handler)


class OnlyProblems:
    """Below `/api/` nobody ever gets a page: what any layer answers with a page becomes a problem.

    It also turns to the language that the caller asks for; addresses of the API carry none.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        with override(get_language_from_request(request)):
            answer = self.get_response(request)
            if answer.status_code >= 400 and not answer.get("Content-Type", "").startswith(MEDIA_TYPE):
                said = answer
                answer = plain_problem(said.status_code)
                for name in ("Allow", "Retry-After"):
                    if said.has_header(name):
                        answer[name] = said[name]
        for name, value in getattr(request, "rate_headers", {}).items():
            answer[name] = value
        return answer

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """Before the operation, after the layer that reads the language from the address."""
        if request.path_info.startswith(PREFIX):
            activate(get_language_from_request(request))
