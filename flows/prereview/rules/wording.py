"""What a finding says: places on a page, numbers masked, sentences filled only from data."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flows.prereview.readings import Reading, Share
from foundation.identifiers import IdentifierInvalid, ResidentId

FAULT_LABELS = {
    "blur": "模糊", "glare": "反光", "dark": "太暗", "cut_off": "没拍全", "blank": "空白",
}  # fmt: skip
_LONG_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{14,18}[0-9Xx]?(?![0-9A-Za-z])")


def fill(template: str, data: Mapping[str, str]) -> str:
    """The sentence with its data; what is not known is left out."""
    return re.sub(r"\{(\w+)\}", lambda m: data.get(m.group(1), ""), template)


def where(box: Share | None) -> str:
    """Where on the page: one of nine places; the whole page without a box or with a large one."""
    if box is None or box[2] * box[3] > 0.6:
        return "整页"
    x, y = box[0] + box[2] / 2, box[1] + box[3] / 2
    column = "左" if x < 1 / 3 else "右" if x > 2 / 3 else ""
    row = "上" if y < 1 / 3 else "下" if y > 2 / 3 else ""
    if column and row:
        return f"{column}{row}角"
    if column:
        return f"{column}侧"
    return {"上": "上方", "下": "下方"}.get(row, "中间")


def what_covers(reading: Reading, page: int, box: Share | None) -> str:
    """Why a place could not be read, as far as the page tells: a seal over it, a fault on it."""
    if box is None:
        return ""
    if any(m.kind == "seal" and m.page == page and _touch(m.box, box) for m in reading.marks):
        return "被印章遮住"
    for quality in reading.pages:
        if quality.page == page:
            for fault, place in quality.faults.items():
                if place is None or _touch(place, box):
                    return FAULT_LABELS[fault]
    return ""


def is_covered(reading: Reading, page: int, box: Share | None) -> bool:
    """Whether a seal or a fault lies on a place or right beside it: a text that ends at a
    reflection is only a part of what stands there, however surely that part was read."""
    if box is None:
        return False
    x, y, w, h = box
    around = (x - h, y, w + 2 * h, h)
    over = [m.box for m in reading.marks if m.kind == "seal" and m.page == page]
    over += [place for p in reading.pages if p.page == page for place in p.faults.values() if place]
    return any(_touch(place, around) for place in over)


def masked(text: str) -> str:
    """ID and account numbers inside a text without their middle; all else as it is."""
    return _LONG_NUMBER.sub(lambda m: _mask(m.group()), text)


def shown_pair(expected: str, actual: str) -> tuple[str, str]:
    """Both masked; where the mask hides the difference, its place is said."""
    shown, read = masked(expected), masked(actual)
    if shown == expected or len(expected) != len(actual):
        return shown, read
    differ = [i for i, (a, b) in enumerate(zip(expected, actual, strict=True), 1) if a != b]
    if not differ or len(differ) > 4:
        return shown, read
    return shown, f"{read}（第{'、'.join(map(str, differ))}位不同）"


def _mask(number: str) -> str:
    try:
        return ResidentId.parse(number).masked()
    except IdentifierInvalid:
        return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"


def _touch(one: Share, other: Share) -> bool:
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )
