"""Reports as the console offers them: definitions by version, runs looked at and sent again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import yaml
from sqlalchemy.ext.asyncio import AsyncSession

from flows.reports import copies, repository, running
from flows.reports.definitions import Definition
from flows.reports.errors import ReportChanged, ReportUnknown, RunNotDone, RunUnknown
from flows.reports.views import (
    DefinitionView,
    Delivery,
    MailboxView,
    ReportView,
    RunBrief,
    RunPage,
    RunView,
    VersionView,
)
from flows.reports.writing import body_of, read_yaml
from flows.statistics.periods import checked
from flows.statistics.tables import Table
from foundation import db, files
from foundation.clock import now
from foundation.errors import InvalidInput
from foundation.models import ReportRun, ReportVersion
from foundation.paging import next_cursor
from foundation.queue import promise
from foundation.viewer import StaffMember

VIEW, MANAGE = "statistics.view", "reports.manage"
_ADDRESS = re.compile(r"^[^\s@<>,;\"\\]{1,64}@[A-Za-z0-9.-]{1,190}$")


async def list_reports(session: AsyncSession, staff: StaffMember) -> list[ReportView]:
    """Every report whose dataset the viewer may see, with its last run. Raises: Forbidden."""
    staff.must_hold(VIEW)
    shown = []
    for version in await repository.latest_versions(session):
        definition = Definition.model_validate(version.body)
        if definition.of.permission not in staff.permissions:
            continue
        last, _ = await repository.runs(session, version.key, 0, 1)
        counts = await repository.delivery_counts(session, [run.id for run, _ in last])
        schedule = definition.schedule
        shown.append(
            ReportView(
                key=version.key,
                name=definition.name,
                purpose=definition.purpose,
                dataset_label=definition.of.label,
                version=version.number,
                schedule=schedule.said() if schedule else "不定期",
                next_at=schedule.next(now()) if schedule else None,
                sensitivity=definition.sensitivity,
                last_run=_brief(*last[0], counts) if last else None,
            )
        )
    return shown


async def read_report(session: AsyncSession, staff: StaffMember, key: str) -> DefinitionView:
    """Raises: Forbidden, ReportUnknown."""
    staff.must_hold(MANAGE)
    versions = await repository.versions_of(session, key)
    if not versions:
        raise ReportUnknown
    return DefinitionView(
        key=key,
        version=versions[0].number,
        body=versions[0].body,
        yaml=yaml.safe_dump(versions[0].body, allow_unicode=True, sort_keys=False, width=100),
        versions=[
            VersionView(number=v.number, author=v.author, created_at=v.created_at) for v in versions
        ],
    )


async def save_report(
    session: AsyncSession, staff: StaffMember, key: str, text: str, base: int
) -> DefinitionView:
    """A new version over number `base` (0: a new report). Saving the same again changes nothing.

    Raises: Forbidden, InvalidInput, ReportChanged.
    """
    staff.must_hold(MANAGE)
    definition = read_yaml(text)
    if definition.key != key:
        raise InvalidInput({"key": "报表编号不能改；要另做一张，请用新的编号新建"})
    latest = await repository.latest_version(session, key)
    body = body_of(definition)
    if latest and latest.body == body:
        return await read_report(session, staff, key)
    number = latest.number if latest else 0
    if number != base or not await repository.add_version(
        session, key, base + 1, body, staff.display_name
    ):
        raise ReportChanged
    return await read_report(session, staff, key)


async def ask_for_run(
    session: AsyncSession, staff: StaffMember, key: str, since: date, until: date
) -> RunBrief:
    """The run of a period, begun if there is none. Raises: Forbidden, ReportUnknown."""
    staff.must_hold(MANAGE)
    days = checked(since, until)
    version = await repository.latest_version(session, key)
    if version is None:
        raise ReportUnknown
    await running.begin_run(session, version, days, staff.display_name)
    run = await repository.run_of(session, key, *days)
    assert run is not None
    found = await repository.run_by_id(session, run.id)
    assert found is not None
    return _brief(*found, await repository.delivery_counts(session, [run.id]))


async def run_again(session: AsyncSession, staff: StaffMember, run_id: str) -> RunBrief:
    """Count a period anew by the definition as it is now, and send it again. One that still waits
    goes on as it is. Raises: Forbidden, RunUnknown."""
    staff.must_hold(MANAGE)
    found = await repository.run_by_id(session, run_id, lock=True)
    if found is None:
        raise RunUnknown
    run, version = found
    if run.state != "waiting":
        version = await repository.latest_version(session, run.key) or version
        run.version_id, run.turn, run.state, run.problem = version.id, run.turn + 1, "waiting", ""
        run.asked_by, run.done_at = staff.display_name, None
        promise(session, running.COMPUTE, {"run_id": run.id, "turn": run.turn})
    return _brief(run, version, {})


async def list_runs(
    session: AsyncSession, staff: StaffMember, key: str | None, offset: int, limit: int
) -> RunPage:
    """Raises: Forbidden."""
    staff.must_hold(VIEW)
    found, total = await repository.runs(session, key, offset, limit)
    counts = await repository.delivery_counts(session, [run.id for run, _ in found])
    return RunPage(
        items=[_brief(run, version, counts) for run, version in found],
        total=total,
        next=next_cursor(offset, len(found), total),
    )


async def read_run(staff: StaffMember, run_id: str) -> RunView:
    """A run in the viewer's own scope, beside the one before; kept from the first look on.

    Raises: Forbidden, RunUnknown, RunNotDone.
    """
    run, version = await _done_run(staff, run_id)
    copy = await copies.copy_of(run, version, staff)
    table = Table.model_validate(copy.table)
    async with db.reading() as session:
        earlier = await repository.run_before(session, run)
        was = await repository.run_by_id(session, earlier.id) if earlier else None
        counts = await repository.delivery_counts(session, [run.id])
        sent = await repository.deliveries(session, run) if MANAGE in staff.permissions else []
    before: list[Any] = []
    if was:
        told = Table.model_validate((await copies.copy_of(*was, staff)).table)
        totals = dict(zip((c.id for c in told.columns), told.totals, strict=False))
        before = [totals.get(column.id) for column in table.columns] if totals else []
    return RunView(
        run=_brief(run, version, counts),
        table=table,
        before_days=(was[0].first_day, was[0].last_day) if was else None,
        before=before,
        deliveries=[_delivery(copy, person) for copy, person in sent],
    )


async def read_file(staff: StaffMember, run_id: str, kind: str) -> tuple[bytes, str]:
    """The viewer's own copy as a file, and its name. Raises: Forbidden, RunUnknown, RunNotDone."""
    run, version = await _done_run(staff, run_id)
    copy = await copies.copy_of(run, version, staff)
    content = files.get(run.id, copy.xlsx_sha256 if kind == "xlsx" else copy.pdf_sha256)
    return content, f"{run.key}-{run.first_day:%Y%m%d}-{run.last_day:%Y%m%d}.{kind}"


