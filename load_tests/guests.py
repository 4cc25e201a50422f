"""Fresh guests for a measurement: each with a conversation of its own that has just begun."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from redis import Redis

from load_tests.config import LoadConfig
from load_tests.connection import CallFailed, Connection
from load_tests.restaurant import ITEM_NAME

CHAT = "/api/v1/chat/messages"
_TRACKERS = "rasa:tracker:"


@dataclass(frozen=True, slots=True)
class Guest:
    """A visitor whose conversation with the bot holds exactly one turn."""

    api: Connection
    marker: str
    """A part of that turn's words which no other conversation holds."""


def new_guest(config: LoadConfig) -> Guest:
    """A guest who has said hello.

    Raises:
        CallFailed: it was not the bot that answered.
    """
    visitor = Connection(config.base_url)
    token = visitor.post("/api/v1/sessions", {"channel": "guest"})["token"]
    visitor.close()
    guest = Guest(Connection(config.base_url, token), uuid4().hex)
    answer = guest.api.post(CHAT, chat_message(text=f"您好 {guest.marker}"))
    if answer["status"] == "degraded":
        raise CallFailed("对话机器人没有回应，接口改用了检索")
    return guest


def item_code(config: LoadConfig) -> str:
    """The code of the item of the main journey. Raises: CallFailed."""
    visitor = Connection(config.base_url)
    found = visitor.get(f"/api/v1/items?{urlencode({'q': ITEM_NAME})}")["items"]
    visitor.close()
    if not found or found[0]["name"] != ITEM_NAME:
        raise CallFailed(f"按名称没有查到「{ITEM_NAME}」：{str(found)[:300]}")
    return str(found[0]["code"])


def chat_message(**message: Any) -> dict[str, Any]:
    """The body of a chat message (`text` or `payload`) that was never sent before."""
    return {**message, "client_message_id": uuid4().hex}


class TrackerNames:
    """Learns under which name Rasa knows a guest's conversation.

    Our API does not tell it, and Rasa asked under any other name would find no conversation at
    its action server, answer nothing, and so look faster than it is. The names stand in Redis,
    as keys of the trackers; the guest's own words tell which is whose.
    """

    def __init__(self, redis_url: str) -> None:
        self._redis: Redis = Redis.from_url(redis_url, decode_responses=True)
        self._known: set[str] = set()

    def of(self, guest: Guest) -> str:
        """Raises: CallFailed when no tracker holds the guest's words."""
        for key in self._redis.scan_iter(f"{_TRACKERS}*", count=1000):
            if key in self._known:
                continue
            self._known.add(key)
            if guest.marker in str(self._redis.get(key)):
                return str(key.removeprefix(_TRACKERS))
        raise CallFailed("Redis 里没有找到这个会话的对话记录，请核对 REDIS_URL")
