"""Old binary Word, WPS and RTF files through LibreOffice, when it is installed.

Each conversion runs in its own folder with a profile of its own: macros off, no links followed, network proxies
pointed nowhere, a limit on the processor time and the memory of all its processes.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from . import limits
from .outcome import Refusal

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
{items}
</oor:items>
"""
_ITEM = '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
_LOOK_EVERY = 0.05


def installed() -> str | None:
    """Path of LibreOffice's program, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def converted(data: bytes, ending: str) -> bytes:
    """The document as .docx. Raises `Refusal`: needs_libreoffice, conversion_failed, timeout."""
    program = installed()
    if program is None:
        raise Refusal("needs_libreoffice", ending=ending)
    with tempfile.TemporaryDirectory(prefix="sciweek-intake-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        source = place / f"notice.{ending}"
        source.write_bytes(data)
        profile = place / "profile"
        (profile / "user").mkdir(parents=True)
        items = "\n".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _SETTINGS)
        (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE.format(items=items), "utf-8")
        _run(
            [
                program, "--headless", "--norestore", "--nolockcheck", f"-env:UserInstallation={profile.as_uri()}",
                "--convert-to", "docx", "--outdir", str(place / "out"), str(source),
            ],
            place,
        )  # fmt: skip
        made = place / "out" / "notice.docx"
        if not made.is_file() or made.stat().st_size > limits.MAX_BYTES:
            raise Refusal("conversion_failed")
        return made.read_bytes()


def _run(command: list[str], place: Path) -> None:
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(place),
        "TMPDIR": str(place),
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
    }
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd=place,
        start_new_session=True,
    )
    ends = time.monotonic() + limits.CONVERT_PATIENCE
    try:
        while True:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_LOOK_EVERY)
                break
            seconds, memory = _group_use(process.pid)
            if seconds > limits.CONVERT_SECONDS or time.monotonic() > ends:
                raise Refusal("timeout", seconds=limits.CONVERT_SECONDS)
            if memory > limits.CONVERT_MEMORY:
                raise Refusal("conversion_failed")
    finally:
        # The launcher's children are in its session's group; whatever is left of it goes too.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if process.returncode != 0:
        raise Refusal("conversion_failed")


def _group_use(group: int) -> tuple[float, int]:
    """Processor seconds and resident bytes of a process group; nothing where /proc is missing.

    Shared pages count once per process.
    """
    ticks = pages = 0
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            # Counted after the name, which may hold anything: the group is field 5 of stat, times are 14 to 17.
            words = (entry / "stat").read_text().rpartition(")")[2].split()
            if int(words[2]) == group:
                ticks += sum(map(int, words[11:15]))
                pages += int((entry / "statm").read_text().split()[1])
    return ticks / os.sysconf("SC_CLK_TCK"), pages * os.sysconf("SC_PAGE_SIZE")
