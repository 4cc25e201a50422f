"""What the clerk at a counter does: call, recall, skip, hold, transfer, finish.

A counter has one number in hand. Its calls come one after another (`lock_desk`); calls of
different counters at the same moment, in whatever processes, never get the same number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from flows.halls import repository as halls
from flows.halls.duty import OnDuty, my_duty
from flows.halls.reach import SERVE
from flows.queueing import repository
from flows.queueing.errors import (
    CounterBusy,
    DutyPaused,
    LineUnknown,
    NotOnDuty,
    TicketMoved,
    TicketUnknown,
)
from flows.queueing.ordering import serves, takes_favoured
from flows.queueing.panel import show_panel
from flows.queueing.standing import rule_of
from flows.queueing.states import Priority, next_state
from flows.queueing.sweeping import close
from flows.queueing.taking import put_back
from flows.queueing.telling import promise_words, tell
from flows.queueing.views import PanelView
from foundation.clock import now, today
from foundation.models import CallDesk, Counter, Ticket
from foundation.viewer import StaffMember

Act = Literal["recall", "skip", "come_back", "hold", "resume", "finish", "no_show"]
_ENDS = ("finish", "no_show")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a number is sent: to a line, a counter, or a counter of that line; `is_first` lets it
    go before those who only have their place."""

    line_id: str = ""
    counter_id: str = ""
    is_first: bool = False


async def look(session: AsyncSession, staff: StaffMember) -> PanelView:
    """Raises: Forbidden."""
    return await show_panel(session, staff, await my_duty(session, staff))


async def call_next(session: AsyncSession, staff: StaffMember, after: str | None) -> PanelView:
    """Finish `after`, what the clerk saw in hand, and call the next one.

    When something else is in hand by now (pressed twice, an answer lost) nothing is called.
    Raises: Forbidden, NotOnDuty, DutyPaused.
    """
    duty, desk = await _at_desk(session, staff)
    if duty.state == "paused":
        raise DutyPaused
    current = await _in_hand(session, duty.counter_id)
    if current is not None and current.id != after:
        return await show_panel(session, staff, duty)
    if current is not None:
        await _finish(session, current)
    if chosen := await _choose(session, duty, desk):
        await _call(session, chosen, duty, "call")
    return await show_panel(session, staff, duty)


async def act(session: AsyncSession, staff: StaffMember, ticket_id: str, name: Act) -> PanelView:
    """One step of a number of this hall; a step just done, asked again, changes nothing.

    Raises: Forbidden, NotOnDuty, TicketUnknown, TicketMoved, CounterBusy.
    """
    duty, _ = await _at_desk(session, staff)
    ticket = await _of_hall(session, duty, ticket_id)
    if name in ("recall", "resume"):
        await _bring(session, ticket, duty, name)
    elif name == "come_back":
        if ticket.state != "waiting":
            await put_back(session, ticket)
    else:
        _must_be_here(ticket, duty)
        _end(session, ticket, name)
    await session.flush()
    return await show_panel(session, staff, duty)


async def transfer(
    session: AsyncSession, staff: StaffMember, ticket_id: str, target: Target
) -> PanelView:
    """To another line or counter with the place it has, or first. The number stays.

    Raises: Forbidden, NotOnDuty, TicketUnknown, TicketMoved, LineUnknown.
    """
    duty, _ = await _at_desk(session, staff)
    ticket = await _of_hall(session, duty, ticket_id)
    _must_be_here(ticket, duty)
    state, left = next_state("transfer", ticket.state), ticket.counter_id
    line_id, counter = await _goal(session, duty, ticket, target)
    ticket.line_id, ticket.counter_id = line_id, counter.id if counter else ""
    ticket.state, ticket.staff_id = state, None
    ticket.is_favoured = ticket.is_favoured or target.is_first
    await repository.remind_again(session, ticket.id)
    tell(session, ticket, left)
    await session.flush()
    return await show_panel(session, staff, duty)


async def mark_priority(
    session: AsyncSession, staff: StaffMember, ticket_id: str, priority: Priority
) -> PanelView:
    """Favour somebody who waits, or take a claim back that proved wrong; the same again changes
    nothing. Raises: Forbidden, NotOnDuty, TicketUnknown, TicketMoved."""
    duty = await _on_duty(session, staff)
    ticket = await _of_hall(session, duty, ticket_id)
    if ticket.state != "waiting":
        raise TicketMoved("只有还在排队的号可以改优待，请刷新后再看。")
    ticket.priority = priority
    ticket.is_favoured = bool(priority) or ticket.way == "appointment"
    tell(session, ticket)
    await session.flush()
    return await show_panel(session, staff, duty)


