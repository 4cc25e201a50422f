"""What staff are shown of consultations, counted."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel

from foundation.clock import LocalMoment

By = Literal["day", "act", "item", "channel", "style"]


class Totals(BaseModel):
    """`messages` are the citizens': words and pressed buttons. `unanswered` is the sum of
    `clarify`, `refused` and `degraded`."""

    people: int
    messages: int
    buttons: int
    answered: int
    clarify: int
    refused: int
    degraded: int
    handed_off: int
    unanswered: int


class StatisticsRow(BaseModel):
    """`key`: a date, act, item code, channel or style; empty where it is not known."""

    key: str
    label: str
    count: int
    unanswered: int
    handed_off: int


class HandoffFigures(BaseModel):
    """`satisfaction`: from 1 to 5; a figure is None where nothing was recorded."""

    served: int
    waiting_seconds: float | None
    satisfaction: float | None


class Statistics(BaseModel):
    """`handoffs` None: nothing is recorded of talks with a person yet."""

    date_from: date
    date_to: date
    by: By
    totals: Totals
    handoffs: HandoffFigures | None
    items: list[StatisticsRow]
    total: int
    next: str | None


class UnansweredGroup(BaseModel):
    """The same question by however many people; `others` are further ways it was put."""

    words: str
    others: list[str]
    count: int
    act: str
    act_label: str
    last_at: LocalMoment


class UnansweredPage(BaseModel):
    """`since`: questions before this day have faded and are not shown."""

    since: date
    items: list[UnansweredGroup]
    total: int
    next: str | None
