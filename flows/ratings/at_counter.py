"""好差评 of an event at a counter, once; the clerk never learns which one a visitor gave.

《国务院办公厅关于建立政务服务“好差评”制度提高政务服务水平的意见》（国办发〔2019〕51号）: 现场服务
“一次一评”. The end of a case is one event, wherever it is rated; a visit without one is another.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository as cases
from flows.cases.lifecycle import note_event
from flows.ratings import repository
from flows.ratings.errors import AlreadyRated
from flows.ratings.rectifying import open_loop
from flows.ratings.service import Said, checked, is_rateable
from flows.ratings.views import LevelView
from flows.ratings.words import LEVELS, LOWEST_GOOD, reasons_at_counter
from foundation.clock import now
from foundation.errors import InvalidInput
from foundation.models import Case, CounterRating, new_id

CHANNEL = "counter"


@dataclass(frozen=True, slots=True)
class Event:
    """What is rated, where, and who served. `case_number` only where the case's end is rated."""

    id: str
    hall_id: str
    counter_id: str
    staff_id: str
    item_code: str = ""
    item_name: str = ""
    case_number: str | None = None


def event_of(case: Case | None, visit: str) -> str:
    """The case's end where it is over, else this visit."""
    return f"case:{case.number}" if case is not None and is_rateable(case) else f"visit:{visit}"


async def must_be_open(session: AsyncSession, case: Case) -> None:
    """Raises: AlreadyRated where the applicant has rated the case's end, anywhere."""
    if is_rateable(case) and await repository.rating_of(session, case.number) is not None:
        raise AlreadyRated


def levels() -> list[LevelView]:
    return [
        LevelView(satisfaction=level, label=label, reasons=list(reasons_at_counter(level)))
        for level, label in LEVELS.items()
    ]


async def rate_event(
    session: AsyncSession, event: Event, said: Said, phone: str | None
) -> CounterRating:
    """Raises: AlreadyRated, InvalidInput."""
    said = checked(said, reasons_at_counter)
    if phone is not None and not (phone.isdigit() and len(phone) == 11):
        raise InvalidInput({"phone": "请填11位手机号，或留空"})
    if await repository.rating_of_event(session, event.id) is not None:
        raise AlreadyRated
    rating = CounterRating(
        id=new_id(), event=event.id, hall_id=event.hall_id, counter_id=event.counter_id,
        staff_id=event.staff_id, item_code=event.item_code, item_name=event.item_name,
        satisfaction=said.satisfaction, reasons=list(said.reasons), text=said.text, phone=phone,
        rated_at=now(),
    )  # fmt: skip
    session.add(rating)
    if event.case_number is not None:
        await _rate_case(session, event.case_number, said)
    await session.flush()
    if said.satisfaction < LOWEST_GOOD:
        await open_loop(session, rating)
    return rating


async def _rate_case(session: AsyncSession, number: str, said: Said) -> None:
    case = await cases.case_by_number(session, number, lock=True)
    await must_be_open(session, case)
    repository.add(
        session,
        {
            "case_number": case.number, "user_id": case.user_id,
            "satisfaction": said.satisfaction, "reasons": list(said.reasons), "text": said.text,
            "channel": CHANNEL, "rated_at": now(),
        },
    )  # fmt: skip
    note_event(session, case, "rate", "申请人", "申请人作了评价")
