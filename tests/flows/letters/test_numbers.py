"""Numbers without gaps: writers at once, and those that roll back."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from flows.letters.repository import draw_number
from foundation import db
from foundation.models import LetterNumber

SERIES = "穗天市监许受"


class Broken(Exception):
    """The act failed after its number was drawn."""


async def draw(year: int = 2026, *, breaks: bool = False) -> int:
    async with db.writing() as session:
        number = await draw_number(session, SERIES, year)
        await asyncio.sleep(0)
        if breaks:
            raise Broken
    return number


@pytest.mark.usefixtures("database")
async def test_forty_writers_of_which_a_third_fail_leave_no_gap() -> None:
    drawn = await asyncio.gather(
        *(draw(breaks=n % 3 == 0) for n in range(40)), return_exceptions=True
    )
    kept = sorted(n for n in drawn if isinstance(n, int))
    assert kept == list(range(1, 27))
    assert all(isinstance(n, int | Broken) for n in drawn)


@pytest.mark.usefixtures("database")
async def test_every_year_begins_at_one() -> None:
    assert [await draw(2026), await draw(2026), await draw(2027)] == [1, 2, 1]
    async with db.reading() as session:
        last = await session.scalars(select(LetterNumber.last).order_by(LetterNumber.year))
        assert list(last) == [2, 1]
