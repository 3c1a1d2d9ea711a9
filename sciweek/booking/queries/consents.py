"""The words to which guardians agree, as they stand."""

from django.db.models import Count, QuerySet

from sciweek.booking.models import Booking, ConsentText
from sciweek.week.models import Week


def consent_texts(week: Week) -> QuerySet[ConsentText]:
    """Every wording that was ever in force, the newest first."""
    return ConsentText.objects.filter(week=week).order_by("-number")


def agreed_counts(week: Week) -> dict[int, int]:
    """How many bookings agreed to each wording, by its id."""
    rows = Booking.objects.filter(week=week, consent__isnull=False).order_by().values_list("consent_id")
    return dict(rows.annotate(Count("id")))
