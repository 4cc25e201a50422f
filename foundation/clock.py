"""Time as Guangzhou counts it: now, and days on which offices work."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

import chinese_calendar
from pydantic import PlainSerializer

GUANGZHOU = ZoneInfo("Asia/Shanghai")

LocalMoment = Annotated[
    datetime,
    PlainSerializer(
        lambda moment: moment.astimezone(GUANGZHOU).isoformat(), return_type=str, when_used="json"
    ),
]
"""A moment that clients are shown on Guangzhou's clock, with its offset (+08:00)."""


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The moment on Guangzhou's clock (+08:00)."""
    return moment.astimezone(GUANGZHOU)


def today() -> date:
    return local(now()).date()


def is_working_day(day: date) -> bool:
    """Whether offices work that day, by the State Council's holiday notices.

    Years whose notice the calendar library does not hold yet are judged by weekday alone.
    """
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def add_working_days(start: datetime, days: int) -> datetime:
    """The end of the `days`-th working day after the day of `start` (民法典第201条)."""
    day = local(start).date()
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=GUANGZHOU).astimezone(UTC)


def add_days(start: datetime, days: int) -> datetime:
    """The end of the `days`-th calendar day after the day of `start`."""
    day = local(start).date() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=GUANGZHOU).astimezone(UTC)
