"""Everybody at a handoff follows it: the trace for both to read, and word to every screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from flows.counter_handoffs import repository
from flows.counter_handoffs.merging import Side
from flows.halls.duty import counter_channel
from foundation.announcements import announce_after_commit
from foundation.clock import now
from foundation.models import AccessRecord, CounterHandoff, CounterHandoffEvent

ONE_LOOK = timedelta(minutes=5)
LONGEST_LINE = 1000


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a handoff as the trace names it; `viewer` as the audit does."""

    side: Side
    actor: str
    viewer: str = ""


CITIZEN = Party("citizen", "申请人")


def note(
    session: AsyncSession, handoff: CounterHandoff, party: Party | None, act: str, text: str = ""
) -> None:
    """A line of the trace; none is the house itself. Labels only, never a value."""
    handoff.updated_at = now()
    session.add(
        CounterHandoffEvent(
            handoff_id=handoff.id,
            side=party.side if party else "system",
            actor=party.actor if party else "系统",
            act=act,
            text=text[:LONGEST_LINE],
            at=now(),
        )
    )


def tell(session: AsyncSession, handoff: CounterHandoff) -> None:
    """Every screen reads anew. Hints carry ids only: what may be seen, each asks for itself."""
    if handoff.counter_id:
        tell_counter(session, handoff.counter_id)
    if handoff.user_id:
        channel = f"user:{handoff.user_id}"
        announce_after_commit(session, channel, "counter_handoff", {"id": handoff.id})


def tell_counter(session: AsyncSession, counter_id: str) -> None:
    data = {"counter_id": counter_id}
    announce_after_commit(session, counter_channel(counter_id), "handoff", data)


async def note_look(
    session: AsyncSession, handoff: CounterHandoff, party: Party, what: str
) -> None:
    """What the counter saw, for the citizen and for the audit (网络安全法第23条(三)); the same
    within minutes is one look."""
    since = now() - ONE_LOOK
    if not await repository.is_noted(session, handoff.id, "look", what, since):
        note(session, handoff, party, "look", what)
        announce_after_commit(
            session, f"user:{handoff.user_id}", "counter_handoff", {"id": handoff.id}
        )
    seen = f"扫码接力：查看{what}"[:200]
    if not await repository.is_view_noted(session, party.viewer, seen, since):
        session.add(
            AccessRecord(
                viewer=party.viewer,
                subject=handoff.user_id or "",
                case_number=handoff.case_number or "",
                what=seen,
                reason="申请人在手机上同意共享",
                at=now(),
            )
        )
