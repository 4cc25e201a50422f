"""A document (政策文件): a policy, rule, interpretation or collection of answers, in articles."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from knowledge_base.schemas.base import Content, Line
from knowledge_base.schemas.brief import LongText, Region

DocumentKind = Literal["law", "rule", "policy", "interpretation", "faq"]
DocumentId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{2,63}$")]


class Article(Content):
    """One passage that can be quoted alone.

    `label` is how the document itself numbers it («第三条», «二、(一)»), empty where it does not;
    `heading` is its title or, in a collection of answers, the question; `page` counts from 1.
    """

    label: Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)] = ""
    heading: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = ""
    text: LongText
    page: Annotated[int, Field(ge=1)] | None = None


class KnowledgeDocument(Content):
    """What was read of one document.

    `verified` says that a person compared it with the official text. `expires_on` is the first
    day it no longer holds; `replaced_by` names the document that took its place.
    """

    id: DocumentId
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
    kind: DocumentKind
    document_number: Line | None = None
    issuer: Line | None = None
    region: Region
    published_on: date | None = None
    valid_from: date | None = None
    expires_on: date | None = None
    replaced_by: Line | None = None
    url: Annotated[str, StringConstraints(pattern=r"^https?://", max_length=2000)] | None = None
    as_of: date
    articles: list[Article] = Field(min_length=1, max_length=2000)
    verified: bool = False

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        if self.valid_from and self.expires_on and self.expires_on <= self.valid_from:
            raise ValueError("失效日期应在生效日期之后")
        return self
