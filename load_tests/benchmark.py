"""What the conversation costs, as ratios measured in one run: `python -m load_tests.benchmark`.

Two promises are looked at: our chat turn adds at most a quarter to Rasa's own REST turn, and an
answer of guidance, which asks no model, has at least five times the throughput of a free-text
turn. Absolute times belong to the machine; the ratios are what is promised.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from load_tests.comparing import Measured, Side, compare
from load_tests.config import LoadConfig
from load_tests.figures import (
    Block,
    Spread,
    all_durations,
    percentile,
    throughput_ratios,
    total_throughput,
)
from load_tests.guests import TrackerNames
from load_tests.outcome import outcome_of
from load_tests.workloads import bot_turns, button_answers, chat_turns, guidance_answers

LONGEST_SECONDS = 170
OVERHEAD_AT_MOST = 0.25
GUIDANCE_AT_LEAST = 5.0
CLIENTS = {1: 12, 4: 6}
"""Clients at the same time → sentences each says in a block."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a comparison came to, in words, and whether that is what was promised."""

    words: str
    promise: str
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One comparison at one number of clients, and how its ratios are judged."""

    first: Side
    second: Side
    clients: int
    pairs: int
    judge: Callable[[Spread], Verdict]


def judge_overhead(ratios: Spread) -> Verdict:
    """`ratios`: throughput of Rasa's own turn over that of the same turn through our API."""
    low, middle, high = (ratio - 1 for ratio in (ratios.low, ratios.middle, ratios.high))
    words = f"接口增加 {middle:+.0%}（{low:+.0%} 至 {high:+.0%}）"
    return Verdict(words, f"最多增加 {OVERHEAD_AT_MOST:.0%}", middle <= OVERHEAD_AT_MOST)


def judge_advantage(ratios: Spread) -> Verdict:
    """`ratios`: throughput of answers of guidance over that of free-text turns."""
    is_kept = ratios.middle >= GUIDANCE_AT_LEAST
    return Verdict(f"吞吐量是 {ratios} 倍", f"至少 {GUIDANCE_AT_LEAST:g} 倍", is_kept)


def questions(config: LoadConfig) -> list[Question]:
    """Everything that is measured, in order."""
    names = TrackerNames(config.redis_url)
    asked: list[Question] = []
    for clients, calls in CLIENTS.items():
        bot = Side("直接问 Rasa", partial(bot_turns, config, names), calls)
        chat = Side("经接口问一句", partial(chat_turns, config), calls)
        asked.append(Question(bot, chat, clients, 10, judge_overhead))
    for clients, calls in CLIENTS.items():
        chat = Side("经接口问一句", partial(chat_turns, config), calls)
        button = Side("对话里按按钮", partial(button_answers, config), calls * 3)
        page = Side("导办页里回答", partial(guidance_answers, config), calls * 3)
        asked += [Question(side, chat, clients, 6, judge_advantage) for side in (button, page)]
    return asked


def run(config: LoadConfig) -> bool:
    """Measure and print everything; returns whether every promise is kept.

    Raises:
        CallFailed: the system is not there or answers wrongly.
    """
    print(f"机器：{os.cpu_count()} 核，{platform.machine()}，Python {platform.python_version()}；")
    print(f"对象：{config.base_url}，Rasa {config.bot_url}\n", flush=True)
    asked = questions(config)
    end = time.monotonic() + LONGEST_SECONDS
    kept = []
    for index, question in enumerate(asked):
        share = (end - time.monotonic()) / (len(asked) - index)
        until = time.monotonic() + share
        measured = compare(question.first, question.second, question.clients, question.pairs, until)
        kept.append(_report(question, measured))
    return all(kept)


def _report(question: Question, measured: Measured) -> bool:
    verdict = question.judge(throughput_ratios(measured.first, measured.second))
    outcome = "达到" if verdict.is_kept else "未达到"
    print(f"{question.clients} 个客户端，{len(measured.first)} 对区组")
    _describe(question.first.name, measured.first)
    _describe(question.second.name, measured.second)
    print(f"  {verdict.words}。目标：{verdict.promise}，{outcome}\n", flush=True)
    return verdict.is_kept


def _describe(name: str, blocks: list[Block]) -> None:
    durations = all_durations(blocks)
    p50, p95 = (percentile(durations, share) * 1000 for share in (0.5, 0.95))
    print(
        f"  {name}：p50 {p50:.1f} 毫秒，p95 {p95:.1f} 毫秒，"
        f"每秒 {total_throughput(blocks):.1f} 次（{len(durations)} 次）"
    )


def main() -> int:
    """See `outcome_of`."""
    return outcome_of(run)


if __name__ == "__main__":
    sys.exit(main())
