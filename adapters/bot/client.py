"""Rasa 3.6 over its REST channel. It is unauthenticated by design: loopback or private only."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import orjson

from adapters.bot.address import Address
from adapters.http import OutsideError, OutsideHttp, OutsideUnavailable
from adapters.plain import PlainTransport

_PLATFORM, _LABEL = "rasa", "智能助手"


class RasaClient:
    """Speaks to the Rasa process that is in use: at `base_url`, unless a file names another.

    A turn under way keeps to the process it began with; connections to one that was replaced are
    closed once none uses them.
    """

    def __init__(self, base_url: str, timeout_seconds: float) -> None:
        self._address = Address(base_url.rstrip("/"))
        self._timeout = timeout_seconds
        self._ways: dict[str, OutsideHttp] = {}
        self._under_way: Counter[str] = Counter()

    @asynccontextmanager
    async def _way(self) -> AsyncIterator[OutsideHttp]:
        """The connections to the process in use now."""
        url = self._address.url()
        if url not in self._ways:
            self._ways[url] = OutsideHttp(
                _PLATFORM, _LABEL, url, self._timeout, attempts=1, transport=PlainTransport()
            )
        self._under_way[url] += 1
        try:
            yield self._ways[url]
        finally:
            self._under_way[url] -= 1
            await self._leave_others()

    async def _leave_others(self) -> None:
        now = self._address.url()
        for url in [u for u in self._ways if u != now and not self._under_way[u]]:
            await self._ways.pop(url).aclose()

    async def talk(self, conversation_id: str, text: str) -> list[dict[str, Any]]:
        """See `BotPort.talk`. Rasa answers `[]` with 200 when its action server failed."""
        said = {"sender": conversation_id, "message": text}
        async with self._way() as http:
            response = await http.request("POST", "/webhooks/rest/webhook", json=said)
            try:
                answer = orjson.loads(response.content)
            except orjson.JSONDecodeError as error:
                raise http.unreadable() from error
        if not isinstance(answer, list) or not answer:
            raise OutsideUnavailable(_PLATFORM, "智能助手暂时没有回应，请稍后再试。")
        return [part for part in answer if isinstance(part, dict)]

    async def is_ready(self) -> bool:
        try:
            async with self._way() as http:
                response = await http.request("GET", "/")
            return response.text.startswith("Hello from Rasa")
        except OutsideError:
            return False
