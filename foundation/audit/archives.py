"""Old records leave as sealed files, never otherwise; the digests at both ends stay behind.

The database lets a record go only when an archive row covers it (migration 0016).
"""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from foundation import crypto, db
from foundation.audit.chain import RECORDS
from foundation.audit.writing import COLUMNS, GENESIS, canonical
from foundation.clock import now
from foundation.crypto import audit_mac
from foundation.files import sha256_of
from foundation.models import new_id
from foundation.models.audit import AuditArchive, AuditLink
from foundation.models.base import table_of
from foundation.settings import settings

AT_ONCE = 50_000
"""Records of one archive file: some three megabytes."""


async def archive_old() -> int:
    """Move what is older than `AUDIT_KEPT_DAYS` (184 at least) into sealed files; how many
    records went. The file is whole before the rows go: killed between, it is written again."""
    moved = 0
    while True:
        async with db.writing() as session:
            count = await archive_stretch(session, AT_ONCE)
        moved += count
        if count < AT_ONCE:
            return moved


async def archive_stretch(session: AsyncSession, limit: int) -> int:
    """The oldest stretch of the chain that is all old enough, at most `limit` records."""
    before = now() - timedelta(days=settings().audit_kept_days)
    rows = await _oldest(session, limit)
    old = 0
    while old < len(rows) and rows[old]["at"] < before:
        old += 1
    rows = rows[:old]
    if not rows:
        return 0
    archive = await _describe(session, rows)
    content = crypto.encrypt(gzip.compress(_lines(rows), mtime=0))
    archive.sha256 = sha256_of(content)
    archive.mac = archive_mac(archive)
    await asyncio.to_thread(_keep, archive_path(archive), content)
    session.add(archive)
    await session.flush()
    ids = select(AuditLink.record_id).where(AuditLink.seq <= archive.last_seq)
    await session.execute(delete(RECORDS).where(RECORDS.c.id.in_(ids)))
    await session.execute(delete(table_of(AuditLink)).where(AuditLink.seq <= archive.last_seq))
    return len(rows)


def archive_path(archive: AuditArchive) -> Path:
    return settings().audit_place / f"{archive.first_seq:012d}-{archive.last_seq:012d}.audit"


def archive_mac(archive: AuditArchive) -> str:
    parts = (archive.first_seq, archive.last_seq, archive.before, archive.digest, archive.sha256)
    return audit_mac("|".join(map(str, ("archive", *parts))).encode())


def read_archive(content: bytes) -> Iterator[tuple[int, str, list[Any]]]:
    """Number, digest and columns of every record. Raises: CiphertextInvalid."""
    for line in gzip.decompress(crypto.decrypt(content)).splitlines():
        seq, digest, values = orjson.loads(line)
        yield seq, digest, values


async def _oldest(session: AsyncSession, limit: int) -> list[dict[str, Any]]:
    links = table_of(AuditLink)
    rows = await session.execute(
        select(links.c.seq, links.c.digest, *(RECORDS.c[name] for name in (*COLUMNS, "mac")))
        .join(RECORDS, RECORDS.c.id == links.c.record_id)
        .order_by(links.c.seq)
        .limit(limit)
    )
    return [dict(row._mapping) for row in rows]


async def _describe(session: AsyncSession, rows: list[dict[str, Any]]) -> AuditArchive:
    previous = await session.scalar(
        select(AuditArchive).order_by(AuditArchive.last_seq.desc()).limit(1)
    )
    return AuditArchive(
        id=new_id(),
        first_seq=rows[0]["seq"],
        last_seq=rows[-1]["seq"],
        before=previous.digest if previous else GENESIS,
        digest=rows[-1]["digest"],
        latest_at=max(row["at"] for row in rows),
        archived_at=now(),
    )


def _lines(rows: list[dict[str, Any]]) -> bytes:
    return b"\n".join(
        b'[%d,"%s",%s]'
        % (row["seq"], row["digest"].encode(), canonical(row[n] for n in (*COLUMNS, "mac")))
        for row in rows
    )


def _keep(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    unfinished.write_bytes(content)
    unfinished.replace(path)
