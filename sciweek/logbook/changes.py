"""What has changed since somebody last looked, as the log knows it."""

from datetime import datetime
from typing import TypeVar

from django.db.models import Model, QuerySet

from sciweek.logbook.models import Entry

Row = TypeVar("Row", bound=Model)


def changed_since(rows: QuerySet[Row], since: datetime | None) -> QuerySet[Row]:
    """Those of the rows that the log has a line of since then; all of them without a moment."""
    if since is None:
        return rows
    told = Entry.objects.filter(kind=rows.model._meta.label_lower, at__gte=since)
    return rows.filter(pk__in=told.values("object_id"))
