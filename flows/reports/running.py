"""The worker's part: what is due is begun once, computed for each recipient, and mailed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from adapters.http import OutsideError, OutsideRefused
from adapters.mail.port import Attachment, Mail, MailPort
from flows.access.members import member_of
from flows.reports import repository
from flows.reports.copies import copy_of
from flows.reports.definitions import Definition
from flows.reports.recipients import people_named
from foundation import db, files
from foundation.clock import now
from foundation.errors import Forbidden
from foundation.logging import logger
from foundation.models import ReportCopy, ReportRun, ReportVersion, Staff
from foundation.queue import MAX_ATTEMPTS, GiveUp, Payload, promise
from foundation.settings import settings

COMPUTE = "reports.compute"
log = logger("reports")
SWEEP_SECONDS = 30.0
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def begin_due(moment: datetime | None = None) -> int:
    """Begin every report that has come due, at most a week ago, and has no run of its period.

    Returns how many. A report due before its definition was first saved is not made up for.
    """
    moment, begun = moment or now(), 0
    async with db.reading() as session:
        versions = await repository.latest_versions(session)
    for version in versions:
        due = _due(version, moment)
        if due is None:
            continue
        async with db.writing() as session:
            if due[0] >= await repository.first_saved(session, version.key):
                begun += await begin_run(session, version, due[1], "")
    return begun


def _due(version: ReportVersion, moment: datetime) -> tuple[datetime, tuple[date, date]] | None:
    """One definition that an older version of the house wrote does not keep the others waiting."""
    try:
        schedule = Definition.model_validate(version.body).schedule
    except ValidationError as error:
        log.warning("report_unreadable", key=version.key, error=str(error))
        return None
    return schedule.latest(moment) if schedule else None


async def begin_run(
    session: AsyncSession, version: ReportVersion, period: tuple[date, date], asked_by: str
) -> bool:
    """A run of a period, promised to be computed; False where there is one already."""
    added = await repository.add_run(
        session,
        {"key": version.key, "version_id": version.id, "first_day": period[0],
         "last_day": period[1], "asked_by": asked_by},
    )  # fmt: skip
    if added:
        run = await repository.run_of(session, version.key, *period)
        assert run is not None
        promise(session, COMPUTE, {"run_id": run.id, "turn": run.turn})
    return added


async def compute(payload: Payload) -> None:
    """Each recipient's copy, one after another, each kept on its own: killed anywhere, the next
    try goes on where this one stopped. A recipient who may not see the dataset is passed over."""
    async with db.reading() as session:
        found = await repository.run_by_id(session, payload["run_id"])
        if found is None or found[0].turn != payload["turn"] or found[0].state == "done":
            return
        run, version = found
        people = await people_named(session, Definition.model_validate(version.body).recipients)
    try:
        await _copy_for_each(run, version, people)
    except Exception as error:
        await _end(run, "failed", f"计算没有成功（{type(error).__name__}），系统会自动再试")
        raise
    await _end(run, "done", "")


async def _copy_for_each(run: ReportRun, version: ReportVersion, people: Sequence[Staff]) -> None:
    for person in people:
        async with db.reading() as session:
            member = await member_of(session, person)
        try:
            await copy_of(run, version, member, is_mailed=True)
        except Forbidden:
            continue


async def _end(run: ReportRun, state: str, problem: str) -> None:
    async with db.writing() as session:
        found = await repository.run_by_id(session, run.id, lock=True)
        if found and found[0].turn == run.turn and found[0].state != "done":
            found[0].state, found[0].problem, found[0].done_at = state, problem, now()


async def send(port: MailPort, payload: Payload) -> None:
    """Send one copy. A worker killed after the server took it sends it again under the same
    Message-ID; otherwise a mail goes once."""
    async with db.reading() as session:
        found = await repository.copy_by_id(session, payload["copy_id"])
        if found is None or found[0].mail != "waiting":
            return
        copy, run, version, staff = found
        address = await repository.mailbox_of(session, staff.id)
    if not staff.is_active or address is None:
        return await _note(copy, "no_address", "没有登记收件邮箱，或账号已停用")
    mail = _mail_of(copy, run, Definition.model_validate(version.body), staff, address)
    try:
        await port.send(mail)
    except OutsideError as error:
        gives_up = isinstance(error, OutsideRefused) or copy.attempts + 1 >= MAX_ATTEMPTS
        await _note(copy, "failed" if gives_up else "waiting", error.detail, attempted=True)
        raise GiveUp(error.detail) if gives_up else error from error
    await _note(copy, "sent", "", attempted=True)


async def _note(copy: ReportCopy, mail: str, problem: str, attempted: bool = False) -> None:
    async with db.writing() as session:
        found = await repository.copy_by_id(session, copy.id, lock=True)
        if found and found[0].mail == "waiting":
            found[0].mail, found[0].problem = mail, problem
            found[0].attempts += attempted
            found[0].sent_at = now() if mail == "sent" else None


def _mail_of(
    copy: ReportCopy, run: ReportRun, definition: Definition, staff: Staff, address: str
) -> Mail:
    """With the files where the report is open; with nothing but a link where it is internal."""
    days = f"{run.first_day:%Y-%m-%d}"
    if run.last_day != run.first_day:
        days += f" 至 {run.last_day:%Y-%m-%d}"
    link = f"{settings().public_url.rstrip('/')}/console/#/reports/runs/{run.id}"
    is_open = definition.sensitivity == "open" and not definition.of.is_listing
    how = "报表见附件，也可以登录工作台查看" if is_open else "报表只供内部查阅，请登录工作台查看"
    text = (
        f"{staff.display_name}，您好：\n\n《{definition.name}》（{days}）已经算好。\n{how}：\n{link}\n\n"
        "数字只包括您有权查看的办件。这封邮件由系统自动发出，请不要回复。\n"
    )
    name = f"{definition.name}-{run.first_day:%Y%m%d}-{run.last_day:%Y%m%d}"
    attached = (
        Attachment(f"{name}.xlsx", XLSX, files.get(run.id, copy.xlsx_sha256)),
        Attachment(f"{name}.pdf", "application/pdf", files.get(run.id, copy.pdf_sha256)),
    ) if is_open else ()  # fmt: skip
    subject = f"{definition.name}（{days}）"
    return Mail(f"report-{copy.id}", address, subject, text, attached)
