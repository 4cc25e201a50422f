"""常用视图: lists somebody comes back to, kept by name; a lead shares them with the department."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.worklists.errors import ViewUnknown
from flows.worklists.queries import CaseQuery, ListName, TaskQuery
from flows.worklists.saved import repository
from flows.worklists.views import SavedViews, SavedViewView
from foundation.errors import Conflict, InvalidInput
from foundation.models import SavedView, Staff
from foundation.viewer import StaffMember

MOST, LONGEST = 50, 40
LEADS = "cases.lead"


async def list_views(session: AsyncSession, staff: StaffMember) -> SavedViews:
    """One's own and those shared with the department, by name. Raises: Forbidden."""
    staff.must_hold("cases.view")
    rows = await repository.views_for(session, staff)
    items = [_show(view, owner, staff) for view, owner in rows]
    return SavedViews(items=items, total=len(items))


async def save_view(
    session: AsyncSession,
    staff: StaffMember,
    name: str,
    list_name: ListName,
    query: dict[str, Any],
    is_shared: bool,
) -> SavedViews:
    """Keep a list under a name; the same name again changes what is kept.

    Raises: Forbidden, InvalidInput.
    """
    staff.must_hold("cases.view")
    if is_shared:
        staff.must_hold(LEADS)
    name = name.strip()
    if not 0 < len(name) <= LONGEST:
        raise InvalidInput({"name": f"请给视图起个名字，最多{LONGEST}个字"})
    kept = checked(list_name, query)
    view = await repository.view_named(session, staff, name)
    if view is None:
        if await repository.how_many(session, staff) >= MOST:
            raise Conflict(f"常用视图最多{MOST}个，请先删掉不用的。")
        view = SavedView(owner_id=staff.staff_id, name=name)
        session.add(view)
    view.list_name, view.query, view.is_shared = list_name, kept, is_shared
    view.department_code = staff.department_code
    await session.flush()
    return await list_views(session, staff)


async def drop_view(session: AsyncSession, staff: StaffMember, view_id: str) -> SavedViews:
    """Forget one of one's own views. Raises: Forbidden, ViewUnknown."""
    staff.must_hold("cases.view")
    view = await repository.own_view(session, staff, view_id)
    if view is None:
        raise ViewUnknown
    await session.delete(view)
    await session.flush()
    return await list_views(session, staff)


def checked(list_name: ListName, query: dict[str, Any]) -> dict[str, Any]:
    """What of a query is worth keeping: filters and order, and the columns chosen.

    Raises: InvalidInput (pydantic's own faults are told as field errors at the door).
    """
    model = CaseQuery if list_name in ("cases", "watched") else TaskQuery
    given = {name: value for name, value in query.items() if name in model.model_fields}
    try:
        kept = model.model_validate({**given, "cursor": "", "limit": 20})
    except ValueError as error:
        raise InvalidInput({"query": "视图里有不能识别的筛选条件，请重新选择"}) from error
    columns = [str(c)[:20] for c in query.get("columns", [])][:20]
    told = kept.model_dump(mode="json", exclude_defaults=True, exclude={"cursor", "limit"})
    return {**told, **({"columns": columns} if columns else {})}


def _show(view: SavedView, owner: Staff, staff: StaffMember) -> SavedViewView:
    return SavedViewView(
        id=view.id,
        name=view.name,
        list_name=view.list_name,
        query=view.query,
        is_shared=view.is_shared,
        is_mine=view.owner_id == staff.staff_id,
        owner_name=owner.display_name,
        updated_at=view.updated_at,
    )
