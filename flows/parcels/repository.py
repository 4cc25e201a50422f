"""Rows of parcels. Those of a counter are reached by whoever sits there (`desk.py`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from foundation.models import Device, Hall, Parcel


async def parcel(session: AsyncSession, key: str, *, lock: bool = False) -> Parcel | None:
    query = select(Parcel).where(Parcel.key == key)
    return await session.scalar(query.with_for_update() if lock else query)


async def lock_device(session: AsyncSession, device_id: str) -> None:
    """What a device brings is kept one after the other."""
    await session.execute(select(Device.id).where(Device.id == device_id).with_for_update())


async def same_before(
    session: AsyncSession, hall_id: str, mark: str, since: datetime
) -> Parcel | None:
    """One of the same person with the same bytes, taken in this hall and not left."""
    return await session.scalar(
        select(Parcel)
        .where(
            Parcel.hall_id == hall_id,
            Parcel.mark == mark,
            Parcel.state.in_(("waiting", "filed", "handed")),
            Parcel.received_at > since,
        )
        .order_by(Parcel.received_at)
        .limit(1)
    )


async def waiting_at(session: AsyncSession, counter_id: str, limit: int) -> Sequence[Parcel]:
    """Oldest first."""
    rows = await session.scalars(
        select(Parcel)
        .where(Parcel.counter_id == counter_id, Parcel.state == "waiting")
        .order_by(Parcel.made_at, Parcel.key)
        .limit(limit)
    )
    return rows.all()


async def settled_at(
    session: AsyncSession, counter_id: str, since: datetime, limit: int
) -> Sequence[Parcel]:
    """Newest first."""
    rows = await session.scalars(
        select(Parcel)
        .where(
            Parcel.counter_id == counter_id, Parcel.state != "waiting", Parcel.received_at > since
        )
        .order_by(Parcel.received_at.desc(), Parcel.key)
        .limit(limit)
    )
    return rows.all()


async def to_forget(
    session: AsyncSession, before: Mapping[str, datetime], limit: int
) -> Sequence[Parcel]:
    """Settled so long ago, by what became of them, that their content goes."""
    old = [and_(Parcel.state == state, Parcel.decided_at < day) for state, day in before.items()]
    rows = await session.scalars(
        select(Parcel)
        .where(or_(*old), Parcel.content.is_not(None))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return rows.all()


async def hall_name(session: AsyncSession, hall_id: str) -> str:
    return await session.scalar(select(Hall.name).where(Hall.id == hall_id)) or ""
