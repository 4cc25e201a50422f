"""One move of an inspection: the table asked, the step noted, everybody concerned told."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.inspections.states import OPEN, next_state
from foundation.announcements import announce_after_commit
from foundation.clock import now
from foundation.models import Inspection, InspectionEvent

CITIZEN = "申请人"
MAX_TEXT = 500


def move(
    session: AsyncSession, inspection: Inspection, act: str, actor: str, text: str = ""
) -> bool:
    """Move along the table; whether anything changed. What is over ends its call.

    Raises: InspectionMoved.
    """
    before, inspection.state = inspection.state, next_state(act, inspection.state)
    if inspection.state not in OPEN and inspection.closed_at is None:
        inspection.closed_at = now()
    if inspection.state not in ("consented", "under_way"):
        announce_after_commit(session, channel_of(inspection.id), "ended", {})
    is_moved = before != inspection.state
    if is_moved:
        note(session, inspection, act, actor, text)
    tell(session, inspection)
    return is_moved


def note(
    session: AsyncSession, inspection: Inspection, act: str, actor: str, text: str = ""
) -> None:
    """A step of the inspection's own timeline."""
    session.add(
        InspectionEvent(
            inspection_id=inspection.id,
            act=act,
            state=inspection.state,
            actor=actor,
            text=text[:MAX_TEXT],
            at=now(),
        )
    )


def tell(session: AsyncSession, inspection: Inspection) -> None:
    """Whoever has it open reads it again."""
    data = {"id": inspection.id, "case_number": inspection.case_number, "state": inspection.state}
    announce_after_commit(session, "staff", "inspection", data)
    announce_after_commit(session, f"user:{inspection.user_id}", "inspection", data)


def channel_of(inspection_id: str) -> str:
    """Where the signals of its call are announced to every process."""
    return f"video:inspection:{inspection_id}"
