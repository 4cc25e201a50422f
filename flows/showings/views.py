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
    """The one-time code by which a phone takes the showing over."""

    url: str
    qr_svg: str
    is_taken: bool


class Place(BaseModel):
    """Where in a showing somebody is. What of it is used goes by the kind: signature: `page`;
    acceptance: `material_id`, and `file_id` with `page` once a file is open; item: `material_id`,
    and `part` once the material is open; sample: `part`. Of an open material that has samples,
    `file_id` is the sample and `page` its side."""

    model_config = ConfigDict(extra="forbid")

    page: Annotated[int, Field(ge=1, le=500)] = 1
    file_id: Annotated[str, Field(pattern=r"^[a-z0-9_]{0,48}$")] = ""
    material_id: Annotated[str, Field(max_length=48)] = ""
    part: Literal["", "whole", "why", "source", "copies"] = ""


class Pointing(Place):
    """Where the clerk points. `x` and `y` are shares of a page's width and height, from its left
    and top; without them no spot is marked."""

    x: Annotated[float, Field(ge=0, le=1)] | None = None
    y: Annotated[float, Field(ge=0, le=1)] | None = None


class Mark(Pointing):
    """`serial` tells one pointing from the next at the same place."""

    serial: str


class Standpoint(Place):
    """Where a screen is, and whether it goes along with the clerk."""

    is_following: bool = True


class ScreenView(BaseModel):
    """What a tablet or phone shows now."""

    id: str
    kind: Kind
    content: dict[str, Any]
    content_sha256: str
    shown_at: LocalMoment
    ends_at: LocalMoment
    phone: Phone | None = None
    pointing: Mark | None = None


class PadView(BaseModel):
    """A phone's screen. `ended` says why nothing is shown any more."""

    showing: ScreenView | None
    ended: Literal["", "answered", "taken_back", "over"] = ""
    window: str


class Ways(BaseModel):
    """Where to go from a code that does not open: pages for citizens, and whether the clerk can
    still be asked to show the same once more."""

    can_ask: bool
    cases_url: str
    queue_url: str


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
    """`decision` is what a clerk made of one that came too late."""

    key: str
    kind: str
    label: str
    outcome: Literal["accepted", "duplicate", "conflict"]
    detail: str
    made_at: LocalMoment | None
    received_at: LocalMoment
    decision: Literal["adopted", "discarded"] | None
    decided_by: str | None
    decided_at: LocalMoment | None
    reason: str | None


class AskedAgain(BaseModel):
    """A visitor whose code did not open asks for this once more."""

    showing_id: str
    label: str


class DeskView(BaseModel):
    """The clerk's side of the tablet; `late` waits for this clerk's decision, oldest first.

    `screen` is what the tablet shows, `places` where tablet and phone are in it. `has_tablet`:
    one is enrolled here; otherwise the clerk shows the phone's code on his own screen."""

    standing: AnswerView | None
    screen: ScreenView | None
    places: dict[Literal["tablet", "phone"], Standpoint]
    has_tablet: bool
    asked_again: AskedAgain | None
    latest: list[AnswerView]
    deliveries: list[DeliveryView]
    late: list[DeliveryView]


class Fact(BaseModel):
    label: str
    text: str


class LateView(BaseModel):
    """What came too late, beside what stands now. `obstacle` says why it can no longer be taken,
    empty when it can; `anew` is what to show instead, if asking once more makes sense."""

    delivery: DeliveryView
    about: str
    case_number: str | None
    given: list[Fact]
    picture: str | None
    has_photo: bool
    stands: list[Fact]
    obstacle: str
    anew: Wish | None


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
