"""How good an order of answers is."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

DEPTH = 10
"""How far down a list people look; every figure but R@1 and R@4 is cut there."""

OFFERED = 4
"""How many items the assistant offers to choose from."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over queries, each in [0, 1], and milliseconds of a query at three percentiles."""

    queries: int
    first: float
    offered: float
    found: float
    ndcg: float
    mrr: float
    p50: float
    p95: float
    p99: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one engine made of one query: keys best first, and how long it took."""

    keys: Sequence[str]
    relevant: Collection[str]
    milliseconds: float


def figures_of(outcomes: Sequence[Outcome]) -> Figures:
    """The means of at least one outcome."""
    times = sorted(o.milliseconds for o in outcomes)
    return Figures(
        len(outcomes),
        _mean([recall(o.keys, o.relevant, 1) for o in outcomes]),
        _mean([recall(o.keys, o.relevant, OFFERED) for o in outcomes]),
        _mean([recall(o.keys, o.relevant, DEPTH) for o in outcomes]),
        _mean([ndcg(o.keys, o.relevant) for o in outcomes]),
        _mean([reciprocal_rank(o.keys, o.relevant) for o in outcomes]),
        *(percentile(times, share) for share in (0.5, 0.95, 0.99)),
    )


def recall(keys: Sequence[str], relevant: Collection[str], depth: int) -> float:
    """1 where a right answer is among the first `depth`, else 0: one right answer is enough."""
    return float(any(key in relevant for key in keys[:depth]))


def ndcg(keys: Sequence[str], relevant: Collection[str]) -> float:
    """Discounted gain of the first ten as a share of the best possible, all right answers equal."""
    gain = sum(1 / math.log2(i + 2) for i, key in enumerate(keys[:DEPTH]) if key in relevant)
    ideal = sum(1 / math.log2(i + 2) for i in range(min(DEPTH, len(relevant))))
    return gain / ideal if ideal else 0.0


def reciprocal_rank(keys: Sequence[str], relevant: Collection[str]) -> float:
    """One over the place of the first right answer among ten, else 0."""
    return next((1 / i for i, key in enumerate(keys[:DEPTH], 1) if key in relevant), 0.0)


def percentile(ordered: Sequence[float], share: float) -> float:
    """The value below which this share of the values lies."""
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
