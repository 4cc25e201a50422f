"""Similar past cases (相似办件): the same item, situations alike, how they ended and why they came
back."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository as cases
from flows.cases.states import LABELS
from flows.casework import repository
from flows.casework.views import Cause, SimilarCase, SimilarCases
from flows.guidance import repository as guidance
from foundation.models import Case
from foundation.viewer import StaffMember

LOOKED_AT, SHOWN, ALIKE = 300, 8, 0.5
DECIDED = ("approved", "certified", "closed", "rejected")
_POSITIVE = {"approved", "certified", "closed"}
_WHOLE_CASE = "没有指明材料"


async def similar_cases(session: AsyncSession, staff: StaffMember, number: str) -> SimilarCases:
    """The closed cases nearest to this one, without anybody's data.

    Raises: Forbidden, CaseUnknown.
    """
    staff.must_hold("cases.view")
    case = await cases.access_case_as_staff(session, staff, number)
    rows = await repository.closed_cases(session, staff, case, DECIDED, LOOKED_AT)
    near = [(likeness(case.answers, row.answers), row) for row in rows]
    alike = [pair for pair in near if pair[0] >= ALIKE]
    alike.sort(key=lambda pair: -pair[0])
    returned = await _returned_for(session, case, [row.number for _, row in alike])
    causes = Counter(name for names in returned.values() for name in set(names))
    return SimilarCases(
        items=[_show(score, row, returned) for score, row in alike[:SHOWN]],
        total=len(alike),
        looked_at=len(rows),
        approved=sum(row.status in _POSITIVE for _, row in alike),
        rejected=sum(row.status == "rejected" for _, row in alike),
        returned_for=[Cause(material=name, count=n) for name, n in causes.most_common(6)],
    )


def likeness(one: dict[str, Any], other: dict[str, Any]) -> float:
    """The share of questions that either was asked and both answered alike; 1 where neither was
    asked anything."""
    asked = one.keys() | other.keys()
    if not asked:
        return 1.0
    same = sum(name in one and name in other and one[name] == other[name] for name in asked)
    return float(round(same / len(asked), 3))


async def _returned_for(
    session: AsyncSession, case: Case, numbers: list[str]
) -> dict[str, list[str]]:
    document = await guidance.document_of(session, case.item_code, case.revision)
    names = {m.id: m.name for m in document.materials.materials}
    found = defaultdict(list)
    for number, material in await repository.causes_of(session, numbers):
        found[number].append(names.get(material, material) or _WHOLE_CASE)
    return found


def _show(score: float, row: Row[Any], returned: dict[str, list[str]]) -> SimilarCase:
    days = (row.closed_at - row.submitted_at).days if row.closed_at else None
    return SimilarCase(
        number=row.number,
        status=row.status,
        status_label=LABELS[row.status],
        likeness=score,
        days=days,
        closed_at=row.closed_at,
        returned_for=list(dict.fromkeys(returned.get(row.number, []))),
    )
