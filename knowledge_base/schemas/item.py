"""An item (事项) and the whole of what is written about it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, field_validator

from foundation.identifiers import ItemCode
from knowledge_base.schemas.base import Content, Ending, Line, Slug, Text
from knowledge_base.schemas.form import Form
from knowledge_base.schemas.guide import Guide
from knowledge_base.schemas.materials import Materials
from knowledge_base.schemas.situations import Examples, Situations


class Source(Ending):
    """Where a fact was read. `url` only where the document is really published there."""

    title: Line
    document_number: str | None = None
    issuer: Line | None = None
    url: Annotated[str, StringConstraints(pattern=r"^https?://")] | None = None
    as_of: date


class Ask(Content):
    """One way people ask for the item."""

    text: Line
    style: Literal["mandarin", "spoken", "cantonese", "traditional", "typo"]


class Department(Content):
    name: Line
    code: Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{18}$")]


class Lapse(Content):
    """What becomes of a case whose applicant does not supplement within `days` calendar days."""

    days: int = Field(ge=1, le=365)
    basis: Line


class Handling(Content):
    """How offices handle the item: its drawn process, when they are warned, and what follows by
    itself. Nothing follows by itself where the item does not say so and on what clause.

    `facts` names the form fields a process's conditions read (amount, days, region).
    `silent_approval` is the clause by which a term that ran out counts as approval.
    """

    process: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{1,63}$")] | None = None
    facts: dict[Literal["amount", "days", "region"], Slug] = {}
    yellow_days: float = Field(default=2, ge=0, le=100)
    red_days: float = Field(default=0.5, ge=0, le=100)
    supplement_lapse: Lapse | None = None
    silent_approval: Line | None = None


class Item(Content):
    """item.yaml: identity of an item, in the names of the national item schema."""

    code: str
    code_verified: bool = False
    name: Line
    short_name: Line
    aliases: list[Line] = []
    catalog_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{12}$")]
    task_type: Literal["行政许可", "行政确认", "行政给付", "行政奖励", "公共服务", "其他行政权力"]
    project_type: Literal["即办件", "承诺件"]
    use_level: Literal["国家级", "省级", "市级", "区级", "街道级"]
    department: Department
    audience: Literal["person", "enterprise", "both"]
    theme: Line
    summary: Text
    valid_from: date
    sources: dict[Slug, Source] = Field(min_length=1)
    asks: list[Ask] = Field(min_length=15)
    handling: Handling = Field(default=Handling(), exclude_if=lambda said: said == Handling())

    @field_validator("code")
    @classmethod
    def _code(cls, value: str) -> str:
        return str(ItemCode.parse(value))


class ItemDocument(Content):
    """Everything held on one item: what a revision is the fingerprint of."""

    item: Item
    guide: Guide
    situations: Situations
    materials: Materials
    form: Form
    examples: Examples
