"""Guidance inside a conversation: by button, by words, back and resumed."""

from __future__ import annotations

import re
from typing import Any

from flows.conversations.replies import run_card, text
from flows.conversations.turn import BESIDE, CASE, ITEM, LAST_RUN, OFFERED, RUN, Turn
from flows.guidance import repository as runs
from flows.guidance import service as guidance
from flows.guidance.errors import QuestionNotDue, RunUnknown
from flows.guidance.matching import match_answer
from flows.guidance.views import RunView
from foundation.errors import InvalidInput
from knowledge_base.search.normalise import normalise
from knowledge_base.situations import replay
from knowledge_base.urgent import urgent_in

_CORRECTING = re.compile(r"改成|改为|改做|换成|(?:讲|说|填|搞|选|点)错|刚才|头先|上一个|前面那")
"""Words about an answer given before, not the answer to the question that is open."""


async def start(turn: Turn, item_code: str) -> None:
    """Begin guidance for an item and ask its first question."""
    run = await guidance.start_run(turn.session, turn.viewer, item_code)
    show(turn, run, f"好的，我们来看看您的情形，最多{run.progress.remaining_at_most}个问题。\n")


async def answer(turn: Turn, run_id: str, question_id: str, value: Any) -> None:
    """Take an answer; one that does not fit is said so, and the question stays."""
    try:
        run = await guidance.answer_question(turn.session, turn.viewer, run_id, question_id, value)
    except InvalidInput as error:
        turn.say(text(error.detail), status="clarify")
        run = await guidance.look_at_run(turn.session, turn.viewer, run_id)
    except QuestionNotDue:
        turn.say(text("这个问题已经答过，我们接着往下："))
        run = await guidance.look_at_run(turn.session, turn.viewer, run_id)
    show(turn, run)


async def back(turn: Turn, run_id: str, question_id: str | None = None) -> None:
    """Take back the last answer, or one of the earlier ones and what came after it."""
    run = await guidance.go_back(turn.session, turn.viewer, run_id, question_id)
    show(turn, run, "好，回到这个问题：\n" if question_id else "好，回到上一个问题：\n")


async def take_up(turn: Turn) -> bool:
    """Whether there is a run to go on with, the one open here or the latest begun anywhere."""
    latest = await runs.latest_runs(turn.session, turn.viewer)
    for run_id in dict.fromkeys([*([turn.run_id] if turn.run_id else []), *latest]):
        run = await guidance.look_at_run(turn.session, turn.viewer, run_id)
        if run.question:
            show(turn, run, f"我们接着「{run.item_name}」的导办：\n")
            return True
    return False


async def answer_in_words(turn: Turn) -> bool:
    """Whether the words answered the open question; if so, the next one is asked."""
    if not turn.run_id:
        return False
    try:
        run = await runs.access_run(turn.session, turn.viewer, turn.run_id)
    except RunUnknown:
        turn.remember(**{RUN: None})
        return False
    document = await runs.document_of(turn.session, run.item_code, run.revision)
    question = replay(document, run.answers).question
    if _CORRECTING.search(normalise(turn.text)) or urgent_in(turn.text):
        return False
    value = match_answer(question, turn.text) if question and question.kind != "text" else None
    if question is None or value is None:
        return False
    await answer(turn, run.id, question.id, value)
    return True


def ask_again(turn: Turn) -> None:
    """Words that answered neither the open question nor anything else; the question follows."""
    turn.say(text("这句话我没对上选项。您可以直接点选，或换个说法再答。"), status="clarify")


async def resume(turn: Turn) -> None:
    """Ask the open question again after something else was answered, but not after danger."""
    if any(r.kind in ("question", "materials") or "urgent" in r.data for r in turn.replies):
        return
    if not turn.run_id:
        return
    try:
        run = await guidance.look_at_run(turn.session, turn.viewer, turn.run_id)
    except RunUnknown:
        turn.remember(**{RUN: None})
        return
    if run.question:
        turn.say(run_card(run, f"我们接着「{run.item_name}」的导办：\n"))


def show(turn: Turn, run: RunView, lead: str = "") -> None:
    """Show where the run stands; it stays open as long as a question is due."""
    open_run = run.run_id if run.question else None
    turn.remember(
        **{ITEM: run.item_code, RUN: open_run, LAST_RUN: run.run_id},
        **{CASE: None, BESIDE: None, OFFERED: None},
    )
    turn.say(run_card(run, lead))
