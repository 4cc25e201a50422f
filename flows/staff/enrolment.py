"""Enrolling (激活): with a one-time code a person gets an authenticator and chooses a password.

The code is told by the system administrator and works once; the secret of the authenticator is
seen by its person only, as a QR code.
"""

from __future__ import annotations

import asyncio
import secrets
from typing import Annotated

import pyotp
from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from flows.access.traces import note_act
from flows.codes.service import qr_svg
from flows.staff import repository
from flows.staff.errors import EnrolmentFailed
from flows.staff.passwords import must_be_strong
from flows.staff.sign_in import hash_password, otp_step
from foundation.clock import now
from foundation.crypto import token_hash
from foundation.errors import InvalidInput
from foundation.models import Staff
from foundation.viewer import StaffMember

ISSUER = "天河智慧政务"


class EnrolCode(BaseModel):
    username: Annotated[str, Field(min_length=1, max_length=64)]
    code: Annotated[str, Field(min_length=1, max_length=40)]


class Completion(EnrolCode):
    password: Annotated[str, Field(min_length=1, max_length=200)]
    otp: Annotated[str, Field(min_length=1, max_length=12)]


class Authenticator(BaseModel):
    """Shown once: asking again gives another secret, and the former is void."""

    display_name: str
    secret: str
    otpauth_uri: str
    qr_svg: str


async def begin(session: AsyncSession, wish: EnrolCode) -> Authenticator:
    """A fresh authenticator for who has the code. Raises: EnrolmentFailed."""
    person = await _who(session, wish)
    secret = pyotp.random_base32()
    person.otp_pending = secret
    uri = pyotp.TOTP(secret).provisioning_uri(name=person.username, issuer_name=ISSUER)
    return Authenticator(
        display_name=person.display_name, secret=secret, otpauth_uri=uri, qr_svg=qr_svg(uri)
    )


async def complete(session: AsyncSession, wish: Completion) -> None:
    """Password and authenticator hold from now on; the code is used up, so not repeatable.

    Raises: EnrolmentFailed, InvalidInput.
    """
    person = await _who(session, wish)
    must_be_strong(wish.password, person.username)
    step = otp_step(person.otp_pending, 0, wish.otp.strip()) if person.otp_pending else None
    if step is None:
        raise InvalidInput({"otp": "动态码不正确，请等验证器显示下一个再填"})
    person.password_hash = await asyncio.to_thread(hash_password, wish.password)
    person.otp_secret, person.otp_last_step = person.otp_pending or "", step
    person.otp_pending = person.enrol_hash = person.enrol_until = None
    person.password_changed_at = now()
    person.failed_logins, person.locked_until = 0, None
    note_act(session, _oneself(person), "激活账号", f"staff:{person.id}")


async def _who(session: AsyncSession, wish: EnrolCode) -> Staff:
    """The same words whatever was wrong, as in signing in."""
    person = await repository.staff_by_username(session, wish.username.strip())
    given = token_hash(wish.code.strip().upper())
    expected = (person.enrol_hash if person else None) or token_hash("")
    is_right = secrets.compare_digest(given, expected)
    if person is None or not is_right or not person.enrol_until or person.enrol_until < now():
        raise EnrolmentFailed
    return person


def _oneself(person: Staff) -> StaffMember:
    return StaffMember(person.id, person.username, person.display_name, "", person.department, "")
