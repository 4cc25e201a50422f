"""At the door: an appointment becomes a number that goes before others, within its window."""

from __future__ import annotations

import re

from sqlalchemy.ext.asyncio import AsyncSession

from flows.appointments import repository
from flows.appointments.errors import AppointmentMoved, AppointmentUnknown, OutsideWindow
from flows.appointments.presenter import LABELS, window_of
from flows.appointments.slots import moment_of
from flows.codes.service import CodeUnknown, arrival_hall
from flows.devices.cards import Card
from flows.queueing import repository as queueing
from flows.queueing.errors import LineUnknown
from flows.queueing.presenter import show_drawn, show_ticket
from flows.queueing.standing import rule_of
from flows.queueing.taking import draw
from flows.queueing.views import DrawnView, TicketView
from foundation.clock import local, now, today
from foundation.models import Appointment, Ticket, User
from foundation.viewer import DeviceMember, Viewer

_DOOR = re.compile(r"y([0-9a-f]{20})")


async def check_in_by_phone(
    session: AsyncSession, viewer: Viewer, appointment_id: str, scanned: str
) -> TicketView:
    """By the code on a screen of the hall, which shows that one is there; again gives the same
    number.

    Raises: AppointmentUnknown, CodeUnknown, AppointmentMoved, OutsideWindow.
    """
    found = await repository.access_appointment(session, viewer, appointment_id, lock=True)
    if _hall_of(scanned) != found.hall_id:
        raise CodeUnknown("这不是约好的大厅，请到约好的大厅再签到。")
    ticket = await _check_in(session, found, viewer)
    return await show_ticket(session, ticket)


async def check_in_at_door(session: AsyncSession, device: DeviceMember, scanned: str) -> DrawnView:
    """By one's own code held before a door device; again gives the same number.

    Raises: AppointmentUnknown, AppointmentMoved, OutsideWindow.
    """
    secret = _DOOR.fullmatch(token_in(scanned))
    found = await repository.lock_by_code(session, secret[1]) if secret else None
    if found is None or found.hall_id != device.hall_id:
        raise AppointmentUnknown("这不是本大厅的预约码，请打开「我的预约」再扫，或直接取号。")
    return await _shown_at_door(session, found)


async def check_in_by_card(session: AsyncSession, device: DeviceMember, card: Card) -> DrawnView:
    """By the holder's identity card: today's appointment in this hall, of several the one whose
    time is nearest; again gives the same number.

    Raises: AppointmentUnknown, AppointmentMoved, OutsideWindow.
    """
    own = await repository.lock_of_person(session, card.index, device.hall_id, today())
    if not own:
        raise AppointmentUnknown("没有查到您今天在本大厅的预约，请直接取号，窗口照样为您办。")
    booked = [one for one in own if one.state == "booked"] or own
    nearest = min(booked, key=lambda one: abs(moment_of(one.day, one.starts) - now()))
    return await _shown_at_door(session, nearest)


async def _shown_at_door(session: AsyncSession, found: Appointment) -> DrawnView:
    ticket = await _check_in(session, found, await _owner(session, found))
    if ticket.state != "waiting":
        raise AppointmentMoved("这个预约已经签到叫号，请看大屏或手机上的排队号。")
    return await show_drawn(session, ticket)


def token_in(scanned: str) -> str:
    """The token of what a scanner read: an address of ours, or the token itself."""
    return scanned.strip().rstrip("/").rpartition("/")[2]


def _hall_of(scanned: str) -> str:
    """The hall on whose screen the scanned code stands now. Raises: CodeUnknown."""
    token = token_in(scanned)
    if not token.startswith("a"):
        raise CodeUnknown(
            "签到请扫大厅大屏或取号机屏幕上的「预约签到」码；贴在墙上、窗口上的码不能签到。"
        )
    return arrival_hall(token)


async def _check_in(session: AsyncSession, found: Appointment, owner: Viewer) -> Ticket:
    if found.state == "checked_in" and found.ticket_id:
        return await queueing.lock_ticket(session, found.ticket_id)
    if found.state != "booked":
        raise AppointmentMoved(f"这个预约{LABELS[found.state]}，请直接取号。")
    begin, end = window_of(found, await rule_of(session, found.hall_id))
    if now() < begin:
        early = f"{local(begin):%-m月%-d日%H:%M}"
        raise OutsideWindow(f"还没到签到时间，请在{early}以后再签到，或现在直接取号。")
    if now() > end:
        raise OutsideWindow("约好的时间已经过了，请直接取号，窗口照样为您办。")
    line = await queueing.line_by_id(session, found.line_id)
    if line is None:
        raise LineUnknown
    ticket = await draw(session, line, "appointment", found.item_code, found.priority, owner)
    ticket.way, ticket.is_favoured = "appointment", True
    found.state, found.ticket_id, found.ended_at = "checked_in", ticket.id, now()
    await session.flush()
    return ticket


async def _owner(session: AsyncSession, found: Appointment) -> Viewer:
    user = await session.get_one(User, found.user_id)
    return Viewer(user.id, user.kind, user.display_name, user.assurance_level, "door")
