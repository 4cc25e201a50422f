"""What citizens and staff are shown of handoffs."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel

from flows.handoffs.topics import TopicView
from foundation.clock import LocalMoment

Availability = Literal["available", "busy", "nobody_on_duty", "out_of_hours"]


class DeskView(BaseModel):
    """Whether people are there for a topic, and what to expect."""

    availability: Availability
    on_duty: int
    hours: str
    next_opening: LocalMoment | None
    phone: str = "12345"


class RatingView(BaseModel):
    satisfaction: int
    reasons: list[str]
    text: str


class HandoffView(BaseModel):
    """A citizen's handoff. `position` counts from 1 while waiting; `words` say what to expect."""

    id: str
    kind: str
    status: str
    status_label: str
    topic: TopicView
    item_code: str | None
    position: int | None
    words: str
    desk: DeskView
    staff_name: str | None
    opened_at: LocalMoment
    accepted_at: LocalMoment | None
    closed_at: LocalMoment | None
    work_order_number: str | None
    rating: RatingView | None
    video: str
    can: list[str]


class CurrentHandoff(BaseModel):
    """The open handoff, or the last one not rated yet; with the desk either way."""

    handoff: HandoffView | None
    desk: DeskView


class EventView(BaseModel):
    at: LocalMoment
    act: str
    label: str
    actor: str
    text: str


class NoteView(BaseModel):
    id: str
    at: LocalMoment
    author: str
    text: str


class Owner(BaseModel):
    id: str
    display_name: str


class StaffHandoffView(BaseModel):
    """A line of the staff's list."""

    id: str
    kind: str
    status: str
    status_label: str
    topic: TopicView
    citizen: str
    reason: str
    channel: str
    owner: Owner | None
    is_mine: bool
    position: int | None
    satisfaction: int | None
    work_order_number: str | None
    video: str
    opened_at: LocalMoment
    accepted_at: LocalMoment | None
    closed_at: LocalMoment | None
    can: list[str]


class HandoffCounts(BaseModel):
    waiting: int
    mine: int
    open: int


class StaffDesk(BaseModel):
    """My own desk: whether I take new talks, how many I have of how many I may have."""

    takes_handoffs: bool
    open_talks: int
    capacity: int
    skills: list[str]
    is_open: bool
    hours: str


class StaffHandoffPage(BaseModel):
    items: list[StaffHandoffView]
    total: int
    next: str | None
    counts: HandoffCounts
    desk: StaffDesk


class LineView(BaseModel):
    """One message of the talk as staff read it."""

    id: str
    seq: int
    author: str
    author_name: str
    text: str
    at: LocalMoment


class LinePage(BaseModel):
    items: list[LineView]


class Suggestion(BaseModel):
    """A reply made of what is published; `source` says where it stands."""

    text: str
    source: str


class PacketItem(BaseModel):
    code: str
    name: str
    department: str
    link_way: str


class PacketCase(BaseModel):
    number: str
    item_name: str
    status_label: str
    prereview: str | None
    findings: list[dict[str, Any]]


class Packet(BaseModel):
    """What staff need to go on where the bot stopped, all from our own services."""

    item: PacketItem | None
    answers: list[dict[str, str]]
    open_question: str | None
    unmet: list[str]
    case: PacketCase | None
    suggestions: list[Suggestion]


class StaffHandoffDetail(StaffHandoffView):
    lines: list[LineView]
    packet: Packet
    notes: list[NoteView]
    timeline: list[EventView]


class Colleague(BaseModel):
    id: str
    display_name: str
    department: str
    open_talks: int
    capacity: int
    is_on_duty: bool
    skills: list[str]


class TransferChoices(BaseModel):
    colleagues: list[Colleague]
    topics: list[TopicView]


class PhraseView(BaseModel):
    id: str
    title: str
    text: str
    department_code: str
    author: str
    updated_at: LocalMoment


class PhraseList(BaseModel):
    items: list[PhraseView]
    total: int
