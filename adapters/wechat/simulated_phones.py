"""The citizens' phones of the WeChat simulator: what they show and what may be sent to them.

Everything lives in memory: after a restart the phones are empty and each reply window is closed
until the citizen writes again.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from itertools import count
from typing import Any, Literal

_HISTORY = 200

# What opens how many replies for how long (客服消息下发条数规则).
REPLY_WINDOWS = {
    "message": (5, 48 * 3600.0),
    "CLICK": (3, 60.0),
    "SCAN": (3, 60.0),
    "subscribe": (3, 60.0),
    "user_enter_tempsession": (2, 60.0),
}
WINDOW_CLOSED, QUOTA_SPENT = 45015, 45047


@dataclass(frozen=True, slots=True)
class Bubble:
    """One thing on the screen; `sender` is the citizen or the account."""

    id: int
    sender: Literal["citizen", "account"]
    kind: Literal["text", "menu", "notice", "failure"]
    text: str
    at: float
    options: tuple[tuple[str, str], ...] = ()
    tail: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    is_ai: bool = False


@dataclass
class _Window:
    left: int
    until: float


@dataclass
class Phone:
    """One citizen's phone: the newest messages and the reply window that is open, if any."""

    bubbles: deque[Bubble] = field(default_factory=lambda: deque(maxlen=_HISTORY))
    window: _Window | None = None


@dataclass
class Phones:
    """All phones by openid."""

    clock: Callable[[], float] = time.time
    _phones: dict[str, Phone] = field(default_factory=dict)
    _ids: count[int] = field(default_factory=lambda: count(1))

    def show(self, openid: str, bubble: dict[str, Any]) -> Bubble:
        """Put a bubble on the phone (fields of Bubble but id and at)."""
        shown = Bubble(id=next(self._ids), at=self.clock(), **bubble)
        self._phone(openid).bubbles.append(shown)
        return shown

    def messages(self, openid: str) -> list[dict[str, Any]]:
        """What the phone shows, oldest first."""
        phone = self._phones.get(openid)
        return [asdict(bubble) for bubble in phone.bubbles] if phone else []

    def open_window(self, openid: str, by: str) -> None:
        """What the citizen did opens replies; a narrower window never shortens a wider one."""
        if by not in REPLY_WINDOWS:
            return
        left, seconds = REPLY_WINDOWS[by]
        now = self.clock()
        phone = self._phone(openid)
        if phone.window and phone.window.until > now:
            left = max(left, phone.window.left)
            seconds = max(seconds, phone.window.until - now)
        phone.window = _Window(left, now + seconds)

    def spend_reply(self, openid: str) -> int:
        """Use one reply: 0, or the errcode WeChat answers."""
        window = self._phone(openid).window
        if window is None or window.until <= self.clock():
            return WINDOW_CLOSED
        if window.left == 0:
            return QUOTA_SPENT
        window.left -= 1
        return 0

    def _phone(self, openid: str) -> Phone:
        return self._phones.setdefault(openid, Phone())
