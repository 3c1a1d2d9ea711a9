from datetime import timedelta

import pytest
from django.tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from sciweek.base import clock
from sciweek.base.errors import Refused
from sciweek.config import workers

pytestmark = pytest.mark.django_db
DEAD = "quick:999999999:1:" + workers.worker_id("x").split(":", 3)[3]


@task(queue_name="quick")
def greet() -> str:
    return "hello"


@task(queue_name="long")
def stumble() -> None:
    raise OSError("the disk is full")


@task(queue_name="quick")
def refuse() -> None:
    raise Refused("not now")


def only() -> DBTaskResult:
    return DBTaskResult.objects.get()


def test_all_queues_are_worked_off() -> None:
    greet.enqueue()
    workers.work_off()
    assert only().status == TaskResultStatus.SUCCESSFUL
    assert only().return_value == "hello"


def test_a_task_of_a_dead_worker_is_done_by_the_next() -> None:
    greet.enqueue()
    only().claim(DEAD)
    assert workers.reap(clock.now()) == 1
    workers.work_off()
    assert only().status == TaskResultStatus.SUCCESSFUL


def test_a_task_of_a_living_worker_is_left_alone() -> None:
    greet.enqueue()
    only().claim(workers.worker_id("quick"))
    assert workers.reap(clock.now()) == 0
    assert only().status == TaskResultStatus.RUNNING


def test_a_task_that_kills_its_worker_each_time_is_given_up() -> None:
    greet.enqueue()
    for _ in range(workers.TRIES):
        only().claim(DEAD)
        workers.reap(clock.now())
    assert only().status == TaskResultStatus.FAILED


def test_a_failed_task_is_tried_again_later_and_later() -> None:
    stumble.enqueue()
    pauses = []
    for _ in range(workers.TRIES):
        DBTaskResult.objects.update(run_after=clock.now() - timedelta(seconds=1))
        workers.work_off()
        failed = only()
        if workers.retry(clock.now()):
            pauses.append((only().run_after - failed.finished_at).total_seconds() / 60)
    assert pauses == [1, 2, 4, 8]
    assert only().status == TaskResultStatus.FAILED


def test_a_refusal_is_an_answer_and_not_tried_again() -> None:
    refuse.enqueue()
    workers.work_off()
    assert workers.retry(clock.now()) == 0


def test_what_is_due_is_enqueued_once_while_it_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "SCHEDULE", ((1, greet),))
    assert workers.schedule(clock.now()) == 1
    assert workers.schedule(clock.now()) == 0
    workers.work_off()
    assert workers.schedule(clock.now()) == 1


def test_old_successes_are_forgotten_and_failures_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "SCHEDULE", ())
    greet.enqueue()
    stumble.enqueue()
    workers.work_off()
    workers.tick(clock.now() + workers.KEPT + timedelta(minutes=1))
    assert [row.status for row in DBTaskResult.objects.all()] == [TaskResultStatus.FAILED]
