"""A run as one member of staff may see it: counted, put on paper, kept once."""

from __future__ import annotations

import asyncio
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from flows.reports import repository
from flows.reports.computing import compute_table
from flows.reports.definitions import Definition
from flows.reports.pdf import pdf_of
from flows.statistics.files import xlsx_of
from flows.statistics.tables import Table
from foundation import db, files
from foundation.clock import local, now
from foundation.models import ReportCopy, ReportRun, ReportVersion, new_id
from foundation.queue import promise
from foundation.viewer import StaffMember

MAIL = "reports.mail"


async def copy_of(
    run: ReportRun, version: ReportVersion, staff: StaffMember, *, is_mailed: bool = False
) -> ReportCopy:
    """The copy of a run's present turn for a member of staff, made if there is none.

    Counting and drawing happen outside any transaction; whoever comes second with the same copy
    takes the first one's. With `is_mailed` the mail is promised in the transaction that keeps it.
    Raises: Forbidden.
    """
    async with db.reading() as session:
        found = await repository.copy_for(session, run.id, staff.staff_id, run.turn)
        if found and not (is_mailed and found.mail == "none"):
            return found
        table = None
        if found is None:
            definition = Definition.model_validate(version.body)
            period = run.first_day, run.last_day
            table = await compute_table(session, staff, definition, period)
    kept = await asyncio.to_thread(_draw, run.id, table, now()) if table else None
    async with db.writing() as session:
        if table and kept:
            await _keep(session, run, staff, table, kept)
        copy = await repository.copy_for(session, run.id, staff.staff_id, run.turn)
        assert copy is not None
        if is_mailed and copy.mail == "none":
            await promise_mail(session, copy)
        return copy


async def promise_mail(session: AsyncSession, copy: ReportCopy) -> None:
    """Have a copy sent; where nobody said to which address, that is what stands there."""
    has_address = await repository.mailbox_of(session, copy.staff_id)
    copy.mail, copy.problem = ("waiting", "") if has_address else ("no_address", "没有登记收件邮箱")
    if has_address:
        promise(session, MAIL, {"copy_id": copy.id})


def _draw(owner: str, table: Table, moment: datetime) -> tuple[str, str]:
    """Names of the spreadsheet and the PDF in the file store."""
    xlsx, pdf = xlsx_of(table), pdf_of(table, local(moment))
    return files.put(owner, xlsx), files.put(owner, pdf)


async def _keep(
    session: AsyncSession, run: ReportRun, staff: StaffMember, table: Table, kept: tuple[str, str]
) -> None:
    await repository.add_copy(
        session,
        {
            "id": new_id(),
            "run_id": run.id,
            "staff_id": staff.staff_id,
            "turn": run.turn,
            "table": table.model_dump(),
            "xlsx_sha256": kept[0],
            "pdf_sha256": kept[1],
            "mail": "none",
        },
    )
