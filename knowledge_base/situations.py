"""Guidance as a pure function: replay the answers, get the next question or the result.

Nothing of a run but its answers is stored (house habit 7), so going back, changing an answer or
resuming on another channel is the same replay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from knowledge_base.conditions import Facts
from knowledge_base.schemas import ItemDocument, Material, Question

Answers = Mapping[str, Any]


class AnswerInvalid(ValueError):
    """The value does not answer the question; the message says in Chinese what would."""


@dataclass(frozen=True, slots=True)
class Verdict:
    eligible: bool | Literal["unknown"]
    reasons: list[str] = field(default_factory=list)
    advice: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MaterialChoice:
    """A material and why it is, or is not, needed in this situation."""

    material: Material
    needed: bool
    why: str


@dataclass(frozen=True, slots=True)
class Replay:
    """Where a run stands: the answers that still count, the question due, or the end."""

    answers: dict[str, Any]
    dropped: list[str]
    question: Question | None
    remaining_at_most: int

    @property
    def is_finished(self) -> bool:
        return self.question is None


def check_answer(question: Question, value: Any) -> Any:
    """The value in the question's own type.

    Raises: AnswerInvalid, telling what is expected.
    """
    return _CHECKS[question.kind](question, value)


def replay(document: ItemDocument, answers: Answers) -> Replay:
    """Walk the questions in order with the given answers.

    An answer to a question that its situation no longer asks is dropped, and named in `dropped`.
    """
    counted: dict[str, Any] = {}
    due: Question | None = None
    remaining = 0
    for question in document.situations.questions:
        asked = question.ask_when.evaluate(counted) if question.ask_when else True
        if asked is False:
            continue
        if due is None and asked and question.id in answers:
            counted[question.id] = answers[question.id]
            continue
        due = due or question
        remaining += 1
    dropped = [name for name in answers if name not in counted]
    return Replay(counted, dropped, due, remaining)


def judge(document: ItemDocument, facts: Facts) -> Verdict:
    """Eligibility by the item's rules: the first true one decides, an undecided one is unknown."""
    undecided = False
    for rule in document.situations.eligibility:
        match rule.when.evaluate(facts):
            case True:
                return Verdict(rule.eligible, [rule.reason], [rule.advice] if rule.advice else [])
            case None:
                undecided = undecided or rule.eligible is not True
    return Verdict("unknown" if undecided else True)


def choose_materials(document: ItemDocument, facts: Facts) -> list[MaterialChoice]:
    """Every material of the item with the reason it is or is not needed.

    A condition still unknown counts as needed: better one paper too many than a second visit.
    """
    choices = []
    for material in document.materials.materials:
        needed = material.when is None or material.when.evaluate(facts) is not False
        why = material.why if needed else material.why_not or "按您的情形不需要"
        choices.append(MaterialChoice(material, needed, why))
    return choices


def _check_single(question: Question, value: Any) -> str:
    ids = [option.id for option in question.options]
    if value not in ids:
        labels = "、".join(option.label for option in question.options)
        raise AnswerInvalid(f"请从这些选项中选一个：{labels}")
    return str(value)


def _check_multiple(question: Question, value: Any) -> list[str]:
    chosen = value if isinstance(value, list) else [value]
    if not chosen:
        raise AnswerInvalid("请至少选一项")
    return sorted({_check_single(question, v) for v in chosen})


def _check_number(question: Question, value: Any) -> float | int:
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        raise AnswerInvalid("请填一个数字，例如 80") from None
    if number != number or abs(number) > 1e12:
        raise AnswerInvalid("请填一个数字，例如 80")
    low, high, unit = question.minimum, question.maximum, question.unit or ""
    if low is not None and number < low:
        raise AnswerInvalid(f"不能小于{low:g}{unit}")
    if high is not None and number > high:
        raise AnswerInvalid(f"不能大于{high:g}{unit}")
    return int(number) if number.is_integer() else number


def _check_date(_question: Question, value: Any) -> str:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise AnswerInvalid("请填日期，例如 2026-11-23") from None


def _check_text(_question: Question, value: Any) -> str:
    text = str(value).strip() if isinstance(value, str) else ""
    if not text or len(text) > 200:
        raise AnswerInvalid("请用1至200字说明")
    return text


_CHECKS = {
    "single": _check_single,
    "multiple": _check_multiple,
    "number": _check_number,
    "date": _check_date,
    "text": _check_text,
}
