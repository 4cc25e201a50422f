"""The weekly plan of a line, as whoever manages halls keeps it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from sqlalchemy.ext.asyncio import AsyncSession

from flows.appointments import repository
from flows.appointments.views import HallPlan, LinePlan, PlannedSlot
from flows.halls.service import MANAGE, find_hall
from flows.queueing import repository as queueing
from flows.queueing.planning import line_of_hall
from foundation.clock import today
from foundation.errors import InvalidInput
from foundation.models import SlotPlan, new_id
from foundation.viewer import StaffMember

_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")


async def look(session: AsyncSession, staff: StaffMember, hall_id: str) -> HallPlan:
    """Raises: Forbidden, HallUnknown."""
    staff.must_hold(MANAGE)
    hall = await find_hall(session, hall_id)
    lines = await queueing.lines_of(session, [hall.id])
    plan = await repository.plan_of(session, [line.id for line in lines])
    return HallPlan(
        lines=[
            LinePlan(
                line_id=line.id,
                slots=[
                    PlannedSlot.model_validate(slot, from_attributes=True)
                    for slot in plan
                    if slot.line_id == line.id
                ],
            )
            for line in lines
        ],
        today=await repository.counts_of_day(session, hall.id, today()),
    )


async def save(
    session: AsyncSession,
    staff: StaffMember,
    hall_id: str,
    line_id: str,
    slots: Sequence[PlannedSlot],
) -> HallPlan:
    """The line's plan is this from now on; what is booked already stays booked.

    Raises: Forbidden, HallUnknown, LineUnknown, InvalidInput.
    """
    staff.must_hold(MANAGE)
    await find_hall(session, hall_id)
    line = await line_of_hall(session, hall_id, line_id)
    _must_be_plan(slots)
    held = await repository.plan_of(session, [line.id])
    wanted = sorted((s.weekday, s.starts, s.ends, s.quota) for s in slots)
    if wanted == [(s.weekday, s.starts, s.ends, s.quota) for s in held]:
        return await look(session, staff, hall_id)
    await repository.clear_plan(session, line.id)
    for weekday, starts, ends, quota in wanted:
        session.add(
            SlotPlan(
                id=new_id(), line_id=line.id, weekday=weekday, starts=starts, ends=ends,
                quota=quota,
            )
        )  # fmt: skip
    await session.flush()
    return await look(session, staff, hall_id)


def _must_be_plan(slots: Sequence[PlannedSlot]) -> None:
    """Raises: InvalidInput."""
    for slot in slots:
        clocks = (slot.starts, slot.ends)
        if not all(_CLOCK.fullmatch(c) for c in clocks) or slot.starts >= slot.ends:
            raise InvalidInput({"slots": f"时段「{slot.starts}-{slot.ends}」不对，结束应晚于开始"})
    ordered = sorted(slots, key=lambda s: (s.weekday, s.starts))
    for one, next_one in pairwise(ordered):
        if one.weekday == next_one.weekday and next_one.starts < one.ends:
            raise InvalidInput(
                {"slots": f"时段{one.starts}-{one.ends}与{next_one.starts}-{next_one.ends}重叠了"}
            )
