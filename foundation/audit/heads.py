"""Heads of the chain, sealed with the audit key and copied to a file outside the database.

Without them a chain whose end was cut off would look whole.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from foundation import db
from foundation.clock import local, now
from foundation.crypto import audit_mac
from foundation.models.audit import AuditHead, AuditLink
from foundation.settings import settings

EVERY = timedelta(minutes=10)
"""How much of an unwatched tail can be cut without a trace, at most; and once each new day."""


def mac_of(seq: int, digest: str, sealed_at: str) -> str:
    return audit_mac(f"head|{seq}|{digest}|{sealed_at}".encode())


def head_line(head: AuditHead) -> dict[str, object]:
    return {
        "seq": head.seq,
        "digest": head.digest,
        "sealed_at": _stamp(head),
        "mac": head.mac,
    }


def is_genuine(line: dict[str, object]) -> bool:
    seq, digest, sealed_at = line.get("seq"), line.get("digest"), line.get("sealed_at")
    return isinstance(seq, int) and line.get("mac") == mac_of(seq, str(digest), str(sealed_at))


async def seal_head(session: AsyncSession, *, at_once: bool = False) -> AuditHead | None:
    """Seal how far the chain is, if it grew and it is time (or `at_once`)."""
    last = await session.scalar(select(AuditHead).order_by(AuditHead.seq.desc()).limit(1))
    tip = await session.scalar(select(AuditLink).order_by(AuditLink.seq.desc()).limit(1))
    moment = now().replace(microsecond=0)
    if tip is None or (last and last.seq >= tip.seq):
        return None
    if last and not at_once:
        is_new_day = local(last.sealed_at).date() != local(moment).date()
        if not is_new_day and moment - last.sealed_at < EVERY:
            return None
    head = AuditHead(seq=tip.seq, digest=tip.digest, sealed_at=moment, mac="")
    head.mac = mac_of(head.seq, head.digest, _stamp(head))
    session.add(head)
    return head


async def copy_heads() -> int:
    """Write to the file outside what it does not hold yet; safe to repeat after a kill."""
    known = await asyncio.to_thread(_last_seq)
    async with db.reading() as session:
        heads = await session.scalars(
            select(AuditHead).where(AuditHead.seq > known).order_by(AuditHead.seq)
        )
        lines = [json.dumps(head_line(head)) for head in heads]
    if lines:
        await asyncio.to_thread(_append, lines)
    return len(lines)


def kept_outside() -> Iterator[dict[str, object]]:
    """The heads of the file outside, as they stand there; a torn last line is passed over."""
    if not heads_file().is_file():
        return
    with heads_file().open(encoding="utf-8") as lines:
        for line in lines:
            try:
                yield json.loads(line)
            except json.JSONDecodeError:
                continue


def heads_file() -> Path:
    return settings().audit_place / "heads.jsonl"


def _last_seq() -> int:
    return max((int(str(line["seq"])) for line in kept_outside()), default=0)


def _append(lines: list[str]) -> None:
    heads_file().parent.mkdir(parents=True, exist_ok=True)
    with heads_file().open("a", encoding="utf-8") as file:
        file.write("".join(f"{line}\n" for line in lines))
        file.flush()
        os.fsync(file.fileno())


def _stamp(head: AuditHead) -> str:
    return local(head.sealed_at).isoformat()
