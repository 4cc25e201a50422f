"""Rows of ratings. A case's is reached through the case, which the caller has accessed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, and_, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import load_only

from flows.cases.repository import in_reach
from flows.ratings.words import VIEW
from foundation.models import (
    Case,
    CaseRating,
    Counter,
    CounterRating,
    Rectification,
    RectificationEvent,
    Staff,
    Task,
)
from foundation.viewer import StaffMember

AT_COUNTER = "counter"
"""The channel of a case's rating that was given on a counter's tablet."""


async def rating_of(session: AsyncSession, number: str) -> CaseRating | None:
    return await session.scalar(select(CaseRating).where(CaseRating.case_number == number))


def add(session: AsyncSession, values: dict[str, Any]) -> CaseRating:
    """The case is locked: nobody rates it in between."""
    rating = CaseRating(**values)
    session.add(rating)
    return rating


async def rating_of_event(session: AsyncSession, event: str) -> CounterRating | None:
    return await session.scalar(select(CounterRating).where(CounterRating.event == event))


async def ratings_between(
    session: AsyncSession, hall_id: str, since: datetime, until: datetime
) -> Sequence[CounterRating]:
    """What was said at a hall's counters; without the words."""
    counted = load_only(
        CounterRating.counter_id, CounterRating.item_code, CounterRating.item_name,
        CounterRating.satisfaction,
    )  # fmt: skip
    rows = await session.scalars(
        select(CounterRating)
        .options(counted)
        .where(
            CounterRating.hall_id == hall_id,
            CounterRating.rated_at >= since,
            CounterRating.rated_at < until,
        )
    )
    return rows.all()


async def online_between(
    session: AsyncSession, staff: StaffMember, since: datetime, until: datetime
) -> Sequence[Row[CaseRating, Case]]:
    """Ratings of cases within reach that were given at no counter; without the words."""
    query = (
        select(CaseRating, Case)
        .options(load_only(CaseRating.satisfaction))
        .join(Case, Case.number == CaseRating.case_number)
        .where(
            CaseRating.rated_at >= since,
            CaseRating.rated_at < until,
            CaseRating.channel != AT_COUNTER,
            *in_reach(staff, VIEW),
        )
    )
    return (await session.execute(query)).all()


class LoopRow(NamedTuple):
    """A loop with what was said: at a counter (and who served there), or of a case."""

    loop: Rectification
    at_counter: CounterRating | None
    counter: Counter | None
    person: Staff | None
    of_case: CaseRating | None
    case: Case | None

    @property
    def said(self) -> CounterRating | CaseRating:
        said = self.at_counter or self.of_case
        assert said is not None
        return said


def of_hall(hall_id: str) -> ColumnElement[bool]:
    """Loops that began in a hall: a district has few, so the right reaches all of them."""
    return Rectification.hall_id == hall_id


def online(staff: StaffMember) -> ColumnElement[bool]:
    """Loops that began at no counter, of cases within reach."""
    return and_(Rectification.hall_id.is_(None), true(), *in_reach(staff, VIEW))


def anywhere(staff: StaffMember) -> ColumnElement[bool]:
    """Of any hall, and online within reach."""
    return or_(Rectification.hall_id.is_not(None), online(staff))


async def loops_where(
    session: AsyncSession, place: ColumnElement[bool], states: Collection[str], limit: int
) -> Sequence[LoopRow]:
    """Whatever is due first comes first, what is closed last."""
    query = (
        _loops()
        .where(place, Rectification.state.in_(states))
        .order_by(Rectification.closed_at.desc(), Rectification.due_at, Rectification.id)
        .limit(limit)
    )
    return [LoopRow(*row) for row in await session.execute(query)]


async def access_loop(
    session: AsyncSession, staff: StaffMember, rectification_id: str, *, lock: bool = False
) -> LoopRow | None:
    """None for what is not there, and for what is online and out of reach."""
    query = _loops().where(Rectification.id == rectification_id, anywhere(staff))
    if lock:
        query = query.with_for_update(of=Rectification)
    row = (await session.execute(query)).first()
    return LoopRow(*row) if row is not None else None


async def loop_of_case(session: AsyncSession, number: str) -> Rectification | None:
    return await session.scalar(select(Rectification).where(Rectification.case_number == number))


async def loops_begun(
    session: AsyncSession, place: ColumnElement[bool], since: datetime, until: datetime
) -> Sequence[Rectification]:
    rows = await session.scalars(
        _of_cases(select(Rectification)).where(
            place, Rectification.opened_at >= since, Rectification.opened_at < until
        )
    )
    return rows.all()


async def due_of_open(
    session: AsyncSession, place: ColumnElement[bool], states: Collection[str]
) -> Sequence[datetime | None]:
    """The last day of the present step of each loop that stands in these states."""
    rows = await session.scalars(
        _of_cases(select(Rectification.due_at)).where(place, Rectification.state.in_(states))
    )
    return rows.all()


async def events_of(
    session: AsyncSession, rectification_ids: Collection[str]
) -> Sequence[RectificationEvent]:
    rows = await session.scalars(
        select(RectificationEvent)
        .where(RectificationEvent.rectification_id.in_(rectification_ids))
        .order_by(RectificationEvent.id)
    )
    return rows.all()


async def counter_names(session: AsyncSession, hall_id: str) -> dict[str, str]:
    rows = await session.execute(
        select(Counter.id, Counter.number, Counter.name).where(Counter.hall_id == hall_id)
    )
    return {id_: f"{number}窗口 {name}" for id_, number, name in rows}


async def last_hands(session: AsyncSession, numbers: Collection[str]) -> dict[str, str]:
    """Who did the last task of each case (谁办理、谁负责)."""
    rows = await session.execute(
        select(Task.case_number, Staff.display_name)
        .join(Staff, Staff.id == Task.assignee_id)
        .where(Task.case_number.in_(numbers), Task.state == "done")
        .order_by(Task.done_at)
    )
    return {row.case_number: row.display_name for row in rows}


def _loops() -> Any:
    return (
        _of_cases(select(Rectification, CounterRating, Counter, Staff, CaseRating, Case))
        .outerjoin(CounterRating, CounterRating.id == Rectification.rating_id)
        .outerjoin(Counter, Counter.id == CounterRating.counter_id)
        .outerjoin(Staff, Staff.id == CounterRating.staff_id)
        .outerjoin(CaseRating, CaseRating.case_number == Rectification.case_number)
    )


def _of_cases(query: Any) -> Any:
    """The case is asked with every loop, since reach goes by cases."""
    return query.select_from(Rectification).outerjoin(
        Case, Case.number == Rectification.case_number
    )
