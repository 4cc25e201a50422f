"""Rows of letters. A case's letters are reached through the case, which the caller has accessed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from foundation.db import fresh
from foundation.models import (
    Case,
    CaseEvent,
    CaseFile,
    Letter,
    LetterCorrection,
    LetterNumber,
    LicenceGrant,
    User,
)


async def draw_number(session: AsyncSession, series: str, year: int) -> int:
    """The next number of a series. The row stays locked until the transaction ends, so that who
    comes next waits, and a number drawn in vain is drawn again: no gaps."""
    upsert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    drawn: int | None = await session.scalar(
        upsert(LetterNumber)
        .values(series=series, year=year, last=1)
        .on_conflict_do_update(
            index_elements=["series", "year"], set_={"last": LetterNumber.last + 1}
        )
        .returning(LetterNumber.last)
    )
    assert drawn is not None
    return drawn


async def letters_of(session: AsyncSession, number: str) -> Sequence[Letter]:
    """All letters of a case, the oldest first."""
    rows = await session.scalars(
        select(Letter).where(Letter.case_number == number).order_by(Letter.created_at, Letter.id)
    )
    return rows.all()


async def letter_of_case(
    session: AsyncSession, number: str, letter_id: str, *, lock: bool = False
) -> Letter | None:
    query = select(Letter).where(Letter.case_number == number, Letter.id == letter_id)
    return await session.scalar(fresh(query) if lock else query)


async def letter_by_id(
    session: AsyncSession, letter_id: str, *, lock: bool = False
) -> Letter | None:
    """For the house's own work (the worker), not on anybody's behalf."""
    query = select(Letter).where(Letter.id == letter_id)
    return await session.scalar(fresh(query) if lock else query)


async def letter_by_token(session: AsyncSession, token: str) -> Letter | None:
    return await session.scalar(select(Letter).where(Letter.token == token))


async def letter_by_content(session: AsyncSession, sha256: str) -> Letter | None:
    """The letter of which these are the sealed bytes."""
    return await session.scalar(select(Letter).where(Letter.sealed_sha256 == sha256))


async def correction_of(session: AsyncSession, letter_id: str) -> Letter | None:
    return await session.scalar(select(Letter).where(Letter.corrects_id == letter_id))


async def waiting_correction(
    session: AsyncSession, letter_id: str, *, lock: bool = False
) -> LetterCorrection | None:
    query = select(LetterCorrection).where(LetterCorrection.waits_for == letter_id)
    return await session.scalar(query.with_for_update() if lock else query)


async def waiting_corrections(
    session: AsyncSession, letters: Sequence[str]
) -> Sequence[LetterCorrection]:
    rows = await session.scalars(
        select(LetterCorrection).where(LetterCorrection.waits_for.in_(letters))
    )
    return rows.all()


async def waiting_since(session: AsyncSession, moment: datetime) -> Sequence[str]:
    """Ids of letters that were drawn before a moment and have no seal yet."""
    rows = await session.scalars(
        select(Letter.id).where(Letter.state == "drawn", Letter.created_at < moment)
    )
    return rows.all()


async def applicant_of(session: AsyncSession, case: Case) -> User:
    user = await session.get(User, case.user_id)
    assert user is not None
    return user


async def files_handed_in(session: AsyncSession, number: str) -> Sequence[CaseFile]:
    return (await session.scalars(select(CaseFile).where(CaseFile.case_number == number))).all()


async def licences_lent(session: AsyncSession, number: str) -> Sequence[LicenceGrant]:
    rows = await session.scalars(
        select(LicenceGrant).where(
            LicenceGrant.case_number == number, LicenceGrant.state.in_(("granted", "waiting"))
        )
    )
    return rows.all()


async def accepted_at(session: AsyncSession, number: str) -> datetime | None:
    """When the case was last accepted."""
    return await session.scalar(
        select(CaseEvent.at)
        .where(CaseEvent.case_number == number, CaseEvent.kind == "accept")
        .order_by(CaseEvent.id.desc())
        .limit(1)
    )
