"""The papers one signs at a counter, made from the case as it is: the same case, the same bytes."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository as cases
from flows.cases.presenter import show_form_schema, show_materials
from flows.cases.service import read_record
from flows.cases.views import FormFieldView
from flows.letters.facts import holder_of, in_words
from flows.letters.rendering import Rendered, render
from foundation.clock import local, now
from foundation.errors import InvalidInput
from foundation.models import Case

Purpose = Literal["acceptance", "commitment", "application"]
OFFLINE = "parcel"
"""A paper signed while the server was away: it says what was taken then, whatever came later."""
TITLES: dict[str, str] = {
    "acceptance": "收件确认单", "commitment": "承诺书", "application": "申请表",
    OFFLINE: "断网收件单",
}  # fmt: skip
TEMPLATE = "counter_paper"
MAX_WORDS = 2000
_CONFIRMED = "以上材料由申请人提交，窗口已收到，份数和内容与申请人核对一致。"
_AGREED = "份数和内容已与申请人当面核对，网络恢复后转入办件。"
_TRUE = "以上内容由本人填写，真实、准确、完整。"


async def record_of(
    session: AsyncSession, case: Case, purpose: Purpose, words: str, moment: datetime
) -> dict[str, Any]:
    """All that the paper is made of. Raises: InvalidInput (nothing to confirm, nothing promised).

    Args:
        words: what a commitment promises; the other papers have words of their own.
    """
    record = await read_record(session, case)
    materials = show_materials(record)
    files = [
        {"material": m.name, "name": one.name, "sha256": one.sha256}
        for m in materials
        for one in (f for f in record.files if f.material_id == m.id)
    ]
    rows: list[list[str]] = []
    if purpose == "application":
        sections = show_form_schema(case, record.document).sections
        rows = [
            [field.label, _written(field, case.form.get(field.id))]
            for section in sections
            for field in section.fields
        ]
    return {
        "purpose": purpose,
        "title": TITLES[purpose],
        "case_number": case.number,
        "item": case.item_name,
        "department": record.document.item.department.name,
        "holder": holder_of(case, await cases.applicant_of(session, case))["holder"],
        "rows": rows,
        "paragraphs": _said(purpose, words, files),
        "files": files if purpose == "acceptance" else [],
        "date": in_words(moment),
        "signature": None,
    }


async def is_still(session: AsyncSession, case: Case, record: dict[str, Any]) -> bool:
    """Whether the case would give the same paper today, apart from its date; what was signed
    offline speaks of its own moment only."""
    if record["purpose"] == OFFLINE:
        return True
    words = "\n".join(record["paragraphs"]) if record["purpose"] == "commitment" else ""
    try:
        today = await record_of(session, case, record["purpose"], words, now())
    except InvalidInput:
        return False
    return {**today, "date": record["date"]} == {**record, "signature": None}


async def offline_record(
    session: AsyncSession, case: Case, rows: list[list[str]], listed: list[dict[str, str]],
    moment: datetime,
) -> dict[str, Any]:  # fmt: skip
    """All that the paper signed under an offline list is made of; `listed` are material, name and
    sha256 of each file."""
    record = await read_record(session, case)
    names = "、".join(dict.fromkeys(one["material"] for one in listed if one["material"]))
    return {
        "purpose": OFFLINE, "title": TITLES[OFFLINE], "case_number": case.number,
        "item": case.item_name, "department": record.document.item.department.name,
        "holder": holder_of(case, await cases.applicant_of(session, case))["holder"],
        "rows": rows,
        "paragraphs": [f"网络中断期间，窗口收到申请人提交的：{names or '签名'}。{_AGREED}"],
        "files": listed, "date": in_words(moment), "signature": None,
    }  # fmt: skip


def draw(record: dict[str, Any], moment: datetime) -> Rendered:
    """The PDF; blocks for some ten milliseconds."""
    return render(TEMPLATE, record, moment)


def moment_in_words(moment: datetime) -> str:
    return f"{local(moment):%Y年%-m月%-d日%H时%M分}"


def _said(purpose: Purpose, words: str, files: list[dict[str, str]]) -> list[str]:
    if purpose == "acceptance":
        if not files:
            raise InvalidInput({"purpose": "这个办件还没有收到材料，没有可以确认的内容"})
        return [_CONFIRMED]
    if purpose == "application":
        return [_TRUE]
    promised = [line.strip() for line in words.splitlines() if line.strip()]
    if not promised:
        raise InvalidInput({"words": "请写明承诺的内容，申请人签名前会看到"})
    if len(words) > MAX_WORDS:
        raise InvalidInput({"words": f"承诺内容最多{MAX_WORDS}个字"})
    return promised


def _written(field: FormFieldView, value: Any) -> str:
    if value is None or value == "":
        return "（未填）"
    labels = {option.id: option.label for option in field.options}
    values = value if isinstance(value, list) else [value]
    text = "、".join(labels.get(str(one), str(one)) for one in values)
    return f"{text}{field.unit or ''}"
