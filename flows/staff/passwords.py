"""Which passwords are strong enough, and changing one's own.

等保三级 (GB/T 22239-2019, 8.1.4.1 a): complexity, changed at intervals.
"""

from __future__ import annotations

import asyncio
import itertools

from sqlalchemy.ext.asyncio import AsyncSession

from flows.access import repository as access
from flows.access.traces import note_act
from flows.staff.sign_in import hash_password, is_password
from foundation.clock import now
from foundation.crypto import token_hash
from foundation.errors import InvalidInput
from foundation.viewer import StaffMember

SHORTEST, CLASSES, RUN = 10, 3, 4
COMMON = ("password", "admin", "qwerty", "tianhe123", "guangzhou", "abc123", "iloveyou", "woaini")


def fault_of(password: str, username: str) -> str | None:
    """What is weak about a password, in a sentence; None for a strong one."""
    lowered = password.lower()
    kinds = (
        any(c.islower() for c in password),
        any(c.isupper() for c in password),
        any(c.isdigit() for c in password),
        any(not c.isalnum() for c in password),
    )
    if len(password) < SHORTEST:
        return f"密码至少{SHORTEST}位"
    if sum(kinds) < CLASSES:
        return "请混合使用大写字母、小写字母、数字、符号中的至少三种"
    if username.lower() in lowered:
        return "密码里不能包含用户名"
    if any(word in lowered for word in COMMON):
        return "密码里有太常见的词，容易被猜到"
    if _has_run(lowered):
        return "密码里不要有连续或重复的四个字符，例如1234、aaaa"
    return None


def _has_run(text: str) -> bool:
    steps = [ord(b) - ord(a) for a, b in itertools.pairwise(text)]
    runs = zip(*(steps[i:] for i in range(RUN - 1)), strict=False)
    return any(len(set(run)) == 1 and run[0] in (-1, 0, 1) for run in runs)


def must_be_strong(password: str, username: str) -> None:
    """Raises: InvalidInput."""
    fault = fault_of(password, username)
    if fault:
        raise InvalidInput({"password": fault})


async def change_own(
    session: AsyncSession, staff: StaffMember, token: str, present: str, password: str
) -> None:
    """A new password for oneself; every other session ends. The same again is refused: it has to
    differ. Raises: InvalidInput.
    """
    account = await access.person(session, staff.staff_id, lock=True)
    assert account is not None
    if not await is_password(account.password_hash, present):
        raise InvalidInput({"present": "现在的密码不正确"})
    must_be_strong(password, staff.username)
    if password == present:
        raise InvalidInput({"password": "新密码不能和现在的一样"})
    account.password_hash = await asyncio.to_thread(hash_password, password)
    account.password_changed_at = now()
    await access.end_sessions(session, staff.staff_id, besides=token_hash(token))
    note_act(session, staff, "修改自己的密码", f"staff:{staff.staff_id}")
