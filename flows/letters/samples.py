"""A letter about nobody, to see how its words look on paper."""

from __future__ import annotations

import asyncio
from typing import Any

from pydantic import ValidationError

from flows.codes.service import qr_svg
from flows.letters.facts import DECIDED
from flows.letters.rendering import render
from foundation.clock import now
from foundation.errors import InvalidInput
from foundation.viewer import StaffMember
from foundation.wording import worded
from knowledge_base.catalogue import ContentInvalid
from knowledge_base.letters import cite, kind_of, letter_book
from knowledge_base.pieces import piece_of
from knowledge_base.schemas.letter_text import LetterText

VIEW = "knowledge.view"


async def sample_letter(staff: StaffMember, body: dict[str, Any]) -> bytes:
    """The PDF, unsealed and marked 样张. Raises: Forbidden, InvalidInput."""
    staff.must_hold(VIEW)
    try:
        text = piece_of("letter", body).content
    except ContentInvalid as error:
        raise InvalidInput(_faults(error), "文书用语还不能排版，请先改好指出的地方。") from error
    assert isinstance(text, LetterText)
    facts = sample_facts(text.id)
    data = {**facts, "body": text.filled(facts), "is_sample": True}
    rendered = await asyncio.to_thread(render, kind_of(text.id).template, data, now())
    return rendered.content


def sample_facts(kind_id: str) -> dict[str, Any]:
    """All that a template or a text may ask for, of an invented restaurant."""
    kind, house = kind_of(kind_id), letter_book().house
    address = "https://example.invalid/verify/sample"
    return {
        "department": "广州市天河区市场监督管理局", "title": kind.permit.title,
        "number": f"穗天市监{kind.permit.mark}字〔2026〕第000000号",
        "holder": "广州市天河区示例餐饮店", "holder_number": "91440106MADEMX0030",
        "holder_number_label": "统一社会信用代码", "you": "你单位", "item": "食品经营许可",
        "case_number": "TH000000000000000", "channel": "粤商通",
        "submitted_at": "2026年11月2日", "accepted_on": "2026年11月3日",
        "due_on": "2026年11月17日", "date": "2026年11月10日",
        "basis": cite(kind.basis), "seal_basis": cite(house.seal_basis),
        "materials": [
            {"name": "食品经营许可申请书", "form": "电子文件1份"},
            {"name": "经营场所平面图", "form": "电子文件1份"},
        ],
        "reason": "平面图没有标注功能分区，请补充后重新上传。",
        "remedy": f"{house.remedy}（依据：{cite(house.remedy_basis)}）",
        "phone": "020-12345", "is_permit": True, "permit_word": "许可",
        "decided": DECIDED.get(kind_id, ("", ""))[1], "result": "食品经营许可证",
        "delivery": "可在办件页下载电子证照。", "valid_until": "2031年11月9日", "extras": [],
        "token": "sample", "verify_url": address, "verify_site": "example.invalid/verify",
        "qr": qr_svg(address), "corrects": None,
    }  # fmt: skip


def _faults(error: ContentInvalid) -> dict[str, str]:
    cause = error.__cause__
    if not isinstance(cause, ValidationError):
        return {"body": str(error)}
    told = [worded(e) for e in cause.errors(include_url=False)]
    return {f"body[{i}]": fault for i, fault in enumerate(told)}
