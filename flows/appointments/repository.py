"""Rows of appointments. A citizen reaches own ones through `access_*`, a door by the secret
code."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from flows.appointments.errors import AppointmentUnknown
from foundation.db import fresh
from foundation.models import Appointment, SlotDay, SlotPlan, User
from foundation.viewer import Viewer


async def plan_of(session: AsyncSession, line_ids: Sequence[str]) -> Sequence[SlotPlan]:
    rows = await session.scalars(
        select(SlotPlan)
        .where(SlotPlan.line_id.in_(line_ids))
        .order_by(SlotPlan.line_id, SlotPlan.weekday, SlotPlan.starts)
    )
    return rows.all()


async def clear_plan(session: AsyncSession, line_id: str) -> None:
    await session.execute(delete(SlotPlan).where(SlotPlan.line_id == line_id))


async def taken_of(
    session: AsyncSession, line_id: str, since: date, until: date
) -> dict[tuple[date, str], int]:
    rows = await session.execute(
        select(SlotDay.day, SlotDay.starts, SlotDay.taken).where(
            SlotDay.line_id == line_id, SlotDay.day >= since, SlotDay.day <= until
        )
    )
    return {(row[0], row[1]): row[2] for row in rows}


async def take_one(session: AsyncSession, line_id: str, day: date, starts: str, quota: int) -> bool:
    """One more in a slot, if its quota allows; two at once wait for each other on its row."""
    is_postgres = session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert if is_postgres else sqlite.insert
    begun = insert(SlotDay).values(line_id=line_id, day=day, starts=starts, taken=0)
    await session.execute(begun.on_conflict_do_nothing())
    done = await session.execute(
        update(SlotDay)
        .where(*_slot(line_id, day, starts), SlotDay.taken < quota)
        .values(taken=SlotDay.taken + 1),
        execution_options={"synchronize_session": False},
    )
    return cast(CursorResult[Any], done).rowcount == 1


async def give_back(session: AsyncSession, line_id: str, day: date, starts: str) -> None:
    await session.execute(
        update(SlotDay)
        .where(*_slot(line_id, day, starts), SlotDay.taken > 0)
        .values(taken=SlotDay.taken - 1),
        execution_options={"synchronize_session": False},
    )


async def booked_of(session: AsyncSession, user_id: str, day: date) -> Sequence[Appointment]:
    rows = await session.scalars(
        select(Appointment).where(
            Appointment.user_id == user_id, Appointment.day == day, Appointment.state == "booked"
        )
    )
    return rows.all()


async def access_appointment(
    session: AsyncSession, viewer: Viewer, appointment_id: str, *, lock: bool = False
) -> Appointment:
    """The viewer's own. Raises: AppointmentUnknown."""
    query = select(Appointment).where(
        Appointment.id == appointment_id, Appointment.user_id == viewer.user_id
    )
    found = await session.scalar(fresh(query) if lock else query)
    if found is None:
        raise AppointmentUnknown
    return found


async def access_appointments(session: AsyncSession, viewer: Viewer) -> Sequence[Appointment]:
    """The viewer's own, the latest day first."""
    rows = await session.scalars(
        select(Appointment)
        .where(Appointment.user_id == viewer.user_id)
        .order_by(Appointment.day.desc(), Appointment.starts.desc(), Appointment.id)
        .limit(30)
    )
    return rows.all()


async def lock_by_code(session: AsyncSession, code: str) -> Appointment | None:
    return await session.scalar(fresh(select(Appointment).where(Appointment.code == code)))


async def lock_of_person(
    session: AsyncSession, id_number_index: str, hall_id: str, day: date
) -> Sequence[Appointment]:
    """What the person with this number booked for the day and has not lost, by whatever account,
    the earliest first."""
    accounts = select(User.id).where(
        User.id_number_index == id_number_index, User.kind == "citizen"
    )
    rows = await session.scalars(
        fresh(
            select(Appointment)
            .where(
                Appointment.user_id.in_(accounts), Appointment.hall_id == hall_id,
                Appointment.day == day, Appointment.state.in_(("booked", "checked_in")),
            )
            .order_by(Appointment.starts, Appointment.id)
        )
    )  # fmt: skip
    return rows.all()


async def missed_days(
    session: AsyncSession, user_id: str, hall_id: str, since: date
) -> Sequence[date]:
    """Days of appointments somebody did not come to, the latest first."""
    rows = await session.scalars(
        select(Appointment.day)
        .where(
            Appointment.user_id == user_id, Appointment.hall_id == hall_id,
            Appointment.state == "missed", Appointment.day >= since,
        )
        .order_by(Appointment.day.desc())
    )  # fmt: skip
    return rows.all()


async def booked_days(session: AsyncSession) -> Sequence[tuple[str, date]]:
    """Line and day of what is booked."""
    rows = await session.execute(
        select(Appointment.line_id, Appointment.day)
        .where(Appointment.state == "booked")
        .distinct()
        .order_by(Appointment.day, Appointment.line_id)
    )
    return [(row[0], row[1]) for row in rows]


async def lock_booked(session: AsyncSession, line_id: str, day: date) -> Sequence[Appointment]:
    """Those another sweep or their owner holds are left."""
    rows = await session.scalars(
        select(Appointment)
        .where(
            Appointment.line_id == line_id, Appointment.day == day, Appointment.state == "booked"
        )
        .order_by(Appointment.starts, Appointment.id)
        .with_for_update(skip_locked=True)
    )  # fmt: skip
    return rows.all()


async def booked_until(session: AsyncSession, day: date, limit: int) -> Sequence[Appointment]:
    """Booked for a day up to this one, locked; those another sweep holds are left."""
    rows = await session.scalars(
        select(Appointment)
        .where(Appointment.day <= day, Appointment.state == "booked")
        .order_by(Appointment.day, Appointment.starts, Appointment.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return rows.all()


async def counts_of_day(session: AsyncSession, hall_id: str, day: date) -> dict[str, int]:
    """State → how many of a hall's day."""
    rows = await session.execute(
        select(Appointment.state, func.count())
        .where(Appointment.hall_id == hall_id, Appointment.day == day)
        .group_by(Appointment.state)
    )
    return {row[0]: row[1] for row in rows}


def _slot(line_id: str, day: date, starts: str) -> tuple[Any, ...]:
    return SlotDay.line_id == line_id, SlotDay.day == day, SlotDay.starts == starts
