"""Rows of ratings. A case's is reached through the case, which the caller has accessed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from foundation.models import CaseRating


async def rating_of(session: AsyncSession, number: str) -> CaseRating | None:
    return await session.scalar(select(CaseRating).where(CaseRating.case_number == number))


def add(session: AsyncSession, values: dict[str, Any]) -> CaseRating:
    """The case is locked: nobody rates it in between."""
    rating = CaseRating(**values)
    session.add(rating)
    return rating
