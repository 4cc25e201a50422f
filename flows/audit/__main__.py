"""`python -m flows.audit`: prove the audit chain; the exit code is 1 when something is wrong."""

from __future__ import annotations

import asyncio
import sys

from flows.audit.upkeep import said_of
from foundation import db
from foundation.audit.chain import link
from foundation.audit.proving import Proof, prove


async def _prove() -> Proof:
    await link()
    async with db.reading() as session:
        return await prove(session)


if __name__ == "__main__":
    found = asyncio.run(_prove())
    print(said_of(found))
    for fault in found.faults:
        print(f"  ✗ 第{fault.seq}环 {fault.record_id} {fault.text}")
    sys.exit(0 if found.is_whole else 1)
