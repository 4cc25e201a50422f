"""Where machine and people differ, which rule cries wolf, and what sends cases back (退件雷达)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from flows.manual_reviews import repository
from flows.manual_reviews.titles import rule_title
from flows.manual_reviews.views import (
    Agreement,
    MisreadRow,
    PreReviewStatistics,
    RadarRow,
    RuleRow,
)
from foundation.clock import GUANGZHOU, today
from foundation.errors import InvalidInput
from foundation.models import Case, ManualReview
from foundation.viewer import StaffMember
from knowledge_base.catalogue import catalogue
from knowledge_base.checks.rules import kinds_of
from knowledge_base.document_fields import FIELDS, field_label
from knowledge_base.rules import rules_of

USUAL = timedelta(days=29)
LONGEST = timedelta(days=366)
NO_MATERIAL = "（没有指明材料）"


async def read_statistics(
    session: AsyncSession, staff: StaffMember, first: date | None, last: date | None
) -> PreReviewStatistics:
    """Figures of the days from `first` to `last`, both counted; thirty days where unsaid."""
    staff.must_hold("cases.view")
    last = last or today()
    first = first or last - USUAL
    if first > last or last - first > LONGEST:
        raise InvalidInput({"from": "请选择先后正确、不超过一年的日期"})
    start, end = _midnight(first), _midnight(last + timedelta(days=1))
    decided = await repository.decided_between(session, staff, start, end)
    pairs = Counter((m.machine_verdict, m.verdict or "") for m, _ in decided)
    return PreReviewStatistics.model_validate(
        {
            "date_from": first.isoformat(),
            "date_to": last.isoformat(),
            "machine_reviews": await repository.count_machine(session, staff, start, end),
            "manual_reviews": len(decided),
            "agreed": sum(count for (machine, said), count in pairs.items() if machine == said),
            "agreement": [
                Agreement.model_validate({"machine": machine, "staff": said, "count": count})
                for (machine, said), count in sorted(pairs.items())
            ],
            "rules": _rules(decided),
            "misread": _misread(decided),
            "radar": _radar(await repository.returns_between(session, staff, start, end), decided),
        }
    )


def _rules(decided: Sequence[Row[ManualReview, Case]]) -> list[RuleRow]:
    """Every rule that was looked at, the one most often wrong first."""
    raised: Counter[tuple[str, str]] = Counter()
    dismissed: Counter[tuple[str, str]] = Counter()
    named: dict[tuple[str, str], tuple[str, str]] = {}
    for manual, case in decided:
        for said in manual.rules:
            key = (case.item_code, str(said["rule"]))
            named.setdefault(key, (case.item_name, str(said["material_id"])))
            raised[key] += 1
            dismissed[key] += bool(said["dismissed"])
    rows = [
        RuleRow(
            rule=rule,
            item_name=named[code, rule][0],
            title=rule_title(code, rule, _material_name(code, named[code, rule][1])),
            raised=count,
            dismissed=dismissed[code, rule],
        )
        for (code, rule), count in raised.items()
    ]
    return sorted(rows, key=lambda row: (-row.dismissed, -row.raised, row.item_name, row.rule))


def _misread(decided: Sequence[Row[ManualReview, Case]]) -> list[MisreadRow]:
    """Fields that staff corrected, the most often misread first."""
    counted: Counter[tuple[str, str, str]] = Counter()
    names: dict[str, str] = {}
    for manual, case in decided:
        names[case.item_code] = case.item_name
        counted.update(
            {(case.item_code, c["material_id"], c["name"]) for c in manual.corrections or []}
        )
    rows = [
        MisreadRow(
            item_code=code,
            item_name=names[code],
            material_id=material_id,
            material_name=_material_name(code, material_id),
            name=name,
            label=field_label((*kinds_of(rules_of(code).rules, material_id), *FIELDS), name),
            corrected=count,
        )
        for (code, material_id, name), count in counted.items()
    ]
    return sorted(rows, key=lambda row: (-row.corrected, row.item_code, row.material_id, row.name))


def _radar(
    returns: Sequence[Row[str, str, str, int]], decided: Sequence[Row[ManualReview, Case]]
) -> list[RadarRow]:
    """Materials by how often they sent a case back."""
    flagged: Counter[tuple[str, str]] = Counter()
    names: dict[str, str] = {}
    for manual, case in decided:
        names[case.item_code] = case.item_name
        flagged.update(
            {(case.item_code, str(r["material_id"])) for r in manual.rules if not r["dismissed"]}
        )
    returned: Counter[tuple[str, str]] = Counter()
    for code, name, material_id, count in returns:
        names[code] = name
        returned[code, material_id] += count
    rows = [
        RadarRow(
            item_code=code,
            item_name=names[code],
            material_id=material_id,
            material_name=_material_name(code, material_id),
            returned=returned[code, material_id],
            flagged=flagged[code, material_id],
        )
        for code, material_id in {*returned, *flagged}
    ]
    return sorted(rows, key=lambda r: (-r.returned, -r.flagged, r.item_code, r.material_id))


def _material_name(code: str, material_id: str) -> str:
    entry = catalogue().find(code)
    materials = entry.document.materials.materials if entry else []
    unnamed = material_id or NO_MATERIAL
    return next((m.name for m in materials if m.id == material_id), unnamed)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), GUANGZHOU)
