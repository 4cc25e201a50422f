"""When a report is due, and which days it then covers; holidays by the house's calendar."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from flows.statistics.periods import month_end
from foundation.clock import GUANGZHOU, is_working_day, local

Days = tuple[date, date]
LONGEST_REST = 16
"""No holiday is longer: so far a day is looked for."""


class Schedule(BaseModel):
    """`every` working_day covers what passed since the last one; week covers the week before
    (Monday to Sunday), month the month before. `working_day` is the n-th of the month. With
    `rolls`, a day off is put off to the next working day."""

    model_config = ConfigDict(extra="forbid")

    every: Literal["day", "working_day", "week", "month"]
    at: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "08:30"
    weekday: Annotated[int, Field(ge=1, le=7)] = 1
    day: Annotated[int, Field(ge=1, le=28)] | None = None
    working_day: Annotated[int, Field(ge=1, le=15)] | None = None
    rolls: bool = True

    @model_validator(mode="after")
    def _month_has_a_day(self) -> Self:
        if self.every == "month" and (self.day is None) == (self.working_day is None):
            raise ValueError("每月的报表要写几号（day），或第几个工作日（working_day），只写一样")
        return self

    def covers(self, day: date) -> Days | None:
        """The days covered by the report that is due on a day; None where none is due."""
        if self.every == "day":
            return day - timedelta(1), day - timedelta(1)
        if self.every == "working_day":
            return (_working_day_before(day), day - timedelta(1)) if is_working_day(day) else None
        for nominal in (day - timedelta(n) for n in range(LONGEST_REST)):
            if self._is_nominal(nominal) and self._put_off(nominal) == day:
                return self._before(nominal)
        return None

    def latest(self, moment: datetime, back: int = 7) -> tuple[datetime, Days] | None:
        """The last time it was due at or before a moment, at most so many days ago, and the days
        it covers."""
        hour, minute = self.at.split(":")
        today = local(moment).date()
        for day in (today - timedelta(n) for n in range(back + 1)):
            due = datetime.combine(day, time(int(hour), int(minute)), GUANGZHOU)
            covered = self.covers(day) if due <= moment else None
            if covered:
                return due, covered
        return None

    def next(self, moment: datetime) -> datetime | None:
        """The next time it will be due."""
        hour, minute = self.at.split(":")
        today = local(moment).date()
        for day in (today + timedelta(n) for n in range(80)):
            due = datetime.combine(day, time(int(hour), int(minute)), GUANGZHOU)
            if due > moment and self.covers(day):
                return due
        return None

    def said(self) -> str:
        """The schedule in words."""
        of_month = f"第{self.working_day}个工作日" if self.working_day else f"{self.day}日"
        when = {
            "day": "每天",
            "working_day": "每个工作日",
            "week": f"每周{'一二三四五六日'[self.weekday - 1]}",
            "month": f"每月{of_month}",
        }[self.every]
        put_off = self.rolls and (self.every == "week" or self.day is not None)
        return f"{when} {self.at}{'（放假顺延）' if put_off else ''}"

    def _is_nominal(self, day: date) -> bool:
        if self.every == "week":
            return day.isoweekday() == self.weekday
        if self.day is not None:
            return day.day == self.day
        passed = sum(is_working_day(day.replace(day=n)) for n in range(1, day.day + 1))
        return is_working_day(day) and passed == self.working_day

    def _put_off(self, day: date) -> date:
        while self.rolls and not is_working_day(day):
            day += timedelta(1)
        return day

    def _before(self, nominal: date) -> Days:
        if self.every == "week":
            monday = nominal - timedelta(days=nominal.weekday() + 7)
            return monday, monday + timedelta(days=6)
        last = nominal.replace(day=1) - timedelta(1)
        return last.replace(day=1), month_end(last)


def _working_day_before(day: date) -> date:
    before = day - timedelta(1)
    while not is_working_day(before):
        before -= timedelta(1)
    return before
