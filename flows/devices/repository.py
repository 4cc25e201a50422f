"""Rows of devices. They belong to the house: staff reach them by permission, a device its own."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from foundation.db import fresh
from foundation.models import Device, Enrolment


async def lock_enrolment(session: AsyncSession, code_hash: str) -> Enrolment | None:
    found: Enrolment | None = await session.scalar(
        fresh(select(Enrolment).where(Enrolment.code_hash == code_hash))
    )
    return found


async def active_device(session: AsyncSession, token_hash: str) -> Device | None:
    return await session.scalar(
        select(Device).where(Device.token_hash == token_hash, Device.state == "active")
    )


async def devices_of(session: AsyncSession, hall_id: str) -> Sequence[Device]:
    rows = await session.scalars(
        select(Device)
        .where(Device.hall_id == hall_id)
        .order_by(Device.counter_id, Device.kind, Device.enrolled_at)
    )
    return rows.all()
