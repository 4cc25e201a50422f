"""What is shown of a rating."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from foundation.clock import LocalMoment


class LevelView(BaseModel):
    """A level with the reasons one may tick for it."""

    satisfaction: int
    label: str
    reasons: list[str]


class RatingView(BaseModel):
    satisfaction: int
    label: str
    reasons: list[str]
    text: str
    channel: str
    rated_at: LocalMoment


class StandingView(BaseModel):
    """Whether a case can be rated now, how, and what was said if it was."""

    can_rate: bool
    rating: RatingView | None
    levels: list[LevelView]


class LoopEventView(BaseModel):
    act: str
    label: str
    actor: str
    text: str
    was_late: bool
    at: LocalMoment


class RectificationView(BaseModel):
    """A bad rating and where its loop stands; `can` are the acts of the present step."""

    id: str
    hall_id: str
    counter_number: str
    counter_name: str
    staff_name: str
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
    """Of a hall, a counter or an item; `levels` by 非常满意 … 非常不满意, `good_rate` 0–1."""

    id: str
    name: str
    total: int
    levels: dict[int, int]
    bad: int
    good_rate: float | None


class RatingFigures(BaseModel):
    hall: RatingFigure
    counters: list[RatingFigure]
    items: list[RatingFigure]
    open: int
    late: int
    closed_in_time: int
    closed_late: int
