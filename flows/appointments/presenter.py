"""Appointments in words: when and where, and what to do there."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from flows.appointments.slots import WEEKDAYS, moment_of
from flows.appointments.views import AppointmentView
from flows.codes.service import qr_svg
from flows.halls.service import find_hall, named
from flows.queueing.standing import rule_of
from foundation.clock import local, now
from foundation.models import Appointment, QueueLine, QueueRule

LABELS = {
    "booked": "已约好",
    "checked_in": "已签到",
    "cancelled": "已取消",
    "missed": "没有到",
}


def window_of(found: Appointment, rule: QueueRule) -> tuple[datetime, datetime]:
    """From when until when one may check in."""
    begin = moment_of(found.day, found.starts) - timedelta(minutes=rule.check_in_before)
    return begin, moment_of(found.day, found.ends) + timedelta(minutes=rule.check_in_after)


def door_code(found: Appointment) -> str:
    """What one's own code at the door says."""
    return f"y{found.code}"


async def show(session: AsyncSession, found: Appointment) -> AppointmentView:
    hall = await find_hall(session, found.hall_id)
    line = await session.get_one(QueueLine, found.line_id)
    begin, end = window_of(found, await rule_of(session, found.hall_id))
    is_now = found.state == "booked" and begin <= now() <= end
    return AppointmentView(
        id=found.id, state=found.state, state_label=LABELS[found.state], hall_id=hall.id,
        hall_name=hall.name, hall_address=hall.address, line_id=line.id, line_name=line.name,
        item_code=found.item_code,
        item_name=named(found.item_code).name if found.item_code else "综合业务",
        day=found.day, weekday=WEEKDAYS[found.day.weekday()], starts=found.starts,
        ends=found.ends, check_in_from=begin, check_in_until=end, can_check_in=is_now,
        message=_message(found, begin, end), code=door_code(found),
        qr_svg=qr_svg(door_code(found)) if found.state == "booked" else "",
        ticket_id=found.ticket_id, priority=found.priority,
    )  # fmt: skip


def _message(found: Appointment, begin: datetime, end: datetime) -> str:
    window = f"{local(begin):%-m月%-d日%H:%M}至{local(end):%H:%M}"
    if found.state == "booked":
        return f"请在{window}到大厅，在取号机上扫这个码，或用手机扫大屏上的「预约签到」码。"
    if found.state == "checked_in":
        return "已签到，请看您的排队号。"
    if found.state == "missed":
        return "约好的时间没有签到，这个预约已结束。还要办的，请重新预约或现场取号。"
    return "已取消。还要办的，请重新预约。"
