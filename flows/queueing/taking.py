"""Drawing a number, from the phone or at the door, and what its owner may do with it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from flows.accounts.service import citizen_of
from flows.calendar.service import working_days
from flows.devices.cards import Card
from flows.halls import repository as halls
from flows.halls.errors import HallUnknown
from flows.halls.service import find_hall
from flows.queueing import hours, repository
from flows.queueing.errors import (
    LineClosed,
    LineUnknown,
    TicketMoved,
    TicketUnknown,
    TooManyTickets,
)
from flows.queueing.presenter import (
    may_come_back,
    show_drawn,
    show_slip,
    show_ticket,
)
from flows.queueing.standing import rule_of, standing_of
from flows.queueing.states import LABELS, Priority, next_state
from flows.queueing.telling import tell
from flows.queueing.views import (
    DrawnView,
    LineView,
    QueueHalls,
    QueueHallView,
    SlipView,
    TicketList,
    TicketView,
)
from foundation.clock import now, today
from foundation.errors import InvalidInput
from foundation.idempotency import once
from foundation.identifiers import IdentifierInvalid, ResidentId
from foundation.models import Hall, QueueLine, Ticket, User, new_id
from foundation.viewer import DeviceMember, Viewer
from knowledge_base.catalogue import catalogue

MOST_OPEN = 2
ELDERLY = 65


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody draws a number for: a line, or an item for which the hall chooses one."""

    hall_id: str
    line_id: str = ""
    item_code: str = ""
    priority: Priority = ""


async def look_at_halls(session: AsyncSession) -> QueueHalls:
    """Open halls with lines, for anybody."""
    found = [hall for hall in await halls.halls(session) if hall.state == "open"]
    shown = [await _show(session, hall, "") for hall in found]
    return QueueHalls(items=[hall for hall in shown if hall.lines])


async def look_at_hall(session: AsyncSession, hall_id: str, item_code: str) -> QueueHallView:
    """The lines before one draws a number, and which is the item's. Raises: HallUnknown."""
    return await _show(session, await _open_hall(session, hall_id), item_code)


async def take_by_phone(
    session: AsyncSession, viewer: Viewer, key: str | None, wish: Wish
) -> TicketView:
    """A number, or the one already held in that line. Raises: HallUnknown, LineUnknown,
    LineClosed, TooManyTickets."""

    async def act() -> dict[str, str]:
        line = await _open_line(session, wish)
        reason = wish.priority or await _by_age(session, viewer)
        return {"id": (await draw(session, line, "phone", wish.item_code, reason, viewer)).id}

    done = await once(session, viewer.user_id, key, vars_of(wish), act)
    return await show_ticket(session, await repository.access_ticket(session, viewer, done["id"]))


async def take_at_door(
    session: AsyncSession,
    device: DeviceMember,
    key: str | None,
    wish: Wish,
    card: Card | None = None,
) -> DrawnView:
    """A number on paper. By an identity card it is its holder's too, who finds it on the phone;
    one they hold already is shown again.

    Raises: HallUnknown, LineUnknown, LineClosed, TooManyTickets.
    """

    async def act() -> dict[str, str]:
        line = await _open_line(session, wish)
        reason = wish.priority or (priority_by_age(card.number) if card else "")
        holder = await citizen_of(session, card.index, "door") if card else None
        return {"id": (await draw(session, line, "door", wish.item_code, reason, holder)).id}

    body = {**vars_of(wish), "card": card.index if card else ""}
    done = await once(session, f"device:{device.device_id}"[:64], key, body, act)
    return await look_at_drawn(session, device, done["id"])


