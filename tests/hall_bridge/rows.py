"""Rows as they lie in the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import select

from foundation import db
from foundation.models import Base

M = TypeVar("M", bound=Base)


async def all_of(model: type[M]) -> Sequence[M]:
    async with db.reading() as session:
        return (await session.scalars(select(model))).all()
