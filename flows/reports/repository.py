"""Rows of reports, and what datasets read beside the facts; cases only where they are visible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases.repository import visible_to
from foundation.clock import now
from foundation.models import (
    Case,
    ReportCopy,
    ReportRun,
    ReportVersion,
    ReturnCause,
    Staff,
    StaffMailbox,
    new_id,
)
from foundation.models.base import Base, table_of
from foundation.viewer import StaffMember

_COLUMNS: Mapping[str, Any] = {
    "department": Case.department_code,
    "item": Case.item_code,
    "material": ReturnCause.material_id,
}
Filters = Mapping[str, Sequence[str]]


# -- what datasets read --------------------------------------------------------------------


async def returns(
    session: AsyncSession,
    staff: StaffMember,
    group: Sequence[str],
    start: datetime,
    end: datetime,
    filters: Filters,
) -> Sequence[Any]:
    """k0, k1 …, times, cases of what was sent back from one moment to before another."""
    keys = [_COLUMNS[one].label(f"k{n}") for n, one in enumerate(group)]
    query = (
        select(
            *keys,
            func.count().label("times"),
            func.count(func.distinct(ReturnCause.case_number)).label("cases"),
        )
        .select_from(ReturnCause)
        .join(Case, Case.number == ReturnCause.case_number)
        .where(*visible_to(staff), ReturnCause.at >= start, ReturnCause.at < end, *_as(filters))
    )
    return (await session.execute(query.group_by(*keys) if keys else query)).all()


async def deadlines(
    session: AsyncSession,
    staff: StaffMember,
    end: datetime,
    until: datetime,
    filters: Filters,
    limit: int,
) -> Sequence[Case]:
    """Cases that were open at `end` and whose term ended before it, or ends before `until`."""
    found = await session.scalars(
        select(Case)
        .where(*visible_to(staff), *_as(filters))
        .where(Case.submitted_at < end, Case.due_at < until)
        .where(or_(Case.closed_at.is_(None), Case.closed_at >= end))
        .order_by(Case.due_at, Case.number)
        .limit(limit)
    )
    return found.all()


def _as(filters: Filters) -> list[Any]:
    return [_COLUMNS[name].in_(list(values)) for name, values in filters.items()]


# -- definitions ---------------------------------------------------------------------------


async def latest_versions(session: AsyncSession) -> Sequence[ReportVersion]:
    """The definitions as they are now, in the order of their names' keys."""
    newest = (
        select(ReportVersion.key, func.max(ReportVersion.number).label("number"))
        .group_by(ReportVersion.key)
        .subquery()
    )
    rows = await session.scalars(
        select(ReportVersion)
        .join(
            newest,
            (newest.c.key == ReportVersion.key) & (newest.c.number == ReportVersion.number),
        )
        .order_by(ReportVersion.key)
    )
    return rows.all()


async def latest_version(session: AsyncSession, key: str) -> ReportVersion | None:
    return await session.scalar(
        select(ReportVersion)
        .where(ReportVersion.key == key)
        .order_by(ReportVersion.number.desc())
        .limit(1)
    )


async def versions_of(session: AsyncSession, key: str) -> Sequence[ReportVersion]:
    rows = await session.scalars(
        select(ReportVersion)
        .where(ReportVersion.key == key)
        .order_by(ReportVersion.number.desc())
        .limit(50)
    )
    return rows.all()


async def first_saved(session: AsyncSession, key: str) -> datetime:
    return (
        await session.scalar(
            select(func.min(ReportVersion.created_at)).where(ReportVersion.key == key)
        )
    ) or now()


async def add_version(
    session: AsyncSession, key: str, number: int, body: dict[str, Any], author: str
) -> bool:
    """False where somebody saved that number before."""
    return await _insert_once(
        session,
        ReportVersion,
        {"id": new_id(), "key": key, "number": number, "body": body, "author": author,
         "created_at": now()},
        ["key", "number"],
    )  # fmt: skip


# -- runs and copies -----------------------------------------------------------------------


async def add_run(session: AsyncSession, values: dict[str, Any]) -> bool:
    """False where the definition has a run of this period."""
    given = {"id": new_id(), "state": "waiting", "turn": 1, "problem": "", "created_at": now()}
    return await _insert_once(
        session, ReportRun, {**given, **values}, ["key", "first_day", "last_day"]
    )


async def run_of(session: AsyncSession, key: str, first: date, last: date) -> ReportRun | None:
    return await session.scalar(
        select(ReportRun).where(
            ReportRun.key == key, ReportRun.first_day == first, ReportRun.last_day == last
        )
    )


async def run_by_id(
    session: AsyncSession, run_id: str, *, lock: bool = False
) -> tuple[ReportRun, ReportVersion] | None:
    query = (
        select(ReportRun, ReportVersion)
        .join(ReportVersion, ReportVersion.id == ReportRun.version_id)
        .where(ReportRun.id == run_id)
    )
    row = (await session.execute(query.with_for_update(of=ReportRun) if lock else query)).first()
    return (row[0], row[1]) if row else None


