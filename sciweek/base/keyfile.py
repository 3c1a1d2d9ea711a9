"""Files of versioned keys, 32 random bytes each: one `version:base64` line for each key, the highest is used for new
things, all still open old ones. They lie in the data folder and belong in its backup.
"""

import base64
import os
import secrets
from functools import lru_cache
from pathlib import Path


def make_key_file(path: Path) -> None:
    """Create the key file with one fresh key, readable by its owner alone; an existing file stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"1:{base64.b64encode(secrets.token_bytes(32)).decode()}\n")


def keys_of(path: str) -> dict[int, bytes]:
    """The keys by version; makes the file when there is none."""
    try:
        changed = _changed_at(path)
    except FileNotFoundError:
        make_key_file(Path(path))
        changed = _changed_at(path)
    return _read(path, changed)


def _changed_at(path: str) -> float:
    # Asked three times for each booking: a `Path` costs more than the question.
    return os.stat(path).st_mtime  # noqa: PTH116


@lru_cache(maxsize=4)
def _read(path: str, changed: float) -> dict[int, bytes]:
    keys: dict[int, bytes] = {}
    for line in Path(path).read_text(encoding="ascii").splitlines():
        version, _, body = line.partition(":")
        if body:
            keys[int(version)] = base64.b64decode(body)
    return keys
