"""The words of pre-review: one finding, and how findings make a verdict (contract: Cases)."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

Level = Literal["info", "warning", "blocking"]
Outcome = Literal["pass", "fail", "inconclusive"]


class Finding(BaseModel):
    """One thing seen. `material_id` is None for the form; `field` names the form's field.

    `page` counts from 1, `box` is x, y, width, height as shares of the page: both are filled by
    readers that look into documents.
    """

    material_id: str | None
    rule: str
    level: Level
    verdict: Outcome
    message: str
    expected: str | None = None
    actual: str | None = None
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    advice: str | None = None
    field: str | None = None
    file_id: str | None = None


def must_be_mended(finding: Finding) -> bool:
    """What keeps a case from being handed in."""
    return finding.level == "blocking" and finding.verdict == "fail"


def may_go_to_a_person(findings: list[Finding]) -> bool:
    """Whether a person may decide all that blocks. A faulty form and a missing material are the
    applicant's to mend: there is nothing to look at.
    """
    return not any(
        f.rule == "material_missing" or f.rule.startswith("form_")
        for f in findings
        if must_be_mended(f)
    )


def verdict_of(findings: list[Finding]) -> Outcome:
    """fail when a blocking rule failed, inconclusive when one could not be decided, else pass."""
    blocking = [f.verdict for f in findings if f.level == "blocking"]
    if "fail" in blocking:
        return "fail"
    return "inconclusive" if "inconclusive" in blocking else "pass"
