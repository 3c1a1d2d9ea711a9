"""A child must not outlive its parent, even when the parent is killed by `kill -9`.

Two means, each enough: Linux sends the child a signal when the parent dies; everywhere, the parent alone holds the
writing end of a pipe, so its death is the end of file that a thread in the child waits for.
"""

import ctypes
import os
import signal
import sys
import threading

PR_SET_PDEATHSIG = 1


class Lifeline:
    """Made by the parent before it forks; every child calls `hold` first."""

    def __init__(self) -> None:
        self._reading, self._writing = os.pipe()
        self._parent = os.getpid()

    def hold(self) -> None:
        """In the forked child: die with the parent from now on."""
        os.close(self._writing)
        die_with_parent(signal.SIGKILL, self._parent)
        threading.Thread(target=self._wait_for_the_end, name="lifeline", daemon=True).start()

    def _wait_for_the_end(self) -> None:
        while os.read(self._reading, 1):
            pass
        os._exit(1)


def die_with_parent(with_signal: signal.Signals, parent: int) -> None:
    """Ask Linux for a signal at the parent's death; elsewhere do nothing. The parent may be dead already."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(with_signal), 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), with_signal)
