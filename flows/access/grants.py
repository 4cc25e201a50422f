"""Grants (授权): asked for by the system administrator, given and taken by the security one.

等保三级 keeps the three administrators apart (GB/T 22239-2019, 8.1.5): nobody grants himself,
nobody decides what he asked for, and no administrator holds a second role.
"""

from __future__ import annotations

from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from flows.access import repository
from flows.access.errors import (
    GrantSettled,
    GrantUnknown,
    LastOfItsKind,
    NotForOneself,
    PersonUnknown,
    PowersApart,
)
from flows.access.labels import role_words
from flows.access.presenter import show_grants
from flows.access.roles import name_of, usable_role
from flows.access.traces import note_act
from flows.access.tree import departments_of
from flows.access.views import GrantPage, GrantView, GrantWish
from flows.access.wishes import must_fit
from foundation.clock import now
from foundation.errors import InvalidInput
from foundation.models import Staff, StaffGrant, new_id
from foundation.paging import next_cursor
from foundation.viewer import ADMINISTRATORS, StaffMember

ASK, GIVE = "accounts.manage", "access.manage"
Verdict = Literal["approve", "refuse"]


async def list_grants(
    session: AsyncSession, staff: StaffMember, state: str, offset: int, limit: int
) -> GrantPage:
    """Those in a state, who waits longest first. Raises: Forbidden."""
    staff.must_hold(GIVE)
    rows, total = await repository.grants_in(session, state, offset, limit)
    return GrantPage(
        items=await show_grants(session, staff, rows),
        total=total,
        next=next_cursor(offset, len(rows), total),
    )


async def ask_for_grant(
    session: AsyncSession, staff: StaffMember, staff_id: str, wish: GrantWish
) -> GrantView:
    """The system administrator asks; nothing holds before it is approved. The same again is the
    same request. Raises: Forbidden, PersonUnknown, RoleUnknown, PowersApart, InvalidInput.
    """
    staff.must_hold(ASK)
    return await _place(session, staff, staff_id, wish, "asked")


async def give_grant(
    session: AsyncSession, staff: StaffMember, staff_id: str, wish: GrantWish
) -> GrantView:
    """The security administrator gives, which holds from the next request on; the same again is
    the same grant. Raises: as `ask_for_grant`, NotForOneself.
    """
    staff.must_hold(GIVE)
    if staff_id == staff.staff_id:
        raise NotForOneself
    return await _place(session, staff, staff_id, wish, "active")


async def decide(
    session: AsyncSession, staff: StaffMember, grant_id: str, verdict: Verdict, note: str
) -> GrantView:
    """Approve or refuse what was asked for, once.

    Raises: Forbidden, GrantUnknown, GrantSettled, NotForOneself, PowersApart, InvalidInput.
    """
    staff.must_hold(GIVE)
    person, grant = await _locked(session, grant_id)
    if staff.staff_id in (person.id, grant.asked_by):
        raise NotForOneself
    wanted = "active" if verdict == "approve" else "refused"
    if grant.state == wanted and grant.decided_by == staff.staff_id:
        return (await show_grants(session, staff, [grant]))[0]
    if grant.state != "asked":
        raise GrantSettled
    if verdict == "refuse" and not note.strip():
        raise InvalidInput({"note": "请写明为什么不同意，系统管理员会看到"})
    if verdict == "approve":
        await usable_role(session, grant.role_id)
        await _must_stay_apart(session, person, grant.role_id)
    _settle(grant, staff, wanted, note)
    return await _noted(session, staff, grant, "批准授权" if verdict == "approve" else "不同意授权")


