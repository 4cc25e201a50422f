"""Who is called next, and how long that takes: arithmetic on numbers alone.

Favoured people go before others, but after `ratio` of them in a row one other is called if any
waits: nobody is starved, and how often is a rule of the hall (`QueueRule.favoured_in_a_row`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

FEWEST = 5
"""Fewer recent services than this say nothing about the next one."""
SPREAD = (0.7, 1.3)
STEP = 5


@dataclass(frozen=True, slots=True)
class Estimate:
    """Minutes until somebody is called; `low` and `high` are None where nobody can say."""

    low: int | None
    high: int | None
    words: str


def takes_favoured(run: int, ratio: int) -> bool:
    """Whether a counter that called `run` favoured people in a row calls another one."""
    return run < ratio


def ahead_of(before: int, others: int, ratio: int, *, is_favoured: bool) -> int:
    """How many are called before somebody, `before` of whose own kind wait in front.

    Args:
        others: how many of the other kind wait at all.
    """
    if is_favoured:
        return before + min(others, before // ratio)
    return before + min(others, ratio * (before + 1))


def serves(counter_items: Sequence[str], line_items: Sequence[str]) -> bool:
    """A counter without items serves every line; 综合 is served by such counters only."""
    return not counter_items or bool(set(counter_items) & set(line_items))


def capacity(counters: Iterable[int]) -> float:
    """How many counters a line has, where each is shared by so many lines with people waiting."""
    return sum(1 / max(lines, 1) for lines in counters)


def estimate(ahead: int, minutes: Sequence[float], counters: float) -> Estimate:
    """From the median of recent services; honest where there are too few, or nobody serves."""
    if counters <= 0:
        return Estimate(None, None, "现在没有窗口在叫这个队列，暂时估不出时间")
    if ahead == 0:
        return Estimate(0, STEP, "马上到您，请到窗口附近等候")
    if len(minutes) < FEWEST:
        return Estimate(None, None, "今天办得还少，暂时估不出时间")
    expected = ahead * median(minutes) / counters
    low = int(expected * SPREAD[0] // STEP * STEP)
    high = max(-int(-expected * SPREAD[1] // STEP * STEP), low + STEP)
    return Estimate(low, high, f"约{low}至{high}分钟" if low else f"约{high}分钟以内")