async def _choose(session: AsyncSession, duty: OnDuty, desk: CallDesk) -> Ticket | None:
    """The kind whose turn it is first, the other kind where nobody of that waits."""
    counter = await halls.counter_by_id(session, duty.counter_id)
    assert counter is not None
    lines = await repository.lines_of(session, [duty.hall_id])
    mine = [line.id for line in lines if serves(counter.items, line.items)]
    rule = await rule_of(session, duty.hall_id)
    first = takes_favoured(desk.favoured_run, rule.favoured_in_a_row)
    for is_favoured in (first, not first):
        found = await repository.candidate(session, mine, counter.id, today(), is_favoured)
        if found is not None:
            desk.favoured_run = desk.favoured_run + 1 if is_favoured else 0
            return found
    return None


async def _call(session: AsyncSession, ticket: Ticket, duty: OnDuty, name: str) -> None:
    ticket.state = next_state(name, ticket.state)
    ticket.counter_id, ticket.staff_id = duty.counter_id, duty.staff_id
    ticket.calls, ticket.called_at = ticket.calls + 1, now()
    ticket.first_called_at = ticket.first_called_at or ticket.called_at
    await session.flush()
    tell(session, ticket)
    promise_words(session, ticket, is_recall=name == "recall")


async def _bring(session: AsyncSession, ticket: Ticket, duty: OnDuty, name: str) -> None:
    """Call again what is in hand, or take up again what was put aside."""
    if name == "resume":
        if ticket.state == "called" and ticket.counter_id == duty.counter_id:
            return
        if await _in_hand(session, duty.counter_id):
            raise CounterBusy
    else:
        _must_be_here(ticket, duty)
    await _call(session, ticket, duty, name)


def _end(session: AsyncSession, ticket: Ticket, name: str) -> None:
    done = {"finish": "finished", "no_show": "no_show", "hold": "held", "skip": "skipped"}[name]
    if ticket.state == done:
        return
    ticket.state = next_state(name, ticket.state)
    if name in _ENDS:
        ticket.ended_at = now()
    tell(session, ticket)


async def _finish(session: AsyncSession, ticket: Ticket) -> None:
    _end(session, ticket, "finish")
    await session.flush()


async def _in_hand(session: AsyncSession, counter_id: str) -> Ticket | None:
    """What the counter called and did not end; what yesterday left there is closed by it."""
    current = await repository.called_at(session, counter_id)
    if current is None:
        return None
    current = await repository.lock_ticket(session, current.id)
    if current.day < today():
        close(session, current)
        await session.flush()
        return None
    return current if current.state == "called" else None


async def _on_duty(session: AsyncSession, staff: StaffMember) -> OnDuty:
    staff.must_hold(SERVE)
    duty = await my_duty(session, staff)
    if duty is None:
        raise NotOnDuty
    return duty


async def _at_desk(session: AsyncSession, staff: StaffMember) -> tuple[OnDuty, CallDesk]:
    """The counter's desk, locked, while this person sits there. Raises: Forbidden, NotOnDuty."""
    before = await _on_duty(session, staff)
    desk = await repository.lock_desk(session, before.counter_id)
    duty = await _on_duty(session, staff)
    if duty.counter_id != before.counter_id:
        raise NotOnDuty
    return duty, desk


async def _of_hall(session: AsyncSession, duty: OnDuty, ticket_id: str) -> Ticket:
    ticket = await repository.lock_ticket(session, ticket_id)
    is_in_hand = ticket.state == "called" and ticket.counter_id == duty.counter_id
    if ticket.hall_id != duty.hall_id or (ticket.day != today() and not is_in_hand):
        raise TicketUnknown
    return ticket


def _must_be_here(ticket: Ticket, duty: OnDuty) -> None:
    """What another counter has in hand is that counter's."""
    if ticket.state == "called" and ticket.counter_id != duty.counter_id:
        raise TicketMoved("这个号正在别的窗口办理，请刷新后再看。")


async def _goal(
    session: AsyncSession, duty: OnDuty, ticket: Ticket, target: Target
) -> tuple[str, Counter | None]:
    """Raises: LineUnknown."""
    line_id = target.line_id or ticket.line_id
    line = await repository.line_by_id(session, line_id)
    if line is None or line.hall_id != duty.hall_id or line.state != "open":
        raise LineUnknown
    if not target.counter_id:
        return line.id, None
    counter = await halls.counter_by_id(session, target.counter_id)
    if counter is None or counter.hall_id != duty.hall_id or counter.state != "open":
        raise LineUnknown("没有这个窗口，或它已停用，请选别的窗口。")
    if not counter.is_window:
        raise LineUnknown("那里是自助机，没有人叫号，请选别的窗口。")
    return line.id, counter
