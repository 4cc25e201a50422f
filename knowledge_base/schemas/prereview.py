"""Rules of pre-review (预审规则): what is held against what, and what is said when it fails.

A rule is data: an officer reads and changes it, the machine judges by it (`flows/prereview/rules`).
Materials, form fields and conditions are those of the item the rules stand beside.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, model_validator

from knowledge_base.conditions import Condition
from knowledge_base.document_fields import DocumentKindName
from knowledge_base.schemas.base import Content, Line, Slug

Fault = Literal["blur", "glare", "dark", "cut_off", "blank"]
Pattern = Literal["id_number", "credit_code", "luhn", "phone", "date", "number", "name"]
RegisteredField = Literal["name", "legal_person", "address", "valid_until"]
Comparison = Literal["text", "name", "address", "code", "date", "number"]


class Reference(Content):
    """Where a value stands: in the form, the signed-in identity, a register or another material.

    `name` is the material or the register; `field` the form's field, the identity's, the
    register's or the document's.
    """

    source: Literal["form", "identity", "register", "material"] = Field(title="取自")
    name: Slug | None = Field(default=None, title="材料或登记库")
    field: Slug = Field(title="字段")

    @model_validator(mode="after")
    def _named_where_needed(self) -> Self:
        if (self.source in ("register", "material")) != (self.name is not None):
            raise ValueError("取自材料或登记库的要写明是哪一个，取自表单或身份的不写")
        return self


class Presence(Content):
    """At least, and at most, so many files or pages."""

    kind: Literal["count"] = "count"
    of: Literal["files", "pages"] = Field(default="files", title="数什么")
    at_least: int = Field(default=1, ge=0, le=500, title="至少")
    at_most: int | None = Field(default=None, ge=1, le=500, title="至多")


class Recognised(Content):
    """The files show one of these documents; of a card, these sides."""

    kind: Literal["document"] = "document"
    kinds: list[DocumentKindName] = Field(min_length=1, max_length=5, title="应为哪种文件")
    sides: list[Literal["front", "back"]] = Field(default=[], title="应有哪几面")


class Quality(Content):
    """None of these faults on any page."""

    kind: Literal["quality"] = "quality"
    faults: list[Fault] = Field(min_length=1, title="不能有")


class Marked(Content):
    """A seal or a signature stands on it."""

    kind: Literal["mark"] = "mark"
    mark: Literal["seal", "signature"] = Field(title="应有")


class Format(Content):
    """A field is written right, with its check digit where it has one (GB 11643, GB 32100)."""

    kind: Literal["format"] = "format"
    field: Slug = Field(title="材料上的字段")
    pattern: Pattern = Field(title="应为")


class Equals(Content):
    """A field says what stands elsewhere; of several documents one has to."""

    kind: Literal["equals"] = "equals"
    field: Slug = Field(title="材料上的字段")
    compare: Comparison = Field(default="text", title="怎样比较")
    to: Reference = Field(title="应等于")


class Dated(Content):
    """A date is as it must be on the day of the review, or on a day named by `on`.

    `not_expired`: not before the day. `days_left`: at least `amount` days after it.
    `within_months`: at most `amount` months before it. `not_future`: not after it. `started`:
    the same, as the beginning of a term.
    """

    kind: Literal["date"] = "date"
    field: Slug = Field(title="材料上的日期")
    must: Literal["not_expired", "days_left", "within_months", "not_future", "started"] = Field(
        title="要求"
    )
    amount: int | None = Field(default=None, ge=1, le=10000, title="天数或月数")
    on: Reference | None = Field(default=None, title="按哪一天算（不填为当天）")

    @model_validator(mode="after")
    def _amount_where_needed(self) -> Self:
        if (self.must in ("days_left", "within_months")) != (self.amount is not None):
            raise ValueError("「至少还有几天」「几个月以内」要写数目，其他要求不写")
        return self


class Consistent(Content):
    """The same thing is said everywhere it stands; at least two places must be known."""

    kind: Literal["consistent"] = "consistent"
    compare: Comparison = Field(title="怎样比较")
    places: list[Reference] = Field(min_length=2, max_length=12, title="各处应一致")


class Wording(Content):
    """One of these words stands in a field, or anywhere in the text."""

    kind: Literal["words"] = "words"
    field: Slug | None = Field(default=None, title="材料上的字段（不填为全文）")
    any_of: list[Line] = Field(min_length=1, max_length=20, title="应出现其中之一")


class Registered(Content):
    """The register of licences knows the number that stands on it, in force, and says the same."""

    kind: Literal["registered"] = "registered"
    field: Slug = Field(title="材料上的编号")
    same: list[RegisteredField] = Field(default=[], title="登记库里应一致的")


Check = Annotated[
    Presence
    | Recognised
    | Quality
    | Marked
    | Format
    | Equals
    | Dated
    | Consistent
    | Wording
    | Registered,
    Discriminator("kind"),
]


class Rule(Content):
    """One rule. `material` absent: about the form and identity alone (only `consistent`).

    `message` and `advice` may name {expected}, {actual}, {page}, {place}, {material}, {field};
    left out, the machine says its own. `if_read`: where
    the document does not say it, nothing is said either. `sure`: readings less certain decide
    nothing.
    """

    id: Slug = Field(title="规则编号")
    material: Slug | None = Field(default=None, title="材料")
    when: Condition | None = Field(default=None, title="适用情形")
    level: Literal["info", "warning", "blocking"] = Field(default="blocking", title="程度")
    check: Check = Field(title="检查")
    message: Line | None = Field(default=None, title="不符合时说")
    advice: Line | None = Field(default=None, title="怎么改")
    if_read: bool = Field(default=False, title="没读到就不核对")
    sure: float = Field(default=0.8, ge=0.5, le=1, title="识读把握至少")
    source: Slug | None = Field(default=None, title="依据")


class RuleSet(Content):
    """prereview.yaml: the rules of one item, judged in the order they are written."""

    code: str = Field(title="实施编码")
    name: Line = Field(title="名称")
    rules: list[Rule] = Field(default=[], max_length=120, title="规则")

    @model_validator(mode="after")
    def _ids_differ(self) -> Self:
        ids = [rule.id for rule in self.rules]
        twice = next((i for i in ids if ids.count(i) > 1), None)
        if twice:
            raise ValueError(f"规则编号「{twice}」重复")
        return self