async def look_at_drawn(session: AsyncSession, device: DeviceMember, ticket_id: str) -> DrawnView:
    """A number of this hall that still waits. Raises: TicketUnknown, TicketMoved."""
    ticket = await repository.ticket_by_id(session, ticket_id)
    if ticket is None or ticket.hall_id != device.hall_id:
        raise TicketUnknown
    if ticket.state in ("called", "held") and ticket.day == today():
        raise TicketMoved(
            f"您的{ticket.number}号「{LABELS[ticket.state]}」，不用再取，请看大厅屏幕或问工作人员。"
        )
    if ticket.state != "waiting" or ticket.day != today():
        raise TicketMoved("这个号已经叫过或失效，不用再打印。")
    return await show_drawn(session, ticket)


async def draw(
    session: AsyncSession,
    line: QueueLine,
    way: str,
    item_code: str,
    priority: str,
    viewer: Viewer | None = None,
) -> Ticket:
    """The next number of a line today; somebody who holds one there keeps it, one that was passed
    over stands in the line again.

    Whoever draws in a line waits for the one before (`lock_day`), so numbers have no gap.
    Raises: TooManyTickets.
    """
    day = today()
    counted = await repository.lock_day(session, line.id, day)
    if viewer is not None:
        held = await repository.open_of_user(session, viewer.user_id, line.hall_id, day)
        kept = next((t for t in held if t.line_id == line.id), None)
        if kept is not None and await _goes_on(session, kept, way):
            return kept
        if len([t for t in held if t.state != "skipped"]) >= MOST_OPEN:
            raise TooManyTickets
    counted.last += 1
    moment = now()
    ticket = Ticket(
        id=new_id(), hall_id=line.hall_id, line_id=line.id, day=day,
        number=f"{line.letter}{counted.last:0{line.digits}d}", state="waiting", way=way,
        user_id=viewer.user_id if viewer else None, item_code=item_code, priority=priority,
        is_favoured=bool(priority) or way == "appointment", place_at=moment, counter_id="",
        calls=0, returns=0, slip=secrets.token_hex(10), taken_at=moment,
    )  # fmt: skip
    session.add(ticket)
    await session.flush()
    tell(session, ticket)
    return ticket


async def _goes_on(session: AsyncSession, kept: Ticket, way: str) -> bool:
    """Whether the number somebody has in the line serves on. One that was passed over and may not
    come back ends, so that it keeps nobody from a new one; an appointment has its own place."""
    if kept.state != "skipped":
        return True
    if way != "appointment" and may_come_back(kept):
        await put_back(session, kept)
        return True
    kept.state, kept.ended_at = next_state("no_show", kept.state), now()
    tell(session, kept)
    return False


async def list_own(session: AsyncSession, viewer: Viewer) -> TicketList:
    """Today's, the newest first."""
    own = await repository.access_tickets(session, viewer, today())
    return TicketList(items=[await show_ticket(session, ticket) for ticket in own])


async def look_at_own(session: AsyncSession, viewer: Viewer, ticket_id: str) -> TicketView:
    """Raises: TicketUnknown."""
    return await show_ticket(session, await repository.access_ticket(session, viewer, ticket_id))


async def look_at_slip(session: AsyncSession, slip: str) -> SlipView:
    """For whoever holds the paper. Raises: TicketUnknown."""
    ticket = await repository.ticket_by_slip(session, slip)
    if ticket is None:
        raise TicketUnknown
    return await show_slip(session, ticket)


async def cancel(session: AsyncSession, viewer: Viewer, ticket_id: str) -> TicketView:
    """Give a number up; again changes nothing. Raises: TicketUnknown, TicketMoved."""
    ticket = await repository.access_ticket(session, viewer, ticket_id, lock=True)
    if ticket.state != "cancelled":
        ticket.state, ticket.ended_at = next_state("cancel", ticket.state), now()
        tell(session, ticket)
    return await show_ticket(session, ticket)


async def come_back(session: AsyncSession, viewer: Viewer, ticket_id: str) -> TicketView:
    """Somebody whose number passed is here; again changes nothing.

    Raises: TicketUnknown, TicketMoved.
    """
    ticket = await repository.access_ticket(session, viewer, ticket_id, lock=True)
    if ticket.state != "waiting":
        await put_back(session, ticket)
    await session.flush()
    return await show_ticket(session, ticket)


