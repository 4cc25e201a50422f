"""Rules over inputs: findings. Pure, and the same for the same inputs whatever their order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flows.prereview.findings import Finding
from flows.prereview.form_checks import is_empty
from flows.prereview.rules.days import judge_date
from flows.prereview.rules.defaults import with_defaults
from flows.prereview.rules.evidence import material_name
from flows.prereview.rules.inputs import Inputs
from flows.prereview.rules.papers import judge_count, judge_document, judge_mark, judge_quality
from flows.prereview.rules.registers import judge_registered
from flows.prereview.rules.ruling import Judge, Ruling, Sheet
from flows.prereview.rules.values import (
    judge_consistent,
    judge_equals,
    judge_format,
    judge_words,
)
from flows.prereview.rules.wording import fill, masked, where
from foundation.logging import logger
from knowledge_base.checks.references import FORM
from knowledge_base.schemas import ItemDocument
from knowledge_base.schemas.prereview import Rule, RuleSet

log = logger("prereview")

_JUDGES: dict[str, Judge] = {
    "count": judge_count,
    "document": judge_document,
    "quality": judge_quality,
    "mark": judge_mark,
    "format": judge_format,
    "equals": judge_equals,
    "date": judge_date,
    "consistent": judge_consistent,
    "words": judge_words,
    "registered": judge_registered,
}
_NEEDS_DOCUMENT = frozenset({"mark", "format", "equals", "date", "words", "registered"})
_ON_OUR_SIDE = Ruling(
    "inconclusive", "这一项机器没能核对", "不用处理，可以直接提交，由工作人员核对"
)


def judge(ruleset: RuleSet, document: ItemDocument, inputs: Inputs) -> list[Finding]:
    """What the rules find wrong or cannot decide; what passes is not listed.

    Args:
        document: the item under the revision of the case, for the names of its parts.
    """
    return [
        finding
        for rule in with_defaults(ruleset, document)
        for finding in _judge(rule, Sheet(rule, ruleset, document, inputs))
    ]


def _judge(rule: Rule, sheet: Sheet) -> Iterator[Finding]:
    if rule.when is not None and rule.when.evaluate(_facts(sheet.inputs)) is not True:
        return
    if rule.material is not None and not sheet.readings:
        return  # not asked for, or missing: that is said once, elsewhere
    if rule.check.kind in _NEEDS_DOCUMENT and sheet.is_unrecognised(sheet.material):
        return  # what the files show is said once, by the rule on that
    try:
        rulings = _JUDGES[rule.check.kind](rule.check, sheet)
    except Exception:
        log.exception("rule_broke", item=sheet.ruleset.code, rule=rule.id)
        rulings = [_ON_OUR_SIDE]
    for ruling in rulings:
        if ruling.verdict != "pass":
            yield _finding(rule, sheet, ruling)


def _facts(inputs: Inputs) -> dict[str, Any]:
    """The answers, and what the form says under names of its own."""
    said = {f"{FORM}{name}": value for name, value in inputs.form.items() if not is_empty(value)}
    return {**said, **inputs.facts}


def _finding(rule: Rule, sheet: Sheet, ruling: Ruling) -> Finding:
    expected, actual = (None if t is None else masked(t) for t in (ruling.expected, ruling.actual))
    is_fail = ruling.verdict == "fail"
    data = _data(rule, sheet, ruling, expected, actual)
    return Finding(
        material_id=rule.material,
        rule=rule.id,
        level=rule.level,
        verdict=ruling.verdict,
        message=fill(rule.message, data) if is_fail and rule.message else masked(ruling.message),
        advice=fill(rule.advice, data) if is_fail and rule.advice else ruling.advice,
        expected=expected,
        actual=actual,
        file_id=ruling.file_id,
        page=ruling.page,
        box=ruling.box,
    )


def _data(
    rule: Rule, sheet: Sheet, ruling: Ruling, expected: str | None, actual: str | None
) -> dict[str, str]:
    field = getattr(rule.check, "field", None)
    return {
        "expected": expected or "",
        "actual": actual or "",
        "page": str(ruling.page or ""),
        "place": where(ruling.box),
        "material": material_name(sheet.document, rule.material or ""),
        "field": sheet.label(field) if field else "",
    }
