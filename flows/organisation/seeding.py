"""The first tree: what this house ships, brought in once, where there is none yet."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.organisation import repository
from foundation.clock import now
from foundation.models import Unit, new_id
from knowledge_base.organisation import shipped_units


async def bring(session: AsyncSession) -> int:
    """How many units were brought; none where somebody has a tree. Safe to repeat."""
    if await repository.is_any_unit(session):
        return 0
    made: dict[str, Unit] = {}
    for place, one in enumerate(shipped_units()):
        unit = Unit(
            id=new_id(),
            parent_id=made[one.below].id if one.below else None,
            kind=one.kind,
            name=one.name,
            code=one.code,
            region=one.region,
            place=place,
            state="open",
            version=1,
            created_at=now(),
        )
        made[one.name] = unit
        session.add(unit)
        # A child's row needs its parent's.
        await session.flush()
    await session.flush()
    await repository.unplaced_staff(session, {name: unit.id for name, unit in made.items()})
    return len(made)
