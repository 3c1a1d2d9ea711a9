"""`make test`: installs what the tests need, lints, and runs every test on SQLite and on a private PostgreSQL.

Its last line counts everything: each tool of the linting as one check, each test once for each database. What could
not be installed is named, with the tests that did not run, and the run has failed.
"""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

from sciweek.config.postgres import cluster, installed_programs

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
CORES = os.cpu_count() or 1


@dataclass
class Count:
    """What has passed, failed and been skipped so far, and what is to be said about it at the end."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    remarks: list[str] = field(default_factory=list)

    def check(self, name: str, ok: bool, seconds: float, output: str = "") -> None:
        """Count one tool's verdict; show what it said when it was a bad one."""
        print(f"  {'ok  ' if ok else 'FAIL'} {name} ({seconds:.1f} s)", flush=True)
        if not ok:
            print(output.strip(), flush=True)
        self.passed += ok
        self.failed += not ok


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lint", action="store_true", help="the linting alone")
    parser.add_argument(
        "--only", choices=("sqlite", "postgres"), help="the tests on one database, without linting"
    )
    parser.add_argument("--no-install", action="store_true", help="install no Debian packages")
    parser.add_argument("words", nargs="*", help="arguments for pytest, after --")
    args = parser.parse_args()
    os.chdir(ROOT)
    count = Count()
    began = time.monotonic()
    if not args.lint:
        install(count, allowed=not args.no_install)
    if not args.only:
        lint(count)
    if not args.lint and args.only != "postgres":
        run_tests(count, "SQLite", "", args.words)
    if not args.lint and args.only != "sqlite":
        with contextlib.ExitStack() as stack:
            try:
                database = stack.enter_context(cluster(is_durable=False, connections=100))
            except OSError as error:
                count.failed += 1
                count.remarks.append(f"No test ran on PostgreSQL: {error}")
            else:
                run_tests(count, "PostgreSQL", database.url, args.words)
    print(f"\nDone in {time.monotonic() - began:.0f} s.")
    for remark in count.remarks:
        print(remark)
    print(f"{count.passed} passed, {count.failed} failed, {count.skipped} skipped", flush=True)
    return 1 if count.failed else 0


# What the tests need from the system: how to see that it is there, Debian's package, and what does not run without.


def _program(*names: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(name) for name in names)


def _font(family: str) -> Callable[[], bool]:
    return lambda: bool(
        shutil.which("fc-list")
        and subprocess.run(["fc-list", family], capture_output=True, check=False).stdout
    )


NEEDS: list[tuple[Callable[[], bool], str, str]] = [
    (lambda: installed_programs() is not None, "postgresql", "every test on PostgreSQL"),
    (_program("chromium", "chromium-browser", "google-chrome"), "chromium", "the tests marked `browser`"),
    (_program("soffice"), "libreoffice-writer", "the tests marked `office`"),
    (_program("pdftoppm"), "poppler-utils", "the tests that look at rendered pages"),
    (_program("fc-list"), "fontconfig", "the tests that ask for Chinese fonts"),
    (_font("Noto Sans CJK SC"), "fonts-noto-cjk", "the checks of Chinese text in pictures and documents"),
    (_font("LXGW WenKai"), "fonts-lxgw-wenkai", "the checks of documents in 楷体"),
]


def install(count: Count, *, allowed: bool) -> None:
    """Install Debian's packages that are missing, when we may; what is still missing then is a failure."""
    missing = [need for need in NEEDS if not need[0]()]
    if missing and allowed and (apt := _apt()):
        print(f"Installing {', '.join(package for _, package, _ in missing)} …", flush=True)
        subprocess.run([*apt, "update", "-qq"], check=False, stdout=subprocess.DEVNULL)
        words = [*apt, "install", "-y", "-qq", "--no-install-recommends"]
        _quietly([*words, *(package for _, package, _ in missing)])
        for there, package, _ in missing:
            if not there():
                _quietly([*words, package])
    for there, package, without in NEEDS:
        if not there():
            count.failed += 1
            count.remarks.append(f"Not installed: {package}. Not run: {without}.")


