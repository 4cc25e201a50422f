"""When people are at the desk: hours of the settings on working days.

Which days those are the office says (`flows/calendar`): `works` tells it of a day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from foundation.clock import GUANGZHOU, local, now
from foundation.settings import settings

_LAST = time(23, 59, 59)
Works = Callable[[date], bool]


def spans() -> list[tuple[time, time]]:
    """`09:00-12:00,13:00-17:00` as begins and ends; 24:00 is the end of the day."""
    pairs = [span.split("-") for span in settings().handoff_hours.split(",")]
    return [(_clock(begin), _clock(end)) for begin, end in pairs]


def is_open(works: Works, moment: datetime | None = None) -> bool:
    there = local(moment or now())
    return _is_day(works, there) and any(begin <= there.time() <= end for begin, end in spans())


def next_opening(works: Works, moment: datetime | None = None) -> datetime:
    """The next moment at which a span begins."""
    there = local(moment or now())
    for ahead in range(30):
        day = there + timedelta(days=ahead)
        for begin, _end in spans():
            opening = datetime.combine(day.date(), begin, GUANGZHOU)
            if opening > there and _is_day(works, day):
                return opening
    return there


def words() -> str:
    """「工作日9:00-12:00、13:00-17:00」."""
    days = "每天" if settings().handoff_every_day else "工作日"
    return days + settings().handoff_hours.replace(",", "、")


def _is_day(works: Works, there: datetime) -> bool:
    return settings().handoff_every_day or works(there.date())


def _clock(text: str) -> time:
    hour, minute = map(int, text.split(":"))
    return _LAST if hour >= 24 else time(hour, minute)
