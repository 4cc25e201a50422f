"""What holds for every material without being written: it can be read, and the picture is good."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_base.schemas import ItemDocument
from knowledge_base.schemas.prereview import Quality, Rule, RuleSet

BAD = Quality(faults=["blur", "cut_off", "blank"])
POOR = Quality(faults=["glare", "dark"])


def with_defaults(ruleset: RuleSet, document: ItemDocument) -> Iterator[Rule]:
    """The rules as written, then the usual ones for each material without a quality rule.

    Their ids are `quality` and `quality_poor`, beside the material of the finding.
    """
    yield from ruleset.rules
    own = {r.material for r in ruleset.rules if isinstance(r.check, Quality)}
    for material in document.materials.materials:
        if material.id not in own:
            yield Rule(id="quality", material=material.id, check=BAD)
            yield Rule(id="quality_poor", material=material.id, level="warning", check=POOR)
