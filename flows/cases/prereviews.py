"""Pre-review of a case: asked for by the applicant, done by a worker, read at any time."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository
from flows.cases.presenter import show_prereview
from flows.cases.service import editable_case, read_record
from flows.cases.views import PreReviewView
from flows.prereview.errors import PreReviewUnknown
from flows.prereview.findings import Finding, verdict_of
from flows.prereview.inputs import fingerprint
from flows.prereview.service import review
from foundation import db
from foundation.clock import now
from foundation.models import PreReview, new_id
from foundation.queue import Payload, handles, promise
from foundation.redis import announce
from foundation.viewer import Viewer

RUN = "prereview.run"


async def ask_for_prereview(session: AsyncSession, viewer: Viewer, number: str) -> PreReviewView:
    """Start a review of the case as it is now; asking again about the same inputs starts none."""
    case = await editable_case(session, viewer, number)
    record = await read_record(session, case)
    marks = fingerprint(case, record.files, record.licences)
    if record.prereview is None or record.prereview.fingerprint != marks:
        fresh = PreReview(
            id=new_id(),
            case_number=number,
            fingerprint=marks,
            findings=[],
            status="running",
            by="machine",
            done_count=0,
            total_count=0,
            created_at=now(),
        )
        session.add(fresh)
        promise(session, RUN, {"prereview_id": fresh.id})
        record = replace(record, prereview=fresh, manual=None)
    return show_prereview(record)


async def look_at_prereview(session: AsyncSession, viewer: Viewer, number: str) -> PreReviewView:
    """Raises: PreReviewUnknown when none was ever asked for."""
    case = await repository.access_case(session, viewer, number)
    record = await read_record(session, case)
    if record.prereview is None:
        raise PreReviewUnknown
    return show_prereview(record)


@handles(RUN, queue="prereview")
async def run_prereview(payload: Payload) -> None:
    """Review and keep the verdict; running it again on the same review gives the same."""
    async with db.reading() as session:
        held = await session.get(PreReview, payload["prereview_id"])
        if held is None or held.status == "done":
            return
        case = await repository.case_by_number(session, held.case_number)
        record = await read_record(session, case)
    findings: list[Finding] = []
    steps = review(case, record.files, record.document, record.licences)
    while (step := await asyncio.to_thread(next, steps, None)) is not None:
        done, total, found = step
        findings += found
        await _keep(held.id, findings, done, total, finished=done == total)
    await announce(f"user:{case.user_id}", "prereview", {"number": case.number})


async def _keep(
    review_id: str, findings: list[Finding], done: int, total: int, *, finished: bool
) -> None:
    async with db.writing() as session:
        held = await session.get(PreReview, review_id)
        if held is None or held.status == "done":
            return
        held.findings = [f.model_dump(mode="json") for f in findings]
        held.done_count, held.total_count = done, total
        if finished:
            held.status, held.finished_at = "done", now()
            held.verdict = verdict_of(findings)
