"""Rows of counter handoffs. A citizen's are reached through `access_handoff`, which takes the
viewer; a counter's through the seat it holds.

Locks are taken in one order: handoff, counter, user, case.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from flows.counter_handoffs.errors import HandoffUnknown
from foundation.db import fresh
from foundation.models import (
    AccessRecord,
    Case,
    CounterHandoff,
    CounterHandoffEvent,
    FieldEdit,
    FieldLock,
    PhoneRequest,
    Staff,
    User,
)
from foundation.viewer import Viewer

LIVE = ("claimed", "running")
_CLOSED = ("closed", "rejected", "withdrawn", "lapsed", "certified")


async def access_handoff(
    session: AsyncSession, viewer: Viewer, handoff_id: str, *, lock: bool = False
) -> CounterHandoff:
    """The viewer's own. Raises: HandoffUnknown."""
    query = select(CounterHandoff).where(
        CounterHandoff.id == handoff_id, CounterHandoff.user_id == viewer.user_id
    )
    found = await session.scalar(fresh(query) if lock else query)
    if found is None:
        raise HandoffUnknown
    return found


async def handoff_at(
    session: AsyncSession, counter_id: str, handoff_id: str, *, lock: bool = False
) -> CounterHandoff | None:
    """One of this counter, in whatever state."""
    query = select(CounterHandoff).where(
        CounterHandoff.id == handoff_id, CounterHandoff.counter_id == counter_id
    )
    return await session.scalar(fresh(query) if lock else query)


async def by_code(session: AsyncSession, code_hash: str) -> CounterHandoff | None:
    """Locked: of two that come at once, one finds it spent."""
    return await session.scalar(
        fresh(select(CounterHandoff).where(CounterHandoff.code_hash == code_hash))
    )


async def seated_at(session: AsyncSession, counter_id: str) -> CounterHandoff | None:
    """The one that is under way at a counter."""
    return await session.scalar(select(CounterHandoff).where(CounterHandoff.seat == counter_id))


async def held_by(session: AsyncSession, user_id: str) -> CounterHandoff | None:
    return await session.scalar(select(CounterHandoff).where(CounterHandoff.holder == user_id))


async def latest_of(session: AsyncSession, viewer: Viewer) -> CounterHandoff | None:
    """The one under way, else the last one."""
    return await session.scalar(
        select(CounterHandoff)
        .where(CounterHandoff.user_id == viewer.user_id)
        .order_by(CounterHandoff.holder.is_(None), CounterHandoff.opened_at.desc())
        .limit(1)
    )


async def lock_user(session: AsyncSession, user_id: str) -> User:
    """Taken before looking whether they are in a handoff, so that they are in one only."""
    return (await session.scalars(fresh(select(User).where(User.id == user_id)))).one()


async def remove_offers(
    session: AsyncSession, *, counter_id: str | None, shown_on: str, user_id: str | None = None
) -> None:
    """A screen shows one code at a time; the one before is nobody's any more."""
    conditions = [CounterHandoff.state == "offered", CounterHandoff.shown_on == shown_on]
    if counter_id:
        conditions.append(CounterHandoff.counter_id == counter_id)
    if user_id:
        conditions.append(CounterHandoff.user_id == user_id)
    await session.execute(delete(CounterHandoff).where(*conditions))


async def asked_at(
    session: AsyncSession, counter_id: str, since: datetime, user_id: str | None = None
) -> Sequence[CounterHandoff]:
    """Phones that wait for this counter, the longest first."""
    conditions = [
        CounterHandoff.counter_id == counter_id,
        CounterHandoff.state == "asked",
        CounterHandoff.code_expires_at > since,
    ]
    if user_id:
        conditions.append(CounterHandoff.user_id == user_id)
    rows = await session.scalars(
        select(CounterHandoff).where(*conditions).order_by(CounterHandoff.opened_at)
    )
    return rows.all()


