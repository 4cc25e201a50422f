"""Business licence (营业执照): both forms of 2019, older ones by their labels."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.prereview.documents import values
from flows.prereview.documents.kinds.id_card import until
from flows.prereview.documents.kinds.shared import (
    Document,
    Fields,
    as_field,
    credit_code_field,
    only,
    plain,
    text_field,
)
from flows.prereview.documents.layout import Found, Label
from flows.prereview.readings import ReadField

_LABELS = {
    "credit_code": Label(("统一社会信用代码",), lines=2),
    "name": Label(("名称", "字号名称", "企业名称", "称"), lines=2),
    "entity_type": Label(("类型", "主体类型", "公司类型", "型"), lines=2),
    "legal_person": Label(("法定代表人", "经营者", "负责人", "投资人", "执行事务合伙人")),
    "capital": Label(("注册资本", "注册资金", "出资额")),
    "established_on": Label(("成立日期", "注册日期")),
    "period": Label(("营业期限", "合伙期限", "经营期限"), lines=2),
    "address": Label(("住所", "经营场所", "营业场所", "主要经营场所", "所", "住"), lines=4),
    "business_scope": Label(("经营范围",), lines=12),
    "issuing_authority": Label(("登记机关", "发证机关")),
}
_DATED = ("established_on", "period")
_NOT_SCOPE = re.compile(r"国家企业信用信息公示|http|市场主体应当")
_AUTHORITY = re.compile(r"(?P<value>[\u4e00-\u9fff]{2,20}(?:市场监督管理|行政审批|工商行政管理)局)")


def read(document: Document) -> Fields:
    found = document.labelled(_LABELS)
    established = plain(found.get("established_on"), values.first_date)
    period = found.get("period")
    authority = found.get("issuing_authority") or document.find(_AUTHORITY)
    return only(
        credit_code=credit_code_field(document, found.get("credit_code")),
        name=text_field(found.get("name")),
        entity_type=text_field(found.get("entity_type")),
        legal_person=text_field(found.get("legal_person")),
        capital=plain(found.get("capital"), values.amount),
        established_on=established,
        valid_from=plain(period, values.first_date),
        valid_until=plain(period, until),
        address=text_field(found.get("address")),
        business_scope=plain(found.get("business_scope"), _scope),
        issuing_authority=plain(authority, _authority),
        issued_on=_issued_on(document, [f for n, f in found.items() if n not in _DATED]),
    )


def _scope(text: str) -> str:
    return _NOT_SCOPE.split(text)[0]


def _authority(text: str) -> str:
    match = _AUTHORITY.search(text)
    return match["value"] if match else text


def _issued_on(document: Document, others: Sequence[Found]) -> ReadField | None:
    """The lowest date that stands by itself, below all else that was found: higher up it is the
    founding date whose label was cut off."""
    page = max((f.page for f in others), default=1)
    lowest = max((f.box[1] for f in others if f.page == page), default=1.0)
    for piece in reversed(document.pieces):
        day = values.first_date(piece.text)
        if day and re.fullmatch(r"\D{0,2}\d{4}年\d{1,2}月\d{1,2}日?\D{0,2}", piece.text):
            is_below = piece.page > page or piece.box[1] + piece.box[3] / 2 > lowest
            return as_field(Found.of([piece]), day) if is_below else None
    return None
