"""The rules of pre-review by item: those of the content folder, and those this process serves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from knowledge_base.catalogue import CONTENT, ContentInvalid, faults_of, fingerprint, read_yaml
from knowledge_base.schemas import RuleSet

PART = "prereview.yaml"


@dataclass(frozen=True, slots=True)
class ServedRules:
    """The rules of an item under their version (12 hex digits)."""

    version: str
    rules: RuleSet


def load_rules(root: Path = CONTENT) -> list[RuleSet]:
    """The rules beside every item that has any. Raises: ContentInvalid."""
    return [_load(path) for path in sorted((root / "items").glob(f"*/{PART}"))]


def rules_of(code: str) -> ServedRules:
    """The rules to judge a case of this item by; without any, an empty set."""
    held = _shipped() if _served is None else _served
    return held.get(code) or _marked(RuleSet(code=code, name="预审规则"))


_served: dict[str, ServedRules] | None = None


def serve_rules(rules: dict[str, ServedRules] | None) -> None:
    """Serve these from now on; None goes back to the shipped ones."""
    global _served
    _served = rules


@cache
def _shipped() -> dict[str, ServedRules]:
    return {rules.code: _marked(rules) for rules in load_rules()}


def _marked(rules: RuleSet) -> ServedRules:
    return ServedRules(fingerprint(rules.model_dump(mode="json", by_alias=True)), rules)


def _load(path: Path) -> RuleSet:
    raw = {"code": path.parent.name, **read_yaml(path)}
    try:
        return RuleSet.model_validate(raw)
    except ValidationError as error:
        raise ContentInvalid(f"{path.parent.name}/{path.name}：{faults_of(error)}") from error
