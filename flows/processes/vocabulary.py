"""The words a drawing may use, for the tool that offers them."""

from __future__ import annotations

from pydantic import BaseModel

from flows.engine.definitions import FACTS
from flows.engine.elements import DECISIONS, ROLES, STEPS
from flows.processes.rights import MANAGE
from foundation.viewer import StaffMember
from knowledge_base.letters import letter_book
from knowledge_base.schemas.letter import LetterKind


class Term(BaseModel):
    id: str
    label: str


class Fact(Term):
    """`kind`: choice (of `values`), text, number or boolean."""

    kind: str
    values: list[Term] = []


class Vocabulary(BaseModel):
    steps: list[Term]
    roles: list[Term]
    facts: list[Fact]
    letters: list[Term]


RECEIPT = "receipt"
"""Made when a case is handed in, before any step."""
APPLICANTS = {"citizen": "自然人", "enterprise": "企业法人"}
_FACTS = {
    "decision": ("上一环节的结论", "choice", DECISIONS),
    "item_code": ("事项的实施编码", "text", {}),
    "region": ("行政区划代码", "text", {}),
    "applicant_kind": ("申请人类型", "choice", APPLICANTS),
    "amount": ("金额（元）", "number", {}),
    "days": ("天数", "number", {}),
    "is_promise": ("是否告知承诺", "boolean", {}),
}


def vocabulary(staff: StaffMember) -> Vocabulary:
    """Steps, roles, facts of conditions, letters. A fact without a name of ours keeps its id."""
    staff.must_hold(MANAGE)
    return Vocabulary(
        steps=_terms(STEPS),
        roles=_terms(ROLES),
        facts=[_fact(name) for name in FACTS],
        letters=[_letter(kind) for kind in letter_book().kinds if kind.id != RECEIPT],
    )


def _letter(kind: LetterKind) -> Term:
    return Term(id=kind.id, label=(kind.service or kind.permit).title)


def _terms(words: dict[str, str]) -> list[Term]:
    return [Term(id=key, label=label) for key, label in words.items()]


def _fact(name: str) -> Fact:
    label, kind, values = _FACTS.get(name, (name, "text", {}))
    return Fact(id=name, label=label, kind=kind, values=_terms(values))
