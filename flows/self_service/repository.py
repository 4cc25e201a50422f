"""Rows of visits. A terminal reaches its own, a phone the one whose code it holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from foundation.db import fresh
from foundation.models import Counter, Device, TerminalVisit, User, UserSession

LIVE = ("waiting", "claimed", "open")


async def live_visits(session: AsyncSession, device_id: str) -> Sequence[TerminalVisit]:
    rows = await session.scalars(
        fresh(
            select(TerminalVisit)
            .where(TerminalVisit.device_id == device_id, TerminalVisit.state.in_(LIVE))
            .order_by(TerminalVisit.started_at.desc())
        )
    )
    return rows.all()


async def last_visit(session: AsyncSession, device_id: str) -> TerminalVisit | None:
    return await session.scalar(
        fresh(
            select(TerminalVisit)
            .where(TerminalVisit.device_id == device_id)
            .order_by(TerminalVisit.started_at.desc(), TerminalVisit.id)
            .limit(1)
        )
    )


async def visit_by_code(session: AsyncSession, code_hash: str) -> TerminalVisit | None:
    return await session.scalar(
        fresh(select(TerminalVisit).where(TerminalVisit.code_hash == code_hash))
    )


async def overdue(
    session: AsyncSession, moment: datetime, idle_before: datetime
) -> Sequence[TerminalVisit]:
    rows = await session.scalars(
        fresh(
            select(TerminalVisit).where(
                or_(
                    (TerminalVisit.state == "waiting") & (TerminalVisit.expires_at < moment),
                    TerminalVisit.state.in_(("claimed", "open"))
                    & (TerminalVisit.last_at < idle_before),
                )
            )
        )
    )
    return rows.all()


async def name_and_place(session: AsyncSession, device_id: str) -> tuple[str, str]:
    found = (
        await session.execute(
            select(Device.name, Counter.number, Counter.name.label("counter_name"))
            .outerjoin(Counter, Counter.id == Device.counter_id)
            .where(Device.id == device_id)
        )
    ).one()
    return found.name, f"{found.number}窗口 {found.counter_name}" if found.number else ""


async def name_of_user(session: AsyncSession, user_id: str) -> str:
    user = await session.get(User, user_id)
    return user.display_name if user else ""


async def extend_session(session: AsyncSession, session_hash: str, until: datetime) -> None:
    await session.execute(
        update(UserSession)
        .where(UserSession.token_hash == session_hash)
        .values(expires_at=until)
        .execution_options(synchronize_session=False)
    )


async def end_session(session: AsyncSession, session_hash: str) -> None:
    await session.execute(delete(UserSession).where(UserSession.token_hash == session_hash))
