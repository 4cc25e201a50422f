"""The statistics of the benchmark."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from load_tests.benchmark import judge_advantage, judge_overhead
from load_tests.figures import Block, Spread, percentile, throughput_ratios, total_throughput

durations = st.lists(st.floats(0.001, 10), min_size=1, max_size=50)


def block(count: int, elapsed: float) -> Block:
    return Block((elapsed / count,) * count, elapsed)


@pytest.mark.parametrize(("share", "expected"), [(0, 1), (0.25, 2), (0.5, 3), (0.9, 4.6), (1, 5)])
def test_percentile_lies_between_neighbours(share: float, expected: float) -> None:
    assert percentile([5, 1, 4, 2, 3], share) == pytest.approx(expected)


@given(durations, st.floats(0, 1), st.floats(0, 1))
def test_a_larger_share_is_never_a_smaller_value(
    values: list[float], one: float, other: float
) -> None:
    low, high = sorted((one, other))
    assert min(values) <= percentile(values, low)
    assert percentile(values, low) <= percentile(values, high) + 1e-9
    assert percentile(values, high) <= max(values) + 1e-9


@pytest.mark.parametrize(("values", "share"), [([], 0.5), ([1.0], 1.1), ([1.0], -0.1)])
def test_percentile_of_nothing_is_an_error(values: list[float], share: float) -> None:
    with pytest.raises(ValueError, match="percentile"):
        percentile(values, share)


def test_ratios_compare_neighbours_in_time() -> None:
    """A machine that is twice as slow in the second pair changes no ratio."""
    first = [block(30, 1), block(30, 2), block(60, 1)]
    second = [block(10, 1), block(10, 2), block(10, 1)]
    assert throughput_ratios(first, second) == Spread(3, 3, 6)


def test_ratios_need_pairs() -> None:
    with pytest.raises(ValueError, match=r"zip|blocks"):
        throughput_ratios([block(1, 1)], [])
    with pytest.raises(ValueError, match="blocks"):
        throughput_ratios([], [])


def test_total_throughput_weighs_blocks_by_their_time() -> None:
    assert total_throughput([block(10, 1), block(10, 4)]) == pytest.approx(4)


@pytest.mark.parametrize(("middle", "is_kept"), [(0.9, True), (1.25, True), (1.26, False)])
def test_overhead_is_judged_by_the_middle(middle: float, is_kept: bool) -> None:
    assert judge_overhead(Spread(0.5, middle, 9)).is_kept is is_kept


@pytest.mark.parametrize(("middle", "is_kept"), [(4.9, False), (5, True), (12, True)])
def test_advantage_is_judged_by_the_middle(middle: float, is_kept: bool) -> None:
    assert judge_advantage(Spread(0.5, middle, 99)).is_kept is is_kept
