"""Asking for an export, watching it, taking it, giving it up."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from flows.exports import repository
from flows.exports.errors import ExportNotReady, ExportUnknown, TooManyExports
from flows.exports.request import TITLES, ExportRequest, checked, list_query
from flows.exports.views import Exports, ExportView
from flows.staff.looks import EVERYBODY
from flows.worklists.service import narrowing
from foundation import db, files
from foundation.clock import local, now
from foundation.idempotency import once
from foundation.logging import logger
from foundation.models import AccessRecord, Export, new_id
from foundation.queue import promise
from foundation.settings import settings
from foundation.viewer import StaffMember

WRITE = "exports.write"
AT_ONCE, LISTED = 3, 20
_LABELS = {
    "waiting": "排队中",
    "running": "正在导出",
    "done": "可以下载",
    "cancelled": "已取消",
    "failed": "没有完成",
    "expired": "已过期",
}
log = logger("exports")


async def ask(
    session: AsyncSession, staff: StaffMember, key: str | None, wanted: ExportRequest
) -> ExportView:
    """Promise a file; asking is noted as a look at many people's data.

    Raises: Forbidden, InvalidInput, TooManyExports, IdempotencyConflict.
    """
    staff.must_hold("cases.view")
    request = checked(wanted)
    narrowing(staff, list_query(request))
    if request.reveal:
        staff.must_hold("cases.reveal")
    body = request.model_dump(mode="json")

    async def write() -> dict[str, object]:
        if await repository.how_many_open(session, staff) >= AT_ONCE:
            raise TooManyExports
        export = Export(
            id=new_id(),
            owner_id=staff.staff_id,
            format=request.format,
            request=body,
            state="waiting",
            done_rows=0,
            total_rows=0,
            size=0,
            created_at=now(),
            expires_at=now() + timedelta(hours=settings().export_hours),
        )
        session.add(export)
        promise(session, WRITE, {"export_id": export.id})
        _note(session, staff, f"导出{TITLES[request.list_name]}", request)
        return {"id": export.id}

    made = await once(session, f"staff:{staff.staff_id}", key, body, write)
    return await look(session, staff, str(made["id"]))


async def list_exports(session: AsyncSession, staff: StaffMember) -> Exports:
    """One's own, newest first. Raises: Forbidden."""
    staff.must_hold("cases.view")
    items = [show(e) for e in await repository.exports_of(session, staff, LISTED)]
    return Exports(items=items, total=len(items))


async def look(session: AsyncSession, staff: StaffMember, export_id: str) -> ExportView:
    """How far it is. Raises: Forbidden, ExportUnknown."""
    staff.must_hold("cases.view")
    await session.flush()
    return show(await _own(session, staff, export_id))


async def cancel(session: AsyncSession, staff: StaffMember, export_id: str) -> ExportView:
    """Give it up; one that ended stays as it is. Raises: Forbidden, ExportUnknown."""
    staff.must_hold("cases.view")
    export = await _own(session, staff, export_id, lock=True)
    if export.state in repository.OPEN:
        export.state, export.run, export.finished_at = "cancelled", None, now()
    return show(export)


async def take(session: AsyncSession, staff: StaffMember, export_id: str) -> tuple[str, str, bytes]:
    """Name, format and bytes of a finished one; each taking is noted.

    Raises: Forbidden, ExportUnknown, ExportNotReady.
    """
    staff.must_hold("cases.view")
    export = await _own(session, staff, export_id)
    if export.state != "done" or export.sha256 is None:
        raise ExportNotReady
    request = ExportRequest.model_validate(export.request)
    content = await asyncio.to_thread(files.get, export.id, export.sha256)
    _note(session, staff, f"下载导出的{TITLES[request.list_name]}（{export.done_rows}行）", request)
    return f"{_title(export)}.{export.format}", export.format, content


async def clear_expired() -> int:
    """Take away files whose time is over; returns how many. Safe to repeat."""
    async with db.writing() as session:
        over = await repository.expired(session, now(), 100)
        for export in over:
            if export.sha256:
                await asyncio.to_thread(files.remove, export.id, export.sha256)
            export.state, export.sha256, export.request = "expired", None, {}
    return len(over)


async def _own(
    session: AsyncSession, staff: StaffMember, export_id: str, *, lock: bool = False
) -> Export:
    export = await repository.own_export(session, staff, export_id, lock=lock)
    if export is None:
        raise ExportUnknown
    return export


def _note(session: AsyncSession, staff: StaffMember, what: str, request: ExportRequest) -> None:
    full = "，含完整个人信息" if request.reveal else ""
    session.add(
        AccessRecord(
            viewer=f"staff:{staff.username}",
            subject=EVERYBODY,
            what=f"{what}{full}"[:200],
            reason=request.reason.strip(),
            at=now(),
        )
    )


def show(export: Export) -> ExportView:
    return ExportView(
        id=export.id,
        format="xlsx" if export.format == "xlsx" else "csv",
        title=_title(export),
        state=export.state,
        state_label=_LABELS[export.state],
        problem=export.problem,
        done_rows=export.done_rows,
        total_rows=export.total_rows,
        size=export.size,
        is_revealed=bool(export.request.get("reveal")),
        created_at=export.created_at,
        finished_at=export.finished_at,
        expires_at=export.expires_at,
    )


def _title(export: Export) -> str:
    name = TITLES.get(str(export.request.get("list_name")), "办件")
    return f"{name}{local(export.created_at):%Y%m%d-%H%M}"
