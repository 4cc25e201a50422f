"""A bot under test and, at the other end of the action protocol, a tiny application."""

from __future__ import annotations

import asyncio
import threading
import uuid
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import web
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig
from typing_extensions import Self

KNOWN_CASE = "TH202611230000017"
TOKEN = "token of the test"

Answer = TypeVar("Answer")
Slots = dict[str, Any]


class Application:
    """Answers every action with its name; knows one case, and by default nobody who owns it."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self.headers: dict[str, str] = {}
        self.visitor_has_a_case = False
        self.is_down = False

    def answer(self, call: dict[str, Any]) -> dict[str, Any]:
        self.calls.append(call)
        action, slots = call["next_action"], call["tracker"]["slots"]
        changed = self._slots_after(action, slots.get("case_number"))
        events = [{"event": "slot", "name": n, "value": v} for n, v in changed.items()]
        said = [] if action == "validate_progress_form" else [{"text": action}]
        return {"events": events, "responses": said}

    def _slots_after(self, action: str, number: str | None) -> Slots:
        if action == "validate_progress_form" and number:
            plain = number.replace(" ", "").replace("-", "").upper()
            return {"case_number": plain if len(plain) == len(KNOWN_CASE) else None}
        if action == "action_report_progress":
            found = number == KNOWN_CASE or (self.visitor_has_a_case and not number)
            return {"needs_case_number": not found, "case_number": None}
        return {}


class Bot:
    """Rasa's agent and the action server, in one event loop of their own."""

    def __init__(self, model: Path) -> None:
        self.application = Application()
        self._model = model
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._wait(self._begin())
        return self

    def __exit__(self, *_error: object) -> None:
        self._wait(self._runner.cleanup())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def converse(self) -> Conversation:
        return Conversation(self, uuid.uuid4().hex)

    def understand(self, text: str) -> dict[str, Any]:
        """What the pipeline makes of a text: `text`, `raw_text`, `intent`, `entities`, …"""
        return self._wait(self._agent.parse_message(text))

    def say(self, sender: str, text: str) -> list[str]:
        """The texts answered to one message."""
        channel = CollectingOutputChannel()
        message = UserMessage(text, channel, sender, input_channel="rest")
        self._wait(self._agent.handle_message(message))
        return [response["text"] for response in channel.messages]

    def tracker(self, sender: str) -> DialogueStateTracker:
        return self._wait(self._agent.tracker_store.get_or_create_tracker(sender))

    async def _begin(self) -> None:
        app = web.Application()
        app.router.add_post("/webhook", self._act)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0]
        endpoint = EndpointConfig(
            f"http://{host}:{port}/webhook",
            headers={"Authorization": f"Bearer {TOKEN}"},
            enable_selective_domain=True,
        )
        self._agent = Agent.load(str(self._model), action_endpoint=endpoint)

    async def _act(self, request: web.Request) -> web.Response:
        if self.application.is_down:
            return web.Response(status=500)
        self.application.headers = dict(request.headers)
        return web.json_response(self.application.answer(await request.json()))

    def _wait(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=60)


class Conversation:
    """One visitor's talk with the bot."""

    def __init__(self, bot: Bot, sender: str) -> None:
        self._bot = bot
        self._sender = sender

    def say(self, text: str) -> list[str]:
        """The actions this leads to. A rule must foresee it: Rasa's own fallback is a fault."""
        answer = self._bot.say(self._sender, text)
        happened = self._bot.tracker(self._sender).events
        assert not any(getattr(e, "action_name", "") == "action_default_fallback" for e in happened)
        return answer

    @property
    def is_asking_for_a_number(self) -> bool:
        return bool(self._bot.tracker(self._sender).active_loop_name == "progress_form")

    def slot(self, name: str) -> Any:
        return self._bot.tracker(self._sender).get_slot(name)
