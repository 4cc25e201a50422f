"""Timers as a diagram writes them: ISO 8601, a duration or a moment."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

MAX_DAYS = 3660
_DURATION = re.compile(
    r"P(?=[\dT])(?:(\d{1,4})W|(?:(\d{1,4})D)?(?:T(?=\d)(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?)"
)


class BadMoment(ValueError):
    """The text says why, in Chinese."""


def duration(text: str) -> timedelta:
    """Weeks, or days with hours, minutes and seconds. Months and years have no fixed length.

    Raises: BadMoment, also for less than a second and more than ten years.
    """
    found = _DURATION.fullmatch(text.strip())
    if found is None:
        raise BadMoment("时长应写成 P3D（3天）、PT4H（4小时）、PT30M（30分钟）或 P1W（1周）")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    if not timedelta(seconds=1) <= length <= timedelta(days=MAX_DAYS):
        raise BadMoment("时长应在1秒到10年之间")
    return length


def moment(text: str) -> datetime:
    """A moment with its offset. Raises: BadMoment."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise BadMoment("时刻应写成 2026-12-31T18:00:00+08:00") from error
    if found.tzinfo is None:
        raise BadMoment("时刻要带时区，例如 2026-12-31T18:00:00+08:00")
    return found
