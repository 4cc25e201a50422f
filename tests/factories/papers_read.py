"""What a reader would make of the papers of the restaurant in `tests/factories/cases.py`."""

from __future__ import annotations

from flows.prereview.file_checks import FileUnderReview
from flows.prereview.readings import Reading
from tests.factories.readings import reading

CREDIT_CODE, OTHER_CODE = "91440106MADEMX0030", "91440106MATHGC001G"
_KINDS = {"application_form": "application_form", "layout_plan": "floor_plan"}
_LICENCE = {"name": "天河小馆", "legal_person": "陈大文", "address": "天河区石牌西路１号1楼之一"}


async def read_well(file: FileUnderReview) -> Reading:
    """Every paper is what it should be and says what the form says."""
    if file.material.id == "business_licence":
        return _licence(file, CREDIT_CODE)
    kind = _KINDS.get(file.material.id, "other")
    return reading(file.file_id, kind, marks=["signature", "seal"])


async def read_another_licence(file: FileUnderReview) -> Reading:
    """The same, but for the licence of another business."""
    if file.material.id == "business_licence":
        return _licence(file, OTHER_CODE)
    return await read_well(file)


def _licence(file: FileUnderReview, code: str) -> Reading:
    return reading(file.file_id, "business_licence", fields={**_LICENCE, "credit_code": code})
