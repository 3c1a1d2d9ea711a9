"""How a refusal looks to a browser: one place for every door that speaks HTML."""

import sys
from collections.abc import Callable
from typing import BinaryIO, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sciweek.base.away import is_away
from sciweek.base.errors import OutOfSight, Refused
from sciweek.base.overtaken import MORE_TRIES, answered_again, waited_in_vain, was_overtaken
from sciweek.base.uploads import WholeBody

Answer = Callable[[HttpRequest], HttpResponse]


# Files in one form, each as large as the settings allow, and all that is typed beside them.
MOST_FILES, BESIDE = 12, 5 * 1024 * 1024


class BodyLimit:
    """Refuse what is larger than any form of ours before a byte of it is read: else whoever likes fills the disk.

    What is read must come whole.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        most = MOST_FILES * settings.SCIWEEK_UPLOAD_LIMIT + BESIDE
        if length.isascii() and length.isdigit() and len(length) < 20 and int(length) <= most:
            request._stream = cast(BinaryIO, WholeBody(request._stream, int(length)))
            return self.get_response(request)
        text = _("一次能交 %(count)d 个文件，每个最大 %(limit)d MB。请分几次交，或者先压缩。")
        numbers = {"count": MOST_FILES, "limit": settings.SCIWEEK_UPLOAD_LIMIT // 1024 // 1024}
        return page(request, 413, title=_("这次提交太大了"), text=text % numbers)


class RefusalMiddleware:
    """Turn what actions raise, when the page itself did not, into a calm page with the right status.

    Whoever was overtaken by somebody else is answered once more first (`base.overtaken`).
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        last = error
        for _try in range(MORE_TRIES):
            if not was_overtaken(last):
                break
            try:
                return answered_again(request)
            except Exception as again:  # noqa: BLE001 - said below, like the first one
                last = again
        answer = self._said(request, last)
        if answer is None and last is not error:
            raise last
        return answer

    def _said(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, OutOfSight):
            return not_found(request, error)
        if waited_in_vain(error):
            return busy(request)
        if isinstance(error, Refused):
            return page(request, error.status, title=_("这一步没有做成"), text=str(error))
        return None


def page(request: HttpRequest, status: int, *, title: str, text: str) -> HttpResponse:
    """A page of its own for what cannot be said beside the thing."""
    context = {"status": status, "title": title, "text": text}
    return render(request, "look/error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        numbers = {
            "limit": settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024 // 1024,
            "count": settings.DATA_UPLOAD_MAX_NUMBER_FIELDS,
        }
        text = _("文字一次最多 %(limit)d MB、%(count)d 项。请回到上一页，分几次提交；填过的内容还在。")
        return page(request, 413, title=_("这次提交太大了"), text=text % numbers)
    return page(request, 400, title=_("这个请求读不懂"), text=_("请回到上一页，再试一次。"))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    text = _("您的账号不能看这一页。需要的话，请找办公室开通。")
    if isinstance(exception, PermissionDenied) and str(exception):
        text = str(exception)
    return page(request, 403, title=_("这一页不对您开放"), text=text)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    text = _("页面放得太久，或者浏览器没有收下登录用的 Cookie。请回到上一页刷新后再提交，填过的内容还在。")
    return page(request, 403, title=_("这次提交没有收下"), text=text)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    text = _("网址可能抄漏了，或者内容已经移走。可以从首页找找。")
    if "/desk/" in request.path:
        text = _("网址可能抄漏了，内容可能已经移走，或者不归您看。可以从工作台找找。")
    return page(request, 404, title=_("没有这一页"), text=text)


def busy(request: HttpRequest) -> HttpResponse:
    text = _("别的保存还没有做完，这一次没有写进去。请回到上一页，过一会儿再提交，填过的内容还在。")
    answer = page(request, 503, title=_("现在正忙"), text=text)
    answer["Retry-After"] = "10"
    return answer


def away(request: HttpRequest) -> HttpResponse:
    text = _("服务器正在重新启动，请过一分钟再来。刚才提交过的，回来先看看有没有收到。")
    answer = page(request, 503, title=_("暂时不能用"), text=text)
    answer["Retry-After"] = "30"
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    if is_away(sys.exception()):
        return away(request)
    text = _("问题已经记下，请告诉办公室出错的时间。刚才填写的内容请先留在页面上，稍后再提交。")
    return page(request, 500, title=_("系统出了点问题"), text=text)
