"""The worked examples beside an item's rules (`prereview_examples.yaml`) as inputs.

`base` is a case with everything right; an example changes some materials, form fields or facts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.prereview.readings import Reading
from flows.prereview.rules import Inputs
from knowledge_base.catalogue import CONTENT, read_yaml
from tests.factories.readings import inputs, reading


@dataclass(frozen=True, slots=True)
class RuleExample:
    code: str
    name: str
    inputs: Inputs
    verdict: str
    rules: list[str]

    def __str__(self) -> str:
        return f"{self.code[-12:]} {self.name}"


def rule_examples(root: Path = CONTENT) -> Iterator[RuleExample]:
    for path in sorted((root / "items").glob("*/prereview_examples.yaml")):
        raw = read_yaml(path)
        for example in raw["examples"]:
            yield _example(path.parent.name, raw["base"], example)


def _example(code: str, base: dict[str, Any], example: dict[str, Any]) -> RuleExample:
    materials = {**base["materials"], **example.get("materials", {})}
    given = inputs(
        {name: _readings(name, files) for name, files in materials.items()},
        form={**base["form"], **example.get("form", {})},
        facts=example.get("facts", base["facts"]),
        identity=base["identity"],
        registers=example.get("registers", {}),
    )
    expect = example["expect"]
    return RuleExample(code, example["name"], given, expect["verdict"], sorted(expect["rules"]))


def _readings(material: str, files: list[dict[str, Any]]) -> list[Reading]:
    return [
        reading(
            f"{material}-{n}", file.get("kind"), **{k: v for k, v in file.items() if k != "kind"}
        )
        for n, file in enumerate(files, start=1)
    ]
