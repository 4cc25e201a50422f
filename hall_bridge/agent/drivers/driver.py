"""What a driver is: one device's wire, and nothing of the hall."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class DriverFault(Exception):
    """The device could not do it; the text is for the clerk and says what to do next."""


class Tell(Protocol):
    """Where a driver says what it sees."""

    def part(self, capability: str, state: str) -> None:
        """`ok`, `missing`, `fault` or `paper_out`; said again it is nothing new."""

    def event(self, kind: str, data: Mapping[str, Any]) -> None:
        """Something happened at the device by itself; kept until the server has it."""


class Driver(Protocol):
    """One device. `perform` is never called twice at once."""

    @property
    def model(self) -> str:
        """Maker and type, as people call it."""

    @property
    def firmware(self) -> str:
        """Empty where the device does not say."""

    @property
    def capabilities(self) -> tuple[str, ...]:
        """What it is good for (`id_card`, `camera`, …)."""

    async def watch(self, tell: Tell) -> None:
        """Look after the device for ever: whether it is there, what happens at it."""

    async def perform(self, verb: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Do it and give what came of it. Raises: DriverFault."""