async def put_back(session: AsyncSession, ticket: Ticket) -> None:
    """Into the line again, behind so many as the hall's rule says. Raises: TicketMoved."""
    state = next_state("come_back", ticket.state)
    if not may_come_back(ticket):
        raise TicketMoved("这个号不能再排了，请重新取号。")
    rule = await rule_of(session, ticket.hall_id)
    behind = await repository.place_behind(session, ticket, rule.back_behind)
    ticket.place_at = behind + timedelta(microseconds=1) if behind else now()
    ticket.state, ticket.counter_id, ticket.staff_id = state, "", None
    ticket.is_favoured, ticket.returns = False, ticket.returns + 1
    await repository.remind_again(session, ticket.id)
    tell(session, ticket)


async def line_for(session: AsyncSession, hall_id: str, item_code: str) -> QueueLine:
    """The line an item waits in: its own, else 综合. Raises: LineUnknown."""
    chosen = chosen_line(await repository.lines_of(session, [hall_id]), item_code)
    if chosen is None:
        raise LineUnknown
    return chosen


def chosen_line(lines: Sequence[QueueLine], item_code: str) -> QueueLine | None:
    still = [line for line in lines if line.state == "open"]
    own = [line for line in still if item_code and item_code in line.items]
    return next(iter(own + [line for line in still if not line.items]), None)


def vars_of(wish: Wish) -> dict[str, str]:
    return {
        "hall": wish.hall_id, "line": wish.line_id, "item": wish.item_code,
        "priority": wish.priority,
    }  # fmt: skip


async def _open_line(session: AsyncSession, wish: Wish) -> QueueLine:
    """Raises: HallUnknown, LineUnknown, LineClosed, InvalidInput."""
    if wish.item_code and catalogue().find(wish.item_code) is None:
        raise InvalidInput({"item_code": "没有这个事项，请重新选择"})
    hall = await _open_hall(session, wish.hall_id)
    if not wish.line_id:
        line = await line_for(session, hall.id, wish.item_code)
    else:
        found = await repository.line_by_id(session, wish.line_id)
        if found is None or found.hall_id != hall.id:
            raise LineUnknown
        line = found
    if closed := hours.why_closed(line, await working_days(session), now()):
        raise LineClosed(closed)
    return line


async def _open_hall(session: AsyncSession, hall_id: str) -> Hall:
    hall = await find_hall(session, hall_id)
    if hall.state != "open":
        raise HallUnknown("这个大厅已停用，请选别的大厅。")
    return hall


def priority_by_age(number: ResidentId) -> Priority:
    """老年人权益保障法第二条、四十九条 begins at 60; halls here favour from 65."""
    return "elderly" if number.age_on(today()) >= ELDERLY else ""


async def _by_age(session: AsyncSession, viewer: Viewer) -> Priority:
    """Elderly by the proved identity; a guest says so by choice."""
    user = await session.get(User, viewer.user_id)
    number = (user.identity or {}).get("id_number", "") if user else ""
    try:
        return priority_by_age(ResidentId.parse(number)) if viewer.kind == "citizen" else ""
    except IdentifierInvalid:
        return ""


async def _show(session: AsyncSession, hall: Hall, item_code: str) -> QueueHallView:
    standing = await standing_of(session, [hall.id])
    works, moment = await working_days(session), now()
    chosen = chosen_line(standing.lines, item_code)
    return QueueHallView(
        id=hall.id, name=hall.name, address=hall.address, place_id=hall.place_id,
        chosen=chosen.id if chosen else None,
        lines=[
            LineView(
                id=line.id, letter=line.letter, name=line.name, items=line.items,
                hours=line.hours, closed=hours.why_closed(line, works, moment),
                waiting=standing.waiting(line.id), counters=len(standing.serving(line)),
                wait=standing.wait_now(line),
            )
            for line in standing.lines if line.state == "open"
        ],
    )  # fmt: skip
