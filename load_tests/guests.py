"""Fresh guests for a measurement: each with a conversation of its own that has just begun."""

from __future__ import annotations

from collections.abc import Iterable
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
    token: str
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
    guest = Guest(Connection(config.base_url, token), token, uuid4().hex)
    answer = guest.api.post(CHAT, chat_message(text=f"您好 {guest.marker}"))
    if answer["status"] == "degraded":
        raise CallFailed("对话机器人没有回应，接口改用了检索")
    return guest


def item_code(config: LoadConfig) -> str:
    """The code of the item of the main journey. Raises: CallFailed."""
    return item_codes(config, [ITEM_NAME])[ITEM_NAME]


def item_codes(config: LoadConfig, names: Iterable[str]) -> dict[str, str]:
    """Short name → code of items. Raises: CallFailed when one is not found by its name."""
    visitor = Connection(config.base_url)
    codes = {}
    for name in names:
        found = visitor.get(f"/api/v1/items?{urlencode({'q': name})}")["items"]
        if not found:
            raise CallFailed(f"按名称没有查到「{name}」")
        codes[name] = str(found[0]["code"])
    visitor.close()
    return codes


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
        self._words: dict[str, str] = {}

    def of(self, guest: Guest) -> str:
        """Raises: CallFailed when no tracker holds the guest's words."""
        for key in self._redis.scan_iter(f"{_TRACKERS}*", count=1000):
            if key not in self._words:
                self._words[key] = str(self._redis.get(key))
        for key, words in self._words.items():
            if guest.marker in words:
                return str(key.removeprefix(_TRACKERS))
        raise CallFailed("Redis 里没有找到这个会话的对话记录，请核对 REDIS_URL")
