from django.tasks import task

from sciweek.base.actor import system
from sciweek.committee.actions import end_all_roles, forget_old_names


@task(queue_name="quick")
def end_roles_of_erased(person_id: int) -> None:
    """What an erased person held is over."""
    end_all_roles(system("erasure"), person_id)


@task(queue_name="quick")
def forget_names_on_links() -> None:
    """What the retention rules say of links."""
    forget_old_names()
