"""Time as Guangzhou counts it: now, and days on which offices work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

import chinese_calendar
from pydantic import PlainSerializer

GUANGZHOU = ZoneInfo("Asia/Shanghai")

MAX_SPAN = 366 * 30
"""No term of an office is longer; a calendar without working days must not be walked for ever."""

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


def is_year_known(year: int) -> bool:
    """Whether the calendar library holds the State Council's notice of that year."""
    try:
        chinese_calendar.is_workday(date(year, 6, 15))
    except NotImplementedError:
        return False
    return True


def add_working_days(
    start: datetime, days: int, is_working: Callable[[date], bool] = is_working_day
) -> datetime:
    """The end of the `days`-th working day after the day of `start` (民法典第201条).

    `is_working` tells them where the office's own calendar differs from the notices.
    """
    return add_counted_days(start, days, is_working)


def add_days(start: datetime, days: int) -> datetime:
    """The end of the `days`-th calendar day after the day of `start`."""
    return add_counted_days(start, days, lambda _day: True)


def add_counted_days(start: datetime, days: int, counts: Callable[[date], bool]) -> datetime:
    """The end of the `days`-th day after that of `start` which counts.

    Raises: OverflowError when fewer than that many count in `MAX_SPAN` days.
    """
    first = day = local(start).date()
    while days > 0:
        day += timedelta(days=1)
        days -= counts(day)
        if (day - first).days > MAX_SPAN:
            raise OverflowError("the calendar has no end of this term")
    return end_of_day(day)


def start_of_day(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=GUANGZHOU).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=GUANGZHOU).astimezone(UTC)
