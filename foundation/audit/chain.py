"""Records linked into one chain, by one chainer at a time, seconds after they were committed.

Writers never wait for the chain: a record is committed with its act and a row that says it is
waiting. The chain's order is the order of linking, so it does not matter who commits late.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Table, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from foundation import db
from foundation.audit.heads import copy_heads, seal_head
from foundation.audit.writing import COLUMNS, GENESIS, canonical, digest_of
from foundation.models.audit import AuditArchive, AuditLink, AuditPending, AuditRecord
from foundation.models.base import table_of

LINK_SECONDS = 2.0
BATCH = 500
_LOCK = 0x7EA_0D17
"""Number of the advisory lock that one chainer holds on PostgreSQL."""
RECORDS: Table = table_of(AuditRecord)


async def link() -> int:
    """Link what waits, seal the head when it is time; returns how many records were linked, 0
    while another chainer is at it.

    A batch is one transaction: killed within it, the chain stands where it stood.
    """
    linked = 0
    while True:
        async with db.writing() as session:
            if not await _is_alone(session):
                break
            count = await link_batch(session)
            await seal_head(session)
        linked += count
        if count < BATCH:
            break
    await copy_heads()
    return linked


async def link_batch(session: AsyncSession, limit: int = BATCH) -> int:
    """Link up to `limit` waiting records in the session's transaction, by the one chainer."""
    waiting = await _waiting(session, limit)
    if not waiting:
        return 0
    seq, before = await head(session)
    links = []
    for record in waiting:
        seq += 1
        before = digest_of(before, seq, canonical(record))
        links.append({"seq": seq, "record_id": record.id, "digest": before})
    await session.execute(insert(table_of(AuditLink)), links)
    ids = [row["record_id"] for row in links]
    await session.execute(delete(AuditPending).where(AuditPending.record_id.in_(ids)))
    return len(links)


async def head(session: AsyncSession) -> tuple[int, str]:
    """Number and digest of the last link, living or archived; (0, zeros) before the first."""
    last = (
        await session.execute(
            select(AuditLink.seq, AuditLink.digest).order_by(AuditLink.seq.desc()).limit(1)
        )
    ).first()
    if last:
        return last.seq, last.digest
    archived = (
        await session.execute(
            select(AuditArchive.last_seq, AuditArchive.digest)
            .order_by(AuditArchive.last_seq.desc())
            .limit(1)
        )
    ).first()
    return (archived.last_seq, archived.digest) if archived else (0, GENESIS)


async def _waiting(session: AsyncSession, limit: int) -> Sequence[Row[Any]]:
    """Committed records without a link, the oldest first. The one that waits without a record is
    left for the proof to find."""
    columns = [RECORDS.c[name] for name in COLUMNS]
    pending = table_of(AuditPending)
    rows = await session.execute(
        select(*columns)
        .join(pending, pending.c.record_id == RECORDS.c.id)
        .order_by(pending.c.record_id)
        .limit(limit)
    )
    return rows.all()


async def _is_alone(session: AsyncSession) -> bool:
    """The one chainer until the transaction ends. SQLite has one writer anyway."""
    if session.get_bind().dialect.name != "postgresql":
        return True
    return bool(await session.scalar(select(func.pg_try_advisory_xact_lock(_LOCK))))
