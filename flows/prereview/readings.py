"""What was read of one file (识读结果): the only thing the rules know of it.

Plain data, so that a verdict can keep it and be judged again to the same bytes (ADR 26). Boxes are
left, top, width and height as shares of the upright page; pages count from 1.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Share = tuple[float, float, float, float]


class DocumentKind(StrEnum):
    """What a file shows; `OTHER` is a document that none of these describes."""

    ID_CARD = "id_card"
    BUSINESS_LICENCE = "business_licence"
    LEASE = "lease"
    PROPERTY_CERTIFICATE = "property_certificate"
    HEALTH_CERTIFICATE = "health_certificate"
    GRADUATION_CERTIFICATE = "graduation_certificate"
    HOUSEHOLD_REGISTER = "household_register"
    BANK_CARD = "bank_card"
    COMMITMENT_LETTER = "commitment_letter"
    APPLICATION_FORM = "application_form"
    FLOOR_PLAN = "floor_plan"
    PHOTO = "photo"
    OTHER = "other"


KIND_LABELS = {
    DocumentKind.ID_CARD: "居民身份证",
    DocumentKind.BUSINESS_LICENCE: "营业执照",
    DocumentKind.LEASE: "租赁合同",
    DocumentKind.PROPERTY_CERTIFICATE: "不动产权证书",
    DocumentKind.HEALTH_CERTIFICATE: "健康证明",
    DocumentKind.GRADUATION_CERTIFICATE: "毕业证书",
    DocumentKind.HOUSEHOLD_REGISTER: "居民户口簿",
    DocumentKind.BANK_CARD: "银行卡",
    DocumentKind.COMMITMENT_LETTER: "承诺书",
    DocumentKind.APPLICATION_FORM: "申请表",
    DocumentKind.FLOOR_PLAN: "平面图",
    DocumentKind.PHOTO: "证件照片",
    DocumentKind.OTHER: "其他文件",
}

Fault = Literal["blur", "glare", "dark", "cut_off", "blank"]
"""What can be wrong with the picture of a page: 模糊、反光、太暗、没拍全、空白."""


class Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ReadField(Kept):
    """A value as it stands on the page, with how sure the reader is (0 to 1)."""

    value: str
    confidence: float = Field(ge=0, le=1)
    page: int = Field(ge=1)
    box: Share | None = None


class Mark(Kept):
    """A seal or signature that was seen."""

    kind: Literal["seal", "signature"]
    page: int = Field(ge=1)
    box: Share
    confidence: float = Field(ge=0, le=1)
    text: str | None = None


class PageQuality(Kept):
    """One page as a picture. `faults` gives each fault found its place (None: the whole page)."""

    page: int = Field(ge=1)
    width: int
    height: int
    rotated: Literal[0, 90, 180, 270] = 0
    faults: dict[Fault, Share | None] = {}


class Reading(Kept):
    """One file read. With `error` (a Chinese sentence) nothing else holds: it is inconclusive.

    `fields` are named in English for each kind (see `documents/`), dates as ISO 8601, amounts and
    areas as plain numbers, each also as `ReadField.value` text. `sides` are the sides of a card
    that were seen: "front", "back".
    """

    file_id: str
    reader: str
    """The reader's version; another one reads again."""
    kind: DocumentKind | None = None
    kind_confidence: float = 0.0
    sides: tuple[Literal["front", "back"], ...] = ()
    pages: tuple[PageQuality, ...] = ()
    fields: dict[str, ReadField] = {}
    marks: tuple[Mark, ...] = ()
    text: str = ""
    """All lines of all pages, for presence checks; at most 20,000 characters."""
    error: str | None = None
