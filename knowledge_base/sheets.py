"""Sheets: content kept as lists in the YAML files of a folder (FAQ, places)."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from knowledge_base.catalogue import ContentInvalid, faults_of, read_yaml
from knowledge_base.schemas.base import Content

C = TypeVar("C", bound=Content)


def load_sheets(folder: Path, model: type[C], leaving: str = "") -> list[C]:
    """Every entry of every sheet of a folder, files in name order, but one that is `leaving` out.

    Raises: ContentInvalid when a file is no list of such entries.
    """
    entries: list[C] = []
    for path in sorted(p for p in folder.glob("*.yaml") if p.name != leaving):
        try:
            entries += TypeAdapter(list[model]).validate_python(read_yaml(path))  # type: ignore[valid-type]
        except ValidationError as error:
            raise ContentInvalid(f"{path.name}：{faults_of(error)}") from error
    return entries
