"""Clocks count the days that count, whatever stops them and however the calendar is changed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.cases.clock import before, count, end_of
from foundation.clock import GUANGZHOU, add_working_days, is_working_day, local
from foundation.models import CaseSuspension
from knowledge_base.schemas.guide import Term
from tests.factories.cases import food

START = date(2026, 1, 5)
days = st.integers(0, 60)
offsets = st.integers(0, 90)


def at(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=GUANGZHOU)


def pause(first: date, last: date) -> tuple[date, date]:
    return (first, last)


@given(
    term=days,
    spans=st.lists(st.tuples(offsets, st.integers(0, 20)), max_size=4),
    changed=st.dictionaries(offsets, st.booleans(), max_size=6),
    is_calendar=st.booleans(),
)
def test_exactly_the_days_of_the_term_count(
    term: int, spans: list[tuple[int, int]], changed: dict[int, bool], is_calendar: bool
) -> None:
    """However it was stopped, the number of days that counted is the number of the term."""
    adjusted = {START + timedelta(days=n): works for n, works in changed.items()}
    pauses = [
        pause(START + timedelta(days=n), START + timedelta(days=n + more)) for n, more in spans
    ]

    def works(day: date) -> bool:
        return adjusted.get(day, is_working_day(day))

    said = Term(days=term, unit="自然日" if is_calendar else "工作日")
    end = end_of(said, at(START), pauses, works)
    assert end is not None
    last = local(end).date()
    counted = [
        START + timedelta(days=n)
        for n in range(1, (last - START).days + 1)
        if not any(first < START + timedelta(days=n) <= until for first, until in pauses)
        and (is_calendar or works(START + timedelta(days=n)))
    ]
    assert len(counted) == term
    assert not counted or counted[-1] == last


@given(st.lists(st.tuples(offsets, st.integers(0, 9)), max_size=5))
def test_counting_again_moves_nothing(spans: list[tuple[int, int]]) -> None:
    """Counted from the start each time, in whatever order: the same end, to the second."""
    pauses = [
        pause(START + timedelta(days=n), START + timedelta(days=n + more)) for n, more in spans
    ]
    term = Term(days=20)
    first = end_of(term, at(START), pauses, is_working_day)
    assert end_of(term, at(START), pauses[::-1], is_working_day) == first
    assert end_of(term, at(START, 23), pauses, is_working_day) == first


@pytest.mark.parametrize(
    ("start", "term", "end"),
    [
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # a Saturday worked for the Spring Festival
        (date(2026, 2, 14), 1, date(2026, 2, 24)),  # nine days of Spring Festival in between
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 10, 9), 1, date(2026, 10, 10)),  # a Saturday worked for the National Day
    ],
)
def test_holidays_of_2026_are_known(start: date, term: int, end: date) -> None:
    assert local(add_working_days(at(start), term)).date() == end


def test_same_day_and_open_suspensions() -> None:
    document = food().document
    held = [
        CaseSuspension(
            id="a", case_number="n", kind="hearing", reason="", started_by="",
            started_at=at(START), ended_at=at(START, 17),
        )
    ]  # fmt: skip
    plain = count(document, at(START), [], is_working_day)
    assert count(document, at(START), held, is_working_day) == plain
    held[0].ended_at = None
    stands = count(document, at(START), held, is_working_day)
    assert (stands.due_at, stands.yellow_at, stands.red_at) == (plain.due_at, None, None)


def test_warnings_come_two_working_days_and_half_a_day_before() -> None:
    term, end = Term(days=5), add_working_days(at(date(2026, 10, 9)), 2)  # Monday 12 October
    assert local(before(end, 2, term, is_working_day)).date() == date(2026, 10, 9)
    red = local(before(end, 0.5, term, is_working_day))
    assert (red.date(), red.hour) == (date(2026, 10, 12), 11)
