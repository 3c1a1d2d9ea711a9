"""The web app of the door: its shell, its service worker, its list and what it sends."""

import hashlib
import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from sciweek.door.actions import PassClosed, take_in
from sciweek.door.logic.sending import Unreadable, read_sent
from sciweek.door.pages.entrance import DoorRequest, closed, door_page
from sciweek.door.pages.wire import day_list, delivery
from sciweek.door.pages.words import app_words
from sciweek.door.queries import sessions_of

# Everything that the app needs without a network. Modules stand here one by one: a page that asks for one that was
# forgotten would fail at the door, so a walk reloads it offline.
SHELL = (
    "look/tokens.css",
    "look/base.css",
    "look/components.css",
    "look/ribbon.css",
    "look/print.css",
    "look/look.js",
    "look/icons.svg",
    "look/mark.svg",
    "door/door.css",
    "door/app.js",
    "door/counting.js",
    "door/day.js",
    "door/delivery.js",
    "door/held.js",
    "door/judge.js",
    "door/scan.js",
    "door/screens.js",
    "door/sealing.js",
    "door/stage.js",
    "door/store.js",
    "door/sync.js",
    "door/tickets.js",
    "door/weighing.js",
    "door/wire.js",
    "door/words.js",
    "vendor/qr/decode.js",
    "vendor/qr/index.js",
    "vendor/noble/ed25519.js",
    "vendor/noble/sha2.js",
    "vendor/noble/_md.js",
    "vendor/noble/_u64.js",
    "vendor/noble/utils.js",
)
# What results are marked with.
ICONS = ("check", "people", "warning", "error", "undo")


@require_safe
@door_page()
def app(request: DoorRequest) -> HttpResponse:
    """The page that the link opens. It is the same for every pass: what is whose comes by the list."""
    return _shell(request, request.path)


@require_GET
def shell(request: HttpRequest) -> HttpResponse:
    """The same page without a token: what a phone keeps to open without a network."""
    return _shell(request, "")


def _shell(request: HttpRequest, path: str) -> HttpResponse:
    context = {"words": app_words(), "icons": ICONS, "plain": f"{path}plain/" if path else ""}
    return render(request, "door/app.html", context)


@never_cache
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, with the addresses of this version's files; another version is another cache."""
    files = [reverse("door:shell"), *(static(name) for name in SHELL)]
    page = _shell(request, "").content
    version = hashlib.sha256(json.dumps(files).encode() + page).hexdigest()[:12]
    context = {
        "files": json.dumps(files),
        "version": version,
        "shell": reverse("door:shell"),
        "scope": scope_of(),
    }
    return render(request, "door/sw.js", context, content_type="text/javascript; charset=utf-8")


def scope_of() -> str:
    """What the worker looks after: pages of passes in this language."""
    return reverse("door:worker").removesuffix("sw.js")


@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    """For whoever wants the app on the home screen; opening the link is enough."""
    told = {
        "name": _("入场"),
        "short_name": _("入场"),
        "display": "standalone",
        "scope": scope_of(),
        "icons": [{"src": static("look/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(told, content_type="application/manifest+json")


@require_safe
@door_page(wire=True)
def day(request: DoorRequest) -> HttpResponse:
    """The list of the day."""
    return JsonResponse(day_list(request.door_pass, list(sessions_of(request.door_pass))))


@require_POST
@door_page(wire=True, takes_ended=True)
def sync(request: DoorRequest) -> HttpResponse:
    """Take in what a phone counted. A pass that ran out still delivers for a while; one that was taken back does not."""
    found = request.door_pass
    try:
        outcomes = take_in(request.actor_at_door, found, read_sent(request.body))
    except PassClosed:
        return closed(request, found, wire=True)
    except Unreadable:
        return JsonResponse({"unreadable": True}, status=400)
    return JsonResponse(
        delivery(list(sessions_of(found)), outcomes, zone=found.week.zone, is_open=found.is_open)
    )
