"""The life of a case as a table: no word unknown, ends are ends, and every status has a way on."""

from __future__ import annotations

import pytest

from flows.cases.errors import CaseNotOpen
from flows.cases.states import (
    ACT_LABELS,
    EDITABLE,
    FINAL,
    LABELS,
    MOVES,
    OVER,
    acts_of_applicant,
    next_status,
)

CONTRACT = {
    "draft", "submitted", "prereview", "accepted", "reviewing", "supplement_required", "approved",
    "rejected", "certified", "closed", "withdrawn", "lapsed",
}  # fmt: skip


def test_the_words_are_the_contracts_and_each_has_a_label() -> None:
    assert set(LABELS) == CONTRACT
    used = {status for moves in MOVES.values() for pair in moves.items() for status in pair}
    assert used <= CONTRACT
    assert set(MOVES) <= set(ACT_LABELS)


@pytest.mark.parametrize("status", sorted(CONTRACT))
@pytest.mark.parametrize("act", sorted(MOVES))
def test_a_move_is_in_the_table_or_refused_in_words(act: str, status: str) -> None:
    if status in MOVES[act]:
        assert next_status(act, status) == MOVES[act][status]
        assert status not in OVER
    else:
        with pytest.raises(CaseNotOpen, match=LABELS[status]):
            next_status(act, status)


def test_nothing_final_can_be_edited_or_acted_on() -> None:
    assert not EDITABLE & FINAL
    assert [acts_of_applicant(status) for status in FINAL] == [[]] * len(FINAL)


def test_every_status_reached_has_a_way_on_or_is_final() -> None:
    reached = {target for moves in MOVES.values() for target in moves.values()}
    left = {source for moves in MOVES.values() for source in moves}
    assert reached - left == OVER
