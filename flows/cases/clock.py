"""The clocks of a case: counted anew from their start each time, so that nothing drifts.

A day counts if it is a working day (or any day, as the item's term says) on which the case did
not stand still. It stands still from the day after a suspension began to the day it ended; so
each suspension moves the end by exactly the days that would have counted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from flows.calendar.service import working_days
from flows.cases import repository
from flows.guidance import repository as guidance
from foundation.clock import add_counted_days, end_of_day, local
from foundation.models import Case, CaseSuspension
from knowledge_base.schemas import ItemDocument
from knowledge_base.schemas.guide import Term

Counts = Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class Ends:
    """The moments of a clock; None where the item sets no term, or while the case stands still."""

    due_at: datetime | None
    statutory_due_at: datetime | None
    yellow_at: datetime | None
    red_at: datetime | None


async def start_clock(session: AsyncSession, case: Case, moment: datetime) -> None:
    """The clocks run from the day after `moment`."""
    case.clock_started_at = moment
    await recount(session, case)


async def recount(session: AsyncSession, case: Case) -> bool:
    """Count the case's clocks anew; whether an end moved. A warning given for an end that lies
    further off now may be given again."""
    if case.clock_started_at is None:
        return False
    await session.flush()
    document = await guidance.document_of(session, case.item_code, case.revision)
    held = await repository.suspensions_of(session, case.number)
    before = case.due_at, case.statutory_due_at
    ends = count(document, case.clock_started_at, held, await working_days(session))
    moved = (ends.due_at, ends.statutory_due_at) != before
    if moved or ends.yellow_at is None:
        case.warned = ""
    case.due_at, case.statutory_due_at = ends.due_at, ends.statutory_due_at
    case.yellow_at, case.red_at = ends.yellow_at, ends.red_at
    return moved


def count(
    document: ItemDocument, start: datetime, held: Sequence[CaseSuspension], works: Counts
) -> Ends:
    """While a suspension is open the ends stand where they stood, and nobody is warned."""
    guide, handling = document.guide, document.item.handling
    pauses = [span_of(one) for one in held if one.ended_at is not None]
    due = end_of(guide.promised, start, pauses, works)
    lawful = end_of(guide.statutory, start, pauses, works)
    stands = any(one.ended_at is None for one in held)
    near = None if stands else due or lawful
    term = guide.promised if due else guide.statutory
    return Ends(
        due_at=due,
        statutory_due_at=lawful,
        yellow_at=before(near, handling.yellow_days, term, works) if near else None,
        red_at=before(near, handling.red_days, term, works) if near else None,
    )


def end_of(
    term: Term, start: datetime, pauses: Sequence[tuple[date, date]], works: Counts
) -> datetime | None:
    """The end of a term; None where no figure is set."""
    if term.days is None:
        return None
    is_calendar = term.unit != "工作日"

    def counts(day: date) -> bool:
        stands = any(first < day <= last for first, last in pauses)
        return not stands and (is_calendar or works(day))

    return add_counted_days(start, term.days, counts)


def before(end: datetime, days: float, term: Term, works: Counts) -> datetime:
    """So many days of the term's kind before its end; what is less than a day in hours."""
    whole, day = int(days), local(end).date()
    for _ in range(whole):
        day -= timedelta(days=1)
        while term.unit == "工作日" and not works(day):
            day -= timedelta(days=1)
    return end_of_day(day) - timedelta(days=days - whole)


def span_of(one: CaseSuspension) -> tuple[date, date]:
    assert one.ended_at is not None
    return local(one.started_at).date(), local(one.ended_at).date()
