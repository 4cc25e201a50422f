"""Lines of the demonstration hall: open at any hour, so that they can be shown at any hour."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.halls import demo as halls
from flows.queueing import repository
from flows.queueing.standing import first_rule
from foundation.clock import now
from foundation.models import QueueLine, SlotPlan, new_id

_ITEMS = {number: items for number, _name, items in halls.COUNTERS}
LINES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("A", "市场准入", _ITEMS["A02"]),
    ("B", "社保医保", _ITEMS["B01"]),
    ("Z", "综合业务", ()),
)
"""Letter, name and the items that wait there."""
SLOTS = (("09:00", "10:00"), ("10:00", "11:00"), ("11:00", "12:00"), ("13:00", "14:00"),
         ("14:00", "15:00"), ("15:00", "16:00"), ("16:00", "17:00"))  # fmt: skip
QUOTA = 4


async def bring(session: AsyncSession) -> int:
    """Lines, rule and plan where the hall has none; returns how many lines."""
    if await repository.lines_of(session, [halls.HALL]):
        return 0
    moment = now()
    session.add(first_rule(halls.HALL))
    for letter, name, items in LINES:
        line_id = f"{halls.HALL}-{letter.lower()}"
        session.add(
            QueueLine(
                id=line_id, hall_id=halls.HALL, letter=letter, digits=3, name=name,
                items=list(items), hours="00:00-24:00", every_day=True, wait_limit_minutes=30,
                state="open", created_at=moment, updated_at=moment, version=1,
            )
        )  # fmt: skip
        await session.flush()
        for weekday in range(7):
            for starts, ends in SLOTS:
                session.add(
                    SlotPlan(
                        id=new_id(), line_id=line_id, weekday=weekday, starts=starts, ends=ends,
                        quota=QUOTA,
                    )
                )  # fmt: skip
    return len(LINES)
