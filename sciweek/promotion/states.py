from django.db import models
from django.utils.translation import gettext_lazy as _

from sciweek.base.states import Move


class ServiceState(models.TextChoices):
    """What people decided about a bought service; what is late is computed from the clock."""

    RUNNING = "running", _("履约中")
    INSPECTED = "inspected", _("已验收")
    SET_ASIDE = "set_aside", _("已作废")


class DeliverableState(models.TextChoices):
    """Where one 交付物 stands."""

    DUE = "due", _("待交付")
    DELIVERED = "delivered", _("待看")
    RETURNED = "returned", _("已退回")
    ACCEPTED = "accepted", _("已认可")
    WAIVED = "waived", _("不再要求")


class AcceptanceVerdict(models.TextChoices):
    """验收意见: what those who inspected say of the whole service."""

    PASS = "pass", _("合格")
    REMARKS = "remarks", _("基本合格，有整改意见")
    FAIL = "fail", _("不合格")


# What the contractor still has to do something about.
OWED = (DeliverableState.DUE, DeliverableState.RETURNED)
# What stands in the way of no final acceptance.
CLEARED = (DeliverableState.ACCEPTED, DeliverableState.WAIVED)

SERVICE_MOVES = {
    (ServiceState.RUNNING, ServiceState.INSPECTED): Move("promotion.accept_service"),
    (ServiceState.INSPECTED, ServiceState.RUNNING): Move("promotion.accept_service", needs_reason=True),
    (ServiceState.RUNNING, ServiceState.SET_ASIDE): Move("promotion.run_service", needs_reason=True),
    (ServiceState.SET_ASIDE, ServiceState.RUNNING): Move("promotion.run_service"),
}

_RUN = Move("promotion.run_service")
_RUN_WITH_REASON = Move("promotion.run_service", needs_reason=True)
DELIVERABLE_MOVES = {
    (DeliverableState.DUE, DeliverableState.DELIVERED): _RUN,
    (DeliverableState.RETURNED, DeliverableState.DELIVERED): _RUN,
    (DeliverableState.DELIVERED, DeliverableState.ACCEPTED): _RUN,
    (DeliverableState.DELIVERED, DeliverableState.RETURNED): _RUN_WITH_REASON,
    (DeliverableState.ACCEPTED, DeliverableState.RETURNED): _RUN_WITH_REASON,
    (DeliverableState.DUE, DeliverableState.WAIVED): _RUN_WITH_REASON,
    (DeliverableState.RETURNED, DeliverableState.WAIVED): _RUN_WITH_REASON,
    (DeliverableState.WAIVED, DeliverableState.DUE): _RUN,
}
