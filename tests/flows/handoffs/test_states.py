"""The table of a handoff's life: what it allows, and that nothing else is allowed."""

from __future__ import annotations

from datetime import datetime

import pytest

from flows.handoffs import hours
from flows.handoffs.errors import HandoffMoved
from flows.handoffs.states import LABELS, MOVES, OPEN, next_state
from flows.work_orders import states as orders
from foundation.clock import GUANGZHOU, is_working_day


@pytest.mark.parametrize("act", MOVES)
@pytest.mark.parametrize("state", LABELS)
def test_an_act_moves_as_the_table_says_or_is_refused_in_words(act: str, state: str) -> None:
    if state in MOVES[act]:
        assert next_state(act, state) == MOVES[act][state]
        return
    with pytest.raises(HandoffMoved) as refused:
        next_state(act, state)
    assert LABELS[state] in refused.value.detail


def test_what_has_ended_stays_ended() -> None:
    ended = set(LABELS) - set(OPEN)
    assert not {state for moves in MOVES.values() for state in moves} & ended


def test_every_state_of_a_work_order_is_reached_and_named() -> None:
    reached = {target for moves in orders.MOVES.values() for target in moves.values()}
    assert reached | {"submitted"} == set(orders.LABELS)
    assert set(orders.MOVES) | {"submit"} == set(orders.ACT_LABELS)


@pytest.mark.parametrize(
    ("moment", "is_open", "opens"),
    [
        ("2026-11-27T09:00", True, "2026-11-27T13:00"),
        ("2026-11-27T12:30", False, "2026-11-27T13:00"),
        ("2026-11-27T19:00", False, "2026-11-30T09:00"),  # 周五晚上，下周一早上
        ("2026-10-02T10:00", False, "2026-10-08T09:00"),  # 国庆
    ],
)
def test_people_are_there_on_working_days(
    moment: str, is_open: bool, opens: str, change_settings: object
) -> None:
    change_settings(handoff_hours="09:00-12:00,13:00-17:00", handoff_every_day=False)  # type: ignore[operator]
    there = datetime.fromisoformat(moment).replace(tzinfo=GUANGZHOU)
    assert hours.is_open(is_working_day, there) is is_open
    assert f"{hours.next_opening(is_working_day, there):%Y-%m-%dT%H:%M}" == opens


def test_a_day_the_office_made_off_is_no_day_at_the_desk(change_settings: object) -> None:
    change_settings(handoff_hours="09:00-17:00", handoff_every_day=False)  # type: ignore[operator]
    there = datetime(2026, 11, 27, 10, tzinfo=GUANGZHOU)
    works = lambda day: is_working_day(day) and day != there.date()  # noqa: E731
    assert hours.is_open(is_working_day, there)
    assert not hours.is_open(works, there)
    assert hours.next_opening(works, there).date().isoformat() == "2026-11-30"
