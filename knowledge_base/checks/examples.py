"""Examples worked by hand must come true when they are replayed."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_base.schemas import Example, ItemDocument
from knowledge_base.situations import AnswerInvalid, check_answer, choose_materials, judge, replay


def check_example(document: ItemDocument, example: Example) -> Iterator[str]:
    questions = {q.id: q for q in document.situations.questions}
    answers = {}
    for name, value in example.answers.items():
        if name not in questions:
            yield f"示例「{example.name}」回答了不存在的问题「{name}」"
            return
        try:
            answers[name] = check_answer(questions[name], value)
        except AnswerInvalid as error:
            yield f"示例「{example.name}」对「{name}」的回答无效：{error}"
            return
    run = replay(document, answers)
    if run.question is not None:
        yield f"示例「{example.name}」还差问题「{run.question.id}」的回答"
    if run.dropped:
        yield f"示例「{example.name}」回答了不会问到的问题：{'、'.join(run.dropped)}"
    verdict = judge(document, run.answers)
    if verdict.eligible != example.expect.eligible:
        yield f"示例「{example.name}」资格应为{example.expect.eligible}，实为{verdict.eligible}"
    chosen = [c.material for c in choose_materials(document, run.answers) if c.needed]
    for label, expected, actual in (
        ("必要材料", example.expect.materials, {m.id for m in chosen if m.required}),
        ("可选材料", example.expect.optional, {m.id for m in chosen if not m.required}),
    ):
        if set(expected) != actual:
            missing, extra = set(expected) - actual, actual - set(expected)
            yield f"示例「{example.name}」{label}不符：少{sorted(missing)}，多{sorted(extra)}"
