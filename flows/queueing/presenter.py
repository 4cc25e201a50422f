"""Numbers in words: where they are, how long it takes, what to do next."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.codes.service import qr_svg, token_url
from flows.halls import repository as halls
from flows.halls.service import find_hall, named
from flows.queueing import repository
from flows.queueing.standing import Standing, standing_of
from flows.queueing.states import LABELS, OPEN, PRIORITIES
from flows.queueing.views import DrawnView, PanelTicket, SlipView, TicketView, WaitView
from foundation.clock import today
from foundation.models import Counter, QueueLine, Ticket

MOST_RETURNS = 2
MESSAGES = {
    "called": "请到{counter}窗口办理。",
    "held": "窗口请您先准备，好了直接回{counter}窗口，不用重新排队。",
    "held_free": "窗口请您先准备。那个窗口现在没有人，好了请到受理同类业务的窗口，不用重新排队。",
    "finished": "已办完，谢谢您。",
    "no_show": "叫号后您没有到，这个号已结束。还要办的，请重新取号。",
    "cancelled": "已取消。还要办的，请重新取号。",
    "closed": "当天没有办到，号已失效。请重新取号，也可以先预约，到时不用等。",
}


def slip_token(ticket: Ticket) -> str:
    """What the code on paper says: it shows the number's place, and grants nothing."""
    return f"t{ticket.slip}"


async def show_ticket(
    session: AsyncSession, ticket: Ticket, standing: Standing | None = None
) -> TicketView:
    """For whoever it belongs to."""
    line, wait = await _line_and_wait(session, ticket, standing)
    hall = await find_hall(session, ticket.hall_id)
    counter = await _counter(session, ticket)
    return TicketView(
        id=ticket.id, number=ticket.number, state=ticket.state,
        state_label=LABELS[ticket.state], is_open=_is_open(ticket), hall_id=hall.id,
        hall_name=hall.name, line_id=line.id, line_name=line.name, item_code=ticket.item_code,
        item_name=named(ticket.item_code).name if ticket.item_code else "", way=ticket.way,
        priority=ticket.priority, priority_label=PRIORITIES.get(ticket.priority, ""),
        counter_number=counter.number if counter else "",
        counter_name=counter.name if counter else "", wait=wait,
        message=message_of(ticket, counter, wait), can_come_back=may_come_back(ticket),
        taken_at=ticket.taken_at, called_at=ticket.called_at,
    )  # fmt: skip


async def show_slip(session: AsyncSession, ticket: Ticket) -> SlipView:
    """For whoever holds the paper."""
    line, wait = await _line_and_wait(session, ticket, None)
    hall = await find_hall(session, ticket.hall_id)
    counter = await _counter(session, ticket)
    return SlipView(
        number=ticket.number, state=ticket.state, state_label=LABELS[ticket.state],
        is_open=_is_open(ticket), hall_name=hall.name, line_name=line.name,
        counter_number=counter.number if counter else "", wait=wait,
        message=message_of(ticket, counter, wait), taken_at=ticket.taken_at,
    )  # fmt: skip


async def show_drawn(session: AsyncSession, ticket: Ticket) -> DrawnView:
    """For the door: to be shown once and printed."""
    line, wait = await _line_and_wait(session, ticket, None)
    assert wait is not None
    hall = await find_hall(session, ticket.hall_id)
    url = token_url(slip_token(ticket))
    return DrawnView(
        id=ticket.id, number=ticket.number, hall_name=hall.name, line_name=line.name, wait=wait,
        message=message_of(ticket, None, wait), url=url, qr_svg=qr_svg(url),
        taken_at=ticket.taken_at,
    )  # fmt: skip


def show_to_clerk(
    ticket: Ticket, lines: dict[str, QueueLine], counters: dict[str, Counter]
) -> PanelTicket:
    counter = counters.get(ticket.counter_id)
    return PanelTicket(
        id=ticket.id, number=ticket.number, line_id=ticket.line_id,
        line_name=lines[ticket.line_id].name,
        item_name=named(ticket.item_code).name if ticket.item_code else "", state=ticket.state,
        state_label=LABELS[ticket.state], way=ticket.way, priority=ticket.priority,
        priority_label=PRIORITIES.get(ticket.priority, ""), is_favoured=ticket.is_favoured,
        counter_number=counter.number if counter else "", calls=ticket.calls,
        returns=ticket.returns, taken_at=ticket.taken_at, called_at=ticket.called_at,
    )  # fmt: skip


def message_of(ticket: Ticket, counter: Counter | None, wait: WaitView | None) -> str:
    """What is, and what to do next."""
    if not _is_today(ticket) and ticket.state in OPEN:
        return MESSAGES["closed"]
    if wait is not None:
        ahead = f"前面还有{wait.ahead}位，{wait.words}。" if wait.ahead else f"{wait.words}。"
        return f"请到{counter.number}窗口附近等候。{ahead}" if counter else ahead
    if ticket.state == "skipped":
        if may_come_back(ticket):
            return "叫号时您没有到，号已过。到大厅后点「我到了」或告诉窗口，会为您排在几位之后。"
        return "叫号时您几次没有到，这个号不能再排。请重新取号。"
    if ticket.state == "held" and counter is None:
        return MESSAGES["held_free"]
    return MESSAGES[ticket.state].format(counter=counter.number if counter else "")


def may_come_back(ticket: Ticket) -> bool:
    return ticket.state == "skipped" and ticket.returns < MOST_RETURNS and _is_today(ticket)


async def _line_and_wait(
    session: AsyncSession, ticket: Ticket, standing: Standing | None
) -> tuple[QueueLine, WaitView | None]:
    line = await session.get_one(QueueLine, ticket.line_id)
    if ticket.state != "waiting" or not _is_today(ticket):
        return line, None
    standing = standing or await standing_of(session, [ticket.hall_id])
    place = await repository.place_of(session, ticket)
    return line, standing.wait_of(line, ticket, place)


async def _counter(session: AsyncSession, ticket: Ticket) -> Counter | None:
    """Where its owner goes: nowhere while it waits or is kept for a counter nobody sits at."""
    if not ticket.counter_id:
        return None
    is_kept = ticket.state in ("waiting", "held")
    if is_kept and await halls.duty_at(session, ticket.counter_id) is None:
        return None
    return await halls.counter_by_id(session, ticket.counter_id)


def _is_open(ticket: Ticket) -> bool:
    return ticket.state in OPEN and _is_today(ticket)


def _is_today(ticket: Ticket) -> bool:
    return ticket.day == today()