async def runs(
    session: AsyncSession, key: str | None, offset: int, limit: int
) -> tuple[Sequence[tuple[ReportRun, ReportVersion]], int]:
    """Runs, the latest first, with the version each was made by."""
    chosen = [ReportRun.key == key] if key else []
    total = await session.scalar(select(func.count()).select_from(ReportRun).where(*chosen)) or 0
    rows = await session.execute(
        select(ReportRun, ReportVersion)
        .join(ReportVersion, ReportVersion.id == ReportRun.version_id)
        .where(*chosen)
        .order_by(ReportRun.last_day.desc(), ReportRun.created_at.desc())
        .offset(offset)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows], total


async def run_before(session: AsyncSession, run: ReportRun) -> ReportRun | None:
    """The last finished run of the same definition over an earlier period."""
    return await session.scalar(
        select(ReportRun)
        .where(ReportRun.key == run.key, ReportRun.last_day < run.first_day)
        .where(ReportRun.state == "done")
        .order_by(ReportRun.last_day.desc())
        .limit(1)
    )


async def copy_for(
    session: AsyncSession, run_id: str, staff_id: str, turn: int
) -> ReportCopy | None:
    return await session.scalar(
        select(ReportCopy).where(
            ReportCopy.run_id == run_id, ReportCopy.staff_id == staff_id, ReportCopy.turn == turn
        )
    )


async def add_copy(session: AsyncSession, values: dict[str, Any]) -> bool:
    given = {"attempts": 0, "problem": "", "created_at": now()}
    return await _insert_once(
        session, ReportCopy, {**given, **values}, ["run_id", "staff_id", "turn"]
    )


async def copy_by_id(
    session: AsyncSession, copy_id: str, *, lock: bool = False
) -> tuple[ReportCopy, ReportRun, ReportVersion, Staff] | None:
    query = (
        select(ReportCopy, ReportRun, ReportVersion, Staff)
        .join(ReportRun, ReportRun.id == ReportCopy.run_id)
        .join(ReportVersion, ReportVersion.id == ReportRun.version_id)
        .join(Staff, Staff.id == ReportCopy.staff_id)
        .where(ReportCopy.id == copy_id)
    )
    row = (await session.execute(query.with_for_update(of=ReportCopy) if lock else query)).first()
    return (row[0], row[1], row[2], row[3]) if row else None


async def deliveries(session: AsyncSession, run: ReportRun) -> Sequence[tuple[ReportCopy, Staff]]:
    """Copies of a run's present turn that were to be mailed."""
    rows = await session.execute(
        select(ReportCopy, Staff)
        .join(Staff, Staff.id == ReportCopy.staff_id)
        .where(ReportCopy.run_id == run.id, ReportCopy.turn == run.turn, ReportCopy.mail != "none")
        .order_by(Staff.username)
    )
    return [(row[0], row[1]) for row in rows]


async def delivery_counts(
    session: AsyncSession, run_ids: Sequence[str]
) -> dict[str, dict[str, int]]:
    """How many copies of each run's present turn stand how."""
    rows = await session.execute(
        select(ReportCopy.run_id, ReportCopy.mail, func.count())
        .join(ReportRun, (ReportRun.id == ReportCopy.run_id) & (ReportRun.turn == ReportCopy.turn))
        .where(ReportCopy.run_id.in_(run_ids), ReportCopy.mail != "none")
        .group_by(ReportCopy.run_id, ReportCopy.mail)
    )
    counts: dict[str, dict[str, int]] = {}
    for row in rows:
        counts.setdefault(row[0], {})[row[1]] = row[2]
    return counts


# -- people --------------------------------------------------------------------------------


async def recipients(
    session: AsyncSession,
    usernames: Sequence[str],
    holders: Sequence[str],
    departments: Sequence[str],
) -> Sequence[Staff]:
    """Staff at work whom a definition names, each once; `holders` by id."""
    rows = await session.scalars(
        select(Staff)
        .where(Staff.is_active)
        .where(
            or_(
                Staff.username.in_(list(usernames)),
                Staff.id.in_(list(holders)),
                Staff.department_code.in_(list(departments)),
            )
        )
        .order_by(Staff.username)
    )
    return rows.all()


async def people(session: AsyncSession) -> Sequence[Staff]:
    """Everybody at work, to choose recipients from."""
    rows = await session.scalars(select(Staff).where(Staff.is_active).order_by(Staff.username))
    return rows.all()


async def staff_by_id(session: AsyncSession, staff_id: str) -> Staff | None:
    return await session.get(Staff, staff_id)


async def mailbox_of(session: AsyncSession, staff_id: str) -> str | None:
    return await session.scalar(
        select(StaffMailbox.address).where(StaffMailbox.staff_id == staff_id)
    )


async def set_mailbox(session: AsyncSession, staff_id: str, address: str | None) -> None:
    found = await session.get(StaffMailbox, staff_id)
    if found and address:
        found.address, found.updated_at = address, now()
    elif found:
        await session.delete(found)
    elif address:
        session.add(StaffMailbox(staff_id=staff_id, address=address))


async def _insert_once(
    session: AsyncSession, model: type[Base], values: dict[str, Any], unique: Sequence[str]
) -> bool:
    upsert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    done = await session.execute(
        upsert(table_of(model)).values(**values).on_conflict_do_nothing(index_elements=unique)
    )
    return bool(getattr(done, "rowcount", 0))
