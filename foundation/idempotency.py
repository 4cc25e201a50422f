"""The same key with the same body gives the same answer, however often and however at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from foundation.clock import now
from foundation.errors import IdempotencyConflict, InvalidInput
from foundation.models import IdempotencyRecord

MAX_KEY = 128


async def once(
    session: AsyncSession,
    owner: str,
    key: str | None,
    body: Any,
    act: Callable[[], Awaitable[dict[str, Any]]],
) -> dict[str, Any]:
    """The answer of `act`, run at most once for this owner and key.

    The record is written in the act's own transaction, so a failed act leaves no record and
    may be tried again. Without a key the act simply runs.
    Raises: IdempotencyConflict when the key was used with another body.
    """
    if not key:
        return await act()
    if len(key) > MAX_KEY:
        raise InvalidInput({"Idempotency-Key": f"请求标识最多{MAX_KEY}个字符"})
    digest = hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()
    if not await _reserve(session, owner, key, digest):
        return await _recall(session, owner, key, digest)
    answer = await act()
    mine = (IdempotencyRecord.owner == owner, IdempotencyRecord.key == key)
    await session.execute(update(IdempotencyRecord).where(*mine).values(answer=answer))
    return answer


async def _reserve(session: AsyncSession, owner: str, key: str, digest: str) -> bool:
    """True when the key is ours; a rival's open transaction is waited for by the database."""
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    values = {
        "owner": owner,
        "key": key,
        "body_hash": digest,
        "status": 200,
        "answer": {},
        "created_at": now(),
    }
    result = await session.execute(
        insert(IdempotencyRecord)
        .values(**values)
        .on_conflict_do_nothing()
        .returning(IdempotencyRecord.key)
    )
    return result.first() is not None


async def _recall(session: AsyncSession, owner: str, key: str, digest: str) -> dict[str, Any]:
    record = await session.get(IdempotencyRecord, (owner, key))
    if record is None or record.body_hash != digest:
        raise IdempotencyConflict
    return record.answer
