"""Many conversations at the same time: `python -m load_tests.crowd` (CONVERSATIONS, SECONDS).

Promised with 200 of them on two cores: no turn is lost, doubled or answered with another's answer;
95 of 100 buttons are answered within 150 ms; and 95 of 100 sentences take at most a quarter longer
than sentences said to Rasa's own REST channel by the same people in the same minutes.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random

from load_tests.config import LoadConfig
from load_tests.figures import percentile
from load_tests.guests import TrackerNames, item_codes, new_guest
from load_tests.outcome import outcome_of
from load_tests.talking import ROUND_SECONDS, SENTENCES, Citizen, Turn, Way, faults_of_transcript

BUTTON_SECONDS = 0.150
RATIO_AT_MOST = 1.25
_SEED = 20261127
_OPENING_AT_ONCE = 4
_LABELS: dict[Way, str] = {
    "button": "按钮", "words": "说话（经接口）", "rasa": "说话（直接问 Rasa）",
}  # fmt: skip


def gather(config: LoadConfig) -> list[Citizen]:
    """Everybody has said hello, and their conversations are known to Rasa. Raises: CallFailed."""
    codes = item_codes(config, SENTENCES)
    names = TrackerNames(config.redis_url)
    with ThreadPoolExecutor(_OPENING_AT_ONCE) as pool:
        guests = list(pool.map(lambda _: new_guest(config), range(config.conversations)))
    return [
        Citizen(config, guest, names.of(guest), codes, Random(_SEED + number))
        for number, guest in enumerate(guests)
    ]


def converse(citizens: list[Citizen], seconds: float) -> list[Turn]:
    """All talk at once; the turns after the first round, in which they join one by one."""
    began = time.monotonic()
    until = began + ROUND_SECONDS + seconds
    with ThreadPoolExecutor(len(citizens)) as pool:
        list(pool.map(lambda citizen: citizen.talk(until), citizens))
    return [
        turn for citizen in citizens for turn in citizen.turns if turn.began > began + ROUND_SECONDS
    ]


def verdicts(turns: list[Turn], faults: list[str]) -> Iterator[tuple[str, bool]]:
    """Each promise in words, and whether it is kept."""
    took = {way: [t.seconds for t in turns if t.way == way] for way in _LABELS}
    for way, label in _LABELS.items():
        middle, late = (percentile(took[way], share) * 1000 for share in (0.5, 0.95))
        print(f"  {label}：{len(took[way])} 次，p50 {middle:.1f} 毫秒，p95 {late:.1f} 毫秒")
    late_button = percentile(took["button"], 0.95)
    yield (f"按钮 p95 {late_button * 1000:.0f} 毫秒，最多 {BUTTON_SECONDS * 1000:.0f} 毫秒",
           late_button <= BUTTON_SECONDS)  # fmt: skip
    for share in (0.5, 0.95):
        ratio = percentile(took["words"], share) / percentile(took["rasa"], share)
        yield (f"说话 p{share * 100:.0f} 是 Rasa 自己的 {ratio:.2f} 倍，最多 {RATIO_AT_MOST} 倍",
               ratio <= RATIO_AT_MOST)  # fmt: skip
    yield f"丢失、重复或串话的轮次：{len(faults)} 个，应为 0 个", not faults


def run(config: LoadConfig) -> bool:
    """Talk, look at every transcript, print; whether every promise is kept. Raises: CallFailed."""
    print(f"机器：{os.cpu_count()} 核，{platform.machine()}，Python {platform.python_version()}；")
    print(
        f"{config.conversations} 个会话同时进行 {config.seconds} 秒，{config.base_url}\n",
        flush=True,
    )
    citizens = gather(config)
    turns = converse(citizens, config.seconds)
    faults = [f for c in citizens for f in [*c.faults, *faults_of_transcript(c)]]
    found = list(verdicts(turns, faults))
    print(f"  机器人来不及答、由检索代答：{sum(c.degraded for c in citizens)} 次")
    for words, is_kept in found:
        print(f"  {'✓' if is_kept else '✗'} {words}")
    for fault in faults[:10]:
        print(f"    {fault}")
    return all(is_kept for _, is_kept in found)


def main() -> int:
    """See `outcome_of`."""
    return outcome_of(run)


if __name__ == "__main__":
    sys.exit(main())
