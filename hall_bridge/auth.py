"""Who may call the hall bridge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header

from flows.devices.errors import DeviceUnknown
from flows.devices.service import device_of_token
from flows.showings.pads import showing_of_pad
from foundation import db
from foundation.audit.actor import act_as
from foundation.endpoints import authorises
from foundation.errors import Forbidden
from foundation.viewer import DeviceMember

Authorization = Annotated[str, Header(max_length=300)]


@authorises("anyone")
async def anyone() -> None:
    """Public: what is printed on a poster; no rows of anybody are touched."""


@authorises("enrolment code")
async def holder_of_a_code() -> None:
    """The route itself proves the one-time code in its body, before anything else."""


@authorises("device")
async def current_device(authorization: Authorization = "") -> DeviceMember:
    """A machine of a hall by its secret. Raises: DeviceUnknown."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise DeviceUnknown
    return await prove_device(token.strip())


async def prove_device(token: str) -> DeviceMember:
    """The machine behind a secret, which is from now on who acts. Raises: DeviceUnknown."""
    async with db.reading() as session:
        device = await device_of_token(session, token)
    act_as(f"device:{device.device_id}", "device", token)
    return device


def must_stand_at(device: DeviceMember, counter_id: str) -> DeviceMember:
    """The tablet of this counter: no printer or reader beside it is shown what visitors share.

    Raises: Forbidden.
    """
    if device.counter_id != counter_id:
        raise Forbidden("这台设备不在这个窗口，请到工作台「大厅」里改设备所在的窗口。")
    if device.kind != "tablet":
        raise Forbidden("只有窗口平板能显示窗口的内容，请用窗口平板的入网码重新入网。")
    return device


@authorises("device of the counter")
async def proves_itself_in_the_socket() -> None:
    """A WebSocket proves its token before it shows anything (hall_bridge/sockets.py)."""


@authorises("one-time link")
async def holder_of_a_link() -> None:
    """The route itself proves the one-time code in its path, before anything else."""


@dataclass(frozen=True, slots=True)
class Pad:
    """A phone that holds one showing, and nothing else."""

    secret: str
    counter_id: str
    showing_id: str


@authorises("phone of one showing")
async def current_pad(authorization: Authorization = "") -> Pad:
    """Raises: ShowingUnknown."""
    secret = authorization.removeprefix("Bearer ").strip()
    async with db.reading() as session:
        showing = await showing_of_pad(session, secret)
    act_as(f"pad:{showing.id}", "device", secret)
    return Pad(secret, showing.counter_id, showing.id)


CurrentPad = Annotated[Pad, Depends(current_pad)]
CurrentDevice = Annotated[DeviceMember, Depends(current_device)]
