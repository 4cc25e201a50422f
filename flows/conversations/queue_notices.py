"""Telling somebody who waits that their turn comes, that they are called, that the day ended."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from adapters.http import OutsideRefused
from adapters.wechat.port import Account, WeChatPort
from flows.accounts.repository import addresses_of
from flows.accounts.service import viewer_of
from flows.appointments.sweeping import CALLED_OFF, MISSED
from flows.conversations import repository
from flows.conversations.subscribed import send_if_let_through
from flows.conversations.telling import say_by_itself
from flows.conversations.wechat.chat import Chat
from flows.conversations.wechat.delivery import tell
from flows.halls import repository as halls
from flows.queueing import repository as queueing
from flows.queueing.reminding import due_reminders
from flows.queueing.telling import CALLED, CLOSED, MOVED
from foundation import db
from foundation.logging import logger
from foundation.models import Appointment, Hall, QueueLine, Ticket, User, UserAddress
from foundation.queue import GiveUp, Handler, Payload, handles, promise

REMIND = "queueing.remind"
PAGE = "pages/queue/index"

log = logger("queue_notices")


@dataclass(frozen=True, slots=True)
class _Notice:
    """`mark` keeps it from being said twice; `brief` fits a subscribe message (20 characters)."""

    mark: str
    words: str
    brief: str


async def look_ahead(payload: Payload) -> None:
    """Handler of `queueing.moved`: whoever is near the head is told, once a number."""
    async with db.writing() as session:
        for ticket, ahead in await due_reminders(session, payload["hall_id"], payload["line_id"]):
            promise(session, REMIND, {"ticket_id": ticket.id, "ahead": ahead})


async def remind(wechat: WeChatPort, payload: Payload) -> None:
    """Handler of `queueing.remind`; a number called meanwhile is not reminded any more."""
    async with db.writing() as session:
        ticket = await queueing.ticket_by_id(session, payload["ticket_id"])
        if ticket is None or ticket.state != "waiting":
            return
        line, hall = await _where(session, ticket)
        ahead = payload["ahead"]
        near = f"前面还有{ahead}位，" if ahead else "马上到您，"
        words = f"您的{ticket.number}号（{line.name}）{near}请到{hall.name}等候叫号。"
        notice = _Notice(f"queue:{ticket.id}:near", words, f"{near}请到大厅等候叫号")
        told = await _write(session, ticket, notice)
    await _send(wechat, told, ticket, line.name, notice)


async def tell_called(wechat: WeChatPort, payload: Payload) -> None:
    """Handler of `queueing.called`: once for each time it is called, not for each recall."""
    async with db.writing() as session:
        ticket = await queueing.ticket_by_id(session, payload["ticket_id"])
        if ticket is None or ticket.state != "called":
            return
        line, _hall = await _where(session, ticket)
        counter = await halls.counter_by_id(session, ticket.counter_id)
        at = f"{counter.number if counter else ''}窗口"
        words = f"请{ticket.number}号到{at}办理。"
        mark = f"queue:{ticket.id}:called:{payload['calls']}"
        notice = _Notice(mark, words, f"请到{at}办理")
        told = await _write(session, ticket, notice)
    await _send(wechat, told, ticket, line.name, notice)


async def tell_closed(wechat: WeChatPort, payload: Payload) -> None:
    """Handler of `queueing.closed`: the day ended before the turn came."""
    async with db.writing() as session:
        ticket = await queueing.ticket_by_id(session, payload["ticket_id"])
        if ticket is None:
            return
        line, hall = await _where(session, ticket)
        words = (
            f"您{ticket.day:%-m月%-d日}在{hall.name}取的{ticket.number}号当天没有办到，号已失效。"
            "还要办的，请重新取号，也可以先预约，到时不用等。"
        )
        notice = _Notice(f"queue:{ticket.id}:closed", words, "当天没有办到，号已失效，请重新取号")
        told = await _write(session, ticket, notice)
    await _send(wechat, told, ticket, line.name, notice)


async def tell_missed(wechat: WeChatPort, payload: Payload) -> None:
    """Handler of `appointments.missed`."""
    async with db.writing() as session:
        found = await session.get(Appointment, payload["appointment_id"])
        if found is None:
            return
        words = (
            f"您约的{found.day:%-m月%-d日}{found.starts}没有签到，预约已结束，记一次没有到。"
            "来不了请提前取消；还要办的，请重新预约或现场取号。"
        )
    await say_and_send(wechat, found.user_id, f"appointment:{found.id}:missed", words)


async def tell_called_off(wechat: WeChatPort, payload: Payload) -> None:
    """Handler of `appointments.called_off`: the hall is shut then, whatever was booked."""
    async with db.writing() as session:
        found = await session.get(Appointment, payload["appointment_id"])
        if found is None:
            return
        hall = await session.get_one(Hall, found.hall_id)
        words = (
            f"{hall.name}{found.day:%-m月%-d日}调整为不办理这项业务，您约的{found.starts}已取消，请不用前往。"
            "这次不记没有到。还要办的，请重新选一天预约；不便之处请谅解。"
        )
    await say_and_send(wechat, found.user_id, f"appointment:{found.id}:called_off", words)


async def say_and_send(wechat: WeChatPort, user_id: str, mark: str, words: str) -> None:
    """Into the conversation, once a mark, and to the official account's chat."""
    async with db.writing() as session:
        told = await _say(session, user_id, mark, words)
    for chat in [a for a in told if a.platform == "wechat_official"]:
        await _to_chat(wechat, chat, mark, words)


