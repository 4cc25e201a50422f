"""Accounts: opened, moved, disabled and reset by the system administrator, locked by security.

A new account may do nothing before a grant is approved. A reset one stays locked until the
security administrator unlocks it: otherwise whoever resets could come in as somebody else.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from flows.access import repository as access
from flows.access.errors import PersonUnknown
from flows.access.grants import must_not_be_last
from flows.access.presenter import show_grants
from flows.access.traces import note_act
from flows.access.tree import below
from flows.organisation import repository
from flows.organisation.errors import NotOneself, UnitUnknown
from flows.organisation.placing import place
from flows.organisation.presenter import show_people, state_of
from flows.organisation.views import (
    Enrolment,
    NewPerson,
    PersonChange,
    PersonPage,
    PersonView,
)
from foundation.clock import now
from foundation.crypto import token_hash
from foundation.errors import InvalidInput
from foundation.models import Staff, new_id
from foundation.paging import next_cursor
from foundation.settings import settings
from foundation.viewer import StaffMember

VIEW, MANAGE, LOCK = "organisation.view", "accounts.manage", "access.manage"
NO_PASSWORD = "!"
"""No argon2 hash: nothing fits it."""
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_GROUPS, _LETTERS = 4, 5


async def list_people(
    session: AsyncSession,
    staff: StaffMember,
    query: str,
    unit_id: str,
    state: str,
    offset: int,
    limit: int,
) -> PersonPage:
    """Of a unit and all below it, or of everywhere. Raises: Forbidden."""
    staff.must_hold(VIEW)
    units = await access.units(session) if unit_id else []
    inside = sorted(below(units, [unit_id])) if unit_id else None
    rows, total = await repository.list_people(session, query, inside, state, offset, limit)
    return PersonPage(
        items=await show_people(session, rows),
        total=total,
        next=next_cursor(offset, len(rows), total),
    )


async def look_at_person(session: AsyncSession, staff: StaffMember, staff_id: str) -> PersonView:
    """Raises: Forbidden, PersonUnknown."""
    staff.must_hold(VIEW)
    person = await access.person(session, staff_id)
    if person is None:
        raise PersonUnknown
    return await _show(session, staff, person)


async def open_account(session: AsyncSession, staff: StaffMember, wish: NewPerson) -> Enrolment:
    """A new account, with the code by which its person chooses password and authenticator.

    Not repeatable on purpose: the code is told once, and a second account of the same name is
    refused. Raises: Forbidden, UnitUnknown, InvalidInput.
    """
    staff.must_hold(MANAGE)
    if await repository.staff_named(session, wish.username) is not None:
        raise InvalidInput({"username": "这个用户名已被使用，请换一个"})
    person = Staff(
        id=new_id(),
        username=wish.username,
        display_name=wish.display_name.strip(),
        work_number=wish.work_number or "",
        department="",
        department_code="",
        password_hash=NO_PASSWORD,
        otp_secret=NO_PASSWORD,
        created_at=now(),
    )
    session.add(person)
    await _move(session, person, wish.unit_id)
    code = let_enrol(person)
    await session.flush()
    note_act(
        session, staff, f"开户：{person.display_name}（{person.username}）", f"staff:{person.id}"
    )
    return await _enrolment(session, staff, person, code)


async def change_person(
    session: AsyncSession, staff: StaffMember, staff_id: str, wish: PersonChange
) -> PersonView:
    """Rename, number or move; who moves leaves the posts of the old unit, and keeps the grants.

    Raises: Forbidden, PersonUnknown, UnitUnknown.
    """
    staff.must_hold(MANAGE)
    person = await _locked(session, staff_id)
    name = wish.display_name.strip()
    number = person.work_number if wish.work_number is None else wish.work_number
    same = (person.display_name, person.unit_id, person.work_number)
    if same == (name, wish.unit_id, number):
        return await _show(session, staff, person)
    was = person.department
    person.display_name, person.work_number = name, number
    if person.unit_id != wish.unit_id:
        await _move(session, person, wish.unit_id)
        for holding in await repository.holdings_of_staff(session, staff_id):
            holding.until = now()
    moved = f"，由{was or '无'}调到{person.department}" if was != person.department else ""
    note_act(session, staff, f"变更人员：{name}{moved}", f"staff:{staff_id}")
    await session.flush()
    return await _show(session, staff, person)


async def disable(session: AsyncSession, staff: StaffMember, staff_id: str) -> PersonView:
    """Out at once, all sessions ended; again changes nothing.

    Raises: Forbidden, PersonUnknown, NotOneself, LastOfItsKind.
    """
    staff.must_hold(MANAGE)
    person = await _somebody_else(session, staff, staff_id)
    if person.is_active:
        await must_not_be_last(session, person)
        person.is_active = False
        await access.end_sessions(session, staff_id)
        note_act(session, staff, f"停用账号：{person.display_name}", f"staff:{staff_id}")
    await session.flush()
    return await _show(session, staff, person)


async def enable(session: AsyncSession, staff: StaffMember, staff_id: str) -> PersonView:
    """Back, but locked where grants are held: security looks at them first.

    Raises: Forbidden, PersonUnknown, NotOneself.
    """
    staff.must_hold(MANAGE)
    person = await _somebody_else(session, staff, staff_id)
    if not person.is_active:
        person.is_active = True
        person.is_locked = person.is_locked or await _holds_grants(session, person)
        note_act(session, staff, f"恢复账号：{person.display_name}", f"staff:{staff_id}")
    await session.flush()
    return await _show(session, staff, person)


async def reset(session: AsyncSession, staff: StaffMember, staff_id: str) -> Enrolment:
    """Password and authenticator are void at once; a new code is told once, so not repeatable.

    Raises: Forbidden, PersonUnknown, NotOneself, LastOfItsKind.
    """
    staff.must_hold(MANAGE)
    person = await _somebody_else(session, staff, staff_id)
    if not person.is_active:
        raise PersonUnknown("账号已停用，请先恢复再重置。")
    if await _holds_grants(session, person):
        await must_not_be_last(session, person)
        person.is_locked = True
    person.password_hash = person.otp_secret = NO_PASSWORD
    person.otp_pending, person.failed_logins, person.locked_until = None, 0, None
    await access.end_sessions(session, staff_id)
    code = let_enrol(person)
    note_act(session, staff, f"重置账号：{person.display_name}", f"staff:{staff_id}")
    await session.flush()
    return await _enrolment(session, staff, person, code)


async def lock(session: AsyncSession, staff: StaffMember, staff_id: str, reason: str) -> PersonView:
    """Security locks, all sessions end; again changes nothing.

    Raises: Forbidden, PersonUnknown, NotOneself, LastOfItsKind, InvalidInput.
    """
    staff.must_hold(LOCK)
    if not reason.strip():
        raise InvalidInput({"reason": "请写明为什么锁定"})
    person = await _somebody_else(session, staff, staff_id)
    if not person.is_locked:
        await must_not_be_last(session, person)
        person.is_locked = True
        await access.end_sessions(session, staff_id)
        note_act(session, staff, f"锁定账号：{person.display_name}", f"staff:{staff_id}", reason)
    await session.flush()
    return await _show(session, staff, person)


async def unlock(session: AsyncSession, staff: StaffMember, staff_id: str) -> PersonView:
    """Also ends the lock after wrong passwords. Raises: Forbidden, PersonUnknown, NotOneself."""
    staff.must_hold(LOCK)
    person = await _somebody_else(session, staff, staff_id)
    if person.is_locked or person.locked_until:
        person.is_locked, person.locked_until, person.failed_logins = False, None, 0
        note_act(session, staff, f"解锁账号：{person.display_name}", f"staff:{staff_id}")
    await session.flush()
    return await _show(session, staff, person)


async def _locked(session: AsyncSession, staff_id: str) -> Staff:
    person = await access.person(session, staff_id, lock=True)
    if person is None:
        raise PersonUnknown
    return person


async def _somebody_else(session: AsyncSession, staff: StaffMember, staff_id: str) -> Staff:
    if staff_id == staff.staff_id:
        raise NotOneself
    return await _locked(session, staff_id)


async def _move(session: AsyncSession, person: Staff, unit_id: str) -> None:
    units = await access.units(session)
    if not any(u.id == unit_id and u.state == "open" for u in units):
        raise UnitUnknown
    person.unit_id = unit_id
    place(person, units)


async def _holds_grants(session: AsyncSession, person: Staff) -> bool:
    return bool(await access.active_grants(session, person.id))


def let_enrol(person: Staff) -> str:
    """A code of 20 characters, five and five, without those that look alike."""
    letters = [secrets.choice(_ALPHABET) for _ in range(_GROUPS * _LETTERS)]
    groups = ["".join(letters[i : i + _LETTERS]) for i in range(0, len(letters), _LETTERS)]
    code = "-".join(groups)
    person.enrol_hash = token_hash(code)
    person.enrol_until = now() + timedelta(hours=settings().staff_enrol_hours)
    return code


async def _enrolment(
    session: AsyncSession, staff: StaffMember, person: Staff, code: str
) -> Enrolment:
    assert person.enrol_until is not None
    shown = await _show(session, staff, person)
    return Enrolment(person=shown, code=code, until=person.enrol_until)


async def _show(session: AsyncSession, staff: StaffMember, person: Staff) -> PersonView:
    brief = (await show_people(session, [person]))[0]
    grants = await access.grants_of(session, person.id)
    return PersonView.model_validate(
        {
            **brief.model_dump(),
            "created_at": person.created_at,
            "sessions": await repository.count_sessions(session, person.id, now()),
            "grants": await show_grants(session, staff, grants),
            "can": _can(staff, person),
        }
    )


def _can(staff: StaffMember, person: Staff) -> list[str]:
    if person.id == staff.staff_id:
        return []
    can: list[str] = []
    if MANAGE in staff.permissions:
        can += ["change", "disable", "reset", "ask"] if person.is_active else ["enable"]
    if LOCK in staff.permissions and person.is_active:
        can += ["unlock" if state_of(person) == "locked" or person.locked_until else "lock"]
        can.append("give")
    return can
