"""Those who talk with a running system over HTTP: in the app, and on a phone with WeChat."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import quote

import httpx
import yaml

from knowledge_base.catalogue import catalogue
from operations.place import ROOT
from tests.factories.people import Person, open_guest, sign_in
from tests.journeys.proof import Facts, facts_of
from tests.journeys.wechat import Bubble, WeChatPhone, words

URGENT = {
    entry["id"]: entry
    for entry in yaml.safe_load((ROOT / "knowledge_base/content/urgent.yaml").read_text("utf-8"))
}
_CODES = ("code", "item_code")
_BINDING = re.compile(r"https?://[^/\s]+(/bind/[\w.-]+)")


@dataclass
class Heard:
    """One answer: as the API gave it (on WeChat the app's to the same words), and as it reads."""

    answer: dict[str, Any]
    text: str
    buttons: list[tuple[str, str]] = field(default_factory=list)
    run: dict[str, Any] | None = None
    facts: Facts = field(default_factory=Facts)

    @property
    def replies(self) -> list[dict[str, Any]]:
        replies: list[dict[str, Any]] = self.answer.get("replies", [])
        return replies

    @property
    def codes(self) -> set[str]:
        """Items of the answer, of its cards and of its choices."""
        found = {item["code"] for item in self.answer.get("items", ())}
        for reply in self.replies:
            found |= {str(reply["data"][key]) for key in _CODES if reply["data"].get(key)}
            found |= {choice["code"] for choice in reply["data"].get("choices", ())}
        return found


class Talker(Protocol):
    """Somebody in a conversation."""

    async def say(self, text: str) -> Heard: ...
    async def press(self, button: str | int) -> Heard: ...


class AppTalker:
    """In the app. `said` is shared by all who take part in one conversation."""

    def __init__(self, person: Person, said: list[str]) -> None:
        self.person = person
        self.said = said
        self.last: Heard | None = None

    async def say(self, text: str) -> Heard:
        self.said.append(text)
        return await self._heard(await self.person.say(text))

    async def press(self, button: str | int) -> Heard:
        assert self.last, "还没有回答，没有按钮可按"
        title, payload = _button(self.last.buttons, button)
        return await self._heard(await self.person.say(title, payload=payload))

    async def _heard(self, answer: dict[str, Any]) -> Heard:
        replies = answer["replies"]
        heard = Heard(
            answer,
            "\n".join(reply["text"] for reply in replies),
            [(b["title"], b["payload"]) for reply in replies for b in reply["buttons"]],
        )
        material: list[Any] = [*self.said]
        for reply in replies:
            material += [reply["data"], reply["sources"], [b["payload"] for b in reply["buttons"]]]
            if run_id := reply["data"].get("run_id"):
                heard.run = await self.person.get(f"/api/v1/guidance/runs/{run_id}")
                material.append(heard.run)
            material += await self._standing_content(reply["data"])
        for code in heard.codes:
            material.append(await self.person.get(f"/api/v1/items/{code}"))
        heard.facts = facts_of(material)
        self.last = heard
        return heard

    async def _standing_content(self, data: dict[str, Any]) -> list[Any]:
        """The FAQ or the help in danger that a reply says it quotes."""
        if faq := data.get("faq_id"):
            path = f"/api/v1/search?kinds=faq&limit=20&q={quote(data['question'])}"
            hits = (await self.person.get(path))["items"]
            return [hit["detail"] for hit in hits if hit["id"] == faq]
        return [URGENT[data["urgent"]]] if "urgent" in data else []


class WeChatTalker:
    """On a phone. What the account may say there is what the app says to the same words."""

    def __init__(self, phone: WeChatPhone, twin: AppTalker | None, api: Person) -> None:
        self.phone = phone
        self.twin = twin
        self.api = api
        self.last: list[Bubble] = []
        self.runs: set[str] = set()

    async def say(self, text: str) -> Heard:
        bubbles = await self.phone.say(text)
        return await self._heard(bubbles, await self.twin.say(text) if self.twin else None)

    async def press(self, button: str | int) -> Heard:
        options = next(b["options"] for b in reversed(self.last) if b["kind"] == "menu")
        number, title = _button([(o[1], o[0]) for o in options], button)[::-1]
        bubbles = await self.phone.say(title, number)
        return await self._heard(bubbles, await self.twin.press(title) if self.twin else None)

    async def _heard(self, bubbles: list[Bubble], twin: Heard | None) -> Heard:
        self.last = bubbles
        options = [o for b in bubbles if b["kind"] == "menu" for o in b["options"]]
        heard = Heard(twin.answer if twin else {}, words(bubbles), [(o[1], o[0]) for o in options])
        heard.run = twin.run if twin else None
        heard.facts = twin.facts if twin else await self._facts_by_name(heard.text)
        heard.facts.take("点选或直接打字都可以")
        heard.facts.texts += re.findall(r"https?://\S+", heard.text)
        return heard

    async def _facts_by_name(self, text: str) -> Facts:
        """A bound phone has no twin: the guides of items it names, and the runs of the talk."""
        codes = [e.code for e in catalogue() if e.document.item.short_name in text
                 or e.document.item.name in text]  # fmt: skip
        material = [await self.api.get(f"/api/v1/items/{code}") for code in codes]
        material += [await self.api.get(f"/api/v1/guidance/runs/{run}") for run in self.runs]
        material.append(await self.api.get("/api/v1/cases"))
        return facts_of(material)


def _button(buttons: list[tuple[str, str]], wanted: str | int) -> tuple[str, str]:
    if isinstance(wanted, int):
        return buttons[wanted - 1]
    found = [b for b in buttons if wanted in b[0]]
    assert found, f"上一个回答没有按钮「{wanted}」，只有：{'、'.join(t for t, _ in buttons)}"
    return found[0]


@dataclass
class Places:
    """Where the system listens."""

    api: str
    simulators: str


class Company:
    """Everybody of one conversation: who speaks now, and how another takes over."""

    def __init__(self, places: Places, http: httpx.AsyncClient, stack: AsyncExitStack) -> None:
        self.places = places
        self.http = http
        self.stack = stack
        self.said: list[str] = []
        self.runs: set[str] = set()
        self.talker: Talker | None = None
        self.met: list[Person] = []

    async def join(self, channel: str) -> Talker:
        kind, _, account = channel.partition(":")
        if kind == "wechat":
            self.talker = await self._on_wechat(account)
        else:
            before = self.talker.person if isinstance(self.talker, AppTalker) else None
            person = (
                await sign_in(self.http, account, before)
                if kind == "citizen"
                else await open_guest(self.http)
            )
            self.talker = AppTalker(person, self.said)
            self.met.append(person)
        return self.talker

    async def leave(self) -> None:
        """Nobody of this conversation stays in the queue for a person."""
        for person in self.met:
            waiting = (await person.get("/api/v1/handoffs/current"))["handoff"]
            if waiting:
                await person.post(f"/api/v1/handoffs/{waiting['id']}/cancel")

    async def _on_wechat(self, account: str) -> WeChatTalker:
        phone = await self.stack.enter_async_context(WeChatPhone.of(self.places.simulators))
        if not account:
            twin = AppTalker(await open_guest(self.http), self.said)
            self.met.append(twin.person)
            return WeChatTalker(phone, twin, twin.person)
        await self._bind(phone, account)
        talker = WeChatTalker(phone, None, await sign_in(self.http, account))
        self.met.append(talker.api)
        talker.runs = self.runs
        return talker

    async def _bind(self, phone: WeChatPhone, account: str) -> None:
        """Ask for progress, open the link the account sends, sign in there."""
        link = _BINDING.search(words(await phone.say("我的办件到哪一步了")))
        assert link, "公众号没有给出绑定链接"
        out = await self.http.get(f"{link.group(1)}/sign-on")
        async with httpx.AsyncClient(trust_env=False) as browser:
            back = await browser.post(out.headers["location"], data={"account": account})
        (await self.http.get(back.headers["location"])).raise_for_status()


@asynccontextmanager
async def company(places: Places) -> AsyncIterator[Company]:
    async with AsyncExitStack() as stack:
        opened = httpx.AsyncClient(base_url=places.api, trust_env=False, timeout=60)
        yield Company(places, await stack.enter_async_context(opened), stack)
