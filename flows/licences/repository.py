"""Rows of lent licences. A citizen's are reached through `access_grant`, which takes the viewer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from flows.licences.errors import LicenceUnknown
from flows.prereview.licences import LENT
from foundation.db import fresh
from foundation.models import (
    Case,
    IssuedLicence,
    Letter,
    LicenceGrant,
    ProcessInstance,
    Task,
    User,
)
from foundation.viewer import Viewer


async def access_grant(
    session: AsyncSession, viewer: Viewer, number: str, licence_id: str
) -> LicenceGrant:
    """A licence the viewer lent to that case and did not take back. Raises: LicenceUnknown."""
    found = await session.scalar(
        select(LicenceGrant).where(
            LicenceGrant.id == licence_id,
            LicenceGrant.user_id == viewer.user_id,
            LicenceGrant.case_number == number,
            LicenceGrant.state.in_(LENT),
        )
    )
    if found is None:
        raise LicenceUnknown
    return found


async def grant_by_id(
    session: AsyncSession, grant_id: str, *, lock: bool = False
) -> LicenceGrant | None:
    """A grant for the house's own work: the platform's callback, the worker."""
    query = select(LicenceGrant).where(LicenceGrant.id == grant_id)
    return await session.scalar(fresh(query) if lock else query)


async def lent_for(session: AsyncSession, number: str, material_id: str) -> Sequence[LicenceGrant]:
    """The licences lent for a material, at most one unless one is being replaced."""
    rows = await session.scalars(
        select(LicenceGrant).where(
            LicenceGrant.case_number == number,
            LicenceGrant.material_id == material_id,
            LicenceGrant.state.in_(LENT),
        )
    )
    return rows.all()


async def begun_since(
    session: AsyncSession, number: str, material_id: str, since: datetime
) -> LicenceGrant | None:
    """The authorisation under way for a material."""
    return await session.scalar(
        select(LicenceGrant)
        .where(
            LicenceGrant.case_number == number,
            LicenceGrant.material_id == material_id,
            LicenceGrant.state == "begun",
            LicenceGrant.created_at > since,
        )
        .limit(1)
    )


async def latest_of(session: AsyncSession, number: str) -> dict[str, LicenceGrant]:
    """The last grant of every material of a case, whatever became of it."""
    rows = await session.scalars(
        select(LicenceGrant)
        .where(LicenceGrant.case_number == number)
        .order_by(LicenceGrant.created_at)
    )
    return {grant.material_id: grant for grant in rows}


async def letter_by_id(session: AsyncSession, letter_id: str) -> Letter | None:
    """For the house's own work (the worker)."""
    return await session.scalar(select(Letter).where(Letter.id == letter_id))


async def lock_case(session: AsyncSession, number: str) -> Case:
    """For the house's own work; whoever follows the same case waits."""
    case = await session.scalar(select(Case).where(Case.number == number).with_for_update())
    assert case is not None
    return case


async def issued_for(session: AsyncSession, letter_id: str) -> IssuedLicence | None:
    return await session.scalar(select(IssuedLicence).where(IssuedLicence.letter_id == letter_id))


async def issued_by_id(
    session: AsyncSession, licence_id: str, *, lock: bool = False
) -> IssuedLicence | None:
    query = select(IssuedLicence).where(IssuedLicence.id == licence_id)
    return await session.scalar(query.with_for_update() if lock else query)


async def access_issued(session: AsyncSession, viewer: Viewer) -> Sequence[IssuedLicence]:
    """The viewer's own, the latest first."""
    rows = await session.scalars(
        select(IssuedLicence)
        .where(IssuedLicence.user_id == viewer.user_id)
        .order_by(IssuedLicence.created_at.desc())
    )
    return rows.all()


async def access_issued_one(
    session: AsyncSession, viewer: Viewer, licence_id: str
) -> IssuedLicence | None:
    """One of the viewer's own, locked: two terminals come one after the other."""
    return await session.scalar(
        fresh(
            select(IssuedLicence).where(
                IssuedLicence.id == licence_id, IssuedLicence.user_id == viewer.user_id
            )
        )
    )


async def issued_of_case(session: AsyncSession, number: str) -> Sequence[IssuedLicence]:
    """Whoever may see the case was proved by the caller."""
    rows = await session.scalars(
        select(IssuedLicence)
        .where(IssuedLicence.case_number == number)
        .order_by(IssuedLicence.created_at.desc())
    )
    return rows.all()


async def user_of(session: AsyncSession, user_id: str) -> User:
    user = await session.get(User, user_id)
    assert user is not None
    return user


async def issued_waiting(session: AsyncSession, moment: datetime) -> Sequence[str]:
    """Ids of licences that should have been issued or revoked by now."""
    rows = await session.scalars(
        select(IssuedLicence.id).where(
            IssuedLicence.state.in_(("waiting", "revoking")), IssuedLicence.created_at < moment
        )
    )
    return rows.all()


def _runs(number: Any) -> ColumnElement[bool]:
    """Whether a case's drawn process still runs, or somebody has it in hand."""
    process = select(ProcessInstance.id).where(
        ProcessInstance.case_number == number, ProcessInstance.state == "running"
    )
    return or_(
        process.exists(),
        select(Task.id).where(Task.case_number == number, Task.state != "done").exists(),
    )


async def is_under_way(session: AsyncSession, number: str) -> bool:
    return bool(await session.scalar(select(_runs(number))))


async def issued_not_delivered(session: AsyncSession, limit: int) -> list[tuple[str, str]]:
    """Number of case and id of licence: issued, nothing more to be done, the case not yet over."""
    rows = await session.execute(
        select(Case.number, IssuedLicence.id)
        .join(IssuedLicence, IssuedLicence.case_number == Case.number)
        .where(Case.status.in_(("approved", "certified")), IssuedLicence.state == "issued")
        .where(~_runs(Case.number))
        .order_by(Case.number)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]
