"""`python -m flows.demo`: demonstration staff and the official account's menu, if `DEMO=1`."""

from __future__ import annotations

import asyncio
import sys

from flows.conversations.wechat.menu import PUBLISH_MENU
from flows.staff.repository import staff_by_username
from flows.staff.sign_in import hash_password
from foundation import db
from foundation.demo import DEMO_PASSWORD, staff_accounts
from foundation.models import Staff
from foundation.queue import promise
from foundation.settings import settings


async def seed() -> int:
    """Create the accounts that are missing; returns how many."""
    created = 0
    async with db.writing() as session:
        for account in staff_accounts():
            if await staff_by_username(session, account.username):
                continue
            session.add(
                Staff(
                    username=account.username,
                    display_name=account.display_name,
                    role=account.role,
                    department=account.department,
                    password_hash=hash_password(DEMO_PASSWORD),
                    otp_secret=account.otp_secret,
                    skills=list(account.skills),
                )
            )
            created += 1
        promise(session, PUBLISH_MENU, {})
    return created


if __name__ == "__main__":
    if not settings().demo:
        sys.exit("示范账号只在 DEMO=1 时建立")
    print(f"示范工作人员账号：新建 {asyncio.run(seed())} 个")
