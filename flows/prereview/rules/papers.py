"""Checks on the files themselves: how many, what they show, how well, sealed and signed or not."""

from __future__ import annotations

from flows.prereview.readings import DocumentKind, PageQuality, Reading
from flows.prereview.rules.evidence import kind_label
from flows.prereview.rules.ruling import PASS, Ruling, Sheet, shows
from flows.prereview.rules.wording import FAULT_LABELS, where
from knowledge_base.schemas.prereview import Marked, Presence, Quality, Recognised

SIDE_LABELS = {"front": "人像面", "back": "国徽面"}
MARK_LABELS = {"seal": "印章", "signature": "签名"}
UNSIGNED = frozenset(
    {
        DocumentKind.ID_CARD, DocumentKind.BUSINESS_LICENCE, DocumentKind.PROPERTY_CERTIFICATE,
        DocumentKind.HOUSEHOLD_REGISTER, DocumentKind.BANK_CARD,
    }
)  # fmt: skip
"""Issued by an authority or a bank, without anybody's signature."""
MANY_PAGES = frozenset(
    {
        DocumentKind.LEASE, DocumentKind.APPLICATION_FORM, DocumentKind.COMMITMENT_LETTER,
        DocumentKind.PROPERTY_CERTIFICATE,
    }
)  # fmt: skip
FAULT_ADVICE = {
    "blur": "拿稳手机、对准后再拍", "glare": "换个角度，避开灯光和闪光灯",
    "dark": "到亮一点的地方再拍", "cut_off": "退后一点，把四个角都拍进去",
    "blank": "这一页没有内容，请换成正确的一页或删去",
}  # fmt: skip


def judge_count(check: Presence, sheet: Sheet) -> list[Ruling]:
    """Sure only when every file could be read, and says how many pages it has."""
    readings = sheet.readings
    unit = "个文件" if check.of == "files" else "页"
    count = len(readings)
    is_sure = all(r.error is None for r in readings)
    if check.of == "pages":
        count = sum(len(r.pages) for r in readings)
        is_sure = is_sure and all(r.pages for r in readings)
    too_few, too_many = count < check.at_least, check.at_most is not None and count > check.at_most
    if not (too_few or too_many):
        return [PASS]
    wanted = f"至少{check.at_least}{unit}" if too_few else f"至多{check.at_most}{unit}"
    return [
        Ruling(
            "fail" if is_sure else "inconclusive",
            f"「{sheet.name}」应有{wanted}，现在是{count}{unit}",
            "请把缺少的补上" if too_few else "请只保留需要的部分",
            wanted,
            f"{count}{unit}",
        )
    ]


def judge_document(check: Recognised, sheet: Sheet) -> list[Ruling]:
    """Every file shows what it should; then, of a card, all its sides are there.

    A contract photographed page by page has its name on the first page alone.
    """
    first = next((r for r in sheet.readings if shows(sheet.rule, r)), None)
    found = [
        _of_kind(check, sheet, reading)
        for reading in sheet.readings
        if first is None or not _goes_on(first, reading)
    ]
    wrong = [ruling for ruling in found if ruling is not None]
    if wrong or not check.sides:
        return wrong or [PASS]
    seen = {side for reading in sheet.readings for side in reading.sides}
    missing = [side for side in check.sides if side not in seen]
    if not missing:
        return [PASS]
    words = "、".join(SIDE_LABELS[side] for side in missing)
    return [
        Ruling(
            "fail" if seen else "inconclusive",
            f"「{sheet.name}」缺{words}" if seen else f"没能认出「{sheet.name}」拍的是哪一面",
            f"请补拍{words}，和另一面一起上传",
            "、".join(SIDE_LABELS[side] for side in check.sides),
            "、".join(SIDE_LABELS[side] for side in sorted(seen)) or None,
        )
    ]


def _goes_on(first: Reading, reading: Reading) -> bool:
    """The file may be another page of the document: it says of itself to be nothing else."""
    return (
        first.kind in MANY_PAGES
        and reading.error is None
        and reading.kind in (first.kind, DocumentKind.OTHER)
    )


def _of_kind(check: Recognised, sheet: Sheet, reading: Reading) -> Ruling | None:
    wanted = "或".join(kind_label(kind) for kind in check.kinds)
    is_sure = reading.error is None and reading.kind_confidence >= sheet.rule.sure
    if is_sure and reading.kind in check.kinds:
        return None
    if is_sure and reading.kind is not None and reading.kind != DocumentKind.OTHER:
        actual = kind_label(reading.kind)
        return Ruling(
            "fail",
            f"「{sheet.name}」里有一个文件像是{actual}，这里应交{wanted}",
            f"请换成{wanted}",
            wanted,
            actual,
            reading.file_id,
            1,
        )
    said = f"：{reading.error}" if reading.error else ""
    return Ruling(
        "inconclusive",
        f"没能认出「{sheet.name}」是不是{wanted}{said}",
        "可以重拍一张清楚完整的；确认没有传错也可以直接提交，由工作人员核对",
        wanted,
        None,
        reading.file_id,
    )


def judge_quality(check: Quality, sheet: Sheet) -> list[Ruling]:
    """Each page's faults, each at its place."""
    found = [
        _fault(sheet, reading, page, fault)
        for reading in sheet.readings
        if reading.error is None
        for page in reading.pages
        for fault in check.faults
        if fault in page.faults
    ]
    return found or [PASS]


def _fault(sheet: Sheet, reading: Reading, page: PageQuality, fault: str) -> Ruling:
    box = page.faults[fault]  # type: ignore[index]  # one of Fault, from the schema's own list
    place, label = where(box), FAULT_LABELS[fault]
    which = f"第{page.page}页" if len(reading.pages) > 1 else ""
    spot = "" if place == "整页" else place
    return Ruling(
        "fail",
        f"「{sheet.name}」{which}{spot}{label}",
        f"重拍{which}{spot}：{FAULT_ADVICE[fault]}",
        "清楚完整",
        label,
        reading.file_id,
        page.page,
        box,
    )


def judge_mark(check: Marked, sheet: Sheet) -> list[Ruling]:
    """One mark on any page is enough; its absence is only sure on pages that are all well seen.

    A certificate handed in where a contract would do is signed by nobody.
    """
    label = MARK_LABELS[check.mark]
    readings = [r for r in sheet.readings if check.mark == "seal" or r.kind not in UNSIGNED]
    marks = [m for r in readings if r.error is None for m in r.marks if m.kind == check.mark]
    if not readings:
        return [PASS]
    if any(mark.confidence >= sheet.rule.sure for mark in marks):
        return [PASS]
    is_well_seen = all(
        r.error is None and r.kind is not None and r.pages and not any(p.faults for p in r.pages)
        for r in readings
    )
    if is_well_seen and not marks:
        return [
            Ruling(
                "fail",
                f"「{sheet.name}」上没有看到{label}",
                f"请{'盖章' if check.mark == 'seal' else '签名'}后重新拍照上传",
                f"有{label}",
                f"没有{label}",
            )
        ]
    return [
        Ruling(
            "inconclusive",
            f"没能看清「{sheet.name}」上有没有{label}",
            f"请确认已有{label}，并把它拍完整",
            f"有{label}",
        )
    ]
