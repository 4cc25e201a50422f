"""Whatever is done in whatever order, a number keeps its promises; the favoured starve nobody."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from flows.queueing.errors import TicketMoved
from flows.queueing.ordering import ahead_of, capacity, estimate, serves, takes_favoured
from flows.queueing.states import ACT_LABELS, LABELS, MOVES, OPEN, next_state


@given(st.lists(st.sampled_from(sorted(MOVES)), max_size=14))
def test_nothing_moves_after_the_end_and_only_who_was_called_is_finished(acts: list[str]) -> None:
    state, seen = "waiting", ["waiting"]
    for act in acts:
        before = state
        with suppress(TicketMoved):
            state = next_state(act, state)
        assert state in LABELS
        if before not in OPEN:
            assert state == before
        if state != before:
            seen.append(state)
    if state in ("finished", "skipped", "held"):
        assert seen[-2] == "called"
    if state == "no_show":
        assert "called" in seen


def test_every_act_has_a_word_and_the_night_ends_whatever_is_open() -> None:
    assert set(ACT_LABELS) == set(MOVES)
    assert set(MOVES["close"]) == set(OPEN)


@given(st.integers(0, 30), st.integers(0, 30), st.integers(1, 5))
def test_calling_by_the_rule_agrees_with_the_places_told(
    favoured: int, others: int, ratio: int
) -> None:
    """A hall emptied by one counter: who was told n before them is called as number n."""
    run, called = 0, {True: 0, False: 0}
    left = {True: favoured, False: others}
    for place in range(favoured + others):
        first = takes_favoured(run, ratio)
        kind = first if left[first] else not first
        told = ahead_of(called[kind], favoured if not kind else others, ratio, is_favoured=kind)
        assert told == place
        run = run + 1 if kind else 0
        assert run <= ratio or not left[False], "somebody starves"
        called[kind] += 1
        left[kind] -= 1


@given(
    st.integers(0, 200),
    st.lists(st.floats(0.1, 90), max_size=20),
    st.lists(st.integers(1, 5), max_size=6),
)
def test_an_estimate_is_a_range_or_says_that_nobody_can_tell(
    ahead: int, minutes: list[float], shared: list[int]
) -> None:
    told = estimate(ahead, minutes, capacity(shared))
    assert (told.low is None) == (told.high is None)
    if told.low is not None and told.high is not None:
        assert 0 <= told.low < told.high
        assert ahead == 0 or told.words.startswith("约")
    else:
        assert "估不出" in told.words
        assert not shared or len(minutes) < 5


def test_a_counter_without_items_serves_all_and_any_business_waits_for_such_a_counter() -> None:
    assert serves([], ["x"])
    assert serves([], [])
    assert serves(["x", "y"], ["y"])
    assert not serves(["x"], ["y"])
    assert not serves(["x"], [])
