"""Where the running system is, and how hard to press it: read from the environment, once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_SIMULATORS, _BOT, _REDIS = 2, 5, 6


class ConfigInvalid(ValueError):
    """A setting that cannot be used; the message says which one and what to give instead."""


@dataclass(frozen=True, slots=True)
class LoadConfig:
    """Addresses of one system on this machine, and the size of the load.

    Attributes:
        base_url: citizen API.
        simulators_url: sign-on simulator.
        bot_url: Rasa's own REST channel, asked directly for comparison.
        redis_url: where Rasa keeps its trackers; only read, to learn a conversation's name.
        users: citizens who walk the main journey at the same time.
        seconds: how long they do.
        conversations: citizens who talk at the same time (`load_tests.crowd`).
    """

    base_url: str
    simulators_url: str
    bot_url: str
    redis_url: str
    users: int
    seconds: int
    conversations: int

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read BASE_URL, SIMULATORS_URL, BOT_URL, REDIS_URL, USERS, SECONDS and
        CONVERSATIONS; ports by PORT_BASE.

        Raises:
            ConfigInvalid: a number is none, or an address is not of this machine. Load is never
                sent to somebody else's system.
        """
        first = _number(environment, "PORT_BASE", 8000)

        def address(name: str, offset: int, scheme: str = "http") -> str:
            given = environment.get(name) or f"{scheme}://127.0.0.1:{first + offset}"
            return _of_this_machine(name, given.rstrip("/"))

        return cls(
            base_url=address("BASE_URL", 0),
            simulators_url=address("SIMULATORS_URL", _SIMULATORS),
            bot_url=address("BOT_URL", _BOT),
            redis_url=address("REDIS_URL", _REDIS, "redis"),
            users=_number(environment, "USERS", 4),
            seconds=_number(environment, "SECONDS", 30),
            conversations=_number(environment, "CONVERSATIONS", 200),
        )


def _number(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name) or str(default)
    if not text.isdecimal() or int(text) < 1:
        raise ConfigInvalid(f"{name} 应为正整数，现为「{text}」")
    return int(text)


def _of_this_machine(name: str, url: str) -> str:
    if urlsplit(url).hostname not in _LOOPBACK:
        raise ConfigInvalid(
            f"{name} 为 {url}：压力测试只对本机的系统进行，请改用 127.0.0.1 或 localhost 的地址"
        )
    return url
