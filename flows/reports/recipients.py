"""Who a report is sent to: people by name, by a role in any of their grants, by where they sit."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from flows.access.holders import holders
from flows.reports import repository
from flows.reports.definitions import Recipients
from foundation.models import Staff


async def people_named(session: AsyncSession, to: Recipients) -> Sequence[Staff]:
    """Staff at work, each once."""
    held = [p.staff_id for role in to.roles for p in await holders(session, role=role)]
    return await repository.recipients(session, to.usernames, held, to.departments)
