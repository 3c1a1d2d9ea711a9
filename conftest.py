"""Fixtures for every room: the queue worked off, a real server with the demo week, a real browser.

A test that drives a page asks for a site and `page`. A site is the product as `make run` starts it, on a copy of the
demo week. `site` is for looking: all tests of a process share it. `file_site` is for tests of one file that change the
week, each in a place of its own: a server takes longer to start than most of them to run. `own_site` is one test's alone.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as properties
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django import DjangoDbBlocker

from sciweek.base import clock
from sciweek.config.tests.browsing import PATIENCE, person
from sciweek.config.tests.sites import DemoSites, Site

# The fixture `cast`: a person in every role.
pytest_plugins = ["sciweek.committee.tests.cast"]

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
OFFICE = shutil.which("soffice")
SWITCHES = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
]


# How quick the machine is decides no test, and luck neither: `EXPLORE=1` looks for examples that nobody has tried yet.
properties.register_profile(
    "steady",
    deadline=None,
    derandomize=not os.environ.get("EXPLORE"),
    suppress_health_check=[HealthCheck.too_slow],
)
properties.load_profile("steady")

SERVER = os.environ.get("SCIWEEK_DATABASE_URL", "")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a database server, only what asks for it. The walks first: they are long, and no core shall wait for one.

    A walk is marked `one_database` when it tells of the browser: how pages look, what scripts do, what a phone keeps. What
    its pages ask of the database is asked on both by the tests of the rooms and by `test_cast`. The others (seats,
    arrivals, programmes, messages, the reading of a notice) change states by several processes at once, and tell on a
    database server what no test in one process can.
    """
    if SERVER:
        asking = [item for item in items if _asks_for_the_database(item)]
        kept = set(asking)
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = asking
    items.sort(key=lambda item: "demo_sites" not in _fixtures(item))
    _skip_what_cannot_run(items)


def _asks_for_the_database(item: pytest.Item) -> bool:
    """By pytest-django, which keeps all others away from it, or for a server of their own on it."""
    if item.get_closest_marker("one_database"):
        return False
    return bool(item.get_closest_marker("django_db")) or bool(
        _fixtures(item) & {"django_db_setup", "database_url"}
    )


def _fixtures(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))


def _skip_what_cannot_run(items: list[pytest.Item]) -> None:
    """Without the program that a test needs it cannot run; `make test` fails then and names it."""
    needs = {
        "browser": (CHROMIUM, "Chromium is not installed"),
        "office": (OFFICE, "LibreOffice is not installed"),
    }
    for item in items:
        for marker, (program, reason) in needs.items():
            if program is None and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    pytestconfig: pytest.Config,
    worker_id: str,
) -> Iterator[None]:
    """Instead of pytest-django's own, which runs every migration for every process."""
    from sciweek.config.tests.databases import own_tables

    with (
        django_db_blocker.unblock(),
        own_tables(pytestconfig.cache.mkdir("tables"), worker_id),
        django_db_blocker.block(),
    ):
        yield


@pytest.fixture(autouse=True)
def _no_page_kept_from_another_test() -> None:
    """A rolled-back test leaves numbers that the next one counts again: kept pages must not outlive it."""
    from sciweek.portal.cache import PAGES

    PAGES.clear()


@pytest.fixture(autouse=True)
def _nothing_counted_by_another_test(
    request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """How often somebody came is kept by the process, and in a table that only a roll-back empties."""
    from django.core.cache import cache

    from sciweek.base.rest.limits import WINDOWS

    WINDOWS.clear()
    yield
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction")):
        with django_db_blocker.unblock():
            cache.clear()


@pytest.fixture
def one_minute() -> Iterator[None]:
    """The clock stands: whatever is counted by the minute falls into one."""
    with clock.standing_at(clock.now()):
        yield


@pytest.fixture(autouse=True)
def _no_language_of_another_test() -> None:
    """An English page that a test opened leaves English on."""
    translation.deactivate()


@pytest.fixture
def work_off(transactional_db: None) -> Callable[[], None]:
    """Run every task that waits, as the workers would, until none is left."""
    from sciweek.config.workers import work_off

    return work_off


@pytest.fixture(scope="session")
def database_url() -> str:
    """The address of the database server, "" for SQLite. Whatever starts Sciweek on it asks for this: nothing else
    runs again on PostgreSQL."""
    return SERVER


@pytest.fixture(scope="session")
def demo_sites(
    tmp_path_factory: pytest.TempPathFactory, worker_id: str, database_url: str
) -> Iterator[DemoSites]:
    """Makes sites with the demo week, which is loaded once for all test processes and then copied."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    sites = DemoSites(shared / "demo", base, database_url)
    yield sites
    sites.close()


@pytest.fixture(scope="session")
def site(demo_sites: DemoSites) -> Iterator[Site]:
    """The running product with the demo week, shared by the tests of this process."""
    with demo_sites.running() as site:
        yield site


@pytest.fixture(scope="module")
def file_site(demo_sites: DemoSites) -> Iterator[Site]:
    """The running product with a demo week of the file's own. Its tests run in any order, and not all in one process:
    each makes or takes something that no other one touches, and counts nothing else."""
    with demo_sites.running() as site:
        yield site


@pytest.fixture
def own_site(demo_sites: DemoSites) -> Iterator[Site]:
    """The running product with a demo week of the test's own, to change as it likes."""
    with demo_sites.running() as site:
        yield site


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, started once. What a busy machine is late with is not missing."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def forgiven() -> list[str]:
    """Parts of what a test lets its pages complain of; none unless the test adds some."""
    return []


@pytest.fixture
def context(chromium: Browser, forgiven: list[str]) -> Iterator[BrowserContext]:
    """A fresh profile; the test fails when one of its pages complained."""
    with person(chromium, forgiven=forgiven) as context:
        yield context


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of that profile."""
    return context.new_page()


@pytest.fixture
def pictures() -> Path | None:
    """Where a test may leave pictures for people to look at: the folder that `SHOTS` names, else nowhere."""
    return Path(os.environ["SHOTS"]) if os.environ.get("SHOTS") else None
