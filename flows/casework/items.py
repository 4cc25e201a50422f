"""常办事项: what somebody works on most, and what they keep at hand."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from flows.casework import repository
from flows.casework.views import UsedItem, UsedItems
from flows.catalogue.errors import ItemUnknown
from foundation.clock import now
from foundation.viewer import StaffMember
from knowledge_base.catalogue import catalogue

SINCE = timedelta(days=90)


async def used_items(session: AsyncSession, staff: StaffMember) -> UsedItems:
    """Pinned ones first, then by how often they came in ninety days. Raises: Forbidden."""
    staff.must_hold("cases.view")
    pinned = await repository.pinned_items(session, staff.staff_id)
    rows = await repository.used_items(session, staff.staff_id, now() - SINCE)
    used = {
        code: UsedItem(
            code=code, name=name, is_pinned=code in pinned, waiting=waiting or 0, done=done or 0
        )
        for code, name, waiting, done in rows
    }
    for code in pinned:
        entry = catalogue().find(code)
        if code not in used and entry:
            name = entry.document.item.name
            used[code] = UsedItem(code=code, name=name, is_pinned=True, waiting=0, done=0)
    items = sorted(used.values(), key=lambda item: not item.is_pinned)
    return UsedItems(items=items, total=len(items))


async def pin_item(session: AsyncSession, staff: StaffMember, code: str, wanted: bool) -> UsedItems:
    """Keep an item at hand, or no longer. Raises: Forbidden, ItemUnknown."""
    staff.must_hold("cases.view")
    if wanted and catalogue().find(code) is None:
        raise ItemUnknown
    act = repository.pin_item if wanted else repository.unpin_item
    await act(session, staff.staff_id, code)
    return await used_items(session, staff)
