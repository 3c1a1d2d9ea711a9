from django.tasks import task

from sciweek.logbook import sealing
from sciweek.logbook.verifying import verify


@task(queue_name="quick")
def seal_log() -> None:
    """Seal what came since the last minute."""
    sealing.seal_entries()


@task(queue_name="long")
def verify_log() -> None:
    """Prove the log once a day, so that a break is seen by the next morning."""
    sealing.record_proof(verify(sealing.head_file()))
