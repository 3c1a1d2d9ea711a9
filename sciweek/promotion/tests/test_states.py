"""The life cycles: every arrow goes, nothing goes where there is none."""

from collections.abc import Callable

import pytest

from sciweek.base.errors import Refused
from sciweek.committee.tests.cast import Cast
from sciweek.promotion import actions
from sciweek.promotion.models import Deliverable
from sciweek.promotion.states import DELIVERABLE_MOVES, DeliverableState
from sciweek.promotion.tests.bought import agreed, broken, delivered, line_of, service_of

S = DeliverableState


def brought_to(cast: Cast, state: DeliverableState) -> Deliverable:
    """A deliverable in the state, led there by the actions."""
    line, office = line_of(cast, service_of(cast)), cast.actor("office")
    match state:
        case S.DELIVERED:
            return delivered(cast, line)
        case S.ACCEPTED:
            return agreed(cast, line)
        case S.RETURNED:
            return actions.return_deliverable(office, delivered(cast, line), why="缺三个站")
        case S.WAIVED:
            return actions.waive_deliverable(office, line, why="改为短视频")
    return line


def sent_to(cast: Cast, line: Deliverable, to: DeliverableState) -> Deliverable:
    office = cast.actor("office")
    ways: dict[DeliverableState, Callable[[], Deliverable]] = {
        S.DUE: lambda: actions.claim_deliverable(office, line),
        S.DELIVERED: lambda: delivered(cast, line),
        S.ACCEPTED: lambda: actions.accept_deliverable(office, line),
        S.RETURNED: lambda: actions.return_deliverable(office, line, why="缺三个站"),
        S.WAIVED: lambda: actions.waive_deliverable(office, line, why="改为短视频"),
    }
    return ways[to]()


@pytest.mark.parametrize("start", S)
@pytest.mark.parametrize("to", S)
def test_a_deliverable_goes_where_the_table_has_an_arrow(
    in_week: Cast, start: DeliverableState, to: DeliverableState
) -> None:
    line = brought_to(in_week, start)
    if (start, to) in DELIVERABLE_MOVES:
        assert sent_to(in_week, line, to).state == to
    else:
        with pytest.raises(Refused) as refusal:
            sent_to(in_week, line, to)
        assert refusal.value.code == "no_such_move"
        assert Deliverable.objects.get().state == start
    assert broken() == []


@pytest.mark.parametrize("move", [arrow for arrow, way in DELIVERABLE_MOVES.items() if way.needs_reason])
def test_some_arrows_need_a_reason(in_week: Cast, move: tuple[DeliverableState, DeliverableState]) -> None:
    line, office = brought_to(in_week, move[0]), in_week.actor("office")
    act = actions.return_deliverable if move[1] == S.RETURNED else actions.waive_deliverable
    with pytest.raises(Refused) as refusal:
        act(office, line, why="  ")
    assert "why" in refusal.value.fields


def test_what_comes_back_is_delivered_again_and_its_reason_goes(in_week: Cast) -> None:
    line, office = brought_to(in_week, S.RETURNED), in_week.actor("office")
    assert line.state_reason == "缺三个站"
    again = delivered(in_week, line, delivered_amount="33", evidence=["https://linjiang.example/poster"])
    done = actions.accept_deliverable(office, again)
    assert (done.state, done.state_reason, done.evidence) == (
        S.ACCEPTED,
        "",
        ["https://linjiang.example/poster"],
    )
