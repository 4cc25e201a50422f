"""What one check comes to, and what every check is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flows.prereview.findings import Outcome
from flows.prereview.readings import Reading, Share
from flows.prereview.rules.evidence import Found, Value, material_name, read_field, readings_of
from flows.prereview.rules.inputs import Inputs
from flows.prereview.rules.wording import is_covered, what_covers, where
from knowledge_base.document_fields import FIELDS, field_label
from knowledge_base.schemas import ItemDocument
from knowledge_base.schemas.prereview import Recognised, Rule, RuleSet


@dataclass(frozen=True, slots=True)
class Ruling:
    """A verdict of one check with the machine's own words, used where the rule has none."""

    verdict: Outcome
    message: str = ""
    advice: str = ""
    expected: str | None = None
    actual: str | None = None
    file_id: str | None = None
    page: int | None = None
    box: Share | None = None


PASS = Ruling("pass")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One rule over one case, with the readings of its material in one order."""

    rule: Rule
    ruleset: RuleSet
    document: ItemDocument
    inputs: Inputs

    @property
    def material(self) -> str:
        return self.rule.material or ""

    @property
    def name(self) -> str:
        return material_name(self.document, self.material)

    @property
    def readings(self) -> tuple[Reading, ...]:
        return readings_of(self.inputs, self.material)

    def is_unrecognised(self, material: str) -> bool:
        """No file of a material is surely what it should be; the rule on that says so."""
        wanted = [r for r in self._document_rules(material) if r.when is None]
        return bool(wanted) and not any(
            shows(rule, reading)
            for rule in wanted
            for reading in readings_of(self.inputs, material)
        )

    def field(self, field: str) -> Found:
        return read_field(self.inputs, self.material, field, f"「{self.name}」")

    def label(self, field: str) -> str:
        """The word for a field on what this material is said to be."""
        kinds = [
            kind
            for rule in self._document_rules(self.material)
            if isinstance(rule.check, Recognised)
            for kind in rule.check.kinds
        ]
        return field_label((*kinds, *FIELDS), field)

    def _misses_a_file(self) -> bool:
        """Some file is not surely what it should be, which weighs no less than this rule."""
        return any(
            not shows(rule, reading)
            for rule in self._document_rules(self.material)
            if rule.when is None and rule.level in ("blocking", self.rule.level)
            for reading in self.readings
        )

    def _document_rules(self, material: str) -> list[Rule]:
        return [
            rule
            for rule in self.ruleset.rules
            if rule.material == material and isinstance(rule.check, Recognised)
        ]

    def is_sure(self, value: Value) -> bool:
        """Read surely, and nothing lies over it; what somebody typed or proved always is."""
        if value.sure < self.rule.sure:
            return False
        return value.page is None or not any(
            is_covered(reading, value.page, value.box)
            for readings in self.inputs.materials.values()
            for reading in readings
            if reading.file_id == value.file_id
        )

    def unread(self, field: str) -> Ruling:
        """The field stands on no file that could be read; of a file that is not surely what it
        should be, the rule on that says so."""
        if self.rule.if_read or self._misses_a_file():
            return PASS
        label = self.label(field)
        return Ruling(
            "inconclusive",
            f"没能从「{self.name}」上认出{label}",
            f"请检查{label}是否拍清楚、没有遮挡；确认无误也可以直接提交，由工作人员核对",
        )

    def unsure(self, field: str, value: Value) -> Ruling:
        """The field was read, but not surely enough to decide anything."""
        label, place = self.label(field), where(value.box)
        cause = self._cause(value)
        return Ruling(
            "inconclusive",
            f"「{self.name}」上的{label}看不太清" + (f"（{place}{cause}）" if cause else ""),
            f"重拍{place}，{label}{cause or '不清楚'}；确认无误也可以直接提交，由工作人员核对",
            actual=value.text,
            **place_of(value),
        )

    def _cause(self, value: Value) -> str:
        for reading in self.readings:
            if reading.file_id == value.file_id and value.page:
                return what_covers(reading, value.page, value.box)
        return ""


def shows(rule: Rule, reading: Reading) -> bool:
    """The file is surely one of the documents that the rule asks for."""
    return (
        isinstance(rule.check, Recognised)
        and reading.error is None
        and reading.kind in rule.check.kinds
        and reading.kind_confidence >= rule.sure
    )


Judge = Callable[[Any, Sheet], list[Ruling]]


def place_of(value: Value) -> dict[str, Any]:
    return {"file_id": value.file_id, "page": value.page, "box": value.box}
