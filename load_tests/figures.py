"""From single durations to what can be said of them: percentiles, and ratios of paired blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Block:
    """One stretch of equal requests.

    Attributes:
        durations: seconds of each request.
        elapsed: seconds from the first request's start to the last one's end, over all clients.
    """

    durations: tuple[float, ...]
    elapsed: float

    @property
    def throughput(self) -> float:
        """Requests a second."""
        return len(self.durations) / self.elapsed


@dataclass(frozen=True, slots=True)
class Spread:
    """Smallest, middle and largest of some ratios."""

    low: float
    middle: float
    high: float

    def __str__(self) -> str:
        return f"{self.middle:.2f}（{self.low:.2f}–{self.high:.2f}）"


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0–1) of the values lie, interpolated between neighbours.

    Raises:
        ValueError: there are no values, or the share is outside 0–1.
    """
    if not values or not 0 <= share <= 1:
        raise ValueError("a percentile needs values and a share between 0 and 1")
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def throughput_ratios(first: Sequence[Block], second: Sequence[Block]) -> Spread:
    """How many times the throughput of `second` that of `first` is, over blocks run in turn.

    Each block is compared with its neighbour in time, so that a machine that slows down or
    speeds up between pairs does not count for either side.

    Raises:
        ValueError: the blocks do not come in pairs.
    """
    ratios = [a.throughput / b.throughput for a, b in zip(first, second, strict=True)]
    if not ratios:
        raise ValueError("no blocks to compare")
    return Spread(min(ratios), median(ratios), max(ratios))


def all_durations(blocks: Sequence[Block]) -> list[float]:
    return [seconds for block in blocks for seconds in block.durations]


def total_throughput(blocks: Sequence[Block]) -> float:
    """Requests a second over all blocks together."""
    return len(all_durations(blocks)) / sum(block.elapsed for block in blocks)
