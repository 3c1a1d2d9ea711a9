"""Child processes that read or make what comes from outside. Both sides stand here: `ask` starts one, `serve` is one.

A hostile file can ask for all time and all memory. It gets them of a process of its own, which bounds itself before
it sees a byte; its death is an answer too.
"""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

# So many times its processor time a child may take by the clock: a busy machine is no reason to refuse.
PATIENCE = 4
MOST_ANSWER = 128 * 1024 * 1024  # bytes
# How a child says that memory was refused to it.
NO_MEMORY = 77
# SIGXCPU and, a second later, SIGKILL; SIGABRT of a library in C or Rust that was refused memory.
_ENDS: dict[int, "Why"] = {-24: "time", -9: "time", -6: "memory", NO_MEMORY: "memory"}

Why = Literal["time", "memory", "length", "broken"]


class NoAnswer(Exception):
    """The child gave none. `why`: its time or memory ran out, its answer had no end, or it broke over what it got."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why

    @property
    def asked_too_much(self) -> bool:
        """Whether a shorter file might do."""
        return self.why != "broken"


def ask(module: str, given: bytes, *words: str, seconds: int, memory: int, most: int = MOST_ANSWER) -> bytes:
    """What `module`, run as a child that calls `serve`, makes of `given` and these `words`.

    It has so many `seconds` of the processor, bytes of address space as `memory`, and answers `most` bytes. Raises
    `NoAnswer`.
    """
    limits = (str(seconds), str(memory), str(most))
    # The program is this interpreter and every argument is ours; what came from outside goes in by standard input.
    command = [sys.executable, "-P", "-s", "-m", module, *limits, *words]
    # Files instead of pipes: their length is bounded by the system, and nobody waits for the other side.
    with tempfile.TemporaryFile() as to, tempfile.TemporaryFile() as back:
        to.write(given)
        to.seek(0)
        try:
            done = subprocess.run(
                command,
                stdin=to,
                stdout=back,
                stderr=subprocess.DEVNULL,
                timeout=seconds * PATIENCE,
                env=bare_environment(),
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise NoAnswer("time") from error
        if done.returncode:
            is_full = back.seek(0, os.SEEK_END) >= most
            raise NoAnswer("length" if is_full else _ENDS.get(done.returncode, "broken"))
        back.seek(0)
        return back.read()


def bare_environment() -> dict[str, str]:
    """What a child needs to find its code, and none of the server's settings and secrets."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }


def serve(answer: Callable[[bytes, Sequence[str]], bytes]) -> None:
    """The child's side: keeps to the limits that its command names, and answers once.

    Whatever a library prints does not stand in the answer. An error ends the child, and is told as `NoAnswer`.
    """
    seconds, memory, most = (int(word) for word in sys.argv[1:4])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    out_of = os.dup(1)
    os.dup2(2, 1)
    try:
        made = answer(sys.stdin.buffer.read(), sys.argv[4:])
    except MemoryError:
        sys.exit(NO_MEMORY)
    with os.fdopen(out_of, "wb") as out:
        out.write(made)
