"""Rasa 3.6 over its REST channel. It is unauthenticated by design: loopback or private only."""

from __future__ import annotations

from typing import Any

import orjson

from adapters.http import OutsideError, OutsideHttp, OutsideUnavailable
from adapters.plain import PlainTransport

_PLATFORM, _LABEL = "rasa", "智能助手"


class RasaClient:
    """Speaks to one Rasa process at `base_url`."""

    def __init__(self, base_url: str, timeout_seconds: float) -> None:
        self._http = OutsideHttp(
            _PLATFORM,
            _LABEL,
            base_url,
            timeout_seconds,
            attempts=1,
            transport=PlainTransport(),
        )

    async def talk(self, conversation_id: str, text: str) -> list[dict[str, Any]]:
        """See `BotPort.talk`. Rasa answers `[]` with 200 when its action server failed."""
        response = await self._http.request(
            "POST", "/webhooks/rest/webhook", json={"sender": conversation_id, "message": text}
        )
        try:
            answer = orjson.loads(response.content)
        except orjson.JSONDecodeError as error:
            raise self._http.unreadable() from error
        if not isinstance(answer, list) or not answer:
            raise OutsideUnavailable(_PLATFORM, "智能助手暂时没有回应，请稍后再试。")
        return [part for part in answer if isinstance(part, dict)]

    async def is_ready(self) -> bool:
        try:
            response = await self._http.request("GET", "/")
            return response.text.startswith("Hello from Rasa")
        except OutsideError:
            return False
