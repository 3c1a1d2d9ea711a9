"""The task workers and the minute tick: what runs beside the web server, each in a process of its own.

The database backend of Django Tasks is thin: it neither schedules nor retries, and a task whose worker was killed
stays RUNNING for ever. The tick sees to all three, once a minute.
"""

import logging
import os
import signal
import socket
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

from django.db import close_old_connections, transaction
from django.db.models import Q
from django.tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from sciweek.base import clock
from sciweek.config.schedule import SCHEDULE

log = logging.getLogger(__name__)

QUEUES = ("quick", "long")
TRIES = 5
FIRST_RETRY = timedelta(minutes=1)
KEPT = timedelta(days=7)
REFUSALS = "sciweek.base.errors."


def run_worker(queue: str) -> None:
    """Work off one queue until told to stop; the task in hand is finished first."""
    worker = _worker(queue)
    worker.configure_signals()
    worker.run()


def work_off() -> None:
    """Run what waits in all queues until nothing is left: in this process and on its own connection, for tests."""
    worker = _worker("all")
    while (waiting := DBTaskResult.objects.ready().first()) is not None:
        waiting.claim(worker.worker_id)
        worker.run_task(waiting)


def _worker(queue: str) -> Worker:
    return Worker(
        queue_names=[queue],
        interval=0.5 if queue == "quick" else 1.0,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_id(queue),
        excluded_queue_names=[],
    )


def run_tick() -> None:
    """Look after the queue once a minute until told to stop."""
    stop = threading.Event()

    def asked_to_stop(signum: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, asked_to_stop)
    signal.signal(signal.SIGINT, asked_to_stop)
    while not stop.is_set():
        close_old_connections()
        try:
            tick(clock.now())
        except Exception:
            log.exception("the minute tick failed")
        stop.wait(60 - time.time() % 60)


def tick(now: datetime) -> None:
    """One minute's care: free what a dead worker left, retry what failed, enqueue what is due, forget the old."""
    reap(now)
    retry(now)
    schedule(now)
    DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now - KEPT).delete()


def worker_id(queue: str) -> str:
    """Names this process beyond doubt: a process number alone would be used again."""
    return f"{queue}:{os.getpid()}:{_born(os.getpid())}:{socket.gethostname()}"[:64]


def is_alive(identity: str) -> bool:
    """Whether the worker of that id still runs; one of another machine is taken to."""
    _, pid, born, host = identity.split(":", 3)
    return not socket.gethostname().startswith(host) or (_exists(int(pid)) and _born(int(pid)) == born)


def reap(now: datetime) -> int:
    """Give tasks of workers that are dead back to the queue; a job is safe to repeat. Returns how many."""
    freed = 0
    for task in DBTaskResult.objects.running():
        if task.worker_ids and is_alive(task.worker_ids[-1]):
            continue
        if len(task.worker_ids) < TRIES:
            freed += _again(task, now, TaskResultStatus.RUNNING)
        else:
            task.set_failed(RuntimeError("its worker died each time"))
    return freed


def retry(now: datetime) -> int:
    """Queue failed tasks again after 1, 2, 4 and 8 minutes; a refusal is an answer and stays. Returns how many."""
    failed = DBTaskResult.objects.failed().exclude(exception_class_path__startswith=REFUSALS)
    again = 0
    for task in failed.filter(finished_at__gte=now - timedelta(days=1)):
        tries = len(task.worker_ids)
        if tries < TRIES:
            again += _again(task, task.finished_at + FIRST_RETRY * 2 ** (tries - 1), TaskResultStatus.FAILED)
    return again


def schedule(now: datetime) -> int:
    """Enqueue the jobs of the schedule whose minute it is, unless the last one still waits. Returns how many."""
    waiting = Q(status=TaskResultStatus.READY) | Q(status=TaskResultStatus.RUNNING)
    minute = int(now.timestamp() // 60)
    due = 0
    for every, job in SCHEDULE:
        with transaction.atomic():
            if (
                minute % every == 0
                and not DBTaskResult.objects.filter(waiting, task_path=job.module_path).exists()
            ):
                job.enqueue()
                due += 1
    return due


def _again(task: Any, when: datetime, was: str) -> int:
    """Back to READY if nobody else was faster."""
    rows = DBTaskResult.objects.filter(pk=task.pk, status=was)
    return rows.update(status=TaskResultStatus.READY, run_after=when, started_at=None, finished_at=None)


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _born(pid: int) -> str:
    """The kernel's start time of the process, where it is told (Linux)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[19]
    except OSError:
        return ""