async def resend(session: AsyncSession, staff: StaffMember, copy_id: str) -> None:
    """Send a copy again; one that waits is not promised twice. Raises: Forbidden, RunUnknown."""
    staff.must_hold(MANAGE)
    found = await repository.copy_by_id(session, copy_id, lock=True)
    if found is None:
        raise RunUnknown
    copy = found[0]
    if copy.mail != "waiting":
        copy.attempts, copy.sent_at = 0, None
        await copies.promise_mail(session, copy)


async def read_mailbox(session: AsyncSession, staff: StaffMember) -> MailboxView:
    """Raises: Forbidden."""
    staff.must_hold(VIEW)
    return MailboxView(address=await repository.mailbox_of(session, staff.staff_id))


async def set_mailbox(session: AsyncSession, staff: StaffMember, address: str) -> MailboxView:
    """Where the viewer is written to; nothing takes it back. Raises: Forbidden, InvalidInput."""
    staff.must_hold(VIEW)
    wanted = address.strip()
    if wanted and not _ADDRESS.match(wanted):
        raise InvalidInput({"address": "邮箱写法不对，例如 zhangsan@example.gov.cn"})
    await repository.set_mailbox(session, staff.staff_id, wanted or None)
    return MailboxView(address=wanted or None)


async def _done_run(staff: StaffMember, run_id: str) -> tuple[ReportRun, ReportVersion]:
    staff.must_hold(VIEW)
    async with db.reading() as session:
        found = await repository.run_by_id(session, run_id)
    if found is None:
        raise RunUnknown
    staff.must_hold(Definition.model_validate(found[1].body).of.permission)
    if found[0].state != "done":
        raise RunNotDone(found[0].problem or None)
    return found


def _brief(
    run: ReportRun, version: ReportVersion, counts: Mapping[str, Mapping[str, int]]
) -> RunBrief:
    return RunBrief(
        id=run.id,
        key=run.key,
        name=str(version.body["name"]),
        version=version.number,
        first_day=run.first_day,
        last_day=run.last_day,
        state=run.state,
        problem=run.problem,
        asked_by=run.asked_by,
        created_at=run.created_at,
        done_at=run.done_at,
        mails=dict(counts.get(run.id, {})),
    )


def _delivery(copy: Any, person: Any) -> Delivery:
    return Delivery(
        copy_id=copy.id,
        display_name=person.display_name,
        department=person.department,
        mail=copy.mail,
        attempts=copy.attempts,
        problem=copy.problem,
        sent_at=copy.sent_at,
    )
