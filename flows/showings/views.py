"""What of a showing the tablet, the phone and the clerk are told."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from flows.ratings.views import LevelView
from foundation.clock import LocalMoment

Kind = Literal["text", "item", "sample", "acceptance", "signature", "rating"]
LABELS: dict[str, str] = {
    "text": "文字说明", "item": "办事指南", "sample": "材料样本", "acceptance": "收件确认",
    "signature": "手写签名", "rating": "请评价",
}  # fmt: skip
Text = Annotated[str, Field(max_length=2000)]


class Wish(BaseModel):
    """What a clerk wants shown. What is needed goes by `kind`: text: `title`, `text`; item:
    `item_code`; sample: and `material_id`; acceptance: `case_number`; signature: and `purpose`,
    `text` for a commitment; rating: `case_number` or nothing."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    kind: Kind
    title: Annotated[str, Field(max_length=60)] = ""
    text: Text = ""
    item_code: Annotated[str, Field(max_length=31)] = ""
    material_id: Annotated[str, Field(max_length=48)] = ""
    case_number: Annotated[str, Field(pattern=r"^(TH\d{15})?$")] = ""
    purpose: Literal["acceptance", "commitment", "application"] = "acceptance"


class Phone(BaseModel):
    """The one-time code by which a phone takes the signature over."""

    url: str
    qr_svg: str
    is_taken: bool


class ScreenView(BaseModel):
    """What a tablet or phone shows now."""

    id: str
    kind: Kind
    content: dict[str, Any]
    content_sha256: str
    shown_at: LocalMoment
    ends_at: LocalMoment
    phone: Phone | None = None


class AnswerView(BaseModel):
    """What came back; of a rating only that there was one."""

    id: str
    kind: Kind
    label: str
    about: str
    case_number: str | None
    state: Literal["shown", "answered", "taken_back"]
    answer: dict[str, Any] | None
    shown_at: LocalMoment
    answered_at: LocalMoment | None


class DeliveryView(BaseModel):
    key: str
    kind: str
    outcome: Literal["accepted", "duplicate", "conflict"]
    detail: str
    made_at: LocalMoment | None
    received_at: LocalMoment


class DeskView(BaseModel):
    """The clerk's side of the tablet."""

    standing: AnswerView | None
    latest: list[AnswerView]
    deliveries: list[DeliveryView]


class Delivered(BaseModel):
    """What became of something sent. `is_repeat`: it had arrived before, and nothing was done."""

    outcome: Literal["accepted", "duplicate", "conflict"]
    detail: str
    is_repeat: bool


class PlaceView(BaseModel):
    """The counter itself: what hangs there while nobody is served."""

    hall_name: str
    counter_number: str
    counter_name: str
    items: list[dict[str, str]]
    photo_sha256: str | None


class RatingContent(BaseModel):
    item_name: str
    levels: list[LevelView]
