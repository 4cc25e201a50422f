"""Rows of devices. They belong to the house: staff reach them by permission, a device its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete, exists, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from foundation.db import fresh
from foundation.models import (
    Device,
    DeviceCommand,
    DeviceEvent,
    DevicePulse,
    Enrolment,
    Staff,
    new_id,
)
from foundation.models.base import table_of

WAITING = ("queued", "sent")
OPEN = ("queued", "sent", "acknowledged")


async def lock_enrolment(session: AsyncSession, code_hash: str) -> Enrolment | None:
    found: Enrolment | None = await session.scalar(
        fresh(select(Enrolment).where(Enrolment.code_hash == code_hash))
    )
    return found


async def active_device(session: AsyncSession, token_hash: str) -> Device | None:
    return await session.scalar(
        select(Device).where(Device.token_hash == token_hash, Device.state == "active")
    )


async def device_by_id(
    session: AsyncSession, device_id: str, *, lock: bool = False
) -> Device | None:
    query = select(Device).where(Device.id == device_id)
    return await session.scalar(fresh(query) if lock else query)


async def devices_of(session: AsyncSession, hall_id: str) -> Sequence[Device]:
    rows = await session.scalars(
        select(Device)
        .where(Device.hall_id == hall_id)
        .order_by(Device.counter_id, Device.kind, Device.enrolled_at)
    )
    return rows.all()


async def devices_at(session: AsyncSession, counter_id: str) -> Sequence[Device]:
    rows = await session.scalars(
        select(Device)
        .where(Device.counter_id == counter_id, Device.state == "active")
        .order_by(Device.kind, Device.enrolled_at)
    )
    return rows.all()


async def pulses_of(session: AsyncSession, device_ids: Iterable[str]) -> dict[str, DevicePulse]:
    rows = await session.scalars(
        select(DevicePulse).where(DevicePulse.device_id.in_(list(device_ids)))
    )
    return {row.device_id: row for row in rows}


async def pulse_of(session: AsyncSession, device_id: str) -> DevicePulse | None:
    return await session.scalar(select(DevicePulse).where(DevicePulse.device_id == device_id))


async def device_and_pulse(
    session: AsyncSession, device_id: str
) -> tuple[Device, DevicePulse | None, bool] | None:
    """An active device, how it last was, and whether something waits for it."""
    waits = exists().where(DeviceCommand.device_id == Device.id, DeviceCommand.state.in_(WAITING))
    rows = await session.execute(
        select(Device, DevicePulse, waits)
        .outerjoin(DevicePulse, DevicePulse.device_id == Device.id)
        .where(Device.id == device_id, Device.state == "active")
    )
    found = rows.one_or_none()
    return (found[0], found[1], found[2]) if found else None


async def put_pulse(session: AsyncSession, device_id: str, values: Mapping[str, Any]) -> None:
    """The first of a device, or in place of the last."""
    insert = _insert(session)
    await session.execute(
        insert(table_of(DevicePulse))
        .values(device_id=device_id, **values)
        .on_conflict_do_update(index_elements=["device_id"], set_=dict(values))
    )


async def beat(
    session: AsyncSession, device_id: str, connection: str, values: Mapping[str, Any]
) -> bool:
    """False when another connection speaks for the device by now."""
    done = await session.execute(
        update(DevicePulse)
        .where(DevicePulse.device_id == device_id, DevicePulse.connection == connection)
        .values(**values)
    )
    return cast(CursorResult[Any], done).rowcount == 1


async def beat_all(
    session: AsyncSession, beats: Mapping[str, str], moment: datetime
) -> Sequence[str]:
    """Connections (each with its device in `beats`) that speak for an active device, now seen."""
    is_active = exists().where(Device.id == DevicePulse.device_id, Device.state == "active")
    done = await session.execute(
        update(DevicePulse)
        .where(
            DevicePulse.device_id.in_(list(beats.values())),
            DevicePulse.connection.in_(list(beats)), is_active,
        )
        .values(seen_at=moment)
        .returning(DevicePulse.connection)
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    return done.scalars().all()


async def not_carried(
    session: AsyncSession, connections: Mapping[str, str], moment: datetime
) -> set[str]:
    """Those of the connections for whose device something waits that they have not carried."""
    devices = {device_id: connection for connection, device_id in connections.items()}
    rows = await session.execute(
        select(DeviceCommand.device_id, DeviceCommand.sent_by).where(
            DeviceCommand.device_id.in_(list(devices)), DeviceCommand.state.in_(WAITING),
            DeviceCommand.expires_at > moment,
        )
    )  # fmt: skip
    return {devices[row.device_id] for row in rows if row.sent_by != devices[row.device_id]}


async def command_by_id(
    session: AsyncSession, command_id: str, *, lock: bool = False
) -> DeviceCommand | None:
    query = select(DeviceCommand).where(DeviceCommand.id == command_id)
    return await session.scalar(fresh(query) if lock else query)


async def command_asked(
    session: AsyncSession, asked_by: str, request_id: str
) -> DeviceCommand | None:
    return await session.scalar(
        select(DeviceCommand).where(
            DeviceCommand.asked_by == asked_by, DeviceCommand.request_id == request_id
        )
    )


async def take_commands(
    session: AsyncSession, device_id: str, connection: str, moment: datetime
) -> Sequence[DeviceCommand]:
    """What this connection has not carried yet, now carried by it; nothing for a connection that
    does not speak for the device any more."""
    speaks = exists().where(
        DevicePulse.device_id == device_id, DevicePulse.connection == connection
    )
    taken = await session.execute(
        update(DeviceCommand)
        .where(
            DeviceCommand.device_id == device_id, DeviceCommand.state.in_(WAITING),
            DeviceCommand.expires_at > moment, DeviceCommand.sent_by != connection, speaks,
        )
        .values(state="sent", sent_by=connection, attempts=DeviceCommand.attempts + 1)
        .returning(DeviceCommand)
        .execution_options(populate_existing=True)
    )  # fmt: skip
    return sorted(taken.scalars().all(), key=lambda row: (row.created_at, row.id))


async def waiting_for(session: AsyncSession, device_id: str) -> Sequence[DeviceCommand]:
    """What the device has not begun yet, locked."""
    rows = await session.scalars(
        fresh(
            select(DeviceCommand).where(
                DeviceCommand.device_id == device_id, DeviceCommand.state.in_(WAITING)
            )
        )
    )
    return rows.all()


async def overdue(
    session: AsyncSession, moment: datetime, limit: int = 500
) -> Sequence[DeviceCommand]:
    rows = await session.scalars(
        fresh(
            select(DeviceCommand)
            .where(DeviceCommand.state.in_(OPEN), DeviceCommand.expires_at <= moment)
            .order_by(DeviceCommand.expires_at)
            .limit(limit)
        )
    )
    return rows.all()


async def open_at(session: AsyncSession, counter_id: str, since: datetime) -> Sequence[Any]:
    """Commands of a counter that are under way or ended lately; nothing of what they carry."""
    rows = await session.execute(
        select(*_BARE)
        .where(
            DeviceCommand.counter_id == counter_id,
            or_(DeviceCommand.state.in_(OPEN), DeviceCommand.ended_at > since),
            DeviceCommand.created_at > since,
        )
        .order_by(DeviceCommand.created_at.desc())
        .limit(20)
    )
    return rows.all()


async def last_commands(session: AsyncSession, device_id: str, limit: int) -> Sequence[Any]:
    rows = await session.execute(
        select(*_BARE)
        .where(DeviceCommand.device_id == device_id)
        .order_by(DeviceCommand.created_at.desc(), DeviceCommand.id)
        .limit(limit)
    )
    return rows.all()


async def last_events(session: AsyncSession, device_id: str, limit: int) -> Sequence[Any]:
    rows = await session.execute(
        select(DeviceEvent.id, DeviceEvent.kind, DeviceEvent.happened_at, DeviceEvent.received_at)
        .where(DeviceEvent.device_id == device_id)
        .order_by(DeviceEvent.received_at.desc(), DeviceEvent.id)
        .limit(limit)
    )
    return rows.all()


async def add_event(session: AsyncSession, values: Mapping[str, Any]) -> bool:
    """False when the device told of it before."""
    insert = _insert(session)
    done = await session.execute(
        insert(DeviceEvent)
        .values(id=new_id(), **values)
        .on_conflict_do_nothing(index_elements=["device_id", "event_id"])
    )
    return cast(CursorResult[Any], done).rowcount == 1


async def events_at(
    session: AsyncSession, counter_id: str, since: datetime, kinds: Iterable[str]
) -> Sequence[DeviceEvent]:
    rows = await session.scalars(
        select(DeviceEvent)
        .where(
            DeviceEvent.counter_id == counter_id, DeviceEvent.received_at > since,
            DeviceEvent.kind.in_(list(kinds)),
        )
        .order_by(DeviceEvent.received_at, DeviceEvent.id)
        .limit(200)
    )  # fmt: skip
    return rows.all()


async def forget(session: AsyncSession, moment: datetime) -> int:
    """Empty what was to be forgotten by now; returns how many rows."""
    count = 0
    for statement in (
        update(DeviceCommand)
        .where(DeviceCommand.forget_at <= moment, DeviceCommand.state.not_in(OPEN))
        .values(arguments=None, result=None, forget_at=None),
        update(DeviceEvent)
        .where(DeviceEvent.forget_at <= moment)
        .values(data=None, forget_at=None),
    ):
        done = await session.execute(statement, execution_options={"synchronize_session": False})
        count += cast(CursorResult[Any], done).rowcount
    return count


async def drop_old(session: AsyncSession, before: datetime) -> None:
    for statement in (
        delete(DeviceCommand).where(
            DeviceCommand.created_at < before, DeviceCommand.state.not_in(OPEN)
        ),
        delete(DeviceEvent).where(DeviceEvent.received_at < before),
    ):
        await session.execute(statement, execution_options={"synchronize_session": False})


async def names_of_staff(session: AsyncSession, usernames: Iterable[str]) -> dict[str, str]:
    rows = await session.execute(
        select(Staff.username, Staff.display_name).where(Staff.username.in_(list(usernames)))
    )
    return {row.username: row.display_name for row in rows}


_BARE = (
    DeviceCommand.id, DeviceCommand.device_id, DeviceCommand.verb, DeviceCommand.state,
    DeviceCommand.reason, DeviceCommand.concerns, DeviceCommand.asked_by,
    DeviceCommand.attempts, DeviceCommand.created_at, DeviceCommand.ended_at,
)  # fmt: skip


def _insert(session: AsyncSession) -> type[postgresql.Insert] | type[sqlite.Insert]:
    is_postgres = session.get_bind().dialect.name == "postgresql"
    return postgresql.Insert if is_postgres else sqlite.Insert
