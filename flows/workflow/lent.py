"""Nothing is granted on a licence its issuer has ended since it was lent (免提交).

Asked for again outside any transaction, held to inside the one that decides. Sending back and
refusing are always possible: they are what is left to do about such a licence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository as cases
from flows.guidance import repository as guidance
from flows.licences.checking import findings_now
from flows.processes import repository, service
from flows.processes.outcomes import EXAMINING
from flows.processes.rights import WORK
from flows.processes.views import StepView
from flows.workflow.errors import LicenceEnded
from foundation.models import Case
from foundation.viewer import StaffMember

GRANTING = frozenset({"accept", "approve", "pass"})


async def must_be_in_force(session: AsyncSession, case: Case) -> None:
    """By what is known of the case's licences now.

    What the last pre-review had found already holds up nobody: the case was handed in all the
    same, and whoever decides has it before them.

    Raises: LicenceEnded, with the findings.
    """
    if not await cases.licences_of(session, case.number):
        return
    document = await guidance.document_of(session, case.item_code, case.revision)
    found = await findings_now(session, case.number, document, case.answers, set())
    review = await cases.latest_prereview(session, case.number)
    said = {(f["rule"], f.get("file_id")) for f in (review.findings if review else None) or []}
    ended = [f for f in found if f.verdict == "fail" and (f.rule, f.file_id) not in said]
    if ended:
        raise LicenceEnded.by(ended)


async def complete_step(
    session: AsyncSession,
    staff: StaffMember,
    step_id: str,
    decision: str,
    opinion: str = "",
    fields: Mapping[str, Any] | None = None,
) -> StepView:
    """As `flows.processes.service.complete`; an examining step is passed on good licences only."""
    staff.must_hold(WORK)
    instance, step = await repository.access_step(session, staff, step_id)
    if decision in GRANTING and step.kind in EXAMINING and step.state != "done":
        await must_be_in_force(session, await repository.case_of(session, instance))
    return await service.complete(session, staff, step_id, decision, opinion, fields)
