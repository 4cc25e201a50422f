"""Staff sign-in: password (argon2id) and a one-time code (RFC 6238), with a lock after failures.

等保三级 (GB/T 22239-2019, 8.1.4.1): two factors, lock after repeated failure, end when idle.
"""

from __future__ import annotations

import asyncio
import binascii
import secrets
import time
from datetime import datetime, timedelta

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from flows.access.members import member, member_of
from flows.staff import repository
from flows.staff.errors import LoginFailed, LoginLocked, StaffSessionUnknown
from foundation import db
from foundation.audit.actor import act_as
from foundation.clock import LocalMoment, now
from foundation.crypto import token_hash
from foundation.models import Staff, StaffSession
from foundation.settings import settings
from foundation.viewer import StaffMember

MAX_FAILURES = 5
LOCK = timedelta(minutes=15)
LONGEST_CLIENT = 200
_STEP_SECONDS = 30
_hasher = PasswordHasher()
_decoy = _hasher.hash(secrets.token_hex(16))


class StaffView(BaseModel):
    id: str
    username: str
    display_name: str
    role: str
    department: str
    permissions: list[str]
    must_change_password: bool = False


class StaffSessionView(BaseModel):
    token: str
    expires_at: LocalMoment
    staff: StaffView


async def sign_in(username: str, password: str, otp: str, client: str = "") -> StaffSessionView:
    """Open a session for staff who know the password and hold the second factor.

    A failure is counted in its own transaction, so it stays counted though the request fails.
    Raises: LoginFailed (the same words whichever part was wrong, also for a name nobody has),
    LoginLocked.
    """
    async with db.writing() as session:
        outcome = await _try(session, username.strip(), password, otp.strip(), client)
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


async def staff_of_token(session: AsyncSession, token: str) -> StaffMember:
    """Raises: StaffSessionUnknown."""
    rows = await repository.signed_in(session, token_hash(token), now())
    if not rows:
        raise StaffSessionUnknown
    held = [(row.grant, row.role if row.role.id else None) for row in rows if row.grant.id]
    return member(rows[0].person, held)


async def stay_signed_in(session: AsyncSession, token: str) -> datetime:
    """Slide the idle limit; called by the console while somebody works."""
    expires_at = _end()
    await repository.extend_session(session, token_hash(token), expires_at)
    return expires_at


async def sign_out(session: AsyncSession, token: str) -> None:
    await repository.end_session(session, token_hash(token))


def show_staff(staff: StaffMember) -> StaffView:
    return StaffView(
        id=staff.staff_id,
        username=staff.username,
        role=staff.role,
        display_name=staff.display_name,
        department=staff.department,
        permissions=sorted(staff.permissions),
        must_change_password=staff.must_change_password,
    )


def hash_password(password: str) -> str:
    return _hasher.hash(password)


async def _try(
    session: AsyncSession, username: str, password: str, otp: str, client: str
) -> StaffSessionView | LoginFailed | LoginLocked:
    staff = await repository.staff_by_username(session, username)
    if staff is None:
        await is_password(_decoy, password)
        return LoginFailed()
    if staff.locked_until and staff.locked_until > now():
        return _locked(staff.locked_until - now())
    step = otp_step(staff.otp_secret, staff.otp_last_step, otp)
    if not await is_password(staff.password_hash, password) or step is None:
        return _count_failure(staff)
    if staff.is_locked:
        return LoginLocked("账号已被锁定，请联系安全管理员解锁。")
    staff.failed_logins, staff.locked_until, staff.otp_last_step = 0, None, step
    token, expires_at = secrets.token_urlsafe(32), _end()
    member = await member_of(session, staff)
    act_as(f"staff:{staff.username}", member.role, token)
    session.add(
        StaffSession(
            token_hash=token_hash(token),
            staff_id=staff.id,
            expires_at=expires_at,
            client=client[:LONGEST_CLIENT],
            seen_at=now(),
        )
    )
    return StaffSessionView(token=token, expires_at=expires_at, staff=show_staff(member))


def _count_failure(staff: Staff) -> LoginFailed | LoginLocked:
    staff.failed_logins += 1
    if staff.failed_logins < MAX_FAILURES:
        return LoginFailed()
    staff.failed_logins, staff.locked_until = 0, now() + LOCK
    return _locked(LOCK)


def _locked(left: timedelta) -> LoginLocked:
    minutes = max(1, round(left.total_seconds() / 60))
    detail = f"连续输错次数过多，请{minutes}分钟后再试，或联系系统管理员。"
    return LoginLocked(detail, retry_after=round(left.total_seconds()))


async def is_password(hashed: str, password: str) -> bool:
    """Slow on purpose, so it is done beside the event loop."""
    try:
        return await asyncio.to_thread(_hasher.verify, hashed, password)
    except (VerificationError, InvalidHashError):
        return False


def otp_step(secret: str, last_step: int, otp: str) -> int | None:
    """The time step the code belongs to; a code works once (RFC 6238, 5.2)."""
    try:
        totp = pyotp.TOTP(secret)
        current = int(time.time()) // _STEP_SECONDS
        for step in (current - 1, current, current + 1):
            if step > last_step and secrets.compare_digest(
                totp.at(step * _STEP_SECONDS).encode(), otp.encode()
            ):
                return step
    except binascii.Error:
        # An account that was reset has no secret until it is enrolled.
        return None
    return None


def _end() -> datetime:
    return now() + timedelta(minutes=settings().staff_session_minutes)
