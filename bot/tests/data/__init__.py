"""Where the labelled data of the tests are, and how they are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

BOT = Path(__file__).parents[2]
CONTENT = BOT.parent / "knowledge_base" / "content"

_ENTITY = re.compile(r"\[(.+?)\]\(\w+\)")


def read_yaml(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text("utf-8"))


def training_examples() -> Iterator[tuple[str, str]]:
    """(intent, text as written in `data/nlu`), entities still marked."""
    for path in sorted((BOT / "data" / "nlu").glob("*.yml")):
        for block in read_yaml(path)["nlu"]:
            for line in block["examples"].splitlines() if "intent" in block else ():
                yield block["intent"], line.strip().removeprefix("- ").strip('"')


def without_marks(text: str) -> str:
    """`编号 [TH…](case_number)` → `编号 TH…`."""
    return _ENTITY.sub(r"\1", text)
