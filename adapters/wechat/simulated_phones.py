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
WINDOW_CLOSED, QUOTA_SPENT, TYPING_REFUSED, NOT_SUBSCRIBED = 45015, 45047, 45080, 43101
TYPING_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Bubble:
    """One thing on the screen; `sender` is the citizen or the account."""

    id: int
    sender: Literal["citizen", "account"]
    kind: Literal["text", "menu", "card", "notice", "failure"]
    text: str
    at: float
    options: tuple[tuple[str, str], ...] = ()
    tail: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    is_ai: bool = False
    page: str = ""


@dataclass
class _Window:
    left: int
    until: float


@dataclass
class Phone:
    """One citizen's phone: the newest messages, the reply windows a message or event opened, and by
    template how many notices it lets through (一次性订阅消息)."""

    bubbles: deque[Bubble] = field(default_factory=lambda: deque(maxlen=_HISTORY))
    windows: dict[str, _Window] = field(default_factory=dict)
    subscriptions: dict[str, int] = field(default_factory=dict)
    typing_until: float = 0.0


@dataclass
class Phones:
    """All phones by openid."""

    clock: Callable[[], float] = time.time
    _phones: dict[str, Phone] = field(default_factory=dict)
    _ids: count[int] = field(default_factory=lambda: count(1))

    def show(self, openid: str, bubble: dict[str, Any]) -> Bubble:
        """Put a bubble on the phone (fields of Bubble but id and at)."""
        shown = Bubble(id=next(self._ids), at=self.clock(), **bubble)
        phone = self._phone(openid)
        phone.bubbles.append(shown)
        phone.typing_until = 0.0
        return shown

    def is_typing(self, openid: str) -> bool:
        """Whether the account shows that it is writing."""
        phone = self._phones.get(openid)
        return phone is not None and phone.typing_until > self.clock()

    def show_typing(self, openid: str) -> int:
        """0, or the errcode WeChat answers where nobody wrote lately."""
        if not self._open_windows(openid):
            return TYPING_REFUSED
        self._phone(openid).typing_until = self.clock() + TYPING_SECONDS
        return 0

    def messages(self, openid: str) -> list[dict[str, Any]]:
        """What the phone shows, oldest first."""
        phone = self._phones.get(openid)
        return [asdict(bubble) for bubble in phone.bubbles] if phone else []

    def open_window(self, openid: str, by: str) -> None:
        """What the citizen did opens replies: a message for two days, an event for a minute."""
        if by not in REPLY_WINDOWS:
            return
        left, seconds = REPLY_WINDOWS[by]
        group = "message" if by == "message" else "event"
        self._phone(openid).windows[group] = _Window(left, self.clock() + seconds)

    def spend_reply(self, openid: str) -> int:
        """Use one reply, of the window that ends first: 0, or the errcode WeChat answers."""
        windows = self._open_windows(openid)
        if not windows:
            return WINDOW_CLOSED
        usable = [window for window in windows if window.left]
        if not usable:
            return QUOTA_SPENT
        min(usable, key=lambda window: window.until).left -= 1
        return 0

    def replies_left(self, openid: str) -> int:
        """How many replies may still be sent."""
        return sum(window.left for window in self._open_windows(openid))

    def subscribe(self, openid: str, template_id: str) -> None:
        """The citizen lets one notice of that template through."""
        kept = self._phone(openid).subscriptions
        kept[template_id] = kept.get(template_id, 0) + 1

    def spend_subscription(self, openid: str, template_id: str) -> int:
        """Use one: 0, or the errcode WeChat answers where the citizen let none through."""
        kept = self._phone(openid).subscriptions
        if not kept.get(template_id):
            return NOT_SUBSCRIBED
        kept[template_id] -= 1
        return 0

    def _open_windows(self, openid: str) -> list[_Window]:
        return [w for w in self._phone(openid).windows.values() if w.until > self.clock()]

    def _phone(self, openid: str) -> Phone:
        return self._phones.setdefault(openid, Phone())
