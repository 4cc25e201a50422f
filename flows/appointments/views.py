"""What citizens are shown of slots and their appointments, and staff of the plan."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel

from foundation.clock import LocalMoment


class SlotView(BaseModel):
    """`left` is how many may still book; `is_over` when it is too late for today's."""

    starts: str
    ends: str
    left: int
    is_over: bool


class DayView(BaseModel):
    """`closed` says why nothing can be booked, '' where something can."""

    day: date
    weekday: str
    closed: str
    slots: list[SlotView]


class SlotsView(BaseModel):
    """The days ahead. `missed` of `missed_limit` in `missed_days`: after the last of them nothing
    is booked until `barred_until`; `note` says so in words."""

    hall_id: str
    hall_name: str
    line_id: str
    line_name: str
    days: list[DayView]
    missed: int
    missed_limit: int
    barred_until: date | None
    note: str


class AppointmentView(BaseModel):
    """`can_check_in` while its window is open; `url` is what the code at the door says."""

    id: str
    state: str
    state_label: str
    hall_id: str
    hall_name: str
    hall_address: str
    line_id: str
    line_name: str
    item_code: str
    item_name: str
    day: date
    weekday: str
    starts: str
    ends: str
    check_in_from: LocalMoment
    check_in_until: LocalMoment
    can_check_in: bool
    message: str
    code: str
    qr_svg: str
    ticket_id: str | None
    priority: str


class AppointmentList(BaseModel):
    items: list[AppointmentView]


class PlannedSlot(BaseModel):
    weekday: int
    starts: str
    ends: str
    quota: int


class LinePlan(BaseModel):
    line_id: str
    slots: list[PlannedSlot]


class HallPlan(BaseModel):
    """The weekly plan of a hall's lines; `today` is how today's appointments stand."""

    lines: list[LinePlan]
    today: dict[str, int]
