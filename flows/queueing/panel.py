"""The call panel of a clerk: what is in hand, who waits for this counter, what was put aside."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from flows.halls import repository as halls
from flows.halls.duty import OnDuty, counters_to_choose
from flows.queueing import repository
from flows.queueing.ordering import serves
from flows.queueing.presenter import show_to_clerk
from flows.queueing.states import OPEN
from flows.queueing.views import PanelCounter, PanelLine, PanelPlace, PanelTicket, PanelView
from foundation.clock import today
from foundation.models import Counter, QueueLine, Ticket
from foundation.viewer import StaffMember

SHOWN = 50


async def show_panel(session: AsyncSession, staff: StaffMember, duty: OnDuty | None) -> PanelView:
    """The same for every clerk of a counter; without a duty empty."""
    if duty is None:
        return PanelView(
            duty=None, current=None, waiting=[], held=[], skipped=[], lines=[], counters=[],
            places=await _places(session, staff), waiting_total=0, served_today=0,
        )  # fmt: skip
    lines = await repository.lines_of(session, [duty.hall_id])
    counters = await halls.counters(session, [duty.hall_id])
    serving = {c.id for c in await repository.serving_counters(session, [duty.hall_id])}
    staffed = {d.counter_id for d in await halls.duties(session, [c.id for c in counters])}
    mine = _mine(duty, lines, counters)
    tickets = await repository.tickets_of(session, duty.hall_id, today(), OPEN)
    by_id, places = {line.id: line for line in lines}, {c.id: c for c in counters}

    def shown(state: str) -> list[PanelTicket]:
        of_state = [t for t in tickets if t.state == state]
        found = [t for t in of_state if _is_for(t, duty.counter_id, mine, staffed)]
        if state == "waiting":
            found.sort(key=lambda t: (not t.is_favoured, t.place_at, t.id))
        return [show_to_clerk(t, by_id, places) for t in found]

    waiting = shown("waiting")
    current = [t for t in tickets if t.state == "called" and t.counter_id == duty.counter_id]
    served = await repository.served_at(session, duty.hall_id, today())
    return PanelView(
        duty=duty, current=show_to_clerk(current[0], by_id, places) if current else None,
        waiting=waiting[:SHOWN], held=shown("held"), skipped=shown("skipped"),
        lines=[_line(line, tickets, mine) for line in lines if line.state == "open"],
        counters=[
            PanelCounter(id=c.id, number=c.number, name=c.name, is_serving=c.id in serving)
            for c in counters if c.id != duty.counter_id and c.state == "open" and c.is_window
        ],
        places=[], waiting_total=len(waiting), served_today=served.get(duty.counter_id, 0),
    )  # fmt: skip


async def _places(session: AsyncSession, staff: StaffMember) -> list[PanelPlace]:
    """Where they may sit down, and who sits there."""
    return [
        PanelPlace.model_validate(place, from_attributes=True)
        for place in await counters_to_choose(session, staff)
    ]


def _mine(duty: OnDuty, lines: Sequence[QueueLine], counters: Sequence[Counter]) -> set[str]:
    """The lines this counter calls."""
    counter = next(c for c in counters if c.id == duty.counter_id)
    return {line.id for line in lines if serves(counter.items, line.items)}


def _is_for(ticket: Ticket, counter_id: str, mine: set[str], staffed: set[str]) -> bool:
    """Sent to this counter or put aside by it, or free and of one of its lines; what was passed
    over may come back at any counter of its line, and what nobody sits for is everybody's."""
    if ticket.state in ("waiting", "held") and ticket.counter_id in {*staffed, counter_id}:
        return ticket.counter_id == counter_id
    return ticket.line_id in mine


def _line(line: QueueLine, tickets: Sequence[Ticket], mine: set[str]) -> PanelLine:
    waiting = sum(t.line_id == line.id and t.state == "waiting" for t in tickets)
    return PanelLine(
        id=line.id, letter=line.letter, name=line.name, waiting=waiting, is_mine=line.id in mine
    )
