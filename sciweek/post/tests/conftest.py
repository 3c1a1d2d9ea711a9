from collections.abc import Iterator
from typing import Any

import pytest

from sciweek.post.tests.listener import Heard, Mailbox, http_listener, mail_server


@pytest.fixture
def heard() -> Iterator[Heard]:
    """A real HTTP server on this machine."""
    with http_listener() as listener:
        yield listener


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    """A real mail server on this machine, to which the installation sends."""
    with mail_server() as box:
        settings.SCIWEEK_SENDS_MAIL = True
        settings.MAILERS = {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": box.port, "timeout": 5},
            }
        }
        yield box
