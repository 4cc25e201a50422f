"""Roles (角色): as shipped, as this office changed them, and those of its own."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.access import repository
from flows.access.errors import PowersApart, RoleInUse, RoleUnknown
from flows.access.labels import GROUPS, LABELS, group_of, role_words
from flows.access.members import permissions_of
from flows.access.traces import note_act
from flows.access.views import NewRole, PermissionView, RolesView, RoleView, RoleWish
from foundation.clock import now
from foundation.errors import Conflict, InvalidInput
from foundation.models import StaffRole, new_id
from foundation.viewer import ADMINISTRATORS, PERMISSIONS, StaffMember

MANAGE = "access.manage"
SHARED = frozenset({"organisation.view"})
"""What administrators hold and others may, too."""
_NAMED = list(GROUPS)


def only_for(permission: str) -> str | None:
    """The administrator a permission is kept for, if it is (三员分立)."""
    if permission in SHARED:
        return None
    return next((role for role in ADMINISTRATORS if permission in PERMISSIONS[role]), None)


def all_permissions() -> list[str]:
    """Every permission that is shipped, group by group."""
    known = frozenset[str]().union(*PERMISSIONS.values())

    def order(permission: str) -> tuple[int, str]:
        prefix = permission.split(".", 1)[0]
        return (_NAMED.index(prefix) if prefix in _NAMED else len(_NAMED), permission)

    return sorted(known, key=order)


async def list_roles(session: AsyncSession, staff: StaffMember) -> RolesView:
    """Shipped ones first, then the office's own. Raises: Forbidden."""
    staff.must_hold(MANAGE)
    rows = {row.id: row for row in await repository.role_rows(session)}
    holders = await repository.count_holders(session)
    ids = [*PERMISSIONS, *(role_id for role_id in rows if role_id not in PERMISSIONS)]
    return RolesView(
        permissions=[
            PermissionView(id=p, label=LABELS.get(p, p), group=group_of(p), only_for=only_for(p))
            for p in all_permissions()
        ],
        roles=[_show(role_id, rows.get(role_id), holders.get(role_id, 0)) for role_id in ids],
    )


async def create_role(session: AsyncSession, staff: StaffMember, wish: NewRole) -> RoleView:
    """A role of the office's own. The same name with the same content is the same role.

    Raises: Forbidden, InvalidInput, PowersApart.
    """
    staff.must_hold(MANAGE)
    if wish.base not in PERMISSIONS:
        raise InvalidInput({"base": "请选择它在流程里算哪个岗位角色"})
    if wish.base in ADMINISTRATORS:
        raise PowersApart("管理员的角色是固定的，不能另建。")
    same = await _named(session, wish.name)
    if isinstance(same, StaffRole):
        if permissions_of(same.id, same) == set(wish.permissions) and same.base == wish.base:
            return _show(same.id, same, 0)
        raise InvalidInput({"name": "已有同名的角色"})
    if same:
        raise InvalidInput({"name": "已有同名的角色"})
    row = StaffRole(id=new_id(), base=wish.base, name=wish.name.strip(), version=1, is_closed=False)
    _shape(row, wish)
    session.add(row)
    note_act(session, staff, f"新建角色：{row.name}", f"role:{row.id}", _told(row))
    await session.flush()
    return _show(row.id, row, 0)


