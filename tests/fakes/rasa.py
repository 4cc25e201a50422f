"""A bot that understands what the test says it does, over the wire Rasa speaks.

REST channel in, action protocol out (rasa.com/docs, «Action Server»): the action's custom
replies come back as Rasa passes them on, its slots are remembered for each conversation.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import httpx
import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

Understanding = tuple[str, str, dict[str, Any]]
UNCLEAR: Understanding = ("nlu_fallback", "action_unclear", {})


@dataclass
class FakeRasa:
    """`meanings` maps a sentence to intent, action and slots; `is_down` makes every call fail."""

    action_url: str = ""
    action_token: str = "action-token-of-the-tests"
    meanings: dict[str, Understanding] = field(default_factory=dict)
    is_down: bool = False
    heard: list[str] = field(default_factory=list)
    slots: dict[str, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    now_talking: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    most_at_once: int = 0

    def means(self, text: str, intent: str, action: str, **slots: Any) -> None:
        self.meanings[text] = (intent, action, slots)

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/webhooks/rest/webhook", self.talk, methods=["POST"]),
                Route("/status", self.status),
                Route("/", self.status),
            ]
        )

    async def status(self, _request: Request) -> Response:
        if self.is_down:
            return Response(status_code=503)
        return Response("Hello from Rasa: 3.6.21")

    async def talk(self, request: Request) -> Response:
        if self.is_down:
            return Response(status_code=503)
        said = orjson.loads(await request.body())
        sender, text = said["sender"], said["message"]
        self.heard.append(text)
        self.now_talking[sender] += 1
        self.most_at_once = max(self.most_at_once, self.now_talking[sender])
        try:
            answer = await self._act(sender, text)
        finally:
            self.now_talking[sender] -= 1
        return JSONResponse([{"recipient_id": sender, **part} for part in answer])

    async def _act(self, sender: str, text: str) -> list[dict[str, Any]]:
        intent, action, slots = self.meanings.get(text, UNCLEAR)
        self.slots[sender].update(slots)
        call = {
            "next_action": action,
            "sender_id": sender,
            "tracker": {
                "sender_id": sender,
                "slots": self.slots[sender],
                "latest_message": {"text": text, "intent": {"name": intent, "confidence": 0.97}},
                "active_loop": {},
                "events": [],
            },
            "domain": {},
            "version": "3.6.21",
        }
        async with httpx.AsyncClient(trust_env=False) as http:
            headers = {"Authorization": f"Bearer {self.action_token}"}
            response = await http.post(self.action_url, json=call, headers=headers)
        if response.status_code != 200:
            return []
        done = response.json()
        for event in done["events"]:
            self.slots[sender][event["name"]] = event["value"]
        return list(done["responses"])
