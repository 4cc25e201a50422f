"""Conditions that can never be true, or never anything else; questions that are never asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from knowledge_base.checks.reach import TooManyPaths, paths
from knowledge_base.conditions import AllOf, AnyOf, Condition, Not
from knowledge_base.drawing import words_of
from knowledge_base.schemas import EligibilityRule, ItemDocument, Question


def check_reach(document: ItemDocument) -> Iterator[str]:
    """Faults of what the questions lead to. The conditions must name only what exists."""
    questions = document.situations.questions
    for number, question in enumerate(questions):
        yield from _check_question(question, questions[:number], questions)
    yield from _check_rules(document.situations.eligibility, questions)
    for note in document.situations.notes:
        yield from _check_condition(f"提示「{_short(note.text)}」", note.when, questions)
    for material in document.materials.materials:
        if material.when:
            where = f"材料「{material.id}」"
            yield from _check_condition(where, material.when, questions, unknown_counts=True)
    for field in document.form.fields():
        if field.when:
            where = f"表单字段「{field.id}」"
            yield from _check_condition(where, field.when, questions, unknown_counts=True)


def _check_question(
    question: Question, earlier: Sequence[Question], questions: Sequence[Question]
) -> Iterator[str]:
    low, high = question.minimum, question.maximum
    if low is not None and high is not None and low > high:
        yield f"问题「{question.id}」的最小值大于最大值，谁也答不上来"
    if question.ask_when is None:
        return
    where = f"问题「{question.id}」"
    faults = list(_check_condition(where, question.ask_when, questions, asked_before=earlier))
    yield from faults
    if faults:
        return
    try:
        stuck = any(
            question.ask_when.evaluate(f) is None for f in paths(earlier, [question.ask_when])
        )
    except TooManyPaths:
        return
    if stuck:
        yield f"{where}的提问条件用到可能没有问过的问题，导办会停在这里"


def _check_rules(rules: Sequence[EligibilityRule], questions: Sequence[Question]) -> Iterator[str]:
    """The first true rule decides, so a rule behind others that always come first never speaks."""
    for number, rule in enumerate(rules, 1):
        where = f"第{number}条资格规则"
        faults = list(_check_condition(where, rule.when, questions))
        yield from faults
        if faults or number == 1:
            continue
        before = [r.when for r in rules[: number - 1]]
        try:
            decides = any(
                rule.when.evaluate(facts) is True
                and not any(b.evaluate(facts) is True for b in before)
                for facts in paths(questions, [rule.when, *before])
            )
        except TooManyPaths:
            continue
        if not decides:
            yield f"{where}永远轮不到：凡它成立的情形，前面的规则都已先成立"


def _check_condition(
    where: str,
    condition: Condition,
    questions: Sequence[Question],
    *,
    asked_before: Sequence[Question] | None = None,
    unknown_counts: bool = False,
) -> Iterator[str]:
    """Whether a condition is ever true, ever false, and whether each of its branches can matter.

    `unknown_counts`: what is not known is treated as true (materials, fields of the form); that
    alone is no reason to be there, so such a condition must be true on some path like any other.
    """
    by_id = {q.id: q for q in questions}
    said = words_of(condition, by_id)
    reachable = questions if asked_before is None else asked_before
    try:
        values = {condition.evaluate(facts) for facts in paths(reachable, [condition])}
        if True not in values:
            free = {condition.evaluate(f) for f in paths(questions, [condition], is_free=True)}
            reason = "按前面问题的走向永远不成立" if True in free else "自相矛盾，怎么回答都不成立"
            yield f"{where}的条件{reason}：{said}"
        elif False not in values and (unknown_counts or None not in values):
            yield f"{where}的条件怎么回答都成立，可以不写：{said}"
        else:
            yield from _dead_branches(where, condition, reachable, by_id)
    except TooManyPaths:
        return


def _dead_branches(
    where: str, condition: Condition, reachable: Sequence[Question], by_id: dict[str, Question]
) -> Iterator[str]:
    for branch in _alternatives(condition):
        if not any(branch.evaluate(facts) is True for facts in paths(reachable, [branch])):
            yield f"{where}的条件中有一支永远不成立：{words_of(branch, by_id)}"


def _alternatives(condition: Condition) -> Iterator[Condition]:
    """Every member of every `any` within."""
    match condition:
        case AnyOf():
            yield from condition.any
            for member in condition.any:
                yield from _alternatives(member)
        case AllOf():
            for member in condition.all:
                yield from _alternatives(member)
        case Not():
            yield from _alternatives(condition.not_)


def unchecked(document: ItemDocument) -> Iterator[str]:
    """Conditions over so many answers that they were not walked through."""
    questions = document.situations.questions
    conditions = [
        *((f"问题「{q.id}」", q.ask_when) for q in questions),
        *((f"材料「{m.id}」", m.when) for m in document.materials.materials),
        *((f"第{i}条资格规则", r.when) for i, r in enumerate(document.situations.eligibility, 1)),
    ]
    for where, condition in conditions:
        try:
            for _ in islice(paths(questions, [condition]), None):
                pass
        except TooManyPaths:
            yield f"{where}的条件牵涉的回答组合太多，没有逐一查验"


def _short(text: str) -> str:
    return text if len(text) <= 12 else f"{text[:12]}…"
