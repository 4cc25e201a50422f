"""Lines and the rule of a hall, as whoever manages halls keeps them."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from flows.halls.service import MANAGE, find_hall
from flows.queueing import hours, repository
from flows.queueing.errors import LetterTaken, LineChanged, LineUnknown
from flows.queueing.standing import first_rule, rule_of
from foundation.clock import now, today
from foundation.errors import InvalidInput
from foundation.models import QueueLine
from foundation.viewer import StaffMember
from knowledge_base.catalogue import catalogue

RULES = (
    "favoured_in_a_row", "back_behind", "remind_ahead", "book_days", "check_in_before",
    "check_in_after", "missed_limit", "missed_days", "barred_days",
)  # fmt: skip


class RuleView(BaseModel):
    """See `QueueRule`; counts, days, and minutes around a slot."""

    favoured_in_a_row: int
    back_behind: int
    remind_ahead: int
    book_days: int
    check_in_before: int
    check_in_after: int
    missed_limit: int
    missed_days: int
    barred_days: int
    version: int


class KeptLine(BaseModel):
    id: str
    letter: str
    digits: int
    name: str
    items: list[str]
    hours: str
    every_day: bool
    wait_limit_minutes: int
    state: str
    version: int


class HallQueues(BaseModel):
    hall_id: str
    lines: list[KeptLine]
    rule: RuleView


async def look(session: AsyncSession, staff: StaffMember, hall_id: str) -> HallQueues:
    """Raises: Forbidden, HallUnknown."""
    staff.must_hold(MANAGE)
    hall = await find_hall(session, hall_id)
    rule = await rule_of(session, hall.id)
    return HallQueues(
        hall_id=hall.id,
        lines=[
            KeptLine.model_validate(line, from_attributes=True)
            for line in await repository.lines_of(session, [hall.id])
        ],
        rule=RuleView.model_validate(rule, from_attributes=True),
    )


async def save_line(
    session: AsyncSession,
    staff: StaffMember,
    hall_id: str,
    line_id: str,
    version: int,
    said: dict[str, Any],
) -> HallQueues:
    """Add a line (`version` 0) or change one; the same again changes nothing. Numbers drawn keep
    their letter. Raises: Forbidden, HallUnknown, LetterTaken, LineChanged, InvalidInput."""
    staff.must_hold(MANAGE)
    hall = await find_hall(session, hall_id, lock=True)
    hours.must_be_hours(said["hours"])
    if unknown := [code for code in said["items"] if catalogue().find(code) is None]:
        raise InvalidInput({"items": f"没有这些事项：{'、'.join(unknown)}，请重新选择"})
    line = await repository.line_by_id(session, line_id, lock=True)
    if line and line.hall_id != hall.id:
        raise LetterTaken("这个队列标识已用于别的大厅，请换一个。")
    if line and all(getattr(line, name) == value for name, value in said.items()):
        return await look(session, staff, hall_id)
    if line and line.version != version:
        raise LineChanged
    if (
        line
        and line.letter != said["letter"]
        and await repository.drew_on(session, line.id, today())
    ):
        raise LetterTaken("今天已用原来的字母放过号，请在明天放号前再改字母。")
    others = await repository.lines_of(session, [hall.id])
    if any(o.id != line_id and o.letter == said["letter"] for o in others):
        raise LetterTaken(f"这个大厅已有「{said['letter']}」开头的队列，请换一个字母。")
    if line is None:
        line = QueueLine(id=line_id, hall_id=hall.id, created_at=now(), version=1)
        session.add(line)
    for name, value in said.items():
        setattr(line, name, value)
    line.updated_at = now()
    await session.flush()
    return await look(session, staff, hall_id)


async def save_rule(
    session: AsyncSession, staff: StaffMember, hall_id: str, version: int, said: dict[str, int]
) -> HallQueues:
    """Change the hall's rule; the same again changes nothing.

    Raises: Forbidden, HallUnknown, LineChanged.
    """
    staff.must_hold(MANAGE)
    await find_hall(session, hall_id, lock=True)
    rule = await repository.rule_of(session, hall_id, lock=True)
    if rule is None:
        rule = first_rule(hall_id)
        session.add(rule)
    elif all(getattr(rule, name) == said[name] for name in RULES):
        return await look(session, staff, hall_id)
    elif rule.version != version:
        raise LineChanged
    for name in RULES:
        setattr(rule, name, said[name])
    rule.updated_at = now()
    await session.flush()
    return await look(session, staff, hall_id)


async def line_of_hall(session: AsyncSession, hall_id: str, line_id: str) -> QueueLine:
    """Locked. Raises: LineUnknown."""
    line = await repository.line_by_id(session, line_id, lock=True)
    if line is None or line.hall_id != hall_id:
        raise LineUnknown
    return line
