"""What can be known, whatever its shape: one way to name, check and fingerprint it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Generic, Literal, TypeVar, get_args

from pydantic import ValidationError

from foundation.settings import settings
from knowledge_base.catalogue import ContentInvalid, faults_of, fingerprint
from knowledge_base.schemas import (
    BriefItem,
    Faq,
    ItemDocument,
    KnowledgeDocument,
    RuleSet,
    ServicePlace,
)
from knowledge_base.schemas.base import Content
from knowledge_base.schemas.inspection import InspectionChecklist
from knowledge_base.schemas.letter_text import LetterText

Kind = Literal["item", "faq", "document", "place", "rules", "letter", "checklist"]
ShapeName = Literal["item", "brief", "faq", "document", "place", "rules", "letter", "checklist"]
KINDS: tuple[Kind, ...] = get_args(Kind)

C = TypeVar("C", bound=Content)
_REGION_OF_LEVEL = {"国家级": "000000", "省级": "440000", "市级": "440100"}


@dataclass(frozen=True)
class Shape(Generic[C]):
    """How one schema is kept: under which kind and key, by which title, for which region."""

    kind: Kind
    model: type[C]
    key: Callable[[C], str]
    title: Callable[[C], str]
    region: Callable[[C], str]
    dates: Callable[[C], tuple[date | None, date | None]] = lambda _content: (None, None)


def region_of_level(use_level: str) -> str:
    """For whom an item of our own content is done: everybody of the place its level names."""
    return _REGION_OF_LEVEL.get(use_level, settings().home_region)


def _home(_content: Content) -> str:
    return settings().home_region


SHAPES: dict[ShapeName, Shape[Any]] = {
    "item": Shape[ItemDocument](
        "item",
        ItemDocument,
        lambda d: d.item.code,
        lambda d: d.item.name,
        lambda d: region_of_level(d.item.use_level),
    ),
    "brief": Shape[BriefItem](
        "item", BriefItem, lambda b: b.code, lambda b: b.name, lambda b: b.region
    ),
    "faq": Shape[Faq]("faq", Faq, lambda f: f.id, lambda f: f.question, _home),
    "document": Shape[KnowledgeDocument](
        "document",
        KnowledgeDocument,
        lambda d: d.id,
        lambda d: d.title,
        lambda d: d.region,
        lambda d: (d.valid_from, d.expires_on),
    ),
    "place": Shape[ServicePlace]("place", ServicePlace, lambda p: p.id, lambda p: p.name, _home),
    "rules": Shape[RuleSet]("rules", RuleSet, lambda r: r.code, lambda r: r.name, _home),
    "letter": Shape[LetterText]("letter", LetterText, lambda t: t.id, lambda t: t.name, _home),
    "checklist": Shape[InspectionChecklist](
        "checklist", InspectionChecklist, lambda c: c.code, lambda c: c.name, _home
    ),
}


@dataclass(frozen=True)
class Piece:
    """One thing brought in, already proved by its shape; `raw` is what an import made it from."""

    shape: ShapeName
    content: Content
    raw: Any = None

    @property
    def kind(self) -> Kind:
        return SHAPES[self.shape].kind

    @property
    def key(self) -> str:
        return str(SHAPES[self.shape].key(self.content))

    @property
    def title(self) -> str:
        return str(SHAPES[self.shape].title(self.content))

    @property
    def region(self) -> str:
        return str(SHAPES[self.shape].region(self.content))

    @property
    def dates(self) -> tuple[date | None, date | None]:
        """The first day it holds and the first day it no longer does, where it says so itself."""
        return SHAPES[self.shape].dates(self.content)

    def body(self) -> dict[str, Any]:
        """As it is kept: JSON, by the names of the schema."""
        return self.content.model_dump(mode="json", by_alias=True)

    @cached_property
    def fingerprint(self) -> str:
        """Worked out once: shipped pieces are compared with what is kept at every start."""
        return fingerprint_of(self.shape, self.body())


def piece_of(shape: ShapeName, body: dict[str, Any]) -> Piece:
    """A kept or handed-in body, proved. Raises: ContentInvalid, saying field by field."""
    try:
        return Piece(shape, SHAPES[shape].model.model_validate(body))
    except ValidationError as error:
        raise ContentInvalid(faults_of(error)) from error


def fingerprint_of(shape: str, body: dict[str, Any]) -> str:
    """Equal bodies, and only those, have equal fingerprints (12 hex digits).

    When a brief item was read does not count: the same catalogue a year later changes nothing.
    """
    if shape != "brief":
        return fingerprint(body)
    source = body.get("source")
    told = {**body, "as_of": None}
    if isinstance(source, dict):
        told["source"] = {**source, "as_of": None}
    return fingerprint(told)
