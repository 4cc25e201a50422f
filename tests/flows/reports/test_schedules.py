"""Schedules over weekends and holidays (国务院办公厅关于2026年部分节假日安排的通知)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from flows.reports.schedules import Schedule
from foundation.clock import GUANGZHOU, is_working_day

DAILY = {"every": "working_day"}
MONDAY = {"every": "week", "weekday": 1}
SECOND = {"every": "month", "working_day": 2}
FIRST = {"every": "month", "day": 1}


@pytest.mark.parametrize(
    ("schedule", "day", "covered"),
    [
        (DAILY, "2026-03-03", "2026-03-02 2026-03-02"),
        (DAILY, "2026-03-02", "2026-02-28 2026-03-01"),  # Saturday 28 February is worked (春节调休)
        (DAILY, "2026-03-01", None),
        (DAILY, "2026-02-24", "2026-02-14 2026-02-23"),  # after 春节; Saturday the 14th is worked
        (DAILY, "2026-10-08", "2026-09-30 2026-10-07"),
        (MONDAY, "2026-03-09", "2026-03-02 2026-03-08"),
        (MONDAY, "2026-02-16", None),
        (MONDAY, "2026-02-24", "2026-02-16 2026-02-22"),  # the Monday was put off past 春节
        ({**MONDAY, "rolls": False}, "2026-02-16", "2026-02-09 2026-02-15"),
        (SECOND, "2026-03-03", "2026-02-01 2026-02-28"),
        (SECOND, "2026-10-09", "2026-09-01 2026-09-30"),
        (FIRST, "2026-10-08", "2026-09-01 2026-09-30"),
        ({"every": "day"}, "2026-01-01", "2025-12-31 2025-12-31"),
    ],
)
def test_a_day_covers(schedule: dict[str, Any], day: str, covered: str | None) -> None:
    found = Schedule.model_validate(schedule).covers(date.fromisoformat(day))
    assert (found and f"{found[0]} {found[1]}") == covered


@settings(max_examples=15, deadline=None)
@given(st.dates(date(2024, 1, 1), date(2026, 10, 1)))
def test_working_days_cover_every_day_once(start: date) -> None:
    daily = Schedule.model_validate(DAILY)
    days = [start + timedelta(n) for n in range(45)]
    covered = [c for day in days if (c := daily.covers(day))]
    assert all(one[1] + timedelta(1) == two[0] for one, two in pairwise(covered))
    assert [d for d in days if daily.covers(d)] == [d for d in days if is_working_day(d)]


def test_what_is_due_waits_for_its_hour_and_for_a_week() -> None:
    weekly = Schedule.model_validate({**MONDAY, "at": "08:30"})
    early = datetime(2026, 3, 9, 8, 29, tzinfo=GUANGZHOU)
    due = weekly.latest(early + timedelta(minutes=1))
    assert due is not None
    assert due[0].date() == date(2026, 3, 9)
    before = weekly.latest(early)
    assert before is not None
    assert before[0].date() == date(2026, 3, 2)
    assert weekly.latest(early, back=3) is None
    assert weekly.next(early) == due[0]


@pytest.mark.parametrize(
    "wrong", [{"every": "month"}, {"every": "month", "day": 1, "working_day": 1},
              {"every": "hour"}, {"every": "day", "at": "24:00"}, {"every": "day", "cron": "*"}]
)  # fmt: skip
def test_a_schedule_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Schedule.model_validate(wrong)
