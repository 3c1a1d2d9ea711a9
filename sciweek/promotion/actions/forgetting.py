from datetime import datetime, timedelta

from sciweek.promotion.models import CONTACTS_KEPT, Service
from sciweek.promotion.states import ServiceState


def forget_contacts(now: datetime) -> int:
    """Empty what the retention rules let go (crossing `promotion.forget_contacts`): whom to call at a contractor's, a
    year after nobody needs to any more. Returns of how many services."""
    rows = Service.objects.over_the_wall("promotion.forget_contacts").exclude(state=ServiceState.RUNNING)
    old = rows.filter(closed_at__lt=now - timedelta(days=CONTACTS_KEPT))
    return old.exclude(contact_name="", contact_phone="").update(contact_name="", contact_phone="")
