"""Devices: they enrol with a code drawn in the console, and are what they are from then on."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from flows.devices import service
from flows.devices.errors import EnrolmentRefused
from foundation.rates import at_most, wrong_at_most
from foundation.viewer import DeviceMember
from hall_bridge.auth import CurrentDevice, holder_of_a_code
from hall_bridge.deps import Writing

_MINUTE, _WRONG = 120, 10
"""Tries from one address, behind which a hall may stand; of them wrong ones. A code is worth
guessing, so after those nothing is tried until the minute is over."""
_OFTEN = "入网太频繁，请一分钟后再试。"
_GUESSED = "入网码多次不对，请一分钟后再试。请核对工作台「设备」里刚生成的码，过期的请重新生成。"
Tries = Depends(at_most(_MINUTE, "enrol", _OFTEN))
Guesses = Depends(
    wrong_at_most(_WRONG, "enrol.wrong", EnrolmentRefused, _GUESSED, is_strict=True),
    scope="function",
)

router = APIRouter(prefix="/hall/v1/devices", tags=["devices"])


class ToEnrol(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    code: Annotated[str, Field(min_length=6, max_length=40)]
    model: Annotated[str, Field(max_length=60)] = ""
    capabilities: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=40)] = []


@router.post("/enrol", status_code=201, dependencies=[Depends(holder_of_a_code), Tries, Guesses])
async def enrol(body: ToEnrol, session: Writing) -> service.Enrolled:
    """Spend a code; the secret is in this answer only."""
    return await service.enrol(session, body.code, body.model, body.capabilities)


@router.get("/me")
async def me(device: CurrentDevice) -> DeviceMember:
    """Which device this is, and where it stands."""
    return device
