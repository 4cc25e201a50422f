"""Which place a document holds for, told from who issued it."""

from __future__ import annotations

import re
from functools import cache

from opencc import OpenCC

from foundation.places_of_administration import NATIONAL, names

_CENTRAL = re.compile(
    r"(?:中共中央|国务院|全国|国家|中华人民共和国|最高人民|中国|中央)"
    r"|[^省市县区]{2,14}(?:部|总局|总署)(?:办公[厅室]|令|公告|$|、)"
)
_CENTRAL_IN_PLACE = re.compile(
    r"^(?:中华人民共和国|国家)?[一-龥]{0,6}(?:总局|总署|税务总局|海关|银行|管理局)(?=[一-龥]{2,}[省市区])"
)
_OF_NUMBER = (
    (re.compile(r"国(?:发|办|函|令|务院)"), NATIONAL),
    (re.compile("粤"), "440000"),
    (re.compile("穗天(?:府|办|河)"), "440106"),
    (re.compile(r"穗(?:府|办|人社|医保|民|教|公|财|市监|政数|规划|建|卫|交|来穗)"), "440100"),
)
"""Short names at the head of document numbers of which we are sure; a last resort."""


def region_of_body(body: str) -> str | None:
    """The place of an issuing body («广州市天河区人民政府»), None where it names none we know.

    A district without its city is taken for Guangzhou's; of others the name alone says too little.
    """
    body = re.sub(r"\s", "", _simplified(body)).removeprefix("中共").removeprefix("共青团")
    if place := _leading_place(body):
        return place
    if local := _CENTRAL_IN_PLACE.match(body):
        return _leading_place(body[local.end() :]) or NATIONAL
    if _CENTRAL.match(body):
        return NATIONAL
    return None


def region_of_number(number: str) -> str | None:
    """The place by the short name at the head of a document number."""
    return next((code for pattern, code in _OF_NUMBER if pattern.match(number)), None)


def names_a_place(body: str) -> bool:
    """Whether it names some place of administration, known or not."""
    return bool(
        re.match(r"[一-龥]{1,10}?(?:省|自治区|特别行政区|市|自治州|盟|地区|县|旗|区)", body)
    )


def _simplified(text: str) -> str:
    return str(_converter().convert(text))


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def _leading_place(text: str) -> str | None:
    """The narrowest place that the text begins with, level by level."""
    found: str | None = None
    while step := _next_place(text, found):
        found, length = step
        text = text[length:]
    return found


def _next_place(text: str, within: str | None) -> tuple[str, int] | None:
    candidates = [
        (len(name), code)
        for code, name in names().items()
        if text.startswith(name) and _is_below(code, within)
    ]
    if not candidates:
        return None
    length, code = max(candidates)
    return code, length


def _is_below(code: str, within: str | None) -> bool:
    if within is None:
        return code.endswith("00") or code.startswith("4401")
    if within.endswith("0000"):
        return code.startswith(within[:2]) and code != within
    return within.endswith("00") and code.startswith(within[:4]) and code != within
