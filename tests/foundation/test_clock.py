"""Working days as the State Council's holiday notices set them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.clock import GUANGZHOU, add_days, add_working_days, is_working_day, local
from tests.factories.properties import PROPERTY


def at(text: str) -> datetime:
    """A moment written on Guangzhou's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=GUANGZHOU)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-02-13T10:00", 1, "2026-02-14"),  # 春节前的周六上班
        ("2026-02-13T10:00", 2, "2026-02-24"),  # 春节放假 2月15日至23日
        ("2026-02-27T10:00", 1, "2026-02-28"),  # 春节后的周六上班
        ("2026-02-27T10:00", 2, "2026-03-02"),
        ("2026-09-30T17:59", 1, "2026-10-08"),  # 国庆放假 10月1日至7日
        ("2026-09-30T17:59", 3, "2026-10-10"),  # 国庆后的周六上班
        ("2026-11-23T23:59", 5, "2026-11-30"),
        ("2026-11-23T00:00", 0, "2026-11-23"),
    ],
)
def test_working_days_skip_holidays_and_count_make_up_days(start: str, days: int, end: str) -> None:
    due = add_working_days(at(start), days)
    assert local(due).strftime("%Y-%m-%d %H:%M:%S") == f"{end} 23:59:59"


def test_the_day_is_guangzhous_not_utcs() -> None:
    evening_in_utc = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)  # 24日 00:30
    assert local(add_working_days(evening_in_utc, 1)).date() == date(2026, 11, 25)
    assert local(add_days(evening_in_utc, 1)).date() == date(2026, 11, 25)


def test_years_without_a_notice_are_judged_by_weekday() -> None:
    assert is_working_day(date(2090, 1, 2))
    assert not is_working_day(date(2090, 1, 1))


@PROPERTY
@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2026, 11, 1), timezones=st.just(UTC)),
    st.integers(1, 30),
)
def test_a_due_day_is_a_working_day_and_the_right_one(start: datetime, days: int) -> None:
    first, last = local(start).date(), local(add_working_days(start, days)).date()
    between = [first + timedelta(days=i) for i in range(1, (last - first).days + 1)]
    assert is_working_day(last)
    assert sum(map(is_working_day, between)) == days
