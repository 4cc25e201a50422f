"""What content names must exist: codes, questions, options, sources; nothing twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from foundation.identifiers import CreditCode, IdentifierInvalid
from knowledge_base.conditions import Compare, Condition, comparisons_of, facts_of
from knowledge_base.schemas import ItemDocument, Question

FORM = "form."
"""Before the name of a form's field where a rule's condition asks for it."""
FORM_KINDS = {"select": "single", "number": "number", "date": "date"}
"""What a field of the form is as a question; every other kind is text."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a comparison may be made with: the kind of answer, and its choices."""

    kind: str
    options: frozenset[str]


def repeated(label: str, values: list[str]) -> Iterator[str]:
    for value, count in Counter(values).items():
        if count > 1:
            yield f"{label}「{value}」重复"


def check_codes(document: ItemDocument) -> Iterator[str]:
    item = document.item
    try:
        CreditCode.parse(item.department.code)
    except IdentifierInvalid as error:
        yield f"部门代码{item.department.code}：{error}"
    if not item.code.startswith(item.department.code):
        yield "实施编码前18位应为部门代码"
    if item.code[19:] != item.catalog_code:
        yield "实施编码后12位应为基本编码"


def check_ids(document: ItemDocument) -> Iterator[str]:
    for label, ids in (
        ("问题", [q.id for q in document.situations.questions]),
        ("材料", [m.id for m in document.materials.materials]),
        ("表单字段", [f.id for f in document.form.fields()]),
        ("问法", [a.text for a in document.item.asks]),
    ):
        yield from repeated(label, ids)


def check_conditions(document: ItemDocument) -> Iterator[str]:
    questions = {q.id: q for q in document.situations.questions}
    earlier: set[str] = set()
    for question in document.situations.questions:
        for fact in facts_of(question.ask_when) - earlier:
            yield f"问题「{question.id}」的提问条件用到尚未问到的「{fact}」"
        earlier.add(question.id)
    used = [("资格规则", r.when) for r in document.situations.eligibility]
    used += [("提示", n.when) for n in document.situations.notes]
    used += [(f"材料「{m.id}」", m.when) for m in document.materials.materials if m.when]
    used += [(f"表单字段「{f.id}」", f.when) for f in document.form.fields() if f.when]
    used += [(f"问题「{q.id}」", q.ask_when) for q in questions.values() if q.ask_when]
    for where, condition in used:
        for leaf in comparisons_of(condition):
            yield from _check_leaf(where, leaf, _asked(questions.values()))
    for field in document.form.fields():
        if field.answer and field.answer not in questions:
            yield f"表单字段「{field.id}」取自不存在的问题「{field.answer}」"


def check_condition(where: str, condition: Condition, document: ItemDocument) -> Iterator[str]:
    """Whether every comparison names a question or a field of the form (`form.…`), and a choice
    that it has."""
    asked = _asked(document.situations.questions)
    for field in document.form.fields():
        options = frozenset(o.id for o in field.options)
        asked[f"{FORM}{field.id}"] = _Asked(FORM_KINDS.get(field.kind, "text"), options)
    for leaf in comparisons_of(condition):
        yield from _check_leaf(where, leaf, asked)


def _asked(questions: Iterable[Question]) -> dict[str, _Asked]:
    return {q.id: _Asked(q.kind, frozenset(o.id for o in q.options)) for q in questions}


def _check_leaf(where: str, leaf: Compare, questions: dict[str, _Asked]) -> Iterator[str]:
    question = questions.get(leaf.fact)
    if question is None:
        yield f"{where}的条件用到不存在的问题「{leaf.fact}」"
        return
    operator = leaf.operator_names()[0]
    value = getattr(leaf, operator)
    allowed = {
        "single": {"is_", "is_not", "one_of"},
        "multiple": {"includes", "includes_any"},
        "number": {"at_least", "at_most", "more_than", "less_than", "is_", "is_not"},
        "date": {"at_least", "at_most", "more_than", "less_than", "is_", "is_not"},
        "text": {"is_", "is_not"},
    }[question.kind]
    if operator not in allowed:
        yield f"{where}对「{leaf.fact}」用了不合题型的比较「{operator}」"
    if question.options:
        for v in value if isinstance(value, list) else [value]:
            if v not in question.options:
                yield f"{where}比较「{leaf.fact}」时用到不存在的选项「{v}」"
