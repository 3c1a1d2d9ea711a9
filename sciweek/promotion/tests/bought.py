"""Bought services as the tests need them, made by the actions."""

from datetime import UTC, date, datetime
from typing import Any

from sciweek.committee.tests.cast import Cast
from sciweek.promotion import actions
from sciweek.promotion.invariants import invariants
from sciweek.promotion.logic.frozen import Signer
from sciweek.promotion.models import Acceptance, Deliverable, Service

# The middle of the week of the cast, at noon there.
NOW = datetime(2027, 5, 25, 4, tzinfo=UTC)
TODAY = date(2027, 5, 25)
PEOPLE = (Signer("江办", "区科技局办公室主任"), Signer("宣小审", "区融媒体中心"))


def service_of(cast: Cast, **values: Any) -> Service:
    """A service that the liaison's unit bought. Call inside the week's scope."""
    given = {"title": "公交站台科普海报", "contractor": "临江青禾广告有限公司", "unit": cast.unit} | values
    made: Service = actions.add_service(cast.actor("office"), cast.week, **given)
    return made


def line_of(cast: Cast, service: Service, what: str = "站台灯箱海报", **values: Any) -> Deliverable:
    """One thing that is asked for."""
    given = {"due_on": date(2027, 5, 28), "amount": "30", "counted_in": "块"} | values
    made: Deliverable = actions.add_deliverable(cast.actor("office"), service, what=what, **given)
    return made


def delivered(cast: Cast, line: Deliverable, **values: Any) -> Deliverable:
    given: dict[str, Any] = {"delivered_on": TODAY, "delivered_amount": "30", "note": "已上画。"} | values
    return actions.deliver(cast.actor("office"), line, **given)


def agreed(cast: Cast, line: Deliverable, **values: Any) -> Deliverable:
    return actions.accept_deliverable(cast.actor("office"), delivered(cast, line, **values))


def accepted(cast: Cast, service: Service, **values: Any) -> Acceptance:
    given: dict[str, Any] = {"accepted_on": TODAY, "verdict": "pass", "people": PEOPLE} | values
    return actions.accept_service(cast.actor("office"), service, **given)


def broken() -> list[str]:
    """What the doctor finds in this room."""
    return [problem for one in invariants() for problem in one.check()]
