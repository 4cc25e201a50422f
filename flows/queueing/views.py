"""What people who wait, clerks who call, and boards are shown of queues."""

from __future__ import annotations

from pydantic import BaseModel

from flows.halls.duty import OnDuty
from foundation.clock import LocalMoment


class WaitView(BaseModel):
    """How many are called before, and the minutes that takes; None where nobody can say."""

    ahead: int
    low: int | None
    high: int | None
    words: str


class LineView(BaseModel):
    """`closed` says why no number can be drawn now, '' where it can; `wait` is that of whoever
    draws one now."""

    id: str
    letter: str
    name: str
    items: list[str]
    hours: str
    closed: str
    waiting: int
    counters: int
    wait: WaitView


class QueueHallView(BaseModel):
    """`chosen` is the line of the item asked for."""

    id: str
    name: str
    address: str
    place_id: str
    lines: list[LineView]
    chosen: str | None = None


class QueueHalls(BaseModel):
    items: list[QueueHallView]


class TicketView(BaseModel):
    """One's own number. `message` says what is and what to do next."""

    id: str
    number: str
    state: str
    state_label: str
    is_open: bool
    hall_id: str
    hall_name: str
    line_id: str
    line_name: str
    item_code: str
    item_name: str
    way: str
    priority: str
    priority_label: str
    counter_number: str
    counter_name: str
    wait: WaitView | None
    message: str
    can_come_back: bool
    taken_at: LocalMoment
    called_at: LocalMoment | None


class TicketList(BaseModel):
    items: list[TicketView]


class SlipView(BaseModel):
    """A number on paper, looked at by whoever holds it: the number alone, nobody's name."""

    number: str
    state: str
    state_label: str
    is_open: bool
    hall_name: str
    line_name: str
    counter_number: str
    wait: WaitView | None
    message: str
    taken_at: LocalMoment


class DrawnView(BaseModel):
    """A number drawn at the door, and the address its code opens."""

    id: str
    number: str
    hall_name: str
    line_name: str
    wait: WaitView
    message: str
    url: str
    qr_svg: str
    taken_at: LocalMoment


class CalledView(BaseModel):
    """A number as a counter's screen and the board show it."""

    number: str
    counter_number: str
    counter_name: str
    state: str
    calls: int
    called_at: LocalMoment


class PanelTicket(BaseModel):
    """A number as clerks see it."""

    id: str
    number: str
    line_id: str
    line_name: str
    item_name: str
    state: str
    state_label: str
    way: str
    priority: str
    priority_label: str
    is_favoured: bool
    counter_number: str
    calls: int
    returns: int
    taken_at: LocalMoment
    called_at: LocalMoment | None


class PanelLine(BaseModel):
    id: str
    letter: str
    name: str
    waiting: int
    is_mine: bool


class PanelCounter(BaseModel):
    id: str
    number: str
    name: str
    is_serving: bool


class PanelPlace(BaseModel):
    """A counter one may sit down at; `taken_by` who sits there now."""

    id: str
    number: str
    name: str
    hall_name: str
    taken_by: str


class PanelView(BaseModel):
    """What a clerk calls from; without a duty only the `places` to take one."""

    duty: OnDuty | None
    current: PanelTicket | None
    waiting: list[PanelTicket]
    held: list[PanelTicket]
    skipped: list[PanelTicket]
    lines: list[PanelLine]
    counters: list[PanelCounter]
    places: list[PanelPlace]
    waiting_total: int
    served_today: int


class BoardLine(BaseModel):
    """`longest_minutes` is how long the first has waited; `is_late` when that passes the limit."""

    id: str
    letter: str
    name: str
    waiting: int
    counters: int
    longest_minutes: int | None
    average_service_minutes: float | None
    wait_limit_minutes: int
    is_late: bool
    finished: int
    missed: int


class BoardCounter(BaseModel):
    id: str
    number: str
    name: str
    state: str
    staff_name: str
    work_number: str
    current: str
    since: LocalMoment | None
    served: int


class HallBoardView(BaseModel):
    """The live board of a hall."""

    hall_id: str
    hall_name: str
    counters: list[BoardCounter]
    lines: list[BoardLine]
    waiting: int
    serving: int
    alerts: list[str]
    at: LocalMoment
