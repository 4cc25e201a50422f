"""Rows of exports, and the rows they write, read by a cursor of the database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Row, Select, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from flows.lookup import repository as lookup
from flows.lookup.reading import Wish
from foundation.clock import now
from foundation.models import Case, Export, Staff, Task, User
from foundation.viewer import StaffMember

BATCH = 1000
OPEN = ("waiting", "running")
_COLUMNS = (
    Case.number,
    Case.item_code,
    Case.item_name,
    Case.department_code,
    Case.region,
    Case.status,
    Case.channel,
    Case.submitted_at,
    Case.due_at,
    Case.closed_at,
    User.display_name.label("applicant"),
    User.kind.label("applicant_kind"),
)


async def rows_of(
    session: AsyncSession, query: Select[Any], wish: Wish | None, with_identity: bool
) -> AsyncIterator[Sequence[Row[Any]]]:
    """The rows of a list, newest first, a batch at a time from a server-side cursor."""
    columns: tuple[Any, ...] = (*_COLUMNS, User.identity) if with_identity else _COLUMNS
    query = query.with_only_columns(*columns, maintain_column_froms=True)
    query = query.join(User, User.id == Case.user_id)
    if wish and wish.needs_index:
        query = query.where(lookup.carries_marks(wish))
    query = query.order_by(Case.submitted_at.desc(), Case.number.desc())
    if session.get_bind().dialect.name == "postgresql":
        result = await session.stream(query.execution_options(yield_per=BATCH))
        async for part in result.partitions():
            yield part
        return
    # The embedded database reads a row when it is asked for one.
    held = await session.execute(query)
    for part in held.partitions(BATCH):
        yield part


async def count_of(session: AsyncSession, query: Select[Any], wish: Wish | None, most: int) -> int:
    if wish and wish.needs_index:
        query = query.where(lookup.carries_marks(wish))
    found = query.limit(most).subquery()
    return await session.scalar(select(func.count()).select_from(found)) or 0


def of_work(query: Select[Any]) -> Select[Any]:
    """A case with two tasks in a list stands in the file once."""
    numbers = query.with_only_columns(Task.case_number)
    return select(Case.number).select_from(Case).where(Case.number.in_(numbers))


async def exports_of(session: AsyncSession, staff: StaffMember, limit: int) -> Sequence[Export]:
    rows = await session.scalars(
        select(Export)
        .where(Export.owner_id == staff.staff_id, Export.expires_at > now())
        .order_by(Export.created_at.desc(), Export.id)
        .limit(limit)
    )
    return rows.all()


async def own_export(
    session: AsyncSession, staff: StaffMember, export_id: str, *, lock: bool = False
) -> Export | None:
    query = select(Export).where(
        Export.id == export_id, Export.owner_id == staff.staff_id, Export.expires_at > now()
    )
    found: Export | None = await session.scalar(query.with_for_update() if lock else query)
    return found


async def how_many_open(session: AsyncSession, staff: StaffMember) -> int:
    mine = select(func.count()).where(
        Export.owner_id == staff.staff_id, Export.state.in_(OPEN), Export.expires_at > now()
    )
    return await session.scalar(mine) or 0


async def begin(session: AsyncSession, export_id: str, run: str, held: timedelta) -> bool:
    """Take an export in hand unless it ended or another run holds it."""
    moment = now()
    taken = await session.execute(
        update(Export)
        .where(
            Export.id == export_id,
            Export.state.in_(OPEN),
            or_(Export.held_until.is_(None), Export.held_until < moment),
        )
        .values(state="running", run=run, held_until=moment + held, done_rows=0)
    )
    return cast(CursorResult[Any], taken).rowcount == 1


async def export_and_owner(session: AsyncSession, export_id: str) -> tuple[Export, Staff] | None:
    row = (
        await session.execute(
            select(Export, Staff)
            .join(Staff, Staff.id == Export.owner_id)
            .where(Export.id == export_id)
        )
    ).first()
    return (row[0], row[1]) if row else None


async def go_on(session: AsyncSession, export_id: str, run: str, **values: Any) -> bool:
    """Note how far this run is; False when it was cancelled or another run took over."""
    mine = (Export.id == export_id, Export.run == run, Export.state == "running")
    done = await session.execute(update(Export).where(*mine).values(**values))
    return cast(CursorResult[Any], done).rowcount == 1


async def expired(session: AsyncSession, moment: datetime, limit: int) -> Sequence[Export]:
    rows = await session.scalars(
        select(Export)
        .where(Export.expires_at < moment, Export.state != "expired")
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return rows.all()
