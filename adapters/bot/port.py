"""What the journeys may ask of the bot."""

from __future__ import annotations

from typing import Any, Protocol


class BotPort(Protocol):
    """The dialogue engine as the journeys see it."""

    async def talk(self, conversation_id: str, text: str) -> list[dict[str, Any]]:
        """One sentence in, the engine's responses out, each {"text"?, "custom"?}.

        Raises: OutsideUnavailable when the engine is down, late, or answers nothing.
        """
        ...

    async def is_ready(self) -> bool:
        """Whether the engine listens; it does so only once its model is loaded."""
        ...
