"""What WeChat was told `success` for is answered once, whatever is killed in the middle."""

from __future__ import annotations

import asyncio

import pytest

from operations.system import RunningSystem
from tests.journeys.wechat import PATIENCE_AFTER_A_CRASH, Bubble, WeChatPhone, words

HOW_TO = "我想开个小餐馆要办什么证"
SETTLING_SECONDS = 12
"""Longer than a sweep: a second answer would have come by then."""


@pytest.mark.parametrize("victim", ["worker", "valkey", "bot"])
async def test_an_accepted_push_is_answered_once(
    system: RunningSystem, wechat: WeChatPhone, victim: str
) -> None:
    """The talk is under way; the process dies as soon as WeChat has its `success`."""
    assert "办事助手" in words(await wechat.do(event="subscribe"))
    seen = await wechat.send(text=HOW_TO)
    system.kill(victim)
    answer = await wechat.arrived(seen, PATIENCE_AFTER_A_CRASH)
    await asyncio.to_thread(system.wait_working, victim, 120)
    await asyncio.sleep(SETTLING_SECONDS)
    answer = (await wechat.bubbles())[seen:]
    assert "食品经营许可" in words(answer)
    assert_once(answer)
    assert words(await wechat.say("谢谢"))


async def test_a_push_that_meets_a_dead_queue_is_kept(
    system: RunningSystem, wechat: WeChatPhone
) -> None:
    """With Redis away the bell is lost; the push is taken all the same and answered later."""
    await wechat.do(event="subscribe")
    system.stop_program("valkey")
    try:
        seen = await wechat.send(text=HOW_TO)
    finally:
        await asyncio.to_thread(system.start_program, "valkey")
    answer = await wechat.arrived(seen, PATIENCE_AFTER_A_CRASH)
    await asyncio.sleep(SETTLING_SECONDS)
    answer = (await wechat.bubbles())[seen:]
    assert "食品经营许可" in words(answer)
    assert_once(answer)


def assert_once(answer: list[Bubble]) -> None:
    """No message stands there twice."""
    shown = [(bubble["kind"], bubble["text"]) for bubble in answer]
    assert len(shown) == len(set(shown)), shown
