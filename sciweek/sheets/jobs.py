from django.tasks import task

from sciweek.base import scope
from sciweek.sheets.actions import forget_old_sheets, give_up, work_through
from sciweek.sheets.models import Sheet


@task(queue_name="quick")
def apply_sheet(region_id: int, week_id: int | None, sheet_id: int) -> None:
    """Import a table that somebody agreed to. Safe to repeat: it is saved as a whole, once."""
    with scope.entered(region_id, week_id):
        sheet = Sheet.objects.filter(pk=sheet_id).first()
        if sheet is None:
            return
        try:
            work_through(sheet)
        except Exception:
            give_up(sheet)
            raise


@task(queue_name="quick")
def forget_sheets() -> None:
    """What the retention rules say of tables that were handed in."""
    forget_old_sheets()
