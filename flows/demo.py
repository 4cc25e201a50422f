"""`python -m flows.demo`: demonstration staff and the official account's menu, if `DEMO=1`."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from flows.access import repository as access
from flows.access.tree import departments_of
from flows.conversations.wechat.menu import PUBLISH_MENU
from flows.devices import demo as devices
from flows.halls import demo as halls
from flows.organisation import repository, seeding
from flows.organisation.placing import place
from flows.queueing import demo as queueing
from flows.staff.repository import staff_by_username
from flows.staff.sign_in import hash_password
from foundation import db
from foundation.clock import now
from foundation.demo import DEMO_PASSWORD, DemoStaff, staff_accounts
from foundation.models import Post, PostHolding, Staff, StaffGrant, Unit, new_id
from foundation.queue import promise
from foundation.settings import settings
from foundation.viewer import ADMINISTRATORS


async def seed() -> int:
    """Create the accounts that are missing; returns how many."""
    created = 0
    async with db.writing() as session:
        await seeding.bring(session)
        await halls.bring(session)
        await session.flush()
        await queueing.bring(session)
        await devices.bring(session)
        for account in staff_accounts():
            if await staff_by_username(session, account.username):
                continue
            await _open(session, account)
            created += 1
        promise(session, PUBLISH_MENU, {})
    return created


async def _open(session: AsyncSession, account: DemoStaff) -> None:
    """The account, its office and post, and its grant."""
    unit = await _unit(session, account)
    person = Staff(
        id=new_id(),
        username=account.username,
        display_name=account.display_name,
        work_number=account.work_number,
        department=account.department,
        department_code="",
        unit_id=unit.id if unit else None,
        password_hash=hash_password(DEMO_PASSWORD),
        otp_secret=account.otp_secret,
        skills=list(account.skills),
        created_at=now(),
    )
    session.add(person)
    await session.flush()
    units = await access.units(session)
    place(person, units)
    session.add(_grant(account, person, unit, units))
    if unit and account.post:
        await _appoint(session, unit, account.post, person)


def _grant(
    account: DemoStaff, person: Staff, unit: Unit | None, units: Sequence[Unit]
) -> StaffGrant:
    """The hall's and the bureau's people serve the whole district, others their department."""
    is_whole = account.role in ADMINISTRATORS or not person.department_code
    chosen = [] if is_whole or unit is None else [unit.parent_id or unit.id]
    return StaffGrant(
        id=new_id(),
        staff_id=person.id,
        role_id=account.role,
        units=chosen,
        departments=departments_of(units, chosen),
        items=list(account.items),
        regions=list(account.regions),
        fields=[{"item": "", "field": f, "shown": "hidden"} for f in account.hidden_fields],
        state="active",
        note="演示账号",
        asked_by=person.id,
        created_at=now(),
        decided_at=now(),
    )


async def _unit(session: AsyncSession, account: DemoStaff) -> Unit | None:
    """The unit by name, or the office below it, made where it is missing."""
    units = await access.units(session)
    unit = next((u for u in units if u.name == account.department), None)
    if unit is None or not account.office:
        return unit
    office = next((u for u in units if (u.parent_id, u.name) == (unit.id, account.office)), None)
    if office is None:
        office = Unit(
            id=new_id(), parent_id=unit.id, kind="office", name=account.office, place=len(units),
            state="open", version=1, created_at=now(),
        )  # fmt: skip
        session.add(office)
        await session.flush()
    return office


async def _appoint(session: AsyncSession, unit: Unit, name: str, person: Staff) -> None:
    posts = await repository.posts_of(session, [unit.id])
    post = next((p for p in posts if p.name == name), None)
    if post is None:
        post = Post(id=new_id(), unit_id=unit.id, name=name, created_at=now())
        session.add(post)
        await session.flush()
    session.add(PostHolding(id=new_id(), post_id=post.id, staff_id=person.id, since=now()))


if __name__ == "__main__":
    if not settings().demo:
        sys.exit("示范账号只在 DEMO=1 时建立")
    print(f"示范工作人员账号：新建 {asyncio.run(seed())} 个")
