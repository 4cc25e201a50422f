"""The applicant asks for a person to look after the machine."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository
from flows.cases.lifecycle import note_event
from flows.cases.presenter import show_prereview
from flows.cases.queue import enter_queue
from flows.cases.service import read_record
from flows.cases.states import FINAL
from flows.cases.views import PreReviewView
from flows.prereview.errors import PreReviewPassed, PreReviewStale, PreReviewUnknown
from flows.prereview.inputs import fingerprint
from foundation.viewer import Viewer


async def ask_for_person(session: AsyncSession, viewer: Viewer, number: str) -> PreReviewView:
    """«请人工看一下»: the pre-review at hand goes to a person; asking again changes nothing.

    Raises: CaseUnknown, SignInRequired, PreReviewUnknown, PreReviewStale, PreReviewPassed.
    """
    viewer.must_be_signed_in()
    case = await repository.access_case(session, viewer, number, lock=True)
    record = await read_record(session, case)
    review = record.prereview
    if review is None or review.status != "done":
        raise PreReviewUnknown
    if review.fingerprint != fingerprint(case, record.files, record.licences):
        raise PreReviewStale
    if record.manual is None:
        if review.verdict == "pass" or case.status in FINAL:
            raise PreReviewPassed
        enter_queue(session, case, review, "asked")
        note_event(session, case, "manual_ask", "申请人")
        await session.flush()
        record = await read_record(session, case)
    return show_prereview(record)
