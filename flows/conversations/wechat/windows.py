"""How many customer-service messages a chat still takes (客服消息下发条数限制).

Source: developers.weixin.qq.com. Counted with us, so that an answer is cut to what WeChat will
take; where WeChat says otherwise, its word counts.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from foundation.models import ChatWindow

MESSAGE = (5, timedelta(hours=48))
EVENTS = {
    "click": (3, timedelta(minutes=1)),
    "scan": (3, timedelta(minutes=1)),
    "subscribe": (3, timedelta(minutes=1)),
    "user_enter_tempsession": (2, timedelta(minutes=1)),
}


def open_window(window: ChatWindow, kind: str, event: str, moment: datetime) -> None:
    """What the person did opens replies: five for two days, or a few for a minute."""
    if kind != "event":
        window.message_left, lasting = MESSAGE
        window.message_until = moment + lasting
    elif event in EVENTS:
        window.event_left, lasting = EVENTS[event]
        window.event_until = moment + lasting


def left(window: ChatWindow, moment: datetime) -> int:
    """How many messages the chat takes now."""
    return _event_left(window, moment) + _message_left(window, moment)


def spend(window: ChatWindow, moment: datetime) -> bool:
    """Count one message, of the window that ends first; False where none is left.

    A chat nobody ever wrote into while we counted is tried: WeChat may know better.
    """
    if _event_left(window, moment):
        window.event_left -= 1
    elif _message_left(window, moment):
        window.message_left -= 1
    else:
        return window.event_until is None and window.message_until is None
    return True


def shut(window: ChatWindow, moment: datetime) -> None:
    """WeChat takes nothing more, whatever we counted."""
    window.event_left = window.message_left = 0
    window.message_until = window.message_until or moment


def _event_left(window: ChatWindow, moment: datetime) -> int:
    until = window.event_until
    return window.event_left if until is not None and until > moment else 0


def _message_left(window: ChatWindow, moment: datetime) -> int:
    until = window.message_until
    return window.message_left if until is not None and until > moment else 0
