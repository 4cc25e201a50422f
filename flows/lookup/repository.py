"""Rows of the case index, and the conditions by which lists are narrowed to what was looked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Text,
    and_,
    delete,
    func,
    literal,
    literal_column,
    or_,
    select,
    text,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases.repository import visible_to
from flows.lookup.reading import Wish
from foundation.models import (
    Case,
    CaseEvent,
    CaseIndex,
    CaseNote,
    Letter,
    ParkMember,
    User,
)
from foundation.viewer import StaffMember

WIDE = 5000
"""Hits beyond which a search walks the list in its order instead of sorting what it found."""
MOST_KNOWN = 10_000
_known_wide: set[tuple[tuple[str, ...], tuple[str, ...]]] = set()
_LAST = "\U0010ffff"
_APPLICANT = select(User.display_name).where(User.id == Case.user_id).scalar_subquery()


def number_conditions(wish: Wish) -> list[ColumnElement[bool]]:
    """What of a wish stands in the case itself: its number's beginning and its item; and the items
    left out of a search by words."""
    conditions: list[ColumnElement[bool]] = []
    if wish.number:
        conditions.append(Case.number.between(wish.number, wish.number + _LAST))
    if wish.items is not None:
        conditions.append(Case.item_code.in_(sorted(wish.items)))
    if wish.unseen and wish.needs_index:
        conditions.append(Case.item_code.not_in(sorted(wish.unseen)))
    return conditions


def hits(session: AsyncSession, wish: Wish) -> CTE:
    """Numbers of the cases that carry the marks, at most `WIDE`, in no order."""
    found = select(CaseIndex.case_number).where(_carries(session, wish)).limit(WIDE)
    return found.cte("hits").prefix_with("MATERIALIZED", dialect="postgresql")


async def is_wide(session: AsyncSession, wish: Wish) -> bool:
    """Whether so many cases carry the marks that they are not gathered and sorted.

    Common words stay common, for no case is taken away: what was wide once is not counted again.
    """
    asked = (wish.all_of, wish.any_of)
    if asked in _known_wide:
        return True
    found = select(CaseIndex.id).where(_carries(session, wish)).limit(WIDE).subquery()
    wide = await session.scalar(select(func.count()).select_from(found)) == WIDE
    if wide:
        _known_wide.add(asked)
        while len(_known_wide) > MOST_KNOWN:
            _known_wide.pop()
    return wide


def carries_marks(wish: Wish) -> ColumnElement[bool]:
    """The same asked of one case at a time; a scalar subquery, so that no planner turns it into a
    walk through the whole index."""
    every = [CaseIndex.terms.contains(found) for found in wish.all_of]
    some = [CaseIndex.terms.contains(found) for found in wish.any_of]
    holds = and_(*every, or_(*some)) if some else and_(*every)
    asked = select(holds).where(CaseIndex.case_number == Case.number)
    return asked.correlate(Case).scalar_subquery()


def _carries(session: AsyncSession, wish: Wish) -> ColumnElement[bool]:
    if session.get_bind().dialect.name == "postgresql":
        return _in_arrays(wish)
    every, some = " AND ".join(wish.all_of), " OR ".join(wish.any_of)
    asked = " AND ".join(f"({part})" for part in (every, some) if part)
    matching = text("SELECT rowid FROM case_index_terms WHERE case_index_terms MATCH :marks")
    return CaseIndex.id.in_(matching.bindparams(marks=asked).columns(CaseIndex.id))


def _in_arrays(wish: Wish) -> ColumnElement[bool]:
    kept = func.string_to_array(CaseIndex.terms, literal_column("' '"))
    parts: list[ColumnElement[bool]] = []
    for marks, operator in ((wish.all_of, "@>"), (wish.any_of, "&&")):
        if marks:
            wanted = literal(list(marks), postgresql.ARRAY(Text))
            parts.append(kept.op(operator, is_comparison=True)(wanted))
    return and_(*parts)


async def newest_cases(
    session: AsyncSession, staff: StaffMember, wish: Wish, limit: int
) -> Sequence[Any]:
    """The newest cases that fit a wish: few hits are sorted, of many the list is walked."""
    query = select(
        Case.number,
        Case.item_code,
        Case.item_name,
        Case.department_code,
        Case.region,
        Case.status,
        Case.submitted_at,
        _APPLICANT.label("applicant"),
    ).where(*visible_to(staff), *number_conditions(wish))
    if wish.needs_index and await is_wide(session, wish):
        query = query.where(carries_marks(wish))
    elif wish.needs_index:
        found = hits(session, wish)
        query = query.join(found, found.c.case_number == Case.number)
    newest = query.order_by(Case.submitted_at.desc(), Case.number.desc()).limit(limit)
    return (await session.execute(newest)).all()


async def people(
    session: AsyncSession, staff: StaffMember, wish: Wish, limit: int
) -> Sequence[Any]:
    """Applicants with cases the staff member may see: user, how many of these, the newest."""
    found = hits(session, wish)
    rows = await session.execute(
        select(User, func.count(Case.number), func.max(Case.number))
        .join(Case, Case.user_id == User.id)
        .join(found, found.c.case_number == Case.number)
        .where(*visible_to(staff), *number_conditions(wish))
        .group_by(User.id)
        .order_by(func.count(Case.number).desc(), User.id)
        .limit(limit)
    )
    return rows.all()


async def letters_numbered(
    session: AsyncSession, staff: StaffMember, number: str, limit: int
) -> Sequence[Any]:
    """Letters whose number begins so, of cases the staff member may see."""
    rows = await session.execute(
        select(Letter.number, Letter.title, Letter.case_number, Letter.created_at)
        .join(Case, Case.number == Letter.case_number)
        .where(Letter.number.between(number, number + _LAST), *visible_to(staff))
        .order_by(Letter.created_at.desc())
        .limit(limit)
    )
    return rows.all()


async def words_of(
    session: AsyncSession, number: str, boilerplate: frozenset[str]
) -> tuple[Case, User, list[str]] | None:
    """A case, its applicant, and what people wrote about it; None for a case that is gone."""
    row = (
        await session.execute(
            select(Case, User).join(User, User.id == Case.user_id).where(Case.number == number)
        )
    ).first()
    if row is None:
        return None
    events = await session.scalars(
        select(CaseEvent.text)
        .where(CaseEvent.case_number == number, CaseEvent.kind.not_in(boilerplate))
        .where(CaseEvent.text != "")
        .order_by(CaseEvent.id)
    )
    notes = await session.scalars(
        select(CaseNote.text).where(CaseNote.case_number == number, CaseNote.removed_at.is_(None))
    )
    return row[0], row[1], [*events, *notes]


async def park_listing(session: AsyncSession, user_id: str) -> str | None:
    """The park that counts this applicant as its own, if one does."""
    return await session.scalar(
        select(ParkMember.park_id).where(ParkMember.user_id == user_id).limit(1)
    )


async def keep_index(session: AsyncSession, number: str, terms: str, park_id: str | None) -> None:
    """The case's row of the index, made anew."""
    await session.execute(delete(CaseIndex).where(CaseIndex.case_number == number))
    session.add(CaseIndex(case_number=number, terms=terms, park_id=park_id))


async def unindexed(session: AsyncSession, limit: int) -> Sequence[str]:
    """Cases handed in that the index does not know, the newest first."""
    rows = await session.scalars(
        select(Case.number)
        .outerjoin(CaseIndex, CaseIndex.case_number == Case.number)
        .where(CaseIndex.id.is_(None), Case.submitted_at.is_not(None))
        .order_by(Case.submitted_at.desc())
        .limit(limit)
    )
    return rows.all()
