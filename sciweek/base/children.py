"""Child processes that read what comes from outside."""

import os
from pathlib import Path


def bare_environment() -> dict[str, str]:
    """What a child needs to find its code, and none of the server's settings and secrets."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
