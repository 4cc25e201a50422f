"""Rows of signatures. A case's are reached through the case, which the caller has accessed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from foundation.models import Signature


async def signatures_of(session: AsyncSession, number: str) -> Sequence[Signature]:
    """The newest first."""
    rows = await session.scalars(
        select(Signature)
        .where(Signature.case_number == number)
        .order_by(Signature.received_at.desc(), Signature.id)
    )
    return rows.all()


async def signature_of_case(
    session: AsyncSession, number: str, signature_id: str
) -> Signature | None:
    return await session.scalar(
        select(Signature).where(Signature.case_number == number, Signature.id == signature_id)
    )


async def signature_by_id(
    session: AsyncSession, signature_id: str, *, lock: bool = False
) -> Signature | None:
    query = select(Signature).where(Signature.id == signature_id)
    return await session.scalar(query.with_for_update() if lock else query)


async def unsealed_since(
    session: AsyncSession, purpose: str, since: datetime, limit: int
) -> Sequence[str]:
    rows = await session.scalars(
        select(Signature.id)
        .where(
            Signature.purpose == purpose,
            Signature.sealed_sha256.is_(None),
            Signature.received_at < since,
        )
        .limit(limit)
    )
    return rows.all()
