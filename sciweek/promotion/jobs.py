from django.tasks import task

from sciweek.base import clock
from sciweek.promotion import actions


@task(queue_name="quick")
def forget_contractors() -> None:
    """What the retention rules say of contractors' contacts."""
    actions.forget_contacts(clock.now())
