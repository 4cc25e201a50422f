"""How a device gets in and proves itself.

Whoever manages halls draws a code for one device at one place; the device gives it once and gets
a secret of its own, of which only a hash is kept.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Literal, get_args

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from flows.devices import repository
from flows.devices.errors import DeviceUnknown, EnrolmentRefused
from flows.halls.service import MANAGE, find_counter, find_hall
from foundation.clock import now
from foundation.crypto import token_hash
from foundation.models import Device, Enrolment, new_id
from foundation.viewer import DeviceMember, StaffMember

Kind = Literal[
    "tablet", "id_reader", "document_camera", "scan_gun", "signature_pad", "printer",
    "licence_printer", "terminal", "board",
]  # fmt: skip
KINDS: tuple[str, ...] = get_args(Kind)
LASTS = timedelta(minutes=30)
_LETTERS, _LENGTH = "23456789ABCDEFGHJKMNPQRSTUVWXYZ", 10


class EnrolmentCode(BaseModel):
    """The code, shown once."""

    code: str
    expires_at: datetime


class Enrolled(BaseModel):
    """What a device is and the secret it proves itself with, told once."""

    device_id: str
    token: str
    kind: str
    name: str
    hall_id: str
    counter_id: str


async def draw_code(
    session: AsyncSession, staff: StaffMember, hall_id: str, counter_id: str, kind: Kind, name: str
) -> EnrolmentCode:
    """A code for one device; not idempotent: each is another code, and an unused one ends by
    itself. Raises: Forbidden, HallUnknown, CounterUnknown."""
    staff.must_hold(MANAGE)
    hall = await find_hall(session, hall_id)
    if counter_id:
        await find_counter(session, hall.id, counter_id)
    code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    expires_at = now() + LASTS
    session.add(
        Enrolment(
            code_hash=token_hash(code), hall_id=hall.id, counter_id=counter_id, kind=kind,
            name=name, made_by=staff.display_name, made_at=now(), expires_at=expires_at,
        )
    )  # fmt: skip
    return EnrolmentCode(code=code, expires_at=expires_at)


async def enrol(session: AsyncSession, code: str, model: str, capabilities: list[str]) -> Enrolled:
    """Spend a code. A device whose answer was lost takes a new one: the secret is told only once.

    Raises: EnrolmentRefused.
    """
    spent = "".join(code.upper().split())
    drawn = await repository.lock_enrolment(session, token_hash(spent))
    if drawn is None or drawn.device_id is not None or drawn.expires_at <= now():
        raise EnrolmentRefused
    token = secrets.token_urlsafe(32)
    device = Device(
        id=new_id(), hall_id=drawn.hall_id, counter_id=drawn.counter_id, kind=drawn.kind,
        name=drawn.name, model=model, capabilities=capabilities, token_hash=token_hash(token),
        state="active", enrolled_at=now(),
    )  # fmt: skip
    session.add(device)
    drawn.device_id = device.id
    return Enrolled(
        device_id=device.id, token=token, kind=device.kind, name=device.name,
        hall_id=device.hall_id, counter_id=device.counter_id,
    )  # fmt: skip


async def device_of_token(session: AsyncSession, token: str) -> DeviceMember:
    """Raises: DeviceUnknown."""
    device = await repository.active_device(session, token_hash(token))
    if device is None:
        raise DeviceUnknown
    return DeviceMember(
        device_id=device.id, kind=device.kind, hall_id=device.hall_id,
        counter_id=device.counter_id, name=device.name,
    )  # fmt: skip
