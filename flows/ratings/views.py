"""What is shown of a rating."""

from __future__ import annotations

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
