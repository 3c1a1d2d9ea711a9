"""The web server: granian, speaking WSGI to Django, one worker process for each core."""

import os
from collections.abc import Callable
from functools import partial
from typing import Any

from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from sciweek.config.lifeline import Lifeline
from sciweek.config.listening import Place

THREADS = 2  # for each worker: a slow request must not hold up all that come after it
GRACE = 4  # seconds for the requests in hand when told to stop


def run(place: Place, processes: int) -> None:
    """Serve until told to stop."""
    lifeline = Lifeline()
    Server(
        "sciweek.config.wsgi:application",
        address=place.host,
        port=place.port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=THREADS,
        backlog=2048,
        http1_settings=HTTP1Settings(header_read_timeout=30_000),
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE,
    ).serve(target_loader=partial(application, lifeline), wrap_loader=False)


def application(lifeline: Lifeline) -> Callable[..., Any]:
    """In the worker process: bound to the server's life, with Django as it was loaded before the fork."""
    lifeline.hold()
    from sciweek.config.wsgi import application as django

    return django


def preload() -> None:
    """Load what every worker needs before they are forked."""
    from django.urls import get_resolver

    from sciweek.config import wsgi

    if wsgi.application is None or not get_resolver().url_patterns:
        raise RuntimeError("the web application could not be loaded")
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
