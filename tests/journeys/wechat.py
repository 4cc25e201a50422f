"""A citizen's WeChat, open at one of our accounts, as the simulator holds it."""

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
PATIENCE_AFTER_A_CRASH = 150.0
SETTLED = 0.8


class WeChatPhone:
    """One phone; `say`, `choose` and `do` answer what the account wrote in return."""

    def __init__(self, http: httpx.AsyncClient, person: str, account: str = "phone") -> None:
        self._http = http
        self.person = person
        self.page = f"/wechat/{account}/{person}"
        self._path = f"{self.page}/messages"
        self._format = "json" if account == "service" else "xml"
        self.mode: Mode = "plain"

    @classmethod
    @asynccontextmanager
    async def of(cls, simulators: str) -> AsyncIterator[Self]:
        person = f"o_journey_{time.monotonic_ns()}"
        async with httpx.AsyncClient(base_url=simulators, trust_env=False, timeout=30) as http:
            yield cls(http, person)

    def at_service(self) -> WeChatPhone:
        """The same person's phone, open at the customer service of the mini-program."""
        return WeChatPhone(self._http, self.person, "service")

    async def say(self, text: str, menu_id: str = "") -> list[Bubble]:
        """Send words; the bubbles that arrive for it, once there is one."""
        return await self.do(text=text, menu_id=menu_id)

    async def do(self, **wish: str) -> list[Bubble]:
        """Send whatever else a phone can; the bubbles that arrive for it."""
        seen = await self.send(**wish)
        return await self.arrived(seen)

    async def send(self, **wish: str) -> int:
        """Send, and be told that it arrived; how many bubbles stand there then."""
        body = {**wish, "mode": self.mode, "format": self._format}
        before = len(await self.bubbles())
        delivered = (await self._http.post(self._path, json=body)).raise_for_status().json()
        assert delivered["delivered"], "公众号没有在五秒内应答微信"
        return before + (1 if "event" not in wish else 0)

    async def choose(self, menu: Bubble, title: str) -> list[Bubble]:
        """Press the line of a menu that begins with `title`."""
        number, words = next(o for o in menu["options"] if o[1].startswith(title))
        return await self.say(words, number)

    async def arrived(self, seen: int, patience: float = PATIENCE) -> list[Bubble]:
        """The bubbles after the first `seen`, once there is one."""
        deadline = time.monotonic() + patience
        while len(bubbles := await self.bubbles()) <= seen:
            assert time.monotonic() < deadline, f"公众号没有回答：{bubbles[-1:]}"
            await asyncio.sleep(0.2)
        while bubbles[-1]["kind"] != "menu":  # a menu ends an answer; a long one has several texts
            await asyncio.sleep(SETTLED)
            before, bubbles = bubbles, await self.bubbles()
            if len(bubbles) == len(before):
                break
        return bubbles[seen:]

    async def bubbles(self) -> list[Bubble]:
        """All that the phone shows."""
        answer = await self._http.get(self._path)
        items: list[Bubble] = answer.raise_for_status().json()["items"]
        return items


def words(bubbles: list[Bubble]) -> str:
    """Everything the bubbles say."""
    return "\n".join(bubble["text"] for bubble in bubbles)
