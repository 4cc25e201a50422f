"""The kinds of request that are compared, each as a list of calls one client makes in a row."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from itertools import cycle, islice
from typing import Any

from load_tests.config import LoadConfig
from load_tests.connection import CallFailed, Connection
from load_tests.guests import CHAT, Guest, TrackerNames, chat_message, item_code, new_guest
from load_tests.restaurant import ANSWERS

SENTENCES = (
    "食品经营许可要什么材料",
    "居住证去哪里办",
    "失业保险金怎么领",
    "办身份证要多久",
    "公租房谁可以申请",
)
"""What people say between two buttons. None begins guidance, so each is answered the same way
whatever was said before."""

Call = Callable[[], None]
Workload = Callable[[int], list[Call]]
"""Makes ready a fresh client and gives its calls; the argument is how many."""


def chat_turns(config: LoadConfig, count: int) -> list[Call]:
    """Sentences said through our API."""
    guest = new_guest(config)
    return [partial(_say, guest, words) for words in _sentences(count)]


def bot_turns(config: LoadConfig, names: TrackerNames, count: int) -> list[Call]:
    """The same sentences said to Rasa's own REST channel, in a conversation like the others."""
    sender = names.of(new_guest(config))
    bot = Connection(config.bot_url)
    return [partial(_say_to_bot, bot, sender, words) for words in _sentences(count)]


def button_answers(config: LoadConfig, count: int) -> list[Call]:
    """Guidance answered by the buttons of the conversation."""
    return _answers(config, count, _press)


def guidance_answers(config: LoadConfig, count: int) -> list[Call]:
    """Guidance answered through its own resource, as the guidance page does."""
    return _answers(config, count, _answer)


def _sentences(count: int) -> list[str]:
    return list(islice(cycle(SENTENCES), count))


def _say(guest: Guest, words: str) -> None:
    answer = guest.api.post(CHAT, chat_message(text=words))
    if answer["status"] not in _ANSWERED:
        raise CallFailed(f"「{words}」没有由对话机器人答出：{str(answer)[:300]}")


def _say_to_bot(bot: Connection, sender: str, words: str) -> None:
    """Rasa answers `[]` where an action failed, which would be faster than answering."""
    said = bot.post("/webhooks/rest/webhook", {"sender": sender, "message": words})
    if not said or not said[0].get("custom", {}).get("ticket"):
        raise CallFailed(f"Rasa 没有答出「{words}」：{str(said)[:300]}")


def _answers(
    config: LoadConfig, count: int, give: Callable[[Guest, str, str, Any], None]
) -> list[Call]:
    """Whole runs of guidance, begun beforehand, answered question by question."""
    guest, item = new_guest(config), {"item_code": item_code(config)}
    questions = list(ANSWERS.items())
    runs = [
        guest.api.post("/api/v1/guidance/runs", item)["run_id"]
        for _ in range(-(-count // len(questions)))
    ]
    calls: list[Call] = [
        partial(give, guest, run, question, value) for run in runs for question, value in questions
    ]
    return calls[:count]


def _press(guest: Guest, run: str, question: str, value: Any) -> None:
    arguments = {"run_id": run, "question_id": question, "value": value}
    payload = f"/guidance_answer{json.dumps(arguments)}"
    answer = guest.api.post(CHAT, chat_message(payload=payload, text="按钮"))
    if answer["status"] != "answered" or answer["replies"][0]["kind"] not in _GUIDANCE:
        raise CallFailed(f"按钮回答「{question}」没有被接受：{str(answer)[:300]}")


def _answer(guest: Guest, run: str, question: str, value: Any) -> None:
    body = {"question_id": question, "value": value}
    state = guest.api.post(f"/api/v1/guidance/runs/{run}/answers", body)
    if question not in {given["question_id"] for given in state["answers"]}:
        raise CallFailed(f"回答「{question}」没有被接受：{str(state)[:300]}")


_ANSWERED = {"answered", "clarify"}
_GUIDANCE = {"question", "materials"}
