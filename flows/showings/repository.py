"""Rows of showings and deliveries. A counter's are reached by who sits or stands at it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases.repository import visible_to
from foundation.models import Case, Counter, Delivery, Duty, Hall, Showing, Staff, Task
from foundation.viewer import StaffMember


async def standing(session: AsyncSession, counter_id: str, *, lock: bool = False) -> Showing | None:
    query = select(Showing).where(Showing.stands_at == counter_id)
    return await session.scalar(query.with_for_update() if lock else query)


async def showing_at(
    session: AsyncSession, counter_id: str, showing_id: str, *, lock: bool = False
) -> Showing | None:
    query = select(Showing).where(Showing.id == showing_id, Showing.counter_id == counter_id)
    return await session.scalar(query.with_for_update() if lock else query)


async def showing_by_link(
    session: AsyncSession, link_hash: str, *, lock: bool = False
) -> Showing | None:
    query = select(Showing).where(Showing.link_hash == link_hash)
    return await session.scalar(query.with_for_update() if lock else query)


async def showing_of_pad(session: AsyncSession, pad_hash: str) -> Showing | None:
    return await session.scalar(select(Showing).where(Showing.pad_hash == pad_hash))


async def latest(session: AsyncSession, counter_id: str, limit: int) -> Sequence[Showing]:
    rows = await session.scalars(
        select(Showing)
        .where(Showing.counter_id == counter_id)
        .order_by(Showing.shown_at.desc(), Showing.id)
        .limit(limit)
    )
    return rows.all()


async def lock_counter(session: AsyncSession, counter_id: str) -> Counter | None:
    """Two at once put up one after the other; what is delivered meanwhile may still refer to it."""
    query = select(Counter).where(Counter.id == counter_id)
    return await session.scalar(query.with_for_update(key_share=True))


async def hall_of(session: AsyncSession, hall_id: str) -> Hall:
    return await session.get_one(Hall, hall_id)


async def person(session: AsyncSession, staff_id: str) -> Staff:
    return await session.get_one(Staff, staff_id)


async def delivery(session: AsyncSession, key: str) -> Delivery | None:
    return await session.get(Delivery, key)


async def same_photo(session: AsyncSession, showing_id: str, body_sha256: str) -> Delivery | None:
    return await session.scalar(
        select(Delivery).where(
            Delivery.showing_id == showing_id,
            Delivery.body_sha256 == body_sha256,
            Delivery.outcome == "accepted",
        )
    )


async def deliveries_at(session: AsyncSession, counter_id: str, limit: int) -> Sequence[Delivery]:
    rows = await session.scalars(
        select(Delivery)
        .where(Delivery.counter_id == counter_id)
        .order_by(Delivery.received_at.desc(), Delivery.key)
        .limit(limit)
    )
    return rows.all()


async def undecided_at(
    session: AsyncSession, staff: StaffMember, counter_id: str
) -> Sequence[Delivery]:
    """What came too late there, of no case or one within reach, oldest first."""
    rows = await session.scalars(
        select(Delivery)
        .join(Showing, Showing.id == Delivery.showing_id)
        .outerjoin(Case, Case.number == Showing.case_number)
        .where(
            Delivery.counter_id == counter_id,
            Delivery.outcome == "conflict",
            Delivery.decision.is_(None),
            or_(Showing.case_number.is_(None), and_(*visible_to(staff))),
        )
        .order_by(Delivery.received_at, Delivery.key)
        .limit(50)
    )
    return rows.all()


async def undecided(session: AsyncSession, showing_id: str) -> int:
    """How much of a showing came too late and waits for a clerk."""
    waiting = (
        select(func.count())
        .select_from(Delivery)
        .where(
            Delivery.showing_id == showing_id,
            Delivery.outcome == "conflict",
            Delivery.decision.is_(None),
        )
    )
    return await session.scalar(waiting) or 0


async def late_delivery(
    session: AsyncSession, counter_id: str, key: str, *, lock: bool = False
) -> Delivery | None:
    query = select(Delivery).where(
        Delivery.key == key, Delivery.counter_id == counter_id, Delivery.outcome == "conflict"
    )
    return await session.scalar(query.with_for_update() if lock else query)


async def answered_since(session: AsyncSession, showing: Showing) -> Sequence[Showing]:
    """Answered showings of the same kind and case, put up after this one."""
    rows = await session.scalars(
        select(Showing).where(
            Showing.case_number == showing.case_number,
            Showing.kind == showing.kind,
            Showing.state == "answered",
            Showing.shown_at > showing.shown_at,
        )
    )
    return rows.all()


async def ended_at(session: AsyncSession, number: str) -> Duty | None:
    """The counter of whoever did the case's last task, if they sit at one now."""
    last = (
        select(Task.assignee_id)
        .where(Task.case_number == number, Task.state == "done")
        .order_by(Task.done_at.desc())
        .limit(1)
    )
    return await session.scalar(select(Duty).where(Duty.staff_id == last.scalar_subquery()))


async def person_at(session: AsyncSession, counter_id: str) -> Staff | None:
    """Whoever sits there."""
    query = select(Staff).join(Duty, Duty.staff_id == Staff.id)
    return await session.scalar(query.where(Duty.counter_id == counter_id))
