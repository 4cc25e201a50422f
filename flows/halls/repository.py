"""Rows of halls. They belong to the house: staff change them by permission, codes show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from foundation.clock import now
from foundation.crypto import token_hash
from foundation.db import fresh
from foundation.models import (
    Counter,
    CounterHandoff,
    Device,
    Duty,
    Hall,
    PrintedCode,
    ScanCount,
    StaffSession,
    TerminalVisit,
    Ticket,
    new_id,
)

_WHAT = ("day", "hall_id", "counter_id", "kind", "item_code", "way", "outcome")


async def halls(session: AsyncSession) -> Sequence[Hall]:
    return (await session.scalars(select(Hall).order_by(Hall.created_at, Hall.id))).all()


async def hall_by_id(session: AsyncSession, hall_id: str, *, lock: bool = False) -> Hall | None:
    query = select(Hall).where(Hall.id == hall_id)
    return await session.scalar(fresh(query) if lock else query)


async def counters(session: AsyncSession, hall_ids: Iterable[str]) -> Sequence[Counter]:
    """Counters by the number that hangs above them."""
    rows = await session.scalars(
        select(Counter)
        .where(Counter.hall_id.in_(list(hall_ids)))
        .order_by(Counter.number, Counter.id)
    )
    return rows.all()


async def open_windows(session: AsyncSession, hall_ids: Iterable[str]) -> list[Counter]:
    """Where somebody may sit: in use, and no place of machines."""
    found = await counters(session, hall_ids)
    return [one for one in found if one.state == "open" and one.is_window]


async def counter_by_id(
    session: AsyncSession, counter_id: str, *, lock: bool = False
) -> Counter | None:
    query = select(Counter).where(Counter.id == counter_id)
    return await session.scalar(fresh(query) if lock else query)


async def device_beginning(session: AsyncSession, beginning: str) -> Device | None:
    """The device whose id begins so; ids are drawn by lot, sixteen digits name one."""
    return await session.scalar(
        select(Device).where(Device.id >= beginning, Device.id < f"{beginning}g").limit(1)
    )


async def duty_at(session: AsyncSession, counter_id: str) -> Duty | None:
    return await session.get(Duty, counter_id)


async def duty_of(session: AsyncSession, staff_id: str) -> Duty | None:
    return await session.scalar(select(Duty).where(Duty.staff_id == staff_id))


async def deserted(session: AsyncSession, before: datetime) -> Sequence[str]:
    """Counters taken before that moment by who is signed in nowhere now."""
    signed_in = select(StaffSession.staff_id).where(StaffSession.expires_at > now())
    rows = await session.scalars(
        select(Duty.counter_id).where(Duty.since < before, Duty.staff_id.not_in(signed_in))
    )
    return rows.all()


async def duties(session: AsyncSession, counter_ids: Iterable[str]) -> Sequence[Duty]:
    rows = await session.scalars(select(Duty).where(Duty.counter_id.in_(list(counter_ids))))
    return rows.all()


async def printed_by_id(session: AsyncSession, code_id: str) -> PrintedCode | None:
    return await session.scalar(select(PrintedCode).where(PrintedCode.id == code_id))


async def printed_of(session: AsyncSession, hall_id: str) -> Sequence[PrintedCode]:
    rows = await session.scalars(
        select(PrintedCode)
        .where(PrintedCode.hall_id == hall_id)
        .order_by(PrintedCode.counter_id, PrintedCode.item_code)
    )
    return rows.all()


async def add_printed(session: AsyncSession, rows: Sequence[Mapping[str, object]]) -> None:
    """Those a place has already stay as they are."""
    if rows:
        insert = _insert(session)
        await session.execute(insert(PrintedCode).on_conflict_do_nothing(), rows)


async def place_of_code(session: AsyncSession, token: str) -> tuple[str, str]:
    """Hall and counter of a code that is drawn anew each time: a handoff's, a terminal's, a number
    on paper; empty where it cannot be told (any more)."""
    at_counter = select(Counter.hall_id, Counter.id).join(
        CounterHandoff, CounterHandoff.counter_id == Counter.id
    )
    at_terminal = select(Device.hall_id, Device.counter_id).join(
        TerminalVisit, TerminalVisit.device_id == Device.id
    )
    asked = {
        "x": at_counter.where(CounterHandoff.code_hash == token_hash(token[1:17])),
        "s": at_terminal.where(TerminalVisit.code_hash == token_hash(token)),
        "t": select(Ticket.hall_id, Ticket.counter_id).where(Ticket.slip == token[1:]),
    }.get(token[:1])
    found = (await session.execute(asked)).first() if asked is not None else None
    return (found[0], found[1]) if found else ("", "")


async def count_scan(session: AsyncSession, what: Mapping[str, object]) -> None:
    """One more of exactly this; two at once are two."""
    insert = _insert(session)
    await session.execute(
        insert(ScanCount)
        .values(id=new_id(), count=1, **what)
        .on_conflict_do_update(index_elements=_WHAT, set_={"count": ScanCount.count + 1})
    )


async def scans_of(
    session: AsyncSession, hall_id: str, since: date, until: date
) -> Sequence[ScanCount]:
    """Counts of a hall's codes, first and last day included; under `""` those without a place."""
    rows = await session.scalars(
        select(ScanCount)
        .where(ScanCount.hall_id == hall_id, ScanCount.day >= since, ScanCount.day <= until)
        .order_by(ScanCount.day, ScanCount.id)
    )
    return rows.all()


def _insert(session: AsyncSession) -> type[postgresql.Insert] | type[sqlite.Insert]:
    is_postgres = session.get_bind().dialect.name == "postgresql"
    return postgresql.Insert if is_postgres else sqlite.Insert
