"""What the journeys may ask about an address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Look:
    """Whether an address answered, and how, in words."""

    is_reached: bool
    detail: str


class LinkPort(Protocol):
    """Looks whether a page is still there."""

    async def look(self, url: str) -> Look:
        """Ask once, without reading the page. Never raises: not being reached is an answer."""
        ...
