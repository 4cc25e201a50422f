"""Two workloads measured in turn, block by block, so that both meet the same machine."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier

from load_tests.figures import Block
from load_tests.workloads import Call, Workload

_PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Side:
    """One workload, and how many of its calls each client makes in a block."""

    name: str
    workload: Workload
    calls: int


@dataclass(frozen=True, slots=True)
class Measured:
    """The blocks of both sides, in the order they were run."""

    first: list[Block]
    second: list[Block]


def compare(first: Side, second: Side, clients: int, pairs: int, until: float) -> Measured:
    """Blocks A B A B …: one pair to warm up, which does not count, then `pairs` that do.

    Args:
        clients: how many work at the same time; each has a conversation of its own per block.
        until: a `time.monotonic()` after which no further pair is begun, once one is done.

    Raises:
        CallFailed: an answer was wrong. Figures over failures would say nothing.
    """
    measured = Measured([], [])
    with ThreadPoolExecutor(clients) as pool:
        for pair in range(pairs + 1):
            blocks = [_block(pool, side, clients) for side in (first, second)]
            if pair == 0:
                continue
            measured.first.append(blocks[0])
            measured.second.append(blocks[1])
            if time.monotonic() > until:
                break
    return measured


def _block(pool: ThreadPoolExecutor, side: Side, clients: int) -> Block:
    """Fresh clients are made ready first; the clock runs while they make their calls."""
    ready = [side.workload(side.calls) for _ in range(clients)]
    start = Barrier(clients)
    began_and_ended = list(pool.map(lambda calls: _timed(calls, start), ready))
    moments = [moment for client in began_and_ended for moment in client]
    return Block(
        durations=tuple(ended - began for began, ended in moments),
        elapsed=max(ended for _, ended in moments) - min(began for began, _ in moments),
    )


def _timed(calls: Sequence[Call], start: Barrier) -> list[tuple[float, float]]:
    start.wait(_PATIENCE)
    moments = []
    for call in calls:
        began = time.perf_counter()
        call()
        moments.append((began, time.perf_counter()))
    return moments