async def change_role(
    session: AsyncSession, staff: StaffMember, role_id: str, wish: RoleWish
) -> RoleView:
    """Give a role other permissions; they hold from each holder's next request on.

    Raises: Forbidden, RoleUnknown, PowersApart, InvalidInput, Conflict when it was changed since.
    """
    staff.must_hold(MANAGE)
    if role_id in ADMINISTRATORS:
        raise PowersApart("三员的权限是固定的，不能修改。")
    row = await repository.role_row(session, role_id, lock=True)
    if row is None and role_id not in PERMISSIONS:
        raise RoleUnknown
    if wish.version != (row.version if row else 0):
        raise Conflict("这个角色刚被别人改过，请刷新后再改。")
    if row is None:
        row = StaffRole(id=role_id, base=role_id, name="", version=1, is_closed=False)
        session.add(row)
    taken = await _named(session, wish.name)
    other = taken.id if isinstance(taken, StaffRole) else taken
    if other not in (None, role_id):
        raise InvalidInput({"name": "已有同名的角色"})
    _shape(row, wish)
    # A shipped role keeps its name: processes and talks speak of it.
    row.name = role_words(role_id)[0] if role_id in PERMISSIONS else wish.name.strip()
    note_act(session, staff, f"修改角色：{row.name}", f"role:{role_id}", _told(row))
    await session.flush()
    return _show(role_id, row, (await repository.count_holders(session)).get(role_id, 0))


async def close_role(session: AsyncSession, staff: StaffMember, role_id: str) -> None:
    """Take an own role out of use; again changes nothing.

    Raises: Forbidden, RoleUnknown, RoleInUse.
    """
    staff.must_hold(MANAGE)
    row = await repository.role_row(session, role_id, lock=True)
    if row is None or role_id in PERMISSIONS:
        raise RoleUnknown("内置的角色不能停用，可以改它的权限。")
    holders = (await repository.count_holders(session)).get(role_id, 0)
    if holders:
        raise RoleInUse(f"还有{holders}人用着「{row.name}」，请先撤销他们的授权。")
    if not row.is_closed:
        row.is_closed = True
        note_act(session, staff, f"停用角色：{row.name}", f"role:{role_id}")


async def usable_role(session: AsyncSession, role_id: str) -> StaffRole | None:
    """The role's row, None for one as shipped. Raises: RoleUnknown."""
    row = await repository.role_row(session, role_id)
    if (row is None and role_id not in PERMISSIONS) or (row is not None and row.is_closed):
        raise RoleUnknown
    return row


def name_of(role_id: str, row: StaffRole | None) -> str:
    return row.name if row else role_words(role_id)[0]


async def _named(session: AsyncSession, name: str) -> StaffRole | str | None:
    """Who has the name: a row, or the id of a shipped role."""
    name = name.strip()
    shipped = next((role for role in PERMISSIONS if role_words(role)[0] == name), None)
    rows = await repository.role_rows(session)
    return shipped or next((r for r in rows if r.name == name and not r.is_closed), None)


def _shape(row: StaffRole, wish: RoleWish) -> None:
    """Raises: InvalidInput, PowersApart."""
    wanted, known = set(wish.permissions), set(all_permissions())
    if wanted - known:
        raise InvalidInput({"permissions": "有不认识的权限，请刷新后再选"})
    kept = sorted(LABELS.get(p, p) for p in wanted if only_for(p))
    if kept:
        raise PowersApart(f"「{'、'.join(kept)}」只能由相应的管理员持有。")
    if not wish.name.strip():
        raise InvalidInput({"name": "请填写角色名称"})
    base = PERMISSIONS[row.base]
    row.added, row.removed = sorted(wanted - base), sorted(base - wanted)
    row.note, row.updated_at = wish.note.strip(), now()


def _told(row: StaffRole) -> str:
    plus = "".join(f" +{p}" for p in row.added)
    minus = "".join(f" -{p}" for p in row.removed)
    return f"{row.base}{plus}{minus}"


def _show(role_id: str, row: StaffRole | None, holders: int) -> RoleView:
    base = row.base if row else role_id
    name, note = role_words(role_id)
    return RoleView(
        id=role_id,
        base=base,
        base_name=role_words(base)[0],
        name=row.name if row else name,
        note=(row.note or note) if row and role_id in PERMISSIONS else (row.note if row else note),
        permissions=sorted(permissions_of(role_id, row)),
        added=row.added if row else [],
        removed=row.removed if row else [],
        holders=holders,
        is_shipped=role_id in PERMISSIONS,
        is_administrator=role_id in ADMINISTRATORS,
        is_closed=bool(row and row.is_closed),
        version=row.version if row else 0,
    )
