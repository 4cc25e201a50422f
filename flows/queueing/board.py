"""What hangs in the hall (numbers only), what stands on a counter, and the live board of leads."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Sequence
from datetime import datetime
from statistics import mean

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from flows.halls import repository as halls
from flows.halls.service import MANAGE, find_hall
from flows.queueing import repository
from flows.queueing.standing import Standing, standing_of
from flows.queueing.states import OPEN
from flows.queueing.views import BoardCounter, BoardLine, CalledView, HallBoardView
from foundation.clock import now, today
from foundation.models import Counter, Duty, QueueLine, Staff, Ticket
from foundation.viewer import StaffMember

SHOWN = 8
_MISSED = ("skipped", "no_show")


class PublicLine(BaseModel):
    letter: str
    name: str
    waiting: int
    words: str


class PublicBoard(BaseModel):
    """The display board: numbers and windows, no name."""

    hall_name: str
    calls: list[CalledView]
    lines: list[PublicLine]


async def public_board(session: AsyncSession, hall_id: str) -> PublicBoard:
    """Raises: HallUnknown."""
    hall = await find_hall(session, hall_id)
    counters = {c.id: c for c in await halls.counters(session, [hall_id])}
    called = await repository.last_called(session, hall_id, today(), SHOWN)
    standing = await standing_of(session, [hall_id])
    return PublicBoard(
        hall_name=hall.name,
        calls=[_called(t, counters[t.counter_id]) for t in called if t.counter_id in counters],
        lines=[
            PublicLine(
                letter=line.letter, name=line.name, waiting=standing.waiting(line.id),
                words=standing.wait_now(line).words,
            )
            for line in standing.lines if line.state == "open"
        ],
    )  # fmt: skip


async def ticket_at(session: AsyncSession, counter_id: str) -> CalledView | None:
    """What a counter's screen shows of its queue: the number it has in hand."""
    ticket = await repository.called_at(session, counter_id)
    counter = await halls.counter_by_id(session, counter_id)
    if ticket is None or counter is None or ticket.day != today():
        return None
    return _called(ticket, counter)


async def live_board(session: AsyncSession, staff: StaffMember, hall_id: str) -> HallBoardView:
    """For whoever leads a hall: who serves, who waits how long, what is past its limit.

    Raises: Forbidden, HallUnknown.
    """
    staff.must_hold(MANAGE)
    hall = await find_hall(session, hall_id)
    standing = await standing_of(session, [hall_id])
    counts: dict[str, Tally[str]] = {line.id: Tally() for line in standing.lines}
    for line_id, state, many in await repository.counts_of_day(session, hall_id, today()):
        counts[line_id][state] += many
    moment = now()
    open_lines = [line for line in standing.lines if line.state == "open"]
    lines = [_line(standing, line, counts[line.id], moment) for line in open_lines]
    counters = await _counters(session, hall_id)
    return HallBoardView(
        hall_id=hall.id, hall_name=hall.name, counters=counters, lines=lines,
        waiting=sum(line.waiting for line in lines),
        serving=sum(c.state == "serving" for c in counters), alerts=_alerts(lines), at=moment,
    )  # fmt: skip


def _line(standing: Standing, line: QueueLine, counted: Tally[str], moment: datetime) -> BoardLine:
    since = standing.since(line.id)
    longest = int((moment - since).total_seconds() // 60) if since else None
    minutes = standing.minutes.get(line.id)
    return BoardLine(
        id=line.id, letter=line.letter, name=line.name, waiting=standing.waiting(line.id),
        counters=len(standing.serving(line)), longest_minutes=longest,
        average_service_minutes=round(mean(minutes), 1) if minutes else None,
        wait_limit_minutes=line.wait_limit_minutes,
        is_late=longest is not None and longest > line.wait_limit_minutes,
        finished=counted["finished"], missed=sum(counted[state] for state in _MISSED),
    )  # fmt: skip


def _alerts(lines: Sequence[BoardLine]) -> list[str]:
    late = [
        f"「{line.letter} {line.name}」最久已等{line.longest_minutes}分钟，"
        f"超过{line.wait_limit_minutes}分钟，请增开窗口或转一部分人到别的窗口。"
        for line in lines
        if line.is_late
    ]
    unserved = [
        f"「{line.letter} {line.name}」有{line.waiting}人在等，但没有窗口在叫，请安排上岗。"
        for line in lines
        if line.waiting and not line.counters
    ]
    return unserved + late


async def _counters(session: AsyncSession, hall_id: str) -> list[BoardCounter]:
    found = await halls.open_windows(session, [hall_id])
    duties = {d.counter_id: d for d in await halls.duties(session, [c.id for c in found])}
    people = await repository.staff_by_ids(session, [d.staff_id for d in duties.values()])
    served = await repository.served_at(session, hall_id, today())
    held = await repository.tickets_of(session, hall_id, today(), OPEN)
    current = {t.counter_id: t for t in held if t.state == "called"}
    return [
        _counter(c, duties.get(c.id), people, current.get(c.id), served.get(c.id, 0)) for c in found
    ]


def _counter(
    counter: Counter,
    duty: Duty | None,
    people: dict[str, Staff],
    current: Ticket | None,
    served: int,
) -> BoardCounter:
    person = people.get(duty.staff_id) if duty else None
    return BoardCounter(
        id=counter.id, number=counter.number, name=counter.name,
        state=duty.state if duty else "empty",
        staff_name=person.display_name if person else "",
        work_number=person.work_number if person else "",
        current=current.number if current else "", since=current.called_at if current else None,
        served=served,
    )  # fmt: skip


def _called(ticket: Ticket, counter: Counter) -> CalledView:
    assert ticket.called_at is not None
    return CalledView(
        number=ticket.number, counter_number=counter.number, counter_name=counter.name,
        state=ticket.state, calls=ticket.calls, called_at=ticket.called_at,
    )  # fmt: skip
