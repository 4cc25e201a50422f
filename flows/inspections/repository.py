"""Rows of inspections. A citizen's are reached through `access_inspection`, staff's through the
case, which the caller has accessed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from flows.inspections.errors import InspectionUnknown
from flows.inspections.states import OPEN
from foundation.db import fresh
from foundation.models import Inspection, InspectionEvent, InspectionStill, Staff
from foundation.viewer import Viewer


async def access_inspection(
    session: AsyncSession, viewer: Viewer, inspection_id: str, *, lock: bool = False
) -> Inspection:
    """The viewer's own inspection. Raises: InspectionUnknown."""
    query = select(Inspection).where(
        Inspection.id == inspection_id, Inspection.user_id == viewer.user_id
    )
    found = await session.scalar(fresh(query) if lock else query)
    if found is None:
        raise InspectionUnknown
    return found


async def inspection_of_case(
    session: AsyncSession, number: str, inspection_id: str, *, lock: bool = False
) -> Inspection:
    """Raises: InspectionUnknown."""
    query = select(Inspection).where(
        Inspection.id == inspection_id, Inspection.case_number == number
    )
    found = await session.scalar(fresh(query) if lock else query)
    if found is None:
        raise InspectionUnknown
    return found


async def inspection_by_id(
    session: AsyncSession, inspection_id: str, *, lock: bool = False
) -> Inspection | None:
    """For the house's own work and for the parties of a call, who are proved against the row."""
    query = select(Inspection).where(Inspection.id == inspection_id)
    return await session.scalar(fresh(query) if lock else query)


async def inspections_of_case(session: AsyncSession, number: str) -> Sequence[Inspection]:
    """The newest first."""
    rows = await session.scalars(
        select(Inspection)
        .where(Inspection.case_number == number)
        .order_by(Inspection.created_at.desc(), Inspection.id)
    )
    return rows.all()


async def inspections_of(
    session: AsyncSession, viewer: Viewer, number: str | None
) -> Sequence[Inspection]:
    """The viewer's own, the newest first, at most fifty; of one case if asked."""
    conditions = [Inspection.user_id == viewer.user_id]
    if number:
        conditions.append(Inspection.case_number == number)
    rows = await session.scalars(
        select(Inspection).where(*conditions).order_by(Inspection.created_at.desc()).limit(50)
    )
    return rows.all()


async def open_inspection(session: AsyncSession, number: str) -> Inspection | None:
    """The one of a case that is not over, if any."""
    return await session.scalar(
        select(Inspection).where(Inspection.case_number == number, Inspection.state.in_(OPEN))
    )


async def expired(session: AsyncSession, moment: datetime, limit: int) -> Sequence[Inspection]:
    """Invitations whose time ran out before a moment, locked."""
    query = (
        select(Inspection)
        .where(Inspection.state.in_(("invited", "consented")), Inspection.expires_at < moment)
        .order_by(Inspection.expires_at)
        .limit(limit)
    )
    return (await session.scalars(fresh(query))).all()


async def unsealed(session: AsyncSession, moment: datetime) -> Sequence[str]:
    """Ids of records signed before a moment that have no seal yet."""
    rows = await session.scalars(
        select(Inspection.id).where(
            Inspection.state == "signed",
            Inspection.sealed_sha256.is_(None),
            Inspection.signed_at < moment,
        )
    )
    return rows.all()


async def inspection_by_token(session: AsyncSession, token: str) -> Inspection | None:
    """The signed one whose record carries this code."""
    return await session.scalar(select(Inspection).where(Inspection.token == token))


async def inspection_by_content(session: AsyncSession, sha256: str) -> Inspection | None:
    """The one of which these are the sealed record's bytes."""
    return await session.scalar(select(Inspection).where(Inspection.sealed_sha256 == sha256))


async def unscanned_still(session: AsyncSession, still_id: str) -> InspectionStill | None:
    """The still, if no scanner has seen it."""
    return await session.scalar(
        select(InspectionStill).where(
            InspectionStill.id == still_id, InspectionStill.scan == "unreachable"
        )
    )


async def unscanned_stills(session: AsyncSession) -> Sequence[InspectionStill]:
    rows = await session.scalars(
        select(InspectionStill).where(InspectionStill.scan == "unreachable")
    )
    return rows.all()


async def stills_of(session: AsyncSession, inspection_id: str) -> Sequence[InspectionStill]:
    rows = await session.scalars(
        select(InspectionStill)
        .where(InspectionStill.inspection_id == inspection_id)
        .order_by(InspectionStill.sequence)
    )
    return rows.all()


async def still_of(
    session: AsyncSession, inspection_id: str, still_id: str
) -> InspectionStill | None:
    return await session.scalar(
        select(InspectionStill).where(
            InspectionStill.inspection_id == inspection_id, InspectionStill.id == still_id
        )
    )


async def still_sent(
    session: AsyncSession, inspection_id: str, client_id: str
) -> InspectionStill | None:
    """The still a client sent under this id before."""
    return await session.scalar(
        select(InspectionStill).where(
            InspectionStill.inspection_id == inspection_id, InspectionStill.client_id == client_id
        )
    )


async def count_stills(session: AsyncSession, inspection_id: str) -> int:
    counted = select(func.count()).where(InspectionStill.inspection_id == inspection_id)
    return await session.scalar(counted) or 0


async def events_of(session: AsyncSession, inspection_id: str) -> Sequence[InspectionEvent]:
    rows = await session.scalars(
        select(InspectionEvent)
        .where(InspectionEvent.inspection_id == inspection_id)
        .order_by(InspectionEvent.id)
    )
    return rows.all()


async def colleague(session: AsyncSession, username: str) -> Staff | None:
    """Somebody at work, by work number."""
    return await session.scalar(
        select(Staff).where(
            Staff.username == username, Staff.is_active.is_(True), Staff.is_locked.is_(False)
        )
    )
