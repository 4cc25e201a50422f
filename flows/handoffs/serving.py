"""Who serves talks: by the grants that let them, and whether they sit at their desks now."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.access.holders import holders
from flows.handoffs import repository
from flows.handoffs.topics import SERVE
from foundation.viewer import StaffMember


async def serving(session: AsyncSession) -> list[StaffMember]:
    """Everybody at work who may serve, by name."""
    return await holders(session, permission=SERVE)


async def on_duty(session: AsyncSession) -> list[StaffMember]:
    """Those of them who are signed in and have not paused."""
    here = await repository.at_their_desks(session)
    return [member for member in await serving(session) if member.staff_id in here]
