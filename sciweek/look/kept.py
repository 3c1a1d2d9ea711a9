"""What a page sent and nobody took in, shown as a form that can be sent once more."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from sciweek.base import answers

MOST_FIELDS = 500
MOST_SIGNS = 200_000


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is old or gone: a page that stood open for long, or a sign-in in another window."""
    if not may_be_kept(request):
        return answers.csrf_failure(request, reason)
    return again(
        request,
        title=_("这次提交没有收下"),
        text=_("页面放得太久，或者在别的窗口重新登录过。填过的内容都在，再提交一次就行。"),
    )


def may_be_kept(request: HttpRequest) -> bool:
    """Whether a whole page of ours sent it, so that pressing once more does nobody else's will, and it holds no password."""
    values = [value for _name, each in request.POST.lists() for value in each]
    return (
        request.method == "POST"
        and "HX-Request" not in request.headers
        and _is_from_here(request)
        and not any("password" in name for name in request.POST)
        and len(values) <= MOST_FIELDS
        and sum(map(len, values)) <= MOST_SIGNS
    )


def again(request: HttpRequest, *, title: str, text: str, sign_in: str = "") -> HttpResponse:
    """The page with what was sent; `sign_in`: where one has to sign in first."""
    context = {
        "status": 403,
        "title": title,
        "text": text,
        "sign_in": sign_in,
        "action": request.get_full_path(),
        "kept": [
            (name, value)
            for name, values in request.POST.lists()
            if name != "csrfmiddlewaretoken"
            for value in values
        ],
        "has_files": bool(request.FILES),
    }
    answer = render(request, "look/kept.html", context, status=403)
    add_never_cache_headers(answer)
    return answer


def _is_from_here(request: HttpRequest) -> bool:
    """As far as the browser says; one that says nothing is not believed."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin", "")
    return site in (None, "same-origin") and origin.partition("://")[2] == request.get_host()
