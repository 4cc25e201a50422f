"""The worker's side: rows into a file, with progress, until done, cancelled or taken over.

A worker that is killed leaves a run whose hold ends after seconds; the promise is kept again and a
new run writes the file from its beginning. Only the run the row names may finish it, so it is
finished once.
"""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from typing import Any

from sqlalchemy import Row

from flows.access.members import member_of
from flows.cases.masking import MASKERS
from flows.cases.sight import NAMES, NOT_SHOWN, hides_fact
from flows.cases.states import LABELS
from flows.exports import repository
from flows.exports.errors import HeldElsewhere
from flows.exports.request import ExportRequest, list_query
from flows.exports.sheets import sheet
from flows.worklists.columns import COLUMNS
from flows.worklists.presenter import CHANNELS
from flows.worklists.queries import TaskQuery
from flows.worklists.repository import cases_of, work_of
from flows.worklists.service import narrowing
from foundation import db, files
from foundation.clock import local, now
from foundation.models import new_id
from foundation.queue import Payload
from foundation.settings import settings
from foundation.viewer import StaffMember

HELD, TOLD_EVERY = timedelta(seconds=20), 0.5
Line = list[str]
_FACTS = {"applicant": NAMES, "id_number": ("id_number", "credit_code"), "phone": ("phone",)}
"""Columns by the facts of an identity they show."""


async def write_export(payload: Payload) -> None:
    """Keep the promise of one export. Raises: HeldElsewhere while another run is at it."""
    export_id, run = str(payload["export_id"]), new_id()
    async with db.writing() as session:
        is_taken = await repository.begin(session, export_id, run, HELD)
    async with db.reading() as session:
        found = await repository.export_and_owner(session, export_id)
        staff = await member_of(session, found[1]) if found else None
    if found is None or staff is None or (not is_taken and found[0].state not in repository.OPEN):
        return
    if not is_taken:
        raise HeldElsewhere
    export, owner = found
    request = ExportRequest.model_validate(export.request)
    trouble = _refusal(staff, request, owner.is_active)
    if trouble is None:
        trouble = await _write(export_id, run, request, staff)
    if trouble:
        await _go_on(export_id, run, state="failed", problem=trouble, finished_at=now())


def _refusal(staff: StaffMember, request: ExportRequest, is_active: bool) -> str | None:
    """What the owner may is asked again when the file is written."""
    needed = {"cases.view", *(["cases.reveal"] if request.reveal else [])}
    if not is_active or not needed <= staff.permissions:
        return "您的权限已变化，不能再导出这份列表。"
    return None


async def _write(
    export_id: str, run: str, request: ExportRequest, staff: StaffMember
) -> str | None:
    """Write the file and finish; returns the sentence for what cannot be done."""
    asked, most = list_query(request), settings().export_rows
    wish, conditions = narrowing(staff, asked)
    if isinstance(asked, TaskQuery):
        query = repository.of_work(work_of(staff, asked.state, asked.kind, conditions))
    else:
        query = cases_of(staff, conditions, asked.watched)
    with_identity = bool({"id_number", "phone"} & set(request.columns)) or request.reveal
    async with db.reading_on() as session:
        total = await repository.count_of(session, query, wish, most + 1)
        if total > most:
            return f"这份列表超过{most:,}行，请缩小筛选范围后再导出。"
        if not await _go_on(export_id, run, total_rows=total):
            return None
        made = sheet(request.format, [COLUMNS[name] for name in request.columns])
        done, told = 0, time.monotonic()
        async for part in repository.rows_of(session, query, wish, with_identity):
            made.add([_line(staff, row, request) for row in part])
            done += len(part)
            if time.monotonic() - told > TOLD_EVERY:
                if not await _go_on(export_id, run, done_rows=done):
                    return None
                told = time.monotonic()
    await _finish(export_id, run, made.close(), done)
    return None


async def _finish(export_id: str, run: str, content: bytes, rows: int) -> None:
    """Keep the file sealed, then say that it is there; a run that lost its place takes its file
    away again, unless the other wrote the very same bytes."""
    sha256 = await asyncio.to_thread(files.put, export_id, content)
    finished = await _go_on(
        export_id,
        run,
        state="done",
        sha256=sha256,
        size=len(content),
        done_rows=rows,
        total_rows=rows,
        finished_at=now(),
    )
    if finished:
        return
    async with db.reading() as session:
        found = await repository.export_and_owner(session, export_id)
    if found is None or found[0].sha256 != sha256:
        await asyncio.to_thread(files.remove, export_id, sha256)


async def _go_on(export_id: str, run: str, **values: Any) -> bool:
    async with db.writing() as session:
        return await repository.go_on(session, export_id, run, held_until=now() + HELD, **values)


def _line(staff: StaffMember, row: Row[Any], request: ExportRequest) -> Line:
    """What a grant hides stays hidden, also in full for a reason."""
    identity = (row.identity or {}) if hasattr(row, "identity") else {}
    place = (row.department_code, row.item_code, row.region)
    hidden = {n for n, facts in _FACTS.items() if hides_fact(staff, place, *facts)}
    return [
        NOT_SHOWN if name in hidden else _cell(name, row, identity, request.reveal)
        for name in request.columns
    ]


def _cell(name: str, row: Row[Any], identity: dict[str, Any], reveal: bool) -> str:
    if name in ("submitted_at", "due_at", "closed_at"):
        moment = getattr(row, name)
        return f"{local(moment):%Y-%m-%d %H:%M}" if moment else ""
    if name == "applicant":
        full = str(identity.get("enterprise_name") or identity.get("name") or "")
        return full if reveal and full else row.applicant
    if name in ("id_number", "phone"):
        return _personal(name, row, identity, reveal)
    shown = {
        "number": row.number,
        "item": row.item_name,
        "item_code": row.item_code,
        "department": row.department_code,
        "status": LABELS.get(row.status, row.status),
        "channel": CHANNELS.get(row.channel, row.channel),
    }
    return str(shown[name])


def _personal(name: str, row: Row[Any], identity: dict[str, Any], reveal: bool) -> str:
    value = str(identity.get(name) or "")
    if name == "id_number" and row.applicant_kind == "enterprise":
        return str(identity.get("credit_code") or "")
    return value if reveal or not value else MASKERS[name](value)
