"""Loaded by pytest before anything else: tests never touch the data of the checkout.

Each test process has a data folder of its own; of the settings in the environment only the database address counts.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

for name in [name for name in os.environ if name.startswith("SCIWEEK_") and name != "SCIWEEK_DATABASE_URL"]:
    del os.environ[name]
os.environ["SCIWEEK_DATA"] = tempfile.mkdtemp(prefix="sciweek-test-")
# Playwright's loop stays in this thread between browser tests; Django would refuse the database beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
atexit.register(shutil.rmtree, os.environ["SCIWEEK_DATA"], ignore_errors=True)


def pytest_configure() -> None:
    """Static files as they lie in the rooms, a password hash that costs nothing, SQLite in a file as in use.

    A static file is looked for when it is asked for: each `Client` would read the folder with all of them, which took a
    fifth of the time of the tests of pages.
    """
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        # In memory, connections of several threads share a cache and its table locks instead of waiting.
        database.setdefault("TEST", {})["NAME"] = str(Path(os.environ["SCIWEEK_DATA"]) / "test.sqlite3")
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.WHITENOISE_AUTOREFRESH = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