async def _where(session: AsyncSession, ticket: Ticket) -> tuple[QueueLine, Hall]:
    line = await session.get_one(QueueLine, ticket.line_id)
    return line, await session.get_one(Hall, ticket.hall_id)


async def _write(session: AsyncSession, ticket: Ticket, notice: _Notice) -> list[UserAddress]:
    if not ticket.user_id:
        return []
    return await _say(session, ticket.user_id, notice.mark, notice.words)


async def _say(session: AsyncSession, user_id: str, mark: str, words: str) -> list[UserAddress]:
    """Into the conversation, once a mark; the addresses to send it to."""
    user = await session.get_one(User, user_id)
    conversation = await repository.access_conversation(session, viewer_of(user, "h5"))
    answer = {"replies": [{"kind": "text", "text": words}]}
    await say_by_itself(session, user_id, conversation.id, mark, words, answer)
    return await addresses_of(session, user_id)


async def _send(
    wechat: WeChatPort,
    addresses: list[UserAddress],
    ticket: Ticket,
    line_name: str,
    notice: _Notice,
) -> None:
    """One platform's refusal never holds up the others."""
    values = {
        "character_string1": ticket.number, "thing2": line_name[:20], "thing3": notice.brief,
    }  # fmt: skip
    for address in addresses:
        if address.platform == "wechat_official":
            await _to_chat(wechat, address, notice.mark, notice.words)
        else:
            await send_if_let_through(wechat, address, "queue", values, PAGE)


async def _to_chat(wechat: WeChatPort, address: UserAddress, mark: str, words: str) -> None:
    try:
        await tell(wechat, Chat(Account.OFFICIAL, address.address), mark, words)
    except OutsideRefused as refusal:
        log.info("notice_refused", platform=address.platform, code=refusal.platform_code)
    except GiveUp as refusal:
        log.info("notice_refused", platform=address.platform, code=str(refusal))


def keep_with(wechat: Callable[[], WeChatPort]) -> None:
    """Register all of these with the worker's client."""

    def telling(keep: Callable[[WeChatPort, Payload], Awaitable[None]]) -> Handler:
        async def kept(payload: Payload) -> None:
            await keep(wechat(), payload)

        return kept

    handles(MOVED)(look_ahead)
    told = {
        REMIND: remind, CALLED: tell_called, CLOSED: tell_closed, MISSED: tell_missed,
        CALLED_OFF: tell_called_off,
    }  # fmt: skip
    for topic, keep in told.items():
        handles(topic)(telling(keep))
