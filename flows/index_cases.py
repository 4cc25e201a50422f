"""`python -m flows.index_cases`: take the cases into the index that it does not know yet.

The worker does the same every night; an operator does it once after bringing in old cases.
"""

from __future__ import annotations

import asyncio

from flows.lookup.indexing import catch_up


async def index_all() -> int:
    """Until nothing is missing; returns how many were."""
    total = 0
    while done := await catch_up():
        total += done
    return total


if __name__ == "__main__":
    print(f"编入索引的办件：{asyncio.run(index_all())} 件")
