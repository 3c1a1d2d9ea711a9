from django.tasks import task

from sciweek.door.actions import forget_old_labels


@task(queue_name="quick")
def forget_labels() -> None:
    """Empty the labels of door passes that the retention rules let go."""
    forget_old_labels()
