"""How long something takes, whatever else the machine has to do."""

import os


def worked() -> float:
    """Seconds that the processor has worked for this process and for its children that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
