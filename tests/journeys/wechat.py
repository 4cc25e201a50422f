"""A citizen's WeChat, open at the official account, as the simulator holds it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Literal, Self

import httpx

Mode = Literal["plain", "secure"]
Bubble = dict[str, Any]
PATIENCE = 60.0
SETTLED = 0.8


class WeChatPhone:
    """One phone; `say` and `choose` answer what the account wrote in return."""

    def __init__(self, http: httpx.AsyncClient, openid: str) -> None:
        self._http = http
        self._path = f"/wechat/phone/{openid}/messages"
        self.mode: Mode = "plain"

    @classmethod
    @asynccontextmanager
    async def of(cls, simulators: str) -> AsyncIterator[Self]:
        openid = f"o_journey_{time.monotonic_ns()}"
        async with httpx.AsyncClient(base_url=simulators, trust_env=False, timeout=30) as http:
            yield cls(http, openid)

    async def say(self, text: str, menu_id: str = "") -> list[Bubble]:
        """Send words; the bubbles that arrive for it, once there is one."""
        seen = len(await self._bubbles()) + 1
        wish = {"text": text, "menu_id": menu_id, "mode": self.mode}
        delivered = (await self._http.post(self._path, json=wish)).raise_for_status().json()
        assert delivered["delivered"], "公众号没有在五秒内应答微信"
        return await self._arrived(seen)

    async def choose(self, menu: Bubble, title: str) -> list[Bubble]:
        """Press the line of a menu that begins with `title`."""
        number, words = next(o for o in menu["options"] if o[1].startswith(title))
        return await self.say(words, number)

    async def _arrived(self, seen: int) -> list[Bubble]:
        deadline = time.monotonic() + PATIENCE
        while len(bubbles := await self._bubbles()) <= seen:
            assert time.monotonic() < deadline, f"公众号没有回答：{bubbles[-1]}"
            await asyncio.sleep(0.2)
        while bubbles[-1]["kind"] != "menu":  # a menu ends an answer; a long one has several texts
            await asyncio.sleep(SETTLED)
            before, bubbles = bubbles, await self._bubbles()
            if len(bubbles) == len(before):
                break
        return bubbles[seen:]

    async def _bubbles(self) -> list[Bubble]:
        answer = await self._http.get(self._path)
        items: list[Bubble] = answer.raise_for_status().json()["items"]
        return items


def words(bubbles: list[Bubble]) -> str:
    """Everything the bubbles say."""
    return "\n".join(bubble["text"] for bubble in bubbles)
