"""The tree: add, change and move, merge, close; every change is kept, the last can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.access import repository as access
from flows.access.traces import note_act
from flows.access.tree import below
from flows.organisation import repository
from flows.organisation.errors import NothingToUndo, UnitBusy, UnitUnknown
from flows.organisation.placing import follow
from flows.organisation.presenter import show_event, show_unit
from flows.organisation.views import NewUnit, TreeView, UnitChange, UnitView
from foundation.clock import now
from foundation.errors import Conflict, InvalidInput
from foundation.models import Unit, UnitEvent, new_id
from foundation.viewer import StaffMember

VIEW, MANAGE = "organisation.view", "organisation.manage"
UNDOABLE = frozenset({"add", "change", "move", "merge", "close"})
KEPT = ("parent_id", "name", "code", "region", "state")
"""What a change may touch, and undoing brings back."""


async def read_tree(session: AsyncSession, staff: StaffMember) -> TreeView:
    """Raises: Forbidden."""
    staff.must_hold(VIEW)
    units = await access.units(session)
    people = await repository.people_by_unit(session)
    last = await repository.last_event(session)
    names = {u.id: u.name for u in units}
    may_undo = last is not None and last.act in UNDOABLE and MANAGE in staff.permissions
    return TreeView(
        units=[show_unit(u, people.get(u.id, 0)) for u in units],
        undo=show_event(last, names) if last and may_undo else None,
    )


async def add_unit(session: AsyncSession, staff: StaffMember, wish: NewUnit) -> UnitView:
    """The same name in the same place is the same unit. Raises: Forbidden, InvalidInput."""
    staff.must_hold(MANAGE)
    units = await repository.lock_units(session)
    _must_fit(units, None, wish)
    twin = _named(units, wish.parent_id, wish.name)
    if twin is not None:
        if (twin.kind, twin.code, twin.region) == (wish.kind, wish.code, wish.region):
            return show_unit(twin, 0)
        raise InvalidInput({"name": "这里已有同名的机构"})
    unit = Unit(
        id=new_id(),
        kind=wish.kind,
        place=len(units),
        state="open",
        version=1,
        created_at=now(),
        **wish.model_dump(include={"parent_id", "name", "code", "region"}),
    )
    session.add(unit)
    await session.flush()
    await _keep(session, staff, unit, "add", "", {"added": True})
    return show_unit(unit, 0)


async def change_unit(
    session: AsyncSession, staff: StaffMember, unit_id: str, wish: UnitChange
) -> UnitView:
    """Rename, give another code, or move below another unit; what is the same changes nothing.

    Raises: Forbidden, UnitUnknown, InvalidInput, Conflict when it was changed since.
    """
    staff.must_hold(MANAGE)
    units = await repository.lock_units(session)
    unit = _open(units, unit_id)
    said = wish.model_dump(include={"parent_id", "name", "code", "region"})
    people = await repository.people_by_unit(session)
    if all(getattr(unit, name) == value for name, value in said.items()):
        return show_unit(unit, people.get(unit.id, 0))
    if wish.version != unit.version:
        raise Conflict("这个机构刚被别人改过，请刷新后再改。")
    _must_fit(units, unit, wish)
    twin = _named(units, wish.parent_id, wish.name)
    if twin is not None and twin.id != unit.id:
        raise InvalidInput({"name": "这里已有同名的机构"})
    before = {"units": {unit.id: _kept(unit)}}
    text = _told(units, unit, wish)
    is_move = unit.parent_id != wish.parent_id
    for name, value in said.items():
        setattr(unit, name, value)
    await _keep(session, staff, unit, "move" if is_move else "change", text, before)
    return show_unit(unit, people.get(unit.id, 0))


async def close_unit(session: AsyncSession, staff: StaffMember, unit_id: str) -> UnitView:
    """Out of use; again changes nothing. Raises: Forbidden, UnitUnknown, UnitBusy."""
    staff.must_hold(MANAGE)
    units = await repository.lock_units(session)
    unit = next((u for u in units if u.id == unit_id), None)
    if unit is not None and unit.state == "closed":
        return show_unit(unit, 0)
    unit = _below_root(units, unit_id)
    if any(u.parent_id == unit.id and u.state == "open" for u in units):
        raise UnitBusy(f"「{unit.name}」下面还有机构，请先移走或撤销它们。")
    people = (await repository.people_by_unit(session)).get(unit.id, 0)
    if people:
        raise UnitBusy(f"「{unit.name}」还有{people}人，请先把他们调到别的机构，或用「并入」。")
    before = {"units": {unit.id: _kept(unit)}}
    unit.state, unit.closed_at = "closed", now()
    await _keep(session, staff, unit, "close", "", before)
    return show_unit(unit, 0)


async def merge_unit(
    session: AsyncSession, staff: StaffMember, unit_id: str, into: str
) -> UnitView:
    """Units, people and posts go over; the merged one stays below the other, with its code.

    Raises: Forbidden, UnitUnknown, InvalidInput.
    """
    staff.must_hold(MANAGE)
    units = await repository.lock_units(session)
    found = next((u for u in units if u.id == unit_id), None)
    if found is not None and found.state == "merged" and found.parent_id == into:
        return show_unit(found, 0)
    unit, target = _below_root(units, unit_id), _open(units, into)
    if target.id in below(units, [unit.id]):
        raise InvalidInput({"into": "不能并入自己或自己下面的机构"})
    children = [u for u in units if u.parent_id == unit.id]
    people = await repository.staff_in_units(session, [unit.id])
    posts = await repository.posts_of(session, [unit.id])
    before = {
        "units": {u.id: _kept(u) for u in (unit, *children)},
        "people": [p.id for p in people],
        "posts": [p.id for p in posts],
    }
    for one in (*children, unit):
        one.parent_id = target.id
    for person in people:
        person.unit_id = target.id
    for post in posts:
        post.unit_id = target.id
    unit.state, unit.closed_at = "merged", now()
    await _keep(session, staff, unit, "merge", f"并入「{target.name}」", before)
    return show_unit(unit, 0)


async def undo(session: AsyncSession, staff: StaffMember, event_id: int) -> TreeView:
    """Take back the last change of the tree; it stays in the history, as undone.

    Raises: Forbidden, NothingToUndo when anything happened since.
    """
    staff.must_hold(MANAGE)
    units = {u.id: u for u in await repository.lock_units(session)}
    last = await repository.last_event(session)
    if last is not None and last.act == "undo" and last.before.get("undone") == event_id:
        return await read_tree(session, staff)
    if last is None or last.id != event_id or last.act not in UNDOABLE:
        raise NothingToUndo
    unit = units[last.unit_id]
    if last.before.get("added"):
        if (await repository.people_by_unit(session)).get(unit.id):
            raise NothingToUndo(f"「{unit.name}」里已经有人了，不能撤回新建。")
        unit.state, unit.closed_at = "closed", now()
    for kept_id, kept in last.before.get("units", {}).items():
        for name, value in kept.items():
            setattr(units[kept_id], name, value)
        units[kept_id].closed_at = None if kept["state"] == "open" else units[kept_id].closed_at
    await _bring_back(session, unit.id, last.before)
    last.undone_at = now()
    await _keep(session, staff, unit, "undo", f"撤回：{last.text}"[:300], {"undone": last.id})
    return await read_tree(session, staff)


async def _bring_back(session: AsyncSession, unit_id: str, before: dict[str, Any]) -> None:
    for person_id in before.get("people", []):
        person = await access.person(session, person_id)
        if person is not None:
            person.unit_id = unit_id
    for post in await repository.posts_by_ids(session, before.get("posts", [])):
        post.unit_id = unit_id


async def _keep(
    session: AsyncSession,
    staff: StaffMember,
    unit: Unit,
    act: str,
    text: str,
    before: dict[str, Any],
) -> None:
    """The change stands in the history and the records; grants and accounts follow it."""
    event = UnitEvent(
        unit_id=unit.id, act=act, actor=staff.display_name, text=text, before=before, at=now()
    )
    session.add(event)
    what = f"组织架构·{show_event(event, {unit.id: unit.name}).label}：{unit.name} {text}"
    note_act(session, staff, what, f"unit:{unit.id}")
    await follow(session)


def _must_fit(units: Sequence[Unit], unit: Unit | None, wish: UnitChange) -> None:
    """Raises: InvalidInput."""
    errors = {}
    opened = {u.id for u in units if u.state == "open"}
    if unit is not None and unit.kind == "district":
        errors["name"] = "「区」是整棵树的根，不能改动"
    if wish.parent_id not in opened:
        errors["parent_id"] = "上级机构不存在或已撤并，请重新选择"
    elif unit is not None and wish.parent_id in below(units, [unit.id]):
        errors["parent_id"] = "不能移到自己或自己下面的机构里"
    others = [u for u in units if u.state != "closed" and (unit is None or u.id != unit.id)]
    if wish.code and wish.code in {u.code for u in others}:
        errors["code"] = "这个统一社会信用代码已登记在别的机构上"
    if wish.region and wish.region in {u.region for u in others}:
        errors["region"] = "这条街道已登记在别的机构上"
    if not wish.name.strip():
        errors["name"] = "请填写机构名称"
    if errors:
        raise InvalidInput(errors)


def _below_root(units: Sequence[Unit], unit_id: str) -> Unit:
    """Raises: UnitUnknown, InvalidInput."""
    unit = _open(units, unit_id)
    if unit.kind == "district":
        raise InvalidInput({"unit_id": "「区」是整棵树的根，不能撤销或合并"})
    return unit


def _open(units: Sequence[Unit], unit_id: str) -> Unit:
    """Raises: UnitUnknown."""
    unit = next((u for u in units if u.id == unit_id and u.state == "open"), None)
    if unit is None:
        raise UnitUnknown
    return unit


def _named(units: Sequence[Unit], parent_id: str, name: str) -> Unit | None:
    same = (u for u in units if u.parent_id == parent_id and u.name == name.strip())
    return next((u for u in same if u.state == "open"), None)


def _kept(unit: Unit) -> dict[str, Any]:
    return {name: getattr(unit, name) for name in KEPT}


def _told(units: Sequence[Unit], unit: Unit, wish: UnitChange) -> str:
    """What changes, in words: 「甲」改为「乙」；移到「丙」下."""
    names = {u.id: u.name for u in units}
    said = []
    if unit.name != wish.name:
        said.append(f"「{unit.name}」改为「{wish.name}」")
    if unit.parent_id != wish.parent_id:
        said.append(f"从「{names.get(unit.parent_id or '', '')}」移到「{names[wish.parent_id]}」")
    if unit.code != wish.code:
        said.append(f"代码由{unit.code or '无'}改为{wish.code or '无'}")
    if unit.region != wish.region:
        said.append(f"街道由{unit.region or '无'}改为{wish.region or '无'}")
    return "；".join(said)[:300]
