"""Rows of work orders. A citizen's are reached through `access_order`, which takes the viewer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from flows.work_orders.errors import WorkOrderUnknown
from flows.work_orders.states import OPEN
from foundation.db import fresh
from foundation.models import AccessRecord, Staff, User, WorkOrder, WorkOrderEvent
from foundation.viewer import StaffMember, Viewer


async def access_order(
    session: AsyncSession, viewer: Viewer, number: str, *, lock: bool = False
) -> WorkOrder:
    """The viewer's own work order, locked if asked. Raises: WorkOrderUnknown."""
    query = select(WorkOrder).where(WorkOrder.number == number, WorkOrder.user_id == viewer.user_id)
    return await _one(session, query, lock)


async def access_order_as_staff(
    session: AsyncSession, staff: StaffMember, number: str, *, lock: bool = False
) -> WorkOrder:
    """One of the staff member's department. Raises: WorkOrderUnknown."""
    return await _one(
        session, select(WorkOrder).where(WorkOrder.number == number, *visible_to(staff)), lock
    )


def visible_to(staff: StaffMember) -> list[ColumnElement[bool]]:
    """Those of the departments somebody serves by a grant; the comprehensive window sees all."""
    limits = [scope.departments for scope in staff.reach("handoffs.serve")]
    if None in limits:
        return []
    served = frozenset[str]().union(*(limit for limit in limits if limit is not None))
    return [WorkOrder.department_code.in_(sorted(served))]


async def _one(session: AsyncSession, query: Any, lock: bool) -> WorkOrder:
    found: WorkOrder | None = await session.scalar(fresh(query) if lock else query)
    if found is None:
        raise WorkOrderUnknown
    return found


async def order_by_number(session: AsyncSession, number: str) -> WorkOrder:
    """For the house's own work, not on anybody's behalf. Raises: WorkOrderUnknown."""
    return await _one(session, select(WorkOrder).where(WorkOrder.number == number), False)


async def is_number_taken(session: AsyncSession, number: str) -> bool:
    return await session.get(WorkOrder, number) is not None


async def own_orders(
    session: AsyncSession, viewer: Viewer, offset: int, limit: int
) -> tuple[Sequence[WorkOrder], int]:
    mine = WorkOrder.user_id == viewer.user_id
    total = await session.scalar(select(func.count()).select_from(WorkOrder).where(mine))
    rows = await session.scalars(
        select(WorkOrder)
        .where(mine)
        .order_by(WorkOrder.created_at.desc())
        .offset(offset)
        .limit(limit)
    )
    return rows.all(), total or 0


async def orders_for_staff(
    session: AsyncSession,
    staff: StaffMember,
    conditions: dict[str, Any],
    offset: int,
    limit: int,
) -> tuple[Sequence[Any], int]:
    """Rows of (order, citizen, who works on it), the nearest day first."""
    wanted = [*visible_to(staff), *_meant(conditions)]
    joined = (
        select(WorkOrder, User, Staff)
        .join(User, User.id == WorkOrder.user_id)
        .outerjoin(Staff, Staff.id == WorkOrder.assignee_id)
        .where(*wanted)
    )
    total = await session.scalar(select(func.count()).select_from(WorkOrder).where(*wanted))
    rows = await session.execute(
        joined.order_by(WorkOrder.due_at, WorkOrder.created_at).offset(offset).limit(limit)
    )
    return rows.all(), total or 0


def _meant(conditions: dict[str, Any]) -> list[ColumnElement[bool]]:
    """`state`, `overdue_at` (a moment), `q` (number or department), each only where given."""
    wanted: list[ColumnElement[bool]] = []
    if conditions.get("state"):
        wanted.append(WorkOrder.state == conditions["state"])
    if conditions.get("overdue_at"):
        wanted += [WorkOrder.state.in_(OPEN), WorkOrder.due_at < conditions["overdue_at"]]
    if conditions.get("q"):
        words = conditions["q"]
        wanted.append(
            or_(
                WorkOrder.number.contains(words.upper(), autoescape=True),
                WorkOrder.department_name.contains(words, autoescape=True),
            )
        )
    return wanted


async def count_orders(
    session: AsyncSession, staff: StaffMember, moment: datetime
) -> dict[str, int]:
    rows = await session.execute(
        select(WorkOrder.state, func.count()).where(*visible_to(staff)).group_by(WorkOrder.state)
    )
    counts = {row[0]: row[1] for row in rows}
    late = select(func.count()).select_from(WorkOrder)
    overdue = await session.scalar(late.where(*visible_to(staff), *_meant({"overdue_at": moment})))
    return {
        **{state: counts.get(state, 0) for state in ("submitted", "accepted", "replied")},
        "overdue": overdue or 0,
    }


async def people_of(session: AsyncSession, order: WorkOrder) -> tuple[User, Staff | None]:
    user = await session.get(User, order.user_id)
    assert user is not None
    assignee = await session.get(Staff, order.assignee_id) if order.assignee_id else None
    return user, assignee


async def events_of(session: AsyncSession, numbers: list[str]) -> Sequence[WorkOrderEvent]:
    rows = await session.scalars(
        select(WorkOrderEvent).where(WorkOrderEvent.number.in_(numbers)).order_by(WorkOrderEvent.id)
    )
    return rows.all()


async def note_view(session: AsyncSession, staff: StaffMember, order: WorkOrder) -> None:
    """《个人信息保护法》: who read a citizen's contact is kept."""
    session.add(
        AccessRecord(
            viewer=f"staff:{staff.username}",
            subject=order.user_id,
            what=f"查看工单（{order.number}）",
            reason="",
        )
    )
