"""The manual queue: a pre-review that waits for a person."""

from __future__ import annotations

from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository
from foundation.announcements import announce_after_commit
from foundation.clock import now
from foundation.models import Case, ManualReview, PreReview, new_id

Reason = Literal["submitted", "insisted", "asked", "taken_over"]


async def enter_once(
    session: AsyncSession, case: Case, review: PreReview, reason: Reason = "submitted"
) -> None:
    """Handed in though the machine did not let it pass; nothing where a person has it already."""
    if await repository.latest_manual_review(session, review.id) is None:
        enter_queue(session, case, review, reason)


def enter_queue(
    session: AsyncSession, case: Case, review: PreReview, reason: Reason
) -> ManualReview:
    """A pre-review waits for a person from now on; the desk is told."""
    manual = ManualReview(
        id=new_id(),
        prereview_id=review.id,
        case_number=case.number,
        reason=reason,
        state="open",
        machine_verdict=review.verdict or "inconclusive",
        rules=[],
        asked_at=now(),
    )
    session.add(manual)
    announce_after_commit(
        session, "staff", "prereview", {"id": manual.id, "case_number": case.number}
    )
    return manual
