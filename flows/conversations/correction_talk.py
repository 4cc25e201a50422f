"""An answer given before is changed by words: 「刚才那个改成网店」."""

from __future__ import annotations

import re
from typing import Any

from rapidfuzz import fuzz

from flows.conversations import guidance_talk
from flows.conversations.replies import command, text
from flows.conversations.turn import LAST_RUN, Turn
from flows.conversations.views import Button, Reply
from flows.guidance import repository as runs
from flows.guidance import service as guidance
from flows.guidance.errors import RunUnknown
from flows.guidance.matching import match_answer
from flows.guidance.presenter import show_answers
from flows.guidance.views import AnswerView
from knowledge_base.schemas import ItemDocument, Question
from knowledge_base.search.normalise import normalise
from knowledge_base.situations import replay

_TO = re.compile(
    r"改成|改为|改做|换成|变成|应该是|应当是|其实是|而是|搞错了?|讲错了?|说错了?|填错了?"
)
_PART = re.compile(r"[，。,;；、！!？? ]+|不是|是")
_MISTAKE = re.compile(r"错|更正|改")
_THE_LAST = re.compile(r"上一|上个|上步|上题|返回|退回")
MOST = 6
"""Answers offered for changing."""


def speaks_of_a_mistake(words: str) -> bool:
    """Whether words speak of some answer that was wrong, not just of the last step."""
    said = normalise(words)
    return bool(_MISTAKE.search(said)) and not _THE_LAST.search(said)


async def correct(turn: Turn) -> None:
    """Change the answer the words mean, or offer the answers given for changing."""
    run_id = turn.run_id or turn.talk.context.get(LAST_RUN)
    try:
        run = await runs.access_run(turn.session, turn.viewer, run_id) if run_id else None
    except RunUnknown:
        run = None
    if run is None:
        turn.say(text("现在没有可以更正的回答。您想办什么、哪里说错了，直接告诉我就行。"))
        return
    document = await runs.document_of(turn.session, run.item_code, run.revision)
    given = replay(document, run.answers).answers
    meant = _meant(document, given, turn.text)
    if meant is None:
        turn.say(_offer(run.id, show_answers(document, given)), status="clarify")
        return
    question, value = meant
    changed = await guidance.answer_question(turn.session, turn.viewer, run.id, question.id, value)
    shown = next(a for a in changed.answers if a.question_id == question.id)
    guidance_talk.show(turn, changed, f"好，「{question.text}」已改为「{shown.label}」。\n")


def _meant(
    document: ItemDocument, given: dict[str, Any], words: str
) -> tuple[Question, Any] | None:
    """The question answered before and its new value; the later one where several would do."""
    said = normalise(words)
    before, *after = _TO.split(said)
    values = [p for p in _PART.split(after[-1] if after and after[-1].strip() else said) if p]
    questions = {q.id: q for q in document.situations.questions}
    found: list[tuple[float, int, Question, Any]] = []
    for number, (name, old) in enumerate(given.items()):
        question = questions[name]
        if question.kind == "text":
            continue
        for part in values:
            value = match_answer(question, part)
            if value is not None and value != old:
                about = fuzz.partial_ratio(before, normalise(question.text)) if after else 0.0
                found.append((about, number, question, value))
    if not found:
        return None
    *_, question, value = max(found, key=lambda row: row[:2])
    return question, value


def _offer(run_id: str, answers: list[AnswerView]) -> Reply:
    if not answers:
        return text("您还没有回答过问题，现在直接选就可以。")
    buttons = [
        Button(
            title=f"改：{answer.label}"[:30],
            payload=command("guidance_back", run_id=run_id, question_id=answer.question_id),
        )
        for answer in answers[-MOST:]
    ]
    words = "您想改哪一个回答？点一下就可以重新答："
    return Reply(kind="choices", text=words, buttons=buttons, data={"run_id": run_id})
