"""Rows of visits. A terminal reaches its own, a phone the one whose code it holds or whose card
is its holder's, staff those of their hall."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from foundation.clock import now
from foundation.db import fresh
from foundation.models import (
    Case,
    Counter,
    Device,
    DeviceCommand,
    IssuedLicence,
    QueueLine,
    ScanCount,
    TerminalVisit,
    Ticket,
    User,
    UserSession,
)
from foundation.viewer import Viewer

LIVE = ("waiting", "claimed", "open")
_ASKED = (TerminalVisit.way == "card", TerminalVisit.state == "waiting")


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


async def visit_by_id(session: AsyncSession, visit_id: str) -> TerminalVisit | None:
    return await session.scalar(fresh(select(TerminalVisit).where(TerminalVisit.id == visit_id)))


async def look_at_visit(session: AsyncSession, visit_id: str) -> TerminalVisit | None:
    """Without its lock, for whoever only tells of it."""
    return await session.get(TerminalVisit, visit_id)


async def access_asked(session: AsyncSession, viewer: Viewer) -> Sequence[TerminalVisit]:
    """Cards of the viewer that lie on a reader and wait for an answer."""
    own = select(User.id_number_index).where(User.id == viewer.user_id, User.kind == "citizen")
    rows = await session.scalars(
        select(TerminalVisit)
        .where(*_ASKED, TerminalVisit.holder_index == own.scalar_subquery())
        .where(TerminalVisit.expires_at > now())
        .order_by(TerminalVisit.started_at.desc())
    )
    return rows.all()


async def access_card_visit(
    session: AsyncSession, viewer: Viewer, visit_id: str
) -> TerminalVisit | None:
    """One begun with the viewer's own card, however it stands."""
    own = select(User.id_number_index).where(User.id == viewer.user_id, User.kind == "citizen")
    return await session.scalar(
        fresh(
            select(TerminalVisit).where(
                TerminalVisit.id == visit_id, TerminalVisit.way == "card",
                TerminalVisit.holder_index == own.scalar_subquery(),
            )
        )
    )  # fmt: skip


async def asked_in_hall(session: AsyncSession, hall_id: str) -> Sequence[TerminalVisit]:
    """The one that waits longest first."""
    here = select(Device.id).where(Device.hall_id == hall_id)
    rows = await session.scalars(
        select(TerminalVisit)
        .where(*_ASKED, TerminalVisit.device_id.in_(here), TerminalVisit.expires_at > now())
        .order_by(TerminalVisit.started_at, TerminalVisit.id)
    )
    return rows.all()


async def unanswered(session: AsyncSession, holder_index: str, since: datetime) -> int:
    """How often a card was laid down since then and nobody let in."""
    return (
        await session.scalar(
            select(func.count())
            .select_from(TerminalVisit)
            .where(
                TerminalVisit.holder_index == holder_index, TerminalVisit.started_at > since,
                TerminalVisit.user_id.is_(None),
            )
        )
    ) or 0  # fmt: skip


async def hall_of(session: AsyncSession, visit: TerminalVisit) -> str:
    device = await session.get_one(Device, visit.device_id)
    return device.hall_id


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
            select(Device.name, Counter)
            .outerjoin(Counter, Counter.id == Device.counter_id)
            .where(Device.id == device_id)
        )
    ).one()
    return found[0], found[1].place if found[1] else ""


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


async def licence_of_command(session: AsyncSession, command_id: str) -> IssuedLicence | None:
    """For the house's own work, locked."""
    return await session.scalar(
        fresh(select(IssuedLicence).where(IssuedLicence.collection_command == command_id))
    )


async def lock_licence(session: AsyncSession, number: str, licence_id: str) -> IssuedLicence | None:
    """Whoever may reach the case was proved by the caller."""
    return await session.scalar(
        fresh(
            select(IssuedLicence).where(
                IssuedLicence.id == licence_id, IssuedLicence.case_number == number
            )
        )
    )


async def commands_ended(session: AsyncSession, ended: frozenset[str]) -> Sequence[str]:
    """Commands that ended while their licence still counts as being made."""
    rows = await session.scalars(
        select(DeviceCommand.id)
        .join(IssuedLicence, IssuedLicence.collection_command == DeviceCommand.id)
        .where(IssuedLicence.collection == "making", DeviceCommand.state.in_(ended))
    )
    return rows.all()


async def counters_of(session: AsyncSession, hall_id: str) -> Sequence[Counter]:
    rows = await session.scalars(
        select(Counter)
        .where(Counter.hall_id == hall_id, Counter.state == "open")
        .order_by(Counter.number, Counter.id)
    )
    return rows.all()


async def drawn_since(session: AsyncSession, hall_id: str, since: date) -> Sequence[Any]:
    """Numbers drawn in a hall: the item told, the items of the line, how many."""
    counted = (
        select(Ticket.item_code, Ticket.line_id, func.count().label("drawn"))
        .where(Ticket.hall_id == hall_id, Ticket.day >= since)
        .group_by(Ticket.item_code, Ticket.line_id)
        .subquery()
    )
    rows = await session.execute(
        select(counted.c.item_code, QueueLine.items, counted.c.drawn).join(
            QueueLine, QueueLine.id == counted.c.line_id
        )
    )
    return rows.all()


async def cases_since(session: AsyncSession, since: datetime) -> dict[str, int]:
    """Cases handed in by item, of the whole district: a case has no hall."""
    rows = await session.execute(
        select(Case.item_code, func.count())
        .where(Case.submitted_at >= since)
        .group_by(Case.item_code)
    )
    return {row[0]: row[1] for row in rows}


async def scanned_since(session: AsyncSession, hall_id: str, since: date) -> dict[str, int]:
    """How often the codes of a hall opened an item."""
    rows = await session.execute(
        select(ScanCount.item_code, func.sum(ScanCount.count))
        .where(
            ScanCount.hall_id == hall_id, ScanCount.day >= since, ScanCount.item_code != "",
            ScanCount.outcome == "opened",
        )
        .group_by(ScanCount.item_code)
    )  # fmt: skip
    return {code: int(count) for code, count in rows}