async def idle(session: AsyncSession, before: datetime) -> Sequence[CounterHandoff]:
    """Under way without a sign of life since, locked."""
    query = select(CounterHandoff).where(
        CounterHandoff.state.in_(LIVE), CounterHandoff.updated_at < before
    )
    return (await session.scalars(fresh(query))).all()


async def remove_unclaimed(session: AsyncSession, before: datetime) -> None:
    """Codes nobody scanned in time, and phones nobody answered: nothing came of them."""
    await session.execute(
        delete(CounterHandoff).where(
            CounterHandoff.state.in_(("offered", "asked")), CounterHandoff.code_expires_at < before
        )
    )


async def events_of(session: AsyncSession, handoff_id: str) -> Sequence[CounterHandoffEvent]:
    rows = await session.scalars(
        select(CounterHandoffEvent)
        .where(CounterHandoffEvent.handoff_id == handoff_id)
        .order_by(CounterHandoffEvent.id)
    )
    return rows.all()


async def is_noted(
    session: AsyncSession, handoff_id: str, act: str, text: str, since: datetime
) -> bool:
    noted = select(CounterHandoffEvent.id).where(
        CounterHandoffEvent.handoff_id == handoff_id,
        CounterHandoffEvent.act == act,
        CounterHandoffEvent.text == text,
        CounterHandoffEvent.at > since,
    )
    return await session.scalar(noted.limit(1)) is not None


async def is_view_noted(session: AsyncSession, viewer: str, what: str, since: datetime) -> bool:
    noted = select(AccessRecord.id).where(
        AccessRecord.viewer == viewer, AccessRecord.what == what, AccessRecord.at > since
    )
    return await session.scalar(noted.limit(1)) is not None


async def edits_of(session: AsyncSession, handoff_id: str) -> Sequence[FieldEdit]:
    rows = await session.scalars(
        select(FieldEdit).where(FieldEdit.handoff_id == handoff_id).order_by(FieldEdit.at)
    )
    return rows.all()


async def edit_of(session: AsyncSession, handoff_id: str, edit_id: str) -> FieldEdit | None:
    return await session.scalar(
        select(FieldEdit).where(FieldEdit.handoff_id == handoff_id, FieldEdit.edit_id == edit_id)
    )


async def locks_of(session: AsyncSession, handoff_id: str, moment: datetime) -> Sequence[FieldLock]:
    """Those that still hold."""
    rows = await session.scalars(
        select(FieldLock).where(FieldLock.handoff_id == handoff_id, FieldLock.until > moment)
    )
    return rows.all()


async def lock_on(session: AsyncSession, handoff_id: str, field: str) -> FieldLock | None:
    return await session.get(FieldLock, (handoff_id, field), populate_existing=True)


async def forget_locks(session: AsyncSession, handoff_id: str) -> None:
    await session.execute(delete(FieldLock).where(FieldLock.handoff_id == handoff_id))


async def requests_of(session: AsyncSession, handoff_id: str) -> Sequence[PhoneRequest]:
    rows = await session.scalars(
        select(PhoneRequest).where(PhoneRequest.handoff_id == handoff_id).order_by(PhoneRequest.at)
    )
    return rows.all()


async def request_of(
    session: AsyncSession, handoff_id: str, request_id: str
) -> PhoneRequest | None:
    return await session.scalar(
        select(PhoneRequest).where(
            PhoneRequest.id == request_id, PhoneRequest.handoff_id == handoff_id
        )
    )


async def open_cases(session: AsyncSession, user_id: str) -> Sequence[Case]:
    """What a citizen has under way, drafts included, the latest first."""
    rows = await session.scalars(
        select(Case)
        .where(Case.user_id == user_id, ~Case.status.in_(_CLOSED))
        .order_by(Case.updated_at.desc())
        .limit(20)
    )
    return rows.all()


async def user_of(session: AsyncSession, handoff: CounterHandoff) -> User:
    return await session.get_one(User, handoff.user_id)


async def staff_by_id(session: AsyncSession, staff_id: str | None) -> Staff | None:
    return await session.get(Staff, staff_id) if staff_id else None