async def revoke(session: AsyncSession, staff: StaffMember, grant_id: str, note: str) -> GrantView:
    """Take a grant back, which holds from the next request on; again changes nothing.

    Raises: Forbidden, GrantUnknown, GrantSettled, NotForOneself, LastOfItsKind.
    """
    staff.must_hold(GIVE)
    person, grant = await _locked(session, grant_id)
    if person.id == staff.staff_id:
        raise NotForOneself
    if grant.state == "revoked":
        return (await show_grants(session, staff, [grant]))[0]
    if grant.state != "active":
        raise GrantSettled
    if grant.role_id in ADMINISTRATORS:
        await must_not_be_last(session, person)
    _settle(grant, staff, "revoked", note)
    return await _noted(session, staff, grant, "撤销授权")


async def must_not_be_last(session: AsyncSession, person: Staff) -> None:
    """Whether somebody else still is the administrator this person is. Raises: LastOfItsKind."""
    for grant, _ in await repository.active_grants(session, person.id):
        if (role := grant.role_id) in ADMINISTRATORS:
            holders = await repository.holders_of_role(session, role)
            if {one.id for one in holders} <= {person.id}:
                raise LastOfItsKind(
                    f"{person.display_name}是最后一位在岗的{role_words(role)[0]}，请先安排接任的人。"
                )


async def _place(
    session: AsyncSession, staff: StaffMember, staff_id: str, wish: GrantWish, state: str
) -> GrantView:
    person = await repository.person(session, staff_id, lock=True)
    if person is None or not person.is_active:
        raise PersonUnknown
    await usable_role(session, wish.role_id)
    await must_fit(session, wish)
    for held in await repository.grants_of(session, staff_id):
        if held.state == state and _same(held, wish):
            return (await show_grants(session, staff, [held]))[0]
    await _must_stay_apart(session, person, wish.role_id)
    grant = StaffGrant(
        id=new_id(),
        staff_id=staff_id,
        state=state,
        asked_by=staff.staff_id,
        created_at=now(),
        departments=departments_of(await repository.units(session), wish.units),
        **wish.model_dump(),
    )
    if state == "active":
        _settle(grant, staff, state, wish.note)
    session.add(grant)
    await session.flush()
    return await _noted(session, staff, grant, "授权" if state == "active" else "申请授权")


async def _locked(session: AsyncSession, grant_id: str) -> tuple[Staff, StaffGrant]:
    """The person first, then the grant, as everywhere. Raises: GrantUnknown."""
    found = await repository.grant_by_id(session, grant_id)
    person = await repository.person(session, found.staff_id, lock=True) if found else None
    grant = await repository.lock_grant(session, grant_id)
    if grant is None or person is None:
        raise GrantUnknown
    return person, grant


def _settle(grant: StaffGrant, staff: StaffMember, state: str, note: str) -> None:
    grant.state, grant.decided_by, grant.decided_at = state, staff.staff_id, now()
    grant.note = note.strip() or grant.note


def _same(grant: StaffGrant, wish: GrantWish) -> bool:
    said = wish.model_dump()
    return all(getattr(grant, name) == said[name] for name in said if name != "note")


async def _must_stay_apart(session: AsyncSession, person: Staff, role_id: str) -> None:
    """Raises: PowersApart."""
    held = {grant.role_id for grant, _ in await repository.active_grants(session, person.id)}
    others = held - {role_id}
    clash = others & set(ADMINISTRATORS) if role_id not in ADMINISTRATORS else others
    if clash:
        rows = {role: await repository.role_row(session, role) for role in sorted(clash)}
        names = "、".join(name_of(role, row) for role, row in rows.items())
        raise PowersApart(
            f"{person.display_name}已是「{names}」。三员不能由同一人担任，也不兼办业务，请先撤销原来的授权。"
        )


async def _noted(
    session: AsyncSession, staff: StaffMember, grant: StaffGrant, act: str
) -> GrantView:
    await session.flush()
    shown = (await show_grants(session, staff, [grant]))[0]
    what = f"{act}：{shown.person.name}，{shown.role.name}，{shown.reach}"
    note_act(session, staff, what, f"staff:{grant.staff_id}", grant.note)
    return shown
