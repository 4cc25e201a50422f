"""An item's questions and routes as a Mermaid flow chart, for editors to look at."""

from __future__ import annotations

from knowledge_base.conditions import AllOf, AnyOf, Compare, Not
from knowledge_base.schemas import ItemDocument, Question

_SIGNS = {
    "is_": "是",
    "is_not": "不是",
    "one_of": "是其中之一：",
    "includes": "含",
    "includes_any": "含其中之一：",
    "at_least": "≥",
    "at_most": "≤",
    "more_than": ">",
    "less_than": "<",
}


def draw(document: ItemDocument) -> str:
    """The questions in their order, each with when it is asked, then the rules that decide."""
    situations = document.situations
    questions = {q.id: q for q in situations.questions}
    lines = ["flowchart TD", f"  start([{_quoted(document.item.name)}])"]
    before = "start"
    for question in situations.questions:
        when = f"\n仅当 {words_of(question.ask_when, questions)}" if question.ask_when else ""
        lines.append(f"  {question.id}[{_quoted(_question_words(question) + when)}]")
        lines.append(f"  {before} --> {question.id}")
        before = question.id
    lines.append(f"  {before} --> verdict{{资格}}")
    for i, rule in enumerate(situations.eligibility):
        lines.append(f"  rule{i}[{_quoted(_VERDICTS[rule.eligible] + rule.reason)}]")
        lines.append(f"  verdict -->|{_quoted(words_of(rule.when, questions))}| rule{i}")
    lines.append("  verdict -->|其余| materials([可以办理，列出材料])")
    return "\n".join(lines)


_VERDICTS = {True: "可以办理：", False: "不能办理：", "unknown": "须窗口核实："}


def _question_words(question: Question) -> str:
    options = "".join(f"\n· {option.label}" for option in question.options)
    return f"{question.text}{options}"


def words_of(condition: AllOf | AnyOf | Not | Compare, questions: dict[str, Question]) -> str:
    """A condition in words, questions and options by their labels."""
    match condition:
        case AllOf():
            return " 且 ".join(words_of(c, questions) for c in condition.all)
        case AnyOf():
            return f"（{' 或 '.join(words_of(c, questions) for c in condition.any)}）"
        case Not():
            return f"并非（{words_of(condition.not_, questions)}）"
        case Compare():
            operator = condition.operator_names()[0]
            value = getattr(condition, operator)
            labels = {o.id: o.label for o in questions[condition.fact].options}
            values = value if isinstance(value, list) else [value]
            shown = "、".join(labels.get(str(v), _plain(v)) for v in values)
            return f"{condition.fact} {_SIGNS[operator]} {shown}"


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _quoted(words: str) -> str:
    """Mermaid text: quotation marks written as entities, lines broken by <br/>."""
    return '"' + words.replace('"', "#quot;").replace("\n", "<br/>") + '"'