def _apt() -> list[str] | None:
    """The words that run apt-get with the right to install, if there are any."""
    if not shutil.which("apt-get"):
        return None
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    if os.geteuid() == 0:
        return quiet
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n", *quiet]
    return None


def _quietly(words: list[str]) -> None:
    done = subprocess.run(words, check=False, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        print(done.stderr.strip()[-2000:], flush=True)


# Linting.

PYTHON_FILES = ["sciweek", "scripts", "conftest.py"]
LINTERS: list[tuple[str, list[str]]] = [
    ("mypy", ["mypy"]),
    ("ruff check", ["ruff", "check", *PYTHON_FILES]),
    ("ruff format", ["ruff", "format", "--check", *PYTHON_FILES]),
    ("import contracts", ["lint-imports", "--no-cache"]),
    ("django checks", ["sciweek", "django", "check", "--deploy", "--fail-level", "WARNING"]),
    ("migrations complete", ["sciweek", "django", "makemigrations", "--check", "--dry-run"]),
    ("templates", ["python", "-m", "sciweek.config.tests.templates"]),
    ("djlint", ["djlint", "sciweek", "--lint", "--quiet"]),
    ("shell scripts", ["sh", "-n", "scripts/setup"]),
]


def lint(count: Count) -> None:
    """Run every tool, as many at once as there are cores."""
    print("Linting", flush=True)
    with tempfile.TemporaryDirectory(prefix="sciweek-lint-") as data, ThreadPoolExecutor(CORES) as pool:
        # The checks judge the settings of a public installation, not those of a local network.
        public = {"PLAIN_LAN": "false", "MAIL": "smtp", "SITE_URL": "https://week.linjiang.example"}
        environment = (
            _clean() | {"SCIWEEK_DATA": data} | {f"SCIWEEK_{name}": word for name, word in public.items()}
        )
        for verdict in pool.map(lambda linter: _lint(*linter, environment), LINTERS):
            count.check(*verdict)


def _lint(name: str, words: list[str], environment: dict[str, str]) -> tuple[str, bool, float, str]:
    began = time.monotonic()
    program = BIN / words[0]
    done = subprocess.run(
        [str(program) if program.exists() else words[0], *words[1:]],
        env=environment,
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return name, done.returncode == 0, time.monotonic() - began, done.stdout


# Tests.


def run_tests(count: Count, name: str, url: str, words: list[str]) -> None:
    """Run pytest on one database and add what its report counts."""
    print(f"\nTests on {name}", flush=True)
    with tempfile.TemporaryDirectory(prefix="sciweek-report-") as folder:
        report = Path(folder) / "report.xml"
        code = subprocess.run(
            [
                str(BIN / "pytest"),
                "-q",
                "-n",
                str(CORES),
                "--dist",
                "worksteal",
                f"--junit-xml={report}",
                *words,
            ],
            env=_clean() | ({"SCIWEEK_DATABASE_URL": url} if url else {}),
            check=False,
        ).returncode
        passed, failed, skipped = _counts(report)
    count.passed += passed
    count.skipped += skipped
    # Whatever pytest itself calls a failure is one, even when no test of its report is.
    count.failed += failed or (1 if code else 0)
    if code and not failed:
        count.remarks.append(f"pytest on {name} ended with code {code}.")


def _counts(report: Path) -> tuple[int, int, int]:
    if not report.exists():
        return 0, 0, 0
    suites = ET.parse(report).getroot().iter("testsuite")
    total = failed = skipped = 0
    for suite in suites:
        total += int(suite.get("tests", 0))
        failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped += int(suite.get("skipped", 0))
    return total - failed - skipped, failed, skipped


def _clean() -> dict[str, str]:
    """The environment without anybody's settings of Sciweek.

    Python keeps what it compiled: the tests start hundreds of processes, and each would compile everything again.
    """
    outer = {name: value for name, value in os.environ.items() if not name.startswith("SCIWEEK_")}
    outer.pop("PYTHONDONTWRITEBYTECODE", None)
    return outer | {"PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


if __name__ == "__main__":
    sys.exit(main())
