"""Imports through the console: read in the background, used once a second person agrees."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from sqlalchemy.ext.asyncio import AsyncSession

from flows.knowledge import repository
from flows.knowledge.editing import EDIT, REVIEW
from flows.knowledge.errors import BatchUnknown, OwnWork
from flows.knowledge.presenter import show_batch
from flows.knowledge.views import BatchPage, BatchView
from foundation import db, files
from foundation.clock import now
from foundation.errors import Conflict, InvalidInput
from foundation.logging import logger
from foundation.models import ImportBatch
from foundation.paging import next_cursor
from foundation.queue import Payload, promise
from foundation.viewer import StaffMember
from knowledge_base.plans import ImportKind, Plan, carry_out, plan_import

READ, APPLY = "import.read", "import.apply"
MOST_FILES, MOST_BYTES = 50, 64 * 2**20
UNREAD = "读取时出错，没有写入任何内容。请检查文件后重新上传。"
NamedFile = tuple[str, bytes]

log = logger("imports")


async def begin(
    session: AsyncSession, staff: StaffMember, kind: ImportKind, received: Sequence[NamedFile]
) -> BatchView:
    """Take files in and have them read. Raises: InvalidInput."""
    staff.must_hold(EDIT)
    if not received or len(received) > MOST_FILES:
        raise InvalidInput({"file": f"请选择1至{MOST_FILES}个文件"})
    if sum(len(content) for _name, content in received) > MOST_BYTES:
        raise InvalidInput(
            {"file": f"一次最多{MOST_BYTES >> 20}MB，更大的文件请由管理员用命令导入"}
        )
    batch = ImportBatch(
        kind=kind,
        source="",
        file_name="、".join(name for name, _content in received)[:300],
        sha256="",
        state="waiting",
        total=len(received),
        actor=_id(staff),
        actor_name=staff.display_name,
    )
    session.add(batch)
    await session.flush()
    kept = [[name, files.put(batch.id, content)] for name, content in received]
    batch.report = {"summary": {}, "tables": [], "files": kept}
    promise(session, READ, {"id": batch.id})
    return _show(staff, batch)


async def list_batches(
    session: AsyncSession, staff: StaffMember, offset: int, limit: int
) -> BatchPage:
    """Imports, latest first."""
    staff.must_hold("knowledge.view")
    rows, total = await repository.list_batches(session, offset, limit)
    return BatchPage(
        items=[_show(staff, row) for row in rows],
        total=total,
        next=next_cursor(offset, len(rows), total),
    )


async def look(session: AsyncSession, staff: StaffMember, batch_id: str) -> BatchView:
    staff.must_hold("knowledge.view")
    return _show(staff, await _batch(session, batch_id))


async def apply(session: AsyncSession, staff: StaffMember, batch_id: str) -> BatchView:
    """Agree to what a colleague's import would bring. Raises: OwnWork, Conflict."""
    staff.must_hold(REVIEW)
    batch = await _batch(session, batch_id, lock=True)
    if batch.state != "ready":
        raise Conflict("这次导入不在待确认状态，请刷新后再试。")
    if batch.actor == _id(staff):
        raise OwnWork
    batch.state = "applying"
    batch.report = {**batch.report, "approved_by": staff.display_name}
    promise(session, APPLY, {"id": batch.id})
    return _show(staff, batch)


async def discard(session: AsyncSession, staff: StaffMember, batch_id: str) -> BatchView:
    """Give an import up; nothing of it was used."""
    staff.must_hold(EDIT)
    batch = await _batch(session, batch_id, lock=True)
    if batch.state not in ("ready", "failed"):
        raise Conflict("这次导入现在不能放弃，请刷新后再看。")
    batch.state, batch.finished_at = "discarded", now()
    return _show(staff, batch)


async def read_batch(payload: Payload) -> None:
    """Read what was handed in and keep the plan; safe to repeat."""
    async with db.writing() as session:
        batch = await repository.batch(session, payload["id"], lock=True)
        if batch is None or batch.state not in ("waiting", "running"):
            return
        batch.state = "running"
        batch_id, kind, kept = batch.id, batch.kind, batch.report["files"]
    try:
        plan = await _plan(batch_id, cast(ImportKind, kind), kept)
    except Exception as error:
        log.error("import_not_read", batch=batch_id, error=repr(error))
        await _settle(
            batch_id, "failed", {"problem": "读取时出错，没有写入任何内容。请检查文件后重新上传。"}
        )
        return
    mark = files.put(batch_id, plan.model_dump_json().encode())
    report = plan.report.model_dump(mode="json")
    has_any = bool(plan.sources or plan.regions)
    if not has_any:
        report["problem"] = "没有读到可以导入的内容，原因见下表。"
    await _settle(batch_id, "ready" if has_any else "failed", {**report, "plan": mark}, plan)


async def apply_batch(payload: Payload) -> None:
    """Bring what was planned and agreed to; safe to repeat."""
    async with db.writing() as session:
        batch = await repository.batch(session, payload["id"], lock=True)
        if batch is None or batch.state != "applying":
            return
        plan = Plan.model_validate_json(files.get(batch.id, batch.report["plan"]))
        counts = await carry_out(session, plan)
        batch.report = {**batch.report, "summary": {**batch.report["summary"], **counts}}
        batch.state, batch.done, batch.finished_at = "done", batch.total, now()


async def _plan(batch_id: str, kind: ImportKind, kept: list[list[str]]) -> Plan:
    """Read the kept files from a folder of their own, under the names they came with."""
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        paths = []
        for number, (name, sha256) in enumerate(kept):
            path = Path(folder) / str(number) / Path(name).name
            path.parent.mkdir()
            path.write_bytes(files.get(batch_id, sha256))
            paths.append(path)
        async with db.reading() as session:
            return await plan_import(session, kind, paths)


async def _settle(
    batch_id: str, state: str, report: dict[str, Any], plan: Plan | None = None
) -> None:
    async with db.writing() as session:
        batch = await repository.batch(session, batch_id, lock=True)
        if batch is None:
            return
        batch.state, batch.report = state, {**batch.report, **report}
        if plan:
            batch.source = "、".join(s.name for s in plan.sources)[:64]
            batch.total = sum(len(s.pieces) for s in plan.sources) + len(plan.regions)
        if state == "failed":
            batch.finished_at = now()


async def _batch(session: AsyncSession, batch_id: str, *, lock: bool = False) -> ImportBatch:
    batch = await repository.batch(session, batch_id, lock=lock)
    if batch is None:
        raise BatchUnknown
    return batch


def _show(staff: StaffMember, batch: ImportBatch) -> BatchView:
    may = []
    if batch.state == "ready" and REVIEW in staff.permissions and batch.actor != _id(staff):
        may.append("apply")
    if batch.state in ("ready", "failed") and EDIT in staff.permissions:
        may.append("discard")
    return show_batch(batch, may)


def _id(staff: StaffMember) -> str:
    return f"staff:{staff.username}"
