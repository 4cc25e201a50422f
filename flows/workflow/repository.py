"""Rows of bindings of items and departments to processes."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from foundation.db import fresh
from foundation.models import ProcessBinding


async def bindings(session: AsyncSession) -> Sequence[ProcessBinding]:
    rows = await session.scalars(
        select(ProcessBinding).order_by(ProcessBinding.item_code, ProcessBinding.department_code)
    )
    return rows.all()


async def bindings_for(
    session: AsyncSession, item_code: str, department_code: str
) -> Sequence[ProcessBinding]:
    """The item's own before its department's."""
    rows = await session.scalars(
        select(ProcessBinding)
        .where(
            or_(
                ProcessBinding.item_code == item_code,
                and_(
                    ProcessBinding.item_code == "",
                    ProcessBinding.department_code == department_code,
                ),
            )
        )
        .order_by(ProcessBinding.item_code.desc())
    )
    return rows.all()


async def lock_binding(
    session: AsyncSession, item_code: str, department_code: str
) -> ProcessBinding | None:
    found: ProcessBinding | None = await session.scalar(
        fresh(
            select(ProcessBinding).where(
                ProcessBinding.item_code == item_code,
                ProcessBinding.department_code == department_code,
            )
        )
    )
    return found
