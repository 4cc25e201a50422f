"""What the audit costs: a change with its record, linking, proving a long chain, looking for words.

`python -m benchmarks.audit [N]`: N records (default 1,000,000) on an embedded database of its own.
Printed with whether each promise was kept.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from datetime import timedelta
from statistics import median

from sqlalchemy import insert

from flows.audit import repository
from foundation import db
from foundation.audit.chain import link
from foundation.audit.proving import prove
from foundation.audit.watched import WATCHED
from foundation.audit.writing import row
from foundation.clock import now
from foundation.models import AuditPending, AuditRecord, SavedQuery, new_id
from foundation.models.base import table_of
from tests.fixtures.environment import prepare_environment

ROUNDS, AT_ONCE = 200, 5_000
WRITE_MS, LINK_EACH_US, PROVE_SECONDS, SEARCH_SECONDS = 2.0, 400.0, 120.0, 2.0


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    folder = prepare_environment(0)
    os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'bench.db'}"
    os.environ["AUDIT_DIR"] = str(folder / "audit")
    subprocess.run([sys.executable, "-m", "alembic", "upgrade", "head"], check=True)
    promises = asyncio.run(_measure(count))
    for name, value, is_kept in promises:
        print(f"{'kept  ' if is_kept else 'BROKEN'}  {name:<52} {value}")
    sys.exit(0 if all(is_kept for *_, is_kept in promises) else 1)


async def _measure(count: int) -> list[tuple[str, str, bool]]:
    extra = await _cost_of_a_change()
    await _fill(count)
    begun = time.perf_counter()
    linked = await link()
    each = (time.perf_counter() - begun) / max(linked, 1) * 1e6
    async with db.reading() as session:
        proof = await prove(session)
        begun = time.perf_counter()
        since, until = now() - timedelta(days=30), now()
        said = [*repository.within(since, until), repository.saying("查看办件77")]
        _, found = await repository.find(session, said, 0, 50)
        searched = time.perf_counter() - begun
    limit = PROVE_SECONDS * count / 1_000_000
    return [
        ("a change with its record, more than without", f"{extra:.2f} ms", extra <= WRITE_MS),
        ("a record linked", f"{each:.0f} µs", each <= LINK_EACH_US),
        (f"{proof.records} records proved", f"{proof.seconds:.1f} s", proof.seconds <= limit),
        (f"a word looked for, {found} found", f"{searched:.2f} s", searched <= SEARCH_SECONDS),
        ("the chain is whole", str(proof.is_whole), proof.is_whole),
    ]


async def _cost_of_a_change() -> float:
    """Milliseconds the record adds to one small insert: in turns with and without it."""
    with_it, without = [], []
    watched = WATCHED.pop("saved_queries")
    for _ in range(ROUNDS):
        without.append(await _one_change())
        WATCHED["saved_queries"] = watched
        with_it.append(await _one_change())
        WATCHED.pop("saved_queries")
    WATCHED["saved_queries"] = watched
    return (median(with_it) - median(without)) * 1000


async def _one_change() -> float:
    begun = time.perf_counter()
    async with db.writing() as session:
        session.add(SavedQuery(text=new_id(), author_name="bench"))
    return time.perf_counter() - begun


async def _fill(count: int) -> None:
    for first in range(0, count, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, count))
        rows = [
            row(sort="view", viewer="staff:bench", subject=f"u{n}", what=f"查看办件{n}")
            for n in numbers
        ]
        async with db.writing() as session:
            await session.execute(insert(table_of(AuditRecord)), rows)
            await session.execute(
                insert(table_of(AuditPending)), [{"record_id": r["id"]} for r in rows]
            )


if __name__ == "__main__":
    main()
