"""How much processor time a family of processes has used: what a rate cannot tell while others use the machine too."""

import contextlib
import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def spent(pid: int) -> float:
    """Seconds of the process, of all below it, and of those that have ended there."""
    with contextlib.suppress(OSError):
        words = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        own = sum(map(int, words[11:15])) / TICKS
        return own + sum(spent(int(child)) for child in children)
    return 0.0
