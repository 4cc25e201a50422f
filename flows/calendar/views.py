"""What staff are shown of the calendar."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel

from foundation.clock import LocalMoment


class AdjustedDay(BaseModel):
    day: date
    is_working: bool
    reason: str
    changed_by: str
    changed_at: LocalMoment


class CalendarView(BaseModel):
    """`is_known`: the notice of that year is in the library; else weekdays are taken as working.

    `off` are the days of the year without work that are no weekend, `on` the weekends with work,
    adjustments included.
    """

    year: int
    is_known: bool
    adjusted: list[AdjustedDay]
    off: list[date]
    on: list[date]
