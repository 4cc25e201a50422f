"""What time does to the queue of handoffs, asked every few seconds; safe to repeat."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from flows.accounts.service import viewer_of
from flows.conversations.human_talk import words_so_far
from flows.conversations.person_words import tell, tell_left, tell_requeued
from flows.handoffs import queueing
from flows.handoffs import repository as handoffs
from flows.handoffs import service as citizens
from flows.handoffs.moves import move
from foundation import db
from foundation.clock import now
from foundation.models import Handoff
from foundation.settings import settings

SYSTEM = "系统"
LONG_WAIT = "让您久等了。{words}不想再等，可以点「留言」，工作人员会逐件答复。"


async def keep_queue() -> None:
    """Talks whose owner left go back to the queue, long waits are spoken of once, and waits that
    nobody came to become work orders."""
    async with db.writing() as session:
        for handoff in await handoffs.orphaned(session):
            await move(session, handoff, "release", SYSTEM, text="工作人员已离开")
            await tell_requeued(session, handoff)
    async with db.writing() as session:
        lapse = now() - timedelta(hours=settings().handoff_lapse_hours)
        for handoff in await handoffs.lapsed_waits(session, lapse):
            await _lapse(session, handoff)
    async with db.writing() as session:
        long = now() - timedelta(minutes=settings().handoff_wait_minutes)
        for handoff in await handoffs.overdue_waits(session, long):
            handoff.nudged_at = now()
            shown = await queueing.view(session, handoff)
            await tell(session, handoff, LONG_WAIT.format(words=shown.words), shown)


async def _lapse(session: AsyncSession, handoff: Handoff) -> None:
    viewer = viewer_of(await handoffs.user_of(session, handoff), "client")
    words = await words_so_far(session, handoff.conversation_id)
    shown = await citizens.lapse(session, viewer, handoff, words)
    await tell_left(session, handoff, shown)
