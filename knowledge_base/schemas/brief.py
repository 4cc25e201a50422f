"""A brief item (简要事项): what an upstream catalogue tells of an item, before anybody writes more.

It names and describes; it has no questions and no conditions, so it cannot guide. Fields are
those of the national item exchange; what upstream does not say is None, never guessed.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, field_validator

from foundation.identifiers import ItemCode
from knowledge_base.schemas.base import Content, Line, Text
from knowledge_base.schemas.guide import Term
from knowledge_base.schemas.item import Source

Region = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
"""GB/T 2260 code of a place of administration: 440106 Tianhe, 440100 Guangzhou, 000000 national."""

LongText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
ServiceObject = Literal[
    "自然人",
    "企业法人",
    "事业法人",
    "社会组织法人",
    "非法人企业",
    "行政机关",
    "其他组织",
]


class BriefItem(Content):
    """One item as its catalogue gives it.

    `code` is the 实施编码 (31 characters, or 33 with the number of the 业务办理项 behind it).
    `short_names` and `spoken_names` are what upstream itself says people call it.
    `truncated` names the fields that upstream cut short.
    """

    code: str
    catalog_code: Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{12}$")]
    name: Line
    catalog_name: Line | None = None
    short_names: list[Line] = []
    spoken_names: list[Line] = []
    task_type: Line
    use_level: Literal["国家级", "省级", "市级", "区级", "街道级"]
    region: Region
    department: Line
    audience: Literal["person", "enterprise", "both"]
    service_objects: list[ServiceObject] = []
    themes: list[Line] = []
    accept_condition: LongText | None = None
    materials: list[Line] = []
    statutory: Term | None = None
    promised: Term | None = None
    visits: Annotated[int, Field(ge=0, le=20)] | None = None
    place: Text | None = None
    hours: Text | None = None
    is_online: bool | None = None
    online_url: Annotated[str, StringConstraints(pattern=r"^https?://", max_length=2000)] | None = (
        None
    )
    has_courier: bool | None = None
    has_booking: bool | None = None
    link_way: Line | None = None
    supervise_way: Line | None = None
    truncated: list[str] = []
    as_of: date
    source: Source

    @field_validator("code")
    @classmethod
    def _code(cls, value: str) -> str:
        code, handling = value[:31], value[31:]
        if handling and not (len(handling) == 2 and handling.isdecimal()):
            raise ValueError("实施编码应为31位，带业务办理项的为33位")
        return f"{ItemCode.parse(code)}{handling}"
