"""The identity card that was just read for a screen of ours: whose it is, never who stands there.

The reader proves the chip, nobody compares the face (ADR 39, 44).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from flows.devices.commands import result_of
from flows.devices.errors import CardExpired, CardNotRead, CommandUnknown
from foundation.clock import now, today
from foundation.crypto import blind_index
from foundation.identifiers import IdentifierInvalid, ResidentId
from foundation.viewer import DeviceMember

FRESH = timedelta(minutes=3)
"""As long as a terminal stands unused: after it the next person lays down their own card."""


@dataclass(frozen=True, slots=True)
class Card:
    name: str = field(repr=False)
    number: ResidentId = field(repr=False)

    @property
    def index(self) -> str:
        return blind_index(str(self.number))


async def card_read(session: AsyncSession, device: DeviceMember, command_id: str) -> Card:
    """What a `read_id_card` of this very device gave a moment ago; the look is recorded.

    Raises: CardNotRead (not its own question, not done, too long ago), CardExpired.
    """
    try:
        found = await result_of(session, command_id, f"device:{device.device_id}")
    except CommandUnknown:
        raise CardNotRead from None
    is_fresh = found.ended_at is not None and found.ended_at > now() - FRESH
    if found.verb != "read_id_card" or not found.result or not is_fresh:
        raise CardNotRead
    try:
        number = ResidentId.parse(str(found.result.get("number", "")))
    except IdentifierInvalid:
        raise CardNotRead from None
    until = str(found.result.get("valid_until", ""))
    if until.isdigit() and until < f"{today():%Y%m%d}":
        raise CardExpired
    return Card(str(found.result.get("name", "")).strip(), number)
