"""The guide (办事指南) of an item. Guides speak: text and figures, no decisions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from knowledge_base.schemas.base import Content, Ending, Line, Slug, Text


class Term(Ending):
    """法定或承诺时限, in working or calendar days; 0 means decided on the spot (即时办结)."""

    days: int | None = Field(default=None, ge=0, le=1000)
    unit: Literal["工作日", "自然日"] = "工作日"
    explain: Text | None = None
    verified: bool = False
    source: Slug | None = None


class Fee(Ending):
    is_fee: bool
    text: Line
    basis: Text | None = None
    verified: bool = False
    source: Slug | None = None


class Visits(Content):
    """到现场次数; more than none needs a reason (national item rules)."""

    count: int = Field(ge=0, le=10)
    reason: Text | None = None
    verified: bool = False


class Place(Ending):
    """Where the item is done. Coordinates are GCJ-02 [lng, lat] in degrees, if known."""

    name: Line
    address: Line
    hours: Line
    phone: Line | None = None
    windows: Line | None = None
    location: tuple[float, float] | None = None
    verified: bool = False


class FlowStep(Content):
    name: Line
    text: Text
    days: str | None = None


class Result(Content):
    """What the applicant holds at the end (结果名称、类型)."""

    type: Literal["证照", "批文", "其他", "无"]
    name: Line
    delivery: Line | None = None


class Paragraph(Ending):
    text: Text
    source: Slug | None = None
    verified: bool = False


class QuestionAnswer(Content):
    question: Line
    answer: Text
    source: Slug | None = None


class Guide(Content):
    """guide.yaml, in the fields of the national item exchange (see each field's Chinese name)."""

    accept_condition: list[Paragraph] = Field(min_length=1)  # 受理条件
    handle_flow: list[FlowStep] = Field(min_length=2)  # 办理流程
    statutory: Term  # 法定办结时限
    promised: Term  # 承诺办结时限
    visits: Visits  # 到现场次数
    fee: Fee  # 收费
    handle_area: Line  # 通办范围
    special_procedure: Text | None = None  # 特别程序
    by_law: list[Paragraph] = Field(min_length=1)  # 设定依据
    places: list[Place] = Field(min_length=1)  # 办理地点、时间
    online_url: Annotated[str, StringConstraints(pattern=r"^https?://")] | None = None
    online_handle_depth: Literal["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ"]  # 网上办理深度
    link_way: Line  # 咨询方式
    supervise_way: Line  # 监督投诉方式
    result: Result  # 办理结果
    tips: list[Text] = []  # 办事提醒
    faq: list[QuestionAnswer] = []

    def is_verified(self) -> bool:
        """Whether time limits, fee and every place were read in an official document."""
        places = all(place.verified for place in self.places)
        return places and self.statutory.verified and self.promised.verified and self.fee.verified
