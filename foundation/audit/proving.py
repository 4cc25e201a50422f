"""Whether the chain still says what was written: every record, link, head and archive.

Reads in stretches, so that a million records take no more memory than five thousand.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from foundation.audit import archives, heads
from foundation.audit.chain import RECORDS
from foundation.audit.writing import COLUMNS, GENESIS, canonical, digest_of
from foundation.crypto import CiphertextInvalid, audit_mac
from foundation.files import sha256_of
from foundation.models.audit import AuditArchive, AuditHead, AuditLink, AuditPending
from foundation.models.base import table_of

AT_ONCE = 5_000
FAULTS_AT_MOST = 20
_LINKS, _PENDING = table_of(AuditLink), table_of(AuditPending)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, where the chain says so: `seq` is 0 for a record outside the chain."""

    seq: int
    record_id: str
    text: str


@dataclass(slots=True)
class Proof:
    """What was looked at and what was found; whole when `faults` is empty."""

    records: int = 0
    archived: int = 0
    waiting: int = 0
    heads: int = 0
    seq: int = 0
    digest: str = GENESIS
    seconds: float = 0.0
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not self.faults

    def blame(self, seq: int, record_id: str, text: str) -> None:
        if len(self.faults) < FAULTS_AT_MOST:
            self.faults.append(Fault(seq, record_id, text))


async def prove(session: AsyncSession) -> Proof:
    """Go through all of it, the oldest first."""
    begun, proof = time.monotonic(), Proof()
    sealed = await _heads(session, proof)
    await _prove_archives(session, proof, sealed)
    await _prove_links(session, proof, sealed)
    await _prove_the_rest(session, proof)
    for seq in sorted(s for s in sealed if s > proof.seq):
        proof.blame(seq, "", f"链尾被截断：封存时链长{seq}，现在只到{proof.seq}")
    proof.seconds = time.monotonic() - begun
    return proof


async def _heads(session: AsyncSession, proof: Proof) -> dict[int, str]:
    """Digest by number, of all sealed heads inside the database and outside."""
    kept = [heads.head_line(h) for h in await session.scalars(select(AuditHead))]
    outside = list(heads.kept_outside())
    inside = {line["seq"] for line in kept}
    sealed: dict[int, str] = {}
    for line in (*kept, *outside):
        seq = int(str(line.get("seq", 0)))
        if not heads.is_genuine(line):
            proof.blame(seq, "", "封存的链头不是本系统封的，或被改动过")
        elif sealed.setdefault(seq, str(line["digest"])) != line["digest"]:
            proof.blame(seq, "", "库内外封存的链头不一致")
    for line in outside:
        if line.get("seq") not in inside:
            proof.blame(int(str(line.get("seq", 0))), "", "库内封存的链头被删除（库外存有副本）")
    proof.heads = len(sealed)
    return sealed


async def _prove_archives(session: AsyncSession, proof: Proof, sealed: dict[int, str]) -> None:
    for archive in await session.scalars(select(AuditArchive).order_by(AuditArchive.first_seq)):
        place = f"归档{archive.first_seq}—{archive.last_seq}"
        if archive.mac != archives.archive_mac(archive):
            proof.blame(archive.first_seq, "", f"{place}：登记被改动过")
        if archive.first_seq != proof.seq + 1 or archive.before != proof.digest:
            proof.blame(archive.first_seq, "", f"{place}：与前一段接不上")
        path = archives.archive_path(archive)
        content = path.read_bytes() if path.is_file() else b""
        if sha256_of(content) != archive.sha256:
            told = "文件被改动过" if content else "文件不见了"
            proof.blame(archive.first_seq, "", f"{place}：{told}")
        else:
            _prove_file(proof, archive, content, sealed)
        proof.archived += archive.last_seq - archive.first_seq + 1
        proof.seq, proof.digest = archive.last_seq, archive.digest


def _prove_file(
    proof: Proof, archive: AuditArchive, content: bytes, sealed: dict[int, str]
) -> None:
    before = archive.before
    try:
        for seq, digest, values in archives.read_archive(content):
            before = digest_of(before, seq, canonical(values[:-1]))
            if before != digest:
                proof.blame(seq, values[0], "归档里的记录与链不符")
            _compare_head(proof, seq, digest, sealed)
            before = digest
    except CiphertextInvalid:
        proof.blame(archive.first_seq, "", "归档文件打不开")
    if before != archive.digest:
        proof.blame(archive.last_seq, "", "归档文件与登记的链头不符")


async def _prove_links(session: AsyncSession, proof: Proof, sealed: dict[int, str]) -> None:
    after = proof.seq
    while rows := await _stretch(session, after):
        for row in rows:
            _prove_link(proof, row)
            _compare_head(proof, row.seq, row.link_digest, sealed)
        after = rows[-1].seq


def _prove_link(proof: Proof, row: Row[Any]) -> None:
    if row.seq != proof.seq + 1:
        proof.blame(proof.seq + 1, "", f"链上缺第{proof.seq + 1}至{row.seq - 1}环")
    if row.id is None:
        proof.blame(row.seq, row.record_id, "记录被删除")
    else:
        proof.records += 1
        content = canonical(row[3:-1])
        if row.mac != audit_mac(content):
            proof.blame(row.seq, row.id, "记录不是本系统写的，或写后被改动")
        elif digest_of(proof.digest, row.seq, content) != row.link_digest:
            proof.blame(row.seq, row.id, "记录与链不符：内容或次序被改动")
    proof.seq, proof.digest = row.seq, row.link_digest


def _compare_head(proof: Proof, seq: int, digest: str, sealed: dict[int, str]) -> None:
    if sealed.get(seq, digest) != digest:
        proof.blame(seq, "", "与封存的链头不符：这里或之前被整段改写")


async def _stretch(session: AsyncSession, after: int) -> list[Row[Any]]:
    rows = await session.execute(
        select(
            _LINKS.c.seq,
            _LINKS.c.record_id,
            _LINKS.c.digest.label("link_digest"),
            *(RECORDS.c[name] for name in (*COLUMNS, "mac")),
        )
        .outerjoin(RECORDS, RECORDS.c.id == _LINKS.c.record_id)
        .where(_LINKS.c.seq > after)
        .order_by(_LINKS.c.seq)
        .limit(AT_ONCE)
    )
    return list(rows.all())


async def _prove_the_rest(session: AsyncSession, proof: Proof) -> None:
    """What stands outside the chain: waiting for it, put in beside it, or gone before it."""
    proof.waiting = await session.scalar(select(func.count()).select_from(_PENDING)) or 0
    for record_id in await _beside(session):
        proof.blame(0, record_id, "记录不在链上：绕过系统插入")
    for record_id in await _orphans(session):
        proof.blame(0, record_id, "待链接的记录被删除")


async def _beside(session: AsyncSession) -> Iterator[str]:
    strays = select(RECORDS.c.id).where(
        ~exists().where(_LINKS.c.record_id == RECORDS.c.id),
        ~exists().where(_PENDING.c.record_id == RECORDS.c.id),
    )
    return iter((await session.scalars(strays.limit(FAULTS_AT_MOST))).all())


async def _orphans(session: AsyncSession) -> Iterator[str]:
    gone = select(_PENDING.c.record_id).where(~exists().where(RECORDS.c.id == _PENDING.c.record_id))
    return iter((await session.scalars(gone.limit(FAULTS_AT_MOST))).all())
