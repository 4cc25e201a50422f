"""The life of a correction, whatever order its moves come in."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.understanding.errors import CorrectionMoved
from flows.understanding.states import LABELS, MOVES, Move, State, after
from tests.factories.properties import PROPERTY

STATES: tuple[State, ...] = get_args(State)


@PROPERTY
@given(st.lists(st.sampled_from(get_args(Move)), max_size=12))
def test_only_what_waited_is_ever_approved(moves: list[Move]) -> None:
    state: State = "none"
    for move in moves:
        before = state
        if before in MOVES[move]:
            state = after(move, before)
        else:
            with pytest.raises(CorrectionMoved, match=LABELS[before]):
                after(move, before)
        if state == "approved" and before != "approved":
            assert (move, before) == ("approve", "waiting")


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_a_label_and_a_way_on(state: State) -> None:
    assert LABELS[state]
    assert any(state in moves for moves in MOVES.values())
