"""The catalogue: every item of `content/items`, read once, looked up by code, with its revision."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from knowledge_base.schemas import ItemDocument

CONTENT = Path(__file__).parent / "content"
ITEM_PARTS = ("item", "guide", "situations", "materials", "form", "examples")


class ContentInvalid(Exception):
    """A content file does not hold what its schema asks; the text names file and place."""


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One item as loaded: its document and the fingerprint (revision, 12 hex digits) of it."""

    document: ItemDocument
    revision: str

    @property
    def code(self) -> str:
        return self.document.item.code


def read_yaml(path: Path) -> Any:
    """What a content file holds. Raises: ContentInvalid."""
    if not path.is_file():
        raise ContentInvalid(f"{path}：缺少文件")
    try:
        return yaml.load(path.read_text("utf-8"), Loader=_Loader)
    except yaml.YAMLError as error:
        raise ContentInvalid(f"{path}：不是有效的YAML：{error}") from error


def faults_of(error: ValidationError) -> str:
    """Each field that does not fit, with what is wrong, on one line."""
    return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())


def fingerprint(raw: dict[str, Any]) -> str:
    """The revision of a document: SHA-256 over its canonical JSON, first 12 hex digits."""
    canonical = json.dumps(raw, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()[:12]


def load_item(folder: Path) -> CatalogueEntry:
    """Read one item folder.

    Raises: ContentInvalid when a part is missing or does not fit its schema.
    """
    raw: dict[str, Any] = {}
    for part in ITEM_PARTS:
        raw[part] = read_yaml(folder / f"{part}.yaml")
    try:
        document = ItemDocument.model_validate(raw)
    except ValidationError as error:
        raise ContentInvalid(f"{folder.name}：{faults_of(error)}") from error
    return CatalogueEntry(document, fingerprint(document.model_dump(mode="json", by_alias=True)))


class Catalogue:
    """Items by code, in name order."""

    def __init__(self, entries: list[CatalogueEntry]) -> None:
        ordered = sorted(entries, key=lambda e: e.document.item.name)
        self._by_code = {entry.code: entry for entry in ordered}

    def __iter__(self) -> Iterator[CatalogueEntry]:
        return iter(self._by_code.values())

    def __len__(self) -> int:
        return len(self._by_code)

    def find(self, code: str) -> CatalogueEntry | None:
        return self._by_code.get(code.strip().upper())

    @classmethod
    def load(cls, root: Path = CONTENT) -> Catalogue:
        folders = sorted(p for p in (root / "items").iterdir() if p.is_dir())
        return cls([load_item(folder) for folder in folders])


@cache
def shipped_catalogue() -> Catalogue:
    """The catalogue of the content folder."""
    return Catalogue.load()


_served: Catalogue | None = None


def catalogue() -> Catalogue:
    """The catalogue this process serves: the shipped one, until published items are taken in."""
    return shipped_catalogue() if _served is None else _served


def serve(items: Catalogue | None) -> None:
    """Serve these items from now on; None goes back to the shipped ones."""
    global _served
    _served = items


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe YAML without the surprises: `yes`, `no`, `on` stay words."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
