"""One move of a handoff: the table asked, the step noted, everybody concerned told."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.handoffs import queueing, repository
from flows.handoffs.states import OPEN, next_state
from flows.handoffs.views import HandoffView
from foundation.announcements import announce_after_commit
from foundation.clock import now
from foundation.models import Handoff, HandoffEvent

MAX_REASON = 500


async def move(
    session: AsyncSession,
    handoff: Handoff,
    act: str,
    actor: str,
    *,
    owner_id: str | None = None,
    text: str = "",
) -> HandoffView:
    """Move along the table. `owner_id` is who owns it afterwards, if it is then `accepted`.

    Raises: HandoffMoved.
    """
    topic, was_waiting = handoff.topic, handoff.state == "waiting"
    handoff.state = next_state(act, handoff.state)
    if handoff.state == "accepted":
        handoff.staff_id = owner_id or handoff.staff_id
        handoff.accepted_at = handoff.accepted_at or now()
    if handoff.state == "waiting":
        handoff.staff_id = None
    if handoff.video in ("invited", "agreed"):
        handoff.video = "ended"  # the yes was said to who owned the talk before
        announce_after_commit(session, f"video:{handoff.id}", "ended", {})
    if handoff.state not in OPEN:
        handoff.closed_at = now()
        await session.flush()
        await repository.let_go(session, handoff)
    note(session, handoff, act, actor, text)
    shown = await queueing.view(session, handoff)
    queueing.tell_citizen(session, handoff, shown)
    queueing.tell_staff(session, handoff, act)
    if was_waiting or handoff.state == "waiting":
        await queueing.tell_waiting(session, topic)
    return shown


def note(session: AsyncSession, handoff: Handoff, act: str, actor: str, text: str = "") -> None:
    """A step of the timeline."""
    session.add(
        HandoffEvent(
            handoff_id=handoff.id,
            act=act,
            state=handoff.state,
            actor=actor,
            staff_id=handoff.staff_id,
            text=text[:MAX_REASON],
            at=now(),
        )
    )
