"""The applicant's acts with the work they bring: handed in, supplemented, taken back.

A case and its work change in one transaction: there is no case that waits for nobody, and none
that is over while somebody still has it in hand.
"""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from adapters.licences.port import LicencePort
from flows.cases import lifecycle
from flows.cases import repository as cases
from flows.cases.applications import show_submitted
from flows.cases.errors import CaseNotOpen
from flows.cases.service import view_case
from flows.cases.states import EXAMINED, LABELS
from flows.cases.suspensions import end_all
from flows.cases.views import CaseView, SubmittedView
from flows.guidance import repository as guidance
from flows.licences.checking import check_own
from flows.processes import repository, service
from flows.processes.errors import NothingPublished, TemplateUnknown
from flows.processes.mirror import go_on_counting
from flows.processes.rights import WORK
from flows.processes.views import ProcessView
from flows.workflow.binding import bound_to, facts_of
from foundation.clock import now
from foundation.logging import logger
from foundation.models import Case, Task
from foundation.viewer import StaffMember, Viewer

log = logger("processes")


async def submit(
    port: LicencePort, session: AsyncSession, viewer: Viewer, number: str, anyway: bool
) -> SubmittedView:
    """Raises: CaseUnknown, CaseNotOpen, PreReviewBlocking with the findings to mend."""
    await check_own(port, viewer, number)
    case = await lifecycle.submit_case(session, viewer, number, anyway)
    await open_work(session, case)
    return show_submitted(case)


async def supplement(
    port: LicencePort, session: AsyncSession, viewer: Viewer, number: str, anyway: bool
) -> CaseView:
    await check_own(port, viewer, number)
    case = await lifecycle.supplement_case(session, viewer, number, anyway)
    await open_work(session, case)
    return await view_case(session, case)


async def withdraw(session: AsyncSession, viewer: Viewer, number: str, reason: str) -> CaseView:
    case = await lifecycle.withdraw_case(session, viewer, number, reason.strip())
    await end_all(session, case, "申请人")
    await close_work(session, case, "withdrawn", reason.strip())
    return await view_case(session, case)


async def begin(session: AsyncSession, staff: StaffMember, number: str, key: str) -> ProcessView:
    """Let a case that is with staff go through a drawn process by hand; what it waited for beside
    is closed. A second call finds the first's.

    Raises: CaseUnknown, CaseNotOpen, TemplateUnknown, NothingPublished.
    """
    staff.must_hold(WORK)
    case = await cases.access_case_as_staff(session, staff, number, lock=True)
    if await repository.lock_instance_of_case(session, number) is None:
        if case.status not in EXAMINED:
            raise CaseNotOpen(f"办件现在是「{LABELS[case.status]}」，不能启动审批流程。")
        for task in await cases.open_tasks(session, number):
            task.state, task.outcome, task.done_at = "done", "process", now()
        document = await guidance.document_of(session, case.item_code, case.revision)
        bound = await bound_to(session, case, document)
        fields = bound.facts if bound and bound.key == key else {}
        facts = await facts_of(session, case, document, fields)
        await service.start(session, number, key, facts, staff)
    return await service.look_at(session, staff, number)


async def open_work(session: AsyncSession, case: Case) -> None:
    """Let staff have what the case waits for now: the steps of its process, or acceptance, or the
    decision. What is there already stays."""
    await session.flush()
    instance = await repository.lock_instance_of_case(session, case.number)
    if instance is not None and instance.state == "running":
        await go_on_counting(session, instance)
        return
    if await cases.open_tasks(session, case.number):
        return
    if instance is None and case.status == "submitted" and await _start_bound(session, case):
        return
    kind = "acceptance" if case.status == "submitted" else "decision"
    session.add(Task(case_number=case.number, kind=kind))


async def close_work(session: AsyncSession, case: Case, outcome: str, reason: str = "") -> None:
    """Nobody has anything of the case in hand any more, and its process ends. Safe to repeat."""
    await service.end_with_case(session, case.number, outcome, reason)
    for task in await cases.open_tasks(session, case.number):
        task.state, task.outcome, task.done_at = "done", outcome, now()


async def _start_bound(session: AsyncSession, case: Case) -> bool:
    """Whether the case goes through a drawn process from here on. A template without a usable
    version holds up no citizen: the case takes the ordinary way, and the log says so."""
    document = await guidance.document_of(session, case.item_code, case.revision)
    bound = await bound_to(session, case, document)
    if bound is None:
        return False
    facts = await facts_of(session, case, document, bound.facts)
    try:
        await service.start(session, case.number, bound.key, facts)
    except (NothingPublished, TemplateUnknown) as missing:
        log.error("process_not_started", template=bound.key, error=missing.code)
        return False
    return True
