"""`python -m flows.first_administrators`: the three administrators of a new installation.

Each gets a one-time code, told here once, to choose password and authenticator with. With a role
(`admin`, `security`, `auditor`) one more is made: the way back in when its last one is lost. This
is for who runs the servers; in the console no administrator can be made without another.
"""

from __future__ import annotations

import asyncio
import sys

from sqlalchemy.ext.asyncio import AsyncSession

from flows.access import repository
from flows.access.labels import role_words
from flows.organisation import seeding
from flows.organisation.people import NO_PASSWORD, let_enrol
from flows.organisation.repository import staff_named
from foundation import db
from foundation.clock import now
from foundation.models import AccessRecord, Staff, StaffGrant, new_id
from foundation.viewer import ADMINISTRATORS


async def make(roles: tuple[str, ...]) -> list[tuple[str, str]]:
    """Username and code of each account made; a role that has holders is left alone unless it
    was asked for by name. Safe to repeat without names: the second time makes nobody."""
    made = []
    async with db.writing() as session:
        await seeding.bring(session)
        for role in roles or ADMINISTRATORS:
            if not roles and await repository.holders_of_role(session, role):
                continue
            person = Staff(
                id=new_id(),
                username=await _free_name(session, role),
                display_name=role_words(role)[0],
                department="天河区政务服务数据管理局",
                password_hash=NO_PASSWORD,
                otp_secret=NO_PASSWORD,
                created_at=now(),
            )
            code = let_enrol(person)
            session.add(person)
            await session.flush()
            session.add(
                StaffGrant(
                    id=new_id(), staff_id=person.id, role_id=role, state="active",
                    units=[], items=[], regions=[], fields=[], asked_by=person.id,
                    created_at=now(), note="安装时设立",
                )
            )  # fmt: skip
            session.add(
                AccessRecord(
                    viewer="command line", subject=f"staff:{person.id}", at=now(),
                    what=f"命令行设立{person.display_name}", reason="",
                )
            )  # fmt: skip
            made.append((person.username, code))
    return made


async def _free_name(session: AsyncSession, role: str) -> str:
    number = 1
    while await staff_named(session, name := role if number == 1 else f"{role}{number}"):
        number += 1
    return name


if __name__ == "__main__":
    wanted = tuple(sys.argv[1:])
    if set(wanted) - set(ADMINISTRATORS):
        sys.exit(f"角色只能是：{'、'.join(ADMINISTRATORS)}")
    accounts = asyncio.run(make(wanted))
    for username, code in accounts:
        print(f"{username}  激活码 {code}（只显示这一次，到工作台「激活账号」使用）")
    if not accounts:
        print("三员都已有人，没有新建。要另设一位，请写明角色，例如 security。")
