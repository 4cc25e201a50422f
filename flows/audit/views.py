"""What auditors are shown."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from foundation.clock import LocalMoment

Act = Literal["", "view", "create", "update", "delete", "search", "export", "prove"]


class AuditQuery(BaseModel):
    """What is looked for; days are Guangzhou's, both included."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    person: Annotated[str, Field(max_length=64, description="谁：用户名")] = ""
    subject: Annotated[str, Field(max_length=64, description="谁的：身份证号或用户编号")] = ""
    act: Annotated[Act, Field(description="做了什么")] = ""
    case: Annotated[str, Field(max_length=24, description="办件编号")] = ""
    text: Annotated[str, Field(max_length=60, description="内容里的字")] = ""
    since: Annotated[date | None, Field(alias="from", description="第一天，含")] = None
    until: Annotated[date | None, Field(alias="to", description="最后一天，含")] = None


class ChangedField(BaseModel):
    """A column with digests, or words of the house, before and after."""

    name: str
    before: str
    after: str


class AuditRecordView(BaseModel):
    id: str
    seq: int | None
    at: LocalMoment
    who: str
    who_name: str
    role: str
    address: str
    session: str
    act: str
    act_label: str
    subject: str
    subject_name: str
    object_type: str
    object_id: str
    case_number: str
    what: str
    reason: str
    fields: list[ChangedField]
    trace_id: str


class AuditPage(BaseModel):
    items: list[AuditRecordView]
    total: int
    next: str | None
    since: date
    until: date


class ChainView(BaseModel):
    """How the chain stands: linked so far, waiting, last sealed, and what the last proof said."""

    seq: int
    digest: str
    waiting: int
    sealed_seq: int | None
    sealed_at: LocalMoment | None
    archived: int
    proved: str | None
    proved_at: LocalMoment | None
    kept_days: int
