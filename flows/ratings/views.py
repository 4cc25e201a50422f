"""What is shown of a rating."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from foundation.clock import LocalMoment


class LevelView(BaseModel):
    """A level with the reasons one may tick for it. `is_asked_again`: a bad one, whose giver may
    leave a telephone."""

    satisfaction: int
    label: str
    reasons: list[str]
    is_asked_again: bool


class RatingView(BaseModel):
    satisfaction: int
    label: str
    reasons: list[str]
    text: str
    channel: str
    rated_at: LocalMoment


class HandledStep(BaseModel):
    """A step as its rater reads it: `text` only of what was written to be read by them."""

    label: str
    text: str
    at: LocalMoment


class HandlingView(BaseModel):
    """What is done about a bad rating, for whoever gave it; `due_at` ends the present step."""

    label: str
    is_closed: bool
    due_at: LocalMoment | None
    steps: list[HandledStep]


class StandingView(BaseModel):
    """Whether a case can be rated now, how, what was said if it was, and what came of it."""

    can_rate: bool
    rating: RatingView | None
    handling: HandlingView | None
    levels: list[LevelView]


class LoopEventView(BaseModel):
    act: str
    label: str
    actor: str
    text: str
    was_late: bool
    at: LocalMoment


class RectificationView(BaseModel):
    """A bad rating and where its loop stands; `can` are the acts of the present step. `place` is
    the counter, or whose case it was and by which way it was rated; `case_number` only of what was
    rated online; `is_read_by_rater`: they see in their case what was put right or explained."""

    id: str
    hall_id: str | None
    place: str
    staff_name: str
    case_number: str | None
    is_read_by_rater: bool
    item_name: str
    satisfaction: int
    label: str
    reasons: list[str]
    text: str
    phone: str | None
    rated_at: LocalMoment
    state: Literal["verify", "rectify", "revisit", "closed"]
    state_label: str
    due_at: LocalMoment | None
    is_late: bool
    can: list[str]
    events: list[LoopEventView]


class RectificationList(BaseModel):
    items: list[RectificationView]
    total: int
    late: int


class RatingFigure(BaseModel):
    """Of a hall, a counter, a department or an item; `levels` by 非常满意 … 非常不满意,
    `good_rate` 0–1."""

    id: str
    name: str
    total: int
    levels: dict[int, int]
    bad: int
    good_rate: float | None


class RatingFigures(BaseModel):
    """Of a hall by its counters, or of what was rated online by department. `open` and `late` are
    the loops that stand now, the closed ones those begun in these days."""

    whole: RatingFigure
    places: list[RatingFigure]
    items: list[RatingFigure]
    open: int
    late: int
    closed_in_time: int
    closed_late: int


class WaitingLoops(BaseModel):
    """Bad ratings that wait for a step; `late` are over its day."""

    open: int
    late: int
