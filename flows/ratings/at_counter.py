"""好差评 of an event at a counter, once; the clerk never learns which one a visitor gave.

《国务院办公厅关于建立政务服务“好差评”制度提高政务服务水平的意见》（国办发〔2019〕51号）: 现场服务
“一次一评”. The end of a case is one event, wherever it is rated; a visit without one is another.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository as cases
from flows.ratings import repository
from flows.ratings.errors import AlreadyRated
from flows.ratings.rectifying import open_loop, tell_of_hall
from flows.ratings.service import Said, checked, is_rateable, keep
from flows.ratings.views import LevelView
from flows.ratings.words import LEVELS, LOWEST_GOOD, reasons_at_counter
from foundation.clock import now
from foundation.models import Case, CounterRating, new_id


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
        LevelView(
            satisfaction=level,
            label=label,
            reasons=list(reasons_at_counter(level)),
            is_asked_again=level < LOWEST_GOOD,
        )
        for level, label in LEVELS.items()
    ]


async def rate_event(session: AsyncSession, event: Event, said: Said) -> CounterRating:
    """Raises: AlreadyRated, InvalidInput."""
    said = checked(said, reasons_at_counter)
    if await repository.rating_of_event(session, event.id) is not None:
        raise AlreadyRated
    if event.case_number is not None:
        case = await cases.case_by_number(session, event.case_number, lock=True)
        await must_be_open(session, case)
        keep(session, case, case.user_id, repository.AT_COUNTER, replace(said, phone=None))
    rating = CounterRating(
        id=new_id(), event=event.id, hall_id=event.hall_id, counter_id=event.counter_id,
        staff_id=event.staff_id, item_code=event.item_code, item_name=event.item_name,
        satisfaction=said.satisfaction, reasons=list(said.reasons), text=said.text,
        phone=said.phone, rated_at=now(),
    )  # fmt: skip
    session.add(rating)
    await session.flush()
    if said.satisfaction < LOWEST_GOOD:
        await open_loop(session, rating=rating, case_number=event.case_number)
    tell_of_hall(session, event.hall_id)
    return rating
