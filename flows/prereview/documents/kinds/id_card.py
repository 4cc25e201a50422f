"""Resident's ID card (居民身份证, GA 490): front and back, alone or on one picture."""

from __future__ import annotations

import re
from typing import Literal

from flows.prereview.documents import values
from flows.prereview.documents.kinds.shared import (
    Document,
    Fields,
    id_number_field,
    only,
    plain,
    text_field,
)
from flows.prereview.documents.layout import Label

_LABELS = {
    "name": Label(("姓名",)),
    "gender": Label(("性别",), anywhere=True),
    "ethnicity": Label(("民族",), anywhere=True),
    "birth_date": Label(("出生",), anywhere=True),
    "address": Label(("住址", "佳址"), lines=3),
    "id_number": Label(("公民身份号码", "身份号码"), anywhere=True),
    "issuing_authority": Label(("签发机关",), lines=2),
    "validity": Label(("有效期限", "有效期"), anywhere=True),
}
_PERIOD = re.compile(r"(?P<value>(?:19|20)\d{2}[.·]\d{1,2}[.·]\d{1,2}-(?:长期|[\d.·]{8,10}))")


def read(document: Document) -> Fields:
    found = document.labelled(_LABELS)
    period = found.get("validity") or document.find(_PERIOD)
    return only(
        name=text_field(found.get("name")),
        gender=plain(found.get("gender"), _gender),
        ethnicity=text_field(found.get("ethnicity")),
        birth_date=plain(found.get("birth_date"), values.first_date),
        address=text_field(found.get("address")),
        id_number=id_number_field(document, found.get("id_number")),
        issuing_authority=text_field(found.get("issuing_authority")),
        valid_from=plain(period, values.first_date),
        valid_until=plain(period, until),
    )


def sides(document: Document, fields: Fields) -> tuple[Literal["front", "back"], ...]:
    """Which sides the document shows."""
    text = document.running.text
    front = "id_number" in fields or "公民身份号码" in text
    back = "签发机关" in text or "valid_until" in fields or "居民身份证" in text
    seen: list[Literal["front", "back"]] = []
    if front:
        seen.append("front")
    if back:
        seen.append("back")
    return tuple(seen)


def until(text: str) -> str | None:
    """The end of a period: the second date, or 长期."""
    if "长期" in text:
        return "长期"
    dates = values.find_dates(text)
    return dates[1] if len(dates) > 1 else None


def _gender(text: str) -> str | None:
    return next((c for c in text if c in "男女"), None)
