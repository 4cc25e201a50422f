"""What staff are shown of signatures."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from foundation.clock import LocalMoment

State = Literal["valid", "outdated", "broken"]
STATES: dict[str, str] = {
    "valid": "有效",
    "outdated": "签名后办件内容有变化，这份签名不再对应现在的内容",
    "broken": "文件或笔迹被改动过，签名无效",
}


class SignatureView(BaseModel):
    id: str
    purpose: str
    title: str
    way: Literal["tablet", "phone", "desk"]
    witness: str
    made_at: LocalMoment
    received_at: LocalMoment
    document_sha256: str
    state: State
    state_label: str
    is_sealed: bool
    problem: str | None


class SignatureList(BaseModel):
    items: list[SignatureView]
    total: int
