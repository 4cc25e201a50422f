"""Sheets: content kept as lists in the YAML files of a folder (FAQ, places)."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from knowledge_base.catalogue import CONTENT, ContentInvalid, faults_of, read_yaml
from knowledge_base.schemas import Faq
from knowledge_base.schemas.base import Content

C = TypeVar("C", bound=Content)


def load_sheets(folder: Path, model: type[C], besides: Collection[str] = ()) -> list[C]:
    """Every entry of every sheet of a folder but those named `besides`, files in name order.

    Raises: ContentInvalid when a file is no list of such entries.
    """
    paths = sorted(path for path in folder.glob("*.yaml") if path.name not in besides)
    return [entry for path in paths for entry in load_sheet(path, model)]


def load_sheet(path: Path, model: type[C]) -> list[C]:
    """Every entry of one sheet. Raises: ContentInvalid."""
    try:
        entries: list[C] = TypeAdapter(list[model]).validate_python(read_yaml(path))  # type: ignore[valid-type]
    except ValidationError as error:
        raise ContentInvalid(f"{path.name}：{faults_of(error)}") from error
    return entries


def load_faqs(root: Path = CONTENT) -> list[Faq]:
    """The FAQ of the content folder. Raises: ContentInvalid."""
    return load_sheets(root / "faq", Faq)
