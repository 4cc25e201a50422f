"""Running cases taken to another version, many at once, after a look at what it would do."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from flows.engine import migrating
from flows.engine.errors import CannotMigrate
from flows.engine.migrating import Difference
from flows.processes import repository
from flows.processes.mirror import keep, run_of, steps_in
from flows.processes.rights import LEAD
from flows.processes.traces import note
from flows.processes.views import MigrationView, MoveView
from foundation import db
from foundation.errors import InvalidInput
from foundation.models import ProcessInstance, ProcessSpec, ProcessVersion
from foundation.paging import next_cursor
from foundation.viewer import StaffMember

AT_ONCE = 200


async def preview(
    session: AsyncSession, staff: StaffMember, key: str, old: int, new: int, offset: int = 0
) -> MigrationView:
    """What differs, and which of 200 running cases could move, the oldest first; nothing is
    changed.

    Raises: Forbidden, TemplateUnknown, VersionUnknown, InvalidInput.
    """
    staff.must_hold(LEAD)
    before, _after, specs = await _versions(session, key, old, new)
    running = await repository.running_on(session, before.id, AT_ONCE, offset)
    cases = await asyncio.to_thread(_looked_at, running, specs)
    left = await repository.count_running(session, before.id)
    shown = _view(specs, cases, moved=0, left=left)
    shown.next = next_cursor(offset, len(running), left)
    return shown


async def migrate(
    staff: StaffMember, key: str, old: int, new: int, case_numbers: list[str]
) -> MigrationView:
    """Each case by itself, in its own transaction: what cannot move stays and says why. A case on
    the new version already is left alone.

    Raises: as `preview`.
    """
    staff.must_hold(LEAD)
    if not 1 <= len(case_numbers) <= AT_ONCE:
        raise InvalidInput({"case_numbers": f"一次请选择1至{AT_ONCE}个办件"})
    async with db.reading() as session:
        before, after, specs = await _versions(session, key, old, new)
    cases = []
    for number in dict.fromkeys(case_numbers):
        async with db.writing() as session:
            why_not = await _move(session, staff, number, (before, after), specs)
        cases.append(MoveView(case_number=number, why_not=why_not))
    async with db.reading() as session:
        left = await repository.count_running(session, before.id)
    return _view(specs, cases, sum(case.why_not is None for case in cases), left)


async def _move(
    session: AsyncSession,
    staff: StaffMember,
    number: str,
    versions: tuple[ProcessVersion, ProcessVersion],
    specs: tuple[ProcessSpec, ProcessSpec],
) -> str | None:
    before, after = versions
    instance = await repository.lock_instance_of_case(session, number)
    if instance is None or instance.state != "running":
        return "这个办件没有正在进行的审批流程。"
    if instance.version_id == after.id:
        return None
    if instance.version_id != before.id:
        return f"这个办件已不在第{before.number}版上，请刷新后重新选择。"
    try:
        run = migrating.migrate(run_of(instance, specs[0]), specs[1].body, specs[0].names)
    except CannotMigrate as refused:
        return refused.detail
    instance.version_id = after.id
    said = f"第{before.number}版→第{after.number}版"
    note(session, instance.id, "migrate", staff, said)
    await keep(session, instance, specs[1], run)
    return None


async def _versions(
    session: AsyncSession, key: str, old: int, new: int
) -> tuple[ProcessVersion, ProcessVersion, tuple[ProcessSpec, ProcessSpec]]:
    template = await repository.access_template(session, key)
    before = await repository.version_by_number(session, template.id, old)
    after = await repository.version_by_number(session, template.id, new)
    if after.state != "published" or before.id == after.id:
        raise InvalidInput({"new": "请选择另一个已发布、未停用的版本"})
    specs = (
        await repository.spec_of(session, before.id),
        await repository.spec_of(session, after.id),
    )
    return before, after, specs


def _looked_at(
    running: Sequence[ProcessInstance], specs: tuple[ProcessSpec, ProcessSpec]
) -> list[MoveView]:
    return [MoveView(case_number=i.case_number, why_not=_why_not(i, *specs)) for i in running]


def _why_not(instance: ProcessInstance, old: ProcessSpec, new: ProcessSpec) -> str | None:
    try:
        migrating.migrate(run_of(instance, old), new.body, old.names)
    except CannotMigrate as refused:
        return refused.detail
    return None


def _view(
    specs: tuple[ProcessSpec, ProcessSpec], cases: list[MoveView], moved: int, left: int
) -> MigrationView:
    old, new = specs
    found: Difference = migrating.difference(old.body, new.body, (steps_in(old), steps_in(new)))
    names = {**old.names, **new.names}
    said = {
        part: [names.get(node) or node for node in nodes]
        for part, nodes in (
            ("added", found.added),
            ("removed", found.removed),
            ("changed", found.changed),
        )
    }
    return MigrationView(**said, cases=cases, moved=moved, left=left)
