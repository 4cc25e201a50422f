"""Guidance: start a run, answer, go back, look. Each returns the run as it then stands."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.catalogue.errors import ItemUnknown
from flows.guidance import repository
from flows.guidance.errors import QuestionNotDue
from flows.guidance.presenter import show_run
from flows.guidance.views import RunView
from foundation.errors import InvalidInput
from foundation.models import GuidanceRun, new_id
from foundation.viewer import Viewer
from knowledge_base.catalogue import catalogue
from knowledge_base.situations import AnswerInvalid, check_answer, replay


async def start_run(session: AsyncSession, viewer: Viewer, item_code: str) -> RunView:
    """Begin guidance for an item. Raises: ItemUnknown."""
    entry = catalogue().find(item_code)
    if entry is None:
        raise ItemUnknown
    run = GuidanceRun(
        id=new_id(),
        user_id=viewer.user_id,
        item_code=entry.code,
        revision=entry.revision,
        answers={},
    )
    session.add(run)
    return show_run(run.id, entry.document, run.revision, {})


async def look_at_run(session: AsyncSession, viewer: Viewer, run_id: str) -> RunView:
    run = await repository.access_run(session, viewer, run_id)
    document = await repository.document_of(session, run.item_code, run.revision)
    return show_run(run.id, document, run.revision, run.answers)


async def answer_question(
    session: AsyncSession, viewer: Viewer, run_id: str, question_id: str, value: Any
) -> RunView:
    """Answer the question due, or change an earlier answer; later ones that still apply stay.

    Raises: RunUnknown; QuestionNotDue; InvalidInput (field `value`) with what would be valid.
    """
    run = await repository.access_run(session, viewer, run_id, lock=True)
    document = await repository.document_of(session, run.item_code, run.revision)
    state = replay(document, run.answers)
    due = state.question.id if state.question else None
    question = next((q for q in document.situations.questions if q.id == question_id), None)
    if question is None or (question_id != due and question_id not in state.answers):
        raise QuestionNotDue
    try:
        checked = check_answer(question, value)
    except AnswerInvalid as error:
        raise InvalidInput({"value": str(error)}) from error
    answers = replay(document, {**state.answers, question_id: checked}).answers
    run = await repository.keep_answers(session, run, answers)
    return show_run(run.id, document, run.revision, run.answers)


async def go_back(
    session: AsyncSession, viewer: Viewer, run_id: str, question_id: str | None = None
) -> RunView:
    """Take back an answer and everything after it; without a question, the last answer."""
    run = await repository.access_run(session, viewer, run_id, lock=True)
    document = await repository.document_of(session, run.item_code, run.revision)
    given = list(replay(document, run.answers).answers.items())
    names = [name for name, _ in given]
    if question_id is not None and question_id not in names:
        raise QuestionNotDue("这个问题还没有回答，不用撤回。")
    cut = names.index(question_id) if question_id else max(len(given) - 1, 0)
    run = await repository.keep_answers(session, run, dict(given[:cut]))
    return show_run(run.id, document, run.revision, run.answers)
