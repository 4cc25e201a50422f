"""Posts (岗位) of a unit, and who holds them."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy.ext.asyncio import AsyncSession

from flows.access import repository as access
from flows.access.traces import note_act
from flows.access.tree import below
from flows.organisation import repository
from flows.organisation.errors import PostUnknown, UnitUnknown
from flows.organisation.presenter import show_event, show_people, show_unit
from flows.organisation.views import HolderView, PostView, UnitDetail
from foundation.clock import now
from foundation.errors import InvalidInput
from foundation.models import Post, PostHolding, Unit, UnitEvent, new_id
from foundation.viewer import StaffMember

VIEW, MANAGE = "organisation.view", "organisation.manage"


async def look_at_unit(session: AsyncSession, staff: StaffMember, unit_id: str) -> UnitDetail:
    """A unit with its posts, its people and what became of it. Raises: Forbidden, UnitUnknown."""
    staff.must_hold(VIEW)
    units = await access.units(session)
    unit = next((u for u in units if u.id == unit_id), None)
    if unit is None:
        raise UnitUnknown
    people = [p for p in await repository.staff_in_units(session, [unit_id]) if p.is_active]
    people.sort(key=lambda p: p.display_name)
    names = {u.id: u.name for u in units}
    return UnitDetail(
        unit=show_unit(unit, len(people)),
        posts=await _posts(session, unit_id),
        people=await show_people(session, people),
        history=[show_event(e, names) for e in await repository.history_of(session, unit_id)],
    )


async def add_post(
    session: AsyncSession, staff: StaffMember, unit_id: str, name: str
) -> list[PostView]:
    """The same name again is the same post. Raises: Forbidden, UnitUnknown, InvalidInput."""
    staff.must_hold(MANAGE)
    unit = await _open_unit(session, unit_id)
    name = name.strip()
    if not name:
        raise InvalidInput({"name": "请填写岗位名称"})
    if name not in {post.name for post in await repository.posts_of(session, [unit_id])}:
        session.add(Post(id=new_id(), unit_id=unit_id, name=name, created_at=now()))
        _note(session, staff, unit, f"设立岗位「{name}」")
        await session.flush()
    return await _posts(session, unit_id)


async def close_post(session: AsyncSession, staff: StaffMember, post_id: str) -> list[PostView]:
    """Whoever holds it holds it no longer; again changes nothing.

    Raises: Forbidden, PostUnknown.
    """
    staff.must_hold(MANAGE)
    post = await _post(session, post_id)
    if post.closed_at is None:
        post.closed_at = now()
        for holding, _ in await repository.holdings_of_posts(session, [post_id]):
            holding.until = now()
        _note(session, staff, await _unit(session, post.unit_id), f"撤销岗位「{post.name}」")
        await session.flush()
    return await _posts(session, post.unit_id)


async def set_holders(
    session: AsyncSession, staff: StaffMember, post_id: str, staff_ids: list[str]
) -> list[PostView]:
    """Who holds the post from now on; who held it before keeps it in the history.

    Raises: Forbidden, PostUnknown, InvalidInput for people of other units.
    """
    staff.must_hold(MANAGE)
    post = await _post(session, post_id)
    if post.closed_at is not None:
        raise PostUnknown
    inside = below(await access.units(session), [post.unit_id])
    known = {
        p.id: p for p in await repository.staff_in_units(session, sorted(inside)) if p.is_active
    }
    if set(staff_ids) - set(known):
        raise InvalidInput({"staff_ids": "只能由本机构在岗的人担任，请先把人调过来"})
    held = {h.staff_id: h for h, _ in await repository.holdings_of_posts(session, [post_id])}
    for staff_id in held.keys() - set(staff_ids):
        held[staff_id].until = now()
    added = [one for one in dict.fromkeys(staff_ids) if one not in held]
    for staff_id in added:
        session.add(PostHolding(id=new_id(), post_id=post_id, staff_id=staff_id, since=now()))
    if added or held.keys() - set(staff_ids):
        names = "、".join(known[one].display_name for one in dict.fromkeys(staff_ids)) or "空缺"
        _note(session, staff, await _unit(session, post.unit_id), f"「{post.name}」：{names}"[:300])
    await session.flush()
    return await _posts(session, post.unit_id)


async def _posts(session: AsyncSession, unit_id: str) -> list[PostView]:
    posts = await repository.posts_of(session, [unit_id])
    holders: dict[str, list[HolderView]] = defaultdict(list)
    for holding, person in await repository.holdings_of_posts(session, [p.id for p in posts]):
        holders[holding.post_id].append(
            HolderView(id=person.id, name=person.display_name, since=holding.since)
        )
    return [PostView(id=p.id, name=p.name, holders=holders[p.id]) for p in posts]


async def _post(session: AsyncSession, post_id: str) -> Post:
    post = await repository.post_by_id(session, post_id)
    if post is None:
        raise PostUnknown
    return post


async def _unit(session: AsyncSession, unit_id: str) -> Unit:
    found = next((u for u in await access.units(session) if u.id == unit_id), None)
    if found is None:
        raise UnitUnknown
    return found


async def _open_unit(session: AsyncSession, unit_id: str) -> Unit:
    unit = await _unit(session, unit_id)
    if unit.state != "open":
        raise UnitUnknown
    return unit


def _note(session: AsyncSession, staff: StaffMember, unit: Unit, text: str) -> None:
    session.add(
        UnitEvent(
            unit_id=unit.id, act="post", actor=staff.display_name, text=text, before={}, at=now()
        )
    )
    note_act(session, staff, f"组织架构·{unit.name}：{text}", f"unit:{unit.id}")
