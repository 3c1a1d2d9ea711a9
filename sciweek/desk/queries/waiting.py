"""Everything that waits for somebody, whatever their roles."""

from sciweek.base.actor import Actor
from sciweek.committee.states import Role
from sciweek.desk.queries.tasks import Task, in_order
from sciweek.desk.queries.tasks_auditor import SealState, auditor_tasks, log_tasks, seal_state
from sciweek.desk.queries.tasks_office import office_tasks
from sciweek.desk.queries.tasks_out import out_tasks
from sciweek.desk.queries.tasks_people import people_tasks
from sciweek.desk.queries.tasks_programme import programme_tasks
from sciweek.desk.queries.tasks_publicity import publicity_tasks
from sciweek.desk.queries.tasks_unit import unit_tasks
from sciweek.week.models import Week


def waiting(actor: Actor, week: Week, seals: SealState | None = None) -> list[Task]:
    """Everything that waits for the actor in this week: a log that does not hold, then by date, undated work last."""
    reads_log = actor.has(Role.OFFICE, Role.AUDITOR)
    first = log_tasks(week, seals or seal_state()) if reads_log else []
    return first + in_order(
        [
            *office_tasks(actor, week),
            *programme_tasks(actor, week),
            *people_tasks(actor, week),
            *out_tasks(actor, week),
            *publicity_tasks(actor, week),
            *unit_tasks(actor, week),
            *auditor_tasks(actor, week),
        ]
    )
