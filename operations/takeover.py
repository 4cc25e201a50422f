"""One bot takes over from another while people talk: start, wake, switch, let end, stop."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

import httpx

from operations import slots
from operations.environment import child_environment
from operations.ledger import Ledger, copy_whole
from operations.place import Place
from operations.supervision import UNREACHABLE, Supervisor

START_SECONDS = 300.0
"""A busy machine loads a model in minutes."""
WAKING_TURNS, QUICK_TURNS, AWAKE_SECONDS = 30, 3, 1.0
WAKING_WORDS = ("居住证怎么办", "社保卡喺边度攞", "你好", "要带什么材料", "今天天气怎么样")
STOPPED = frozenset({"STOPPED", "EXITED", "FATAL"})


class TakeoverFailed(RuntimeError):
    """The new process did not come to work; the old one goes on as before."""


def take_over(place: Place, ledger: Ledger, number: int, say: Callable[[str], None]) -> None:
    """Let the model of that number answer from now on; nobody's turn is cut off.

    Where the system does not run, it begins with that model next time.

    Raises: TakeoverFailed.
    """
    model = slots.model_numbered(place, ledger, number)
    supervisor = Supervisor(place, [], {})
    if not supervisor.states():
        ledger.publish(number, slots.FIRST)
        say(f"✓ 系统没有在运行；下次启动时使用{_name(number)}")
        return
    old, new = ledger.slot, slots.other(ledger.slot)
    _stop(supervisor, new)
    copy_whole(model, slots.model_of(place, new))
    say(f"… 启动{_name(number)}")
    try:
        supervisor.start_program(new)
        _wait_ready(place, supervisor, new)
        _wake(place, new)
    except BaseException:
        _stop(supervisor, new)
        raise
    slots.point_to(place, new)
    ledger.publish(number, new)
    say(f"✓ 新的话已由{_name(number)}回答；等旧的把手上的答完")
    time.sleep(longest_turn(place))
    _stop(supervisor, old)
    say(f"✓ 已换成{_name(number)}")


def longest_turn(place: Place) -> float:
    """Seconds after which no process waits any more for the bot it asked before."""
    return float(child_environment(place).get("BOT_TIMEOUT_SECONDS") or 4.0) + 1.0


def _wait_ready(place: Place, supervisor: Supervisor, slot: str) -> None:
    """Rasa answers its greeting only once its model is loaded."""
    deadline = time.monotonic() + START_SECONDS
    while not _greets(slots.address_of(place, slot)):
        state = supervisor.states().get(slot)
        if state is None or state.word in STOPPED or time.monotonic() > deadline:
            log = place.logs / f"{slot}.log"
            raise TakeoverFailed(f"✗ 新模型的进程没有启动，仍由原来的回答。日志：{log}")
        time.sleep(0.3)


def _greets(address: str) -> bool:
    with suppress(httpx.HTTPError):
        return httpx.get(address, timeout=3, trust_env=False).text.startswith("Hello from Rasa")
    return False


def _wake(place: Place, slot: str) -> None:
    """Talk to it until it answers at once: the first turns load what they need.

    The talk is nobody's, so its action finds no conversation and nothing is said.

    Raises: TakeoverFailed.
    """
    address = f"{slots.address_of(place, slot)}/webhooks/rest/webhook"
    quick = 0
    for turn in range(WAKING_TURNS):
        begun = time.monotonic()
        words = WAKING_WORDS[turn % len(WAKING_WORDS)]
        message = {"sender": "bot-publish", "message": words}
        with suppress(httpx.HTTPError):
            httpx.post(address, json=message, timeout=30, trust_env=False).raise_for_status()
            quick = quick + 1 if time.monotonic() - begun < AWAKE_SECONDS else 0
        if quick == QUICK_TURNS:
            return
    raise TakeoverFailed("✗ 新模型的进程回答得太慢，仍由原来的回答。请等机器空闲时再发布。")


def _stop(supervisor: Supervisor, slot: str) -> None:
    state = supervisor.states().get(slot)
    if state and state.word not in STOPPED:
        with suppress(*UNREACHABLE):  # it ended by itself in between
            supervisor.stop_program(slot)


def _name(number: int) -> str:
    return f"第 {number} 版模型" if number else "随软件提供的模型"
