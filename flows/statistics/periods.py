"""Days from one to another, both counted, and the days they are compared with."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from foundation.clock import today
from foundation.errors import InvalidInput

LONGEST = 1_100
USUAL = 29
Days = tuple[date, date]


def checked(since: date | None, until: date | None) -> Days:
    """The days meant; the last thirty where none are given. Raises: InvalidInput."""
    last = until or today()
    first = since or last - timedelta(days=USUAL)
    if first > last:
        raise InvalidInput({"from": "开始日期不能晚于结束日期"})
    if (last - first).days > LONGEST or first.year < 2000 or last.year > 2100:
        raise InvalidInput({"from": "一次最多统计三年，请缩短日期范围"})
    return first, last


def before(days: Days) -> Days:
    """环比: whole months beside as many months before; a month so far beside the same days of the
    month before; else as many days before."""
    first, last = days
    if first.day == 1 and last < month_end(last) and first == last.replace(day=1):
        then = _months_back(first, 1)
        return then, min(then + (last - first), month_end(then))
    if first.day == 1 and last == month_end(last):
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        return _months_back(first, months), first - timedelta(days=1)
    length = last - first + timedelta(days=1)
    return first - length, first - timedelta(days=1)


def year_before(days: Days) -> Days:
    """同比: the same days a year before; a month's end stays a month's end."""
    first, last = days
    whole = last == month_end(last)
    then = _same_day(last.year - 1, last)
    return _same_day(first.year - 1, first), month_end(then) if whole else then


def month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _months_back(first: date, months: int) -> date:
    index = first.year * 12 + first.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def _same_day(year: int, day: date) -> date:
    return day.replace(year=year, day=min(day.day, monthrange(year, day.month)[1]))
