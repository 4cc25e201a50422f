"""One of many citizens who talk at the same time: thinks, says or presses something, remembers it.

Every sentence names one item, so that an answer which belongs to somebody else is recognised.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Any, Literal
from urllib.parse import urlencode

from load_tests.config import LoadConfig
from load_tests.connection import CallFailed, Connection
from load_tests.guests import CHAT, Guest, chat_message
from load_tests.restaurant import ANSWERS

Way = Literal["button", "words", "rasa"]
"""A button; words through our API; the same words to Rasa's own REST channel."""
SENTENCES = {
    "食品经营许可": "食品经营许可要什么材料",
    "办居住证": "居住证去哪里办",
    "失业保险金申领": "失业保险金怎么领",
    "身份证补换": "补办身份证要多久",
    "公共租赁住房申请": "公租房谁可以申请",
    "办护照": "办护照要几多钱",
    "高龄津贴申领": "高龄津贴点样申请",
    "残疾人证办理": "残疾人证怎么办理",
}
"""Short name of an item → what is asked about it."""
TWICE = 0.05
"""The share of messages that a nervous client sends a second time, at the same moment."""
PAUSE_SECONDS = (2.0, 6.0)
"""How long a person reads and thinks before the next turn."""
ROUND_SECONDS = sum(PAUSE_SECONDS) / 2 * (3 + len(ANSWERS))
"""What all the turns of the script take."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn that was answered: when it began (monotonic) and how long it took, in seconds."""

    way: Way
    began: float
    seconds: float


@dataclass(slots=True)
class Citizen:
    """Somebody in a conversation. `said` holds what the transcript must show, in order.

    `degraded`: how often search answered alone, because the bot was silent for too long.
    """

    config: LoadConfig
    guest: Guest
    rasa_name: str
    codes: dict[str, str]
    random: Random
    run_id: str = ""
    turns: list[Turn] = field(default_factory=list)
    said: list[tuple[str, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    degraded: int = 0

    def talk(self, until: float) -> None:
        """Turn after turn until that moment; a turn that failed is a fault, and talk goes on.

        They begin one after another over a whole round, so that they do not move in step.
        """
        time.sleep(self.random.uniform(0, ROUND_SECONDS))
        for take in self._script():
            if time.monotonic() > until:
                return
            try:
                take()
            except CallFailed as error:
                self.faults.append(str(error))
            time.sleep(self.random.uniform(*PAUSE_SECONDS))

    def _script(self) -> Iterator[Callable[[], None]]:
        """A sentence, the same kind of sentence to Rasa itself, guidance by buttons; again."""
        while True:
            yield lambda: self._say(*self._choose())
            yield lambda: self._say_to_rasa(*self._choose())
            yield self._begin_guidance
            for question, value in ANSWERS.items():
                yield partial(self._press, question, value)

    def _choose(self) -> tuple[str, str]:
        name = self.random.choice(list(SENTENCES))
        return SENTENCES[name], self.codes[name]

    def _say(self, words: str, code: str) -> None:
        answer = self._send("words", words, text=words)
        if code not in {item["code"] for item in answer["items"][:1]}:
            raise CallFailed(f"「{words}」的回答说的是别的事：{str(answer)[:300]}")

    def _press(self, question: str, value: Any) -> None:
        arguments = {"run_id": self.run_id, "question_id": question, "value": value}
        payload = f"/guidance_answer{json.dumps(arguments)}"
        answer = self._send("button", question, payload=payload, text=question)
        told = {reply["data"].get("run_id") for reply in answer["replies"]}
        if answer["status"] != "answered" or self.run_id not in told:
            raise CallFailed(f"按钮「{question}」的回答不是这次导办的：{str(answer)[:300]}")

    def _say_to_rasa(self, words: str, _code: str) -> None:
        bot = Connection(self.config.bot_url)
        began = time.monotonic()
        answer = bot.post("/webhooks/rest/webhook", {"sender": self.rasa_name, "message": words})
        self.turns.append(Turn("rasa", began, time.monotonic() - began))
        bot.close()
        if not answer or not answer[0].get("custom", {}).get("ticket"):
            raise CallFailed(f"Rasa 没有答出「{words}」：{str(answer)[:300]}")

    def _begin_guidance(self) -> None:
        item = {"item_code": self.codes["食品经营许可"]}
        self.run_id = str(self.guest.api.post("/api/v1/guidance/runs", item)["run_id"])

    def _send(self, way: Way, shown: str, **message: Any) -> dict[str, Any]:
        """One message, now and then twice at once: both must be given one and the same answer."""
        body = chat_message(**message)
        began = time.monotonic()
        if self.random.random() < TWICE:
            answer, again = self._send_twice(body)
            if again["answer_id"] != answer["answer_id"]:
                raise CallFailed(f"「{shown}」重复发送得到了两个回答")
        else:
            answer = self.guest.api.post(CHAT, body)
            self.turns.append(Turn(way, began, time.monotonic() - began))
        self.said.append((shown, answer["answer_id"]))
        self.degraded += answer["status"] == "degraded"
        return dict(answer)

    def _send_twice(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        other = Connection(self.config.base_url, self.guest.token)
        with ThreadPoolExecutor(2) as pool:
            sent = [pool.submit(api.post, CHAT, body) for api in (self.guest.api, other)]
            answers = [future.result() for future in sent]
        other.close()
        return answers


def faults_of_transcript(citizen: Citizen) -> list[str]:
    """What the kept history lacks, has twice, or has in another order than it was said."""
    kept, after = [], ""
    while True:
        page = citizen.guest.api.get(f"{CHAT}?{urlencode({'after': after, 'limit': 100})}")
        kept += page["items"]
        if not (after := page["next"]):
            break
    said = [m["text"] for m in kept if m["direction"] == "in"][1:]
    answers = [m["id"] for m in kept if m["direction"] == "out"][1:]
    faults = []
    if said != [words for words, _ in citizen.said]:
        faults.append(f"记录里的话与说过的不同：说了{len(citizen.said)}句，记了{len(said)}句")
    if answers != [answer for _, answer in citizen.said]:
        faults.append(f"记录里的回答与收到的不同：收到{len(citizen.said)}个，记了{len(answers)}个")
    return faults
