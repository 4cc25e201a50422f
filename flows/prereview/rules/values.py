"""Checks on what is written: format, agreement with form, identity, register and other papers."""

from __future__ import annotations

from collections.abc import Callable

from flows.prereview.form_checks import is_phone
from flows.prereview.rules import normalising
from flows.prereview.rules.evidence import Found, Value, is_handed_in, label_of, look_up
from flows.prereview.rules.ruling import PASS, Ruling, Sheet, place_of
from flows.prereview.rules.wording import shown_pair
from foundation.identifiers import CreditCode, IdentifierInvalid, ResidentId
from knowledge_base.schemas.prereview import Consistent, Equals, Format, Wording


def same(compare: str, one: str, other: str) -> bool:
    """Whether two texts say the same, by the tolerance of their kind."""
    return _COMPARISONS[compare](one, other)


def judge_format(check: Format, sheet: Sheet) -> list[Ruling]:
    """Every value of the field is written right."""
    found = sheet.field(check.field)
    if not found.values:
        return [sheet.unread(check.field)]
    rulings = [_format(check, sheet, value) for value in found.values]
    return [r for r in rulings if r is not PASS] or [PASS]


def _format(check: Format, sheet: Sheet, value: Value) -> Ruling:
    fault = format_fault(check.pattern, value.text, sheet)
    if fault is None:
        return PASS
    if not sheet.is_sure(value):
        return sheet.unsure(check.field, value)
    label = sheet.label(check.field)
    return Ruling(
        "fail",
        f"「{sheet.name}」上的{label}不对：{fault}",
        f"请核对{label}；如果是拍得不清楚，请重拍",
        "格式和校验位正确",
        value.text,
        **place_of(value),
    )


def format_fault(pattern: str, text: str, sheet: Sheet) -> str | None:
    """What is wrong with a text of this pattern, as a sentence; None when nothing is."""
    try:
        match pattern:
            case "id_number":
                ResidentId.parse(normalising.plain_code(text), sheet.inputs.today)
            case "credit_code":
                CreditCode.parse(normalising.plain_code(text))
            case _ if not _PATTERNS[pattern](text):
                return _PATTERN_FAULTS[pattern]
    except IdentifierInvalid as error:
        return str(error)
    return None


def is_luhn(text: str) -> bool:
    """Card numbers of 12 to 19 digits with the check digit of ISO/IEC 7812-1, annex B."""
    digits = normalising.plain_code(text)
    if not digits.isdecimal() or not 12 <= len(digits) <= 19:
        return False
    doubled = [int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def judge_equals(check: Equals, sheet: Sheet) -> list[Ruling]:
    """One value equals one of those elsewhere; unequal ones fail only if all could be read."""
    there = look_up(sheet.inputs, sheet.document, check.to)
    here = sheet.field(check.field)
    if not there.values and check.to.source != "material":
        return [PASS]  # nothing was said there: the form's own check asks for it
    if check.to.source == "material" and not is_handed_in(sheet.inputs, check.to):
        return [PASS]
    if not here.values:
        return [sheet.unread(check.field)]
    if any(same(check.compare, a.text, b.text) for a in here.values for b in there.values):
        return [PASS]
    return [_unequal(check, sheet, here, there)]


def _unequal(check: Equals, sheet: Sheet, here: Found, there: Found) -> Ruling:
    value, label = max(here.values, key=lambda v: v.sure), sheet.label(check.field)
    doubtful = next((v for v in here.values if not sheet.is_sure(v)), None)
    if doubtful:
        return sheet.unsure(check.field, doubtful)
    whose = label_of(sheet.document, check.to)
    is_sure = here.is_whole and there.is_whole and there.values
    if not is_sure or not all(sheet.is_sure(v) for v in there.values):
        return Ruling(
            "inconclusive",
            f"没能核对「{sheet.name}」上的{label}和{whose}是否一致",
            "有文件没能看清，可以重拍；确认一致也可以直接提交，由工作人员核对",
            actual=value.text,
            **place_of(value),
        )
    expected, actual = shown_pair(there.values[0].text, value.text)
    return Ruling(
        "fail",
        f"「{sheet.name}」上的{label}是{actual}，和{whose}不一致（{expected}）",
        "请核对两处，改正写错的一处；材料传错的请换成正确的",
        expected,
        actual,
        **place_of(value),
    )


def judge_consistent(check: Consistent, sheet: Sheet) -> list[Ruling]:
    """Every two places that are known agree.

    Places nobody had to fill do not count, nor documents that are not what they should be.
    """
    handed_in = [
        place
        for place in check.places
        if is_handed_in(sheet.inputs, place)
        and not (place.source == "material" and sheet.is_unrecognised(place.name or ""))
    ]
    found = [look_up(sheet.inputs, sheet.document, place) for place in handed_in]
    asked = [f for f, p in zip(found, handed_in, strict=True) if f.values or p.source == "material"]
    if len(asked) < 2:
        return [PASS]
    known = [f for f in asked if f.values]
    if len(known) < 2:
        if sheet.rule.if_read:
            return [PASS]
        return [_undecided("能对照的内容太少，没能核对各份材料是否一致", known)]
    first = known[0]
    for other in known[1:]:
        if not any(same(check.compare, a.text, b.text) for a in first.values for b in other.values):
            return [_differing(sheet, first, other)]
    return [PASS]


def _differing(sheet: Sheet, first: Found, other: Found) -> Ruling:
    a, b = first.values[0], other.values[0]
    expected, actual = shown_pair(a.text, b.text)
    is_sure = first.is_whole and other.is_whole
    if not is_sure or not all(sheet.is_sure(v) for v in (*first.values, *other.values)):
        return _undecided(f"没能看清{a.whose}和{b.whose}是否一致", [other])
    return Ruling(
        "fail",
        f"{a.whose}是{expected}，{b.whose}是{actual}，不一致",
        "请核对各处，改正写错的一处",
        expected,
        actual,
        **place_of(b if b.file_id else a),
    )


def _undecided(message: str, known: list[Found]) -> Ruling:
    value = known[-1].values[0] if known else None
    place = place_of(value) if value else {}
    return Ruling(
        "inconclusive",
        message,
        "可以重拍看不清的材料；确认一致也可以直接提交，由工作人员核对",
        **place,
    )


def judge_words(check: Wording, sheet: Sheet) -> list[Ruling]:
    """One of the words is there."""
    wanted = [normalising.plain(word) for word in check.any_of]
    if check.field:
        found = sheet.field(check.field)
        texts, is_whole = [v.text for v in found.values], found.is_whole
        is_whole = is_whole and all(sheet.is_sure(v) for v in found.values)
    else:
        texts = [r.text for r in sheet.readings if r.error is None and r.text]
        is_whole = len(texts) == len(sheet.readings)
    if any(word in normalising.plain(text) for text in texts for word in wanted):
        return [PASS]
    if sheet.rule.if_read and not (texts and is_whole):
        return [PASS]
    words = "或".join(f"「{word}」" for word in check.any_of)
    where = sheet.label(check.field) if check.field else "内容"
    return [
        Ruling(
            "fail" if texts and is_whole else "inconclusive",
            f"在「{sheet.name}」的{where}里没有找到{words}",
            "请核对是不是这份材料，并拍完整",
            words,
        )
    ]


def _same_dates(one: str, other: str) -> bool:
    day = normalising.date_of(one)
    return day is not None and day == normalising.date_of(other)


def _same_numbers(one: str, other: str) -> bool:
    """Within half a percent: rounding, not another figure."""
    a, b = normalising.number_of(one), normalising.number_of(other)
    return a is not None and b is not None and abs(a - b) <= 0.005 * max(abs(a), abs(b))


_COMPARISONS: dict[str, Callable[[str, str], bool]] = {
    "text": lambda a, b: normalising.plain(a) == normalising.plain(b),
    "name": lambda a, b: normalising.plain_name(a) == normalising.plain_name(b),
    "address": normalising.is_same_address,
    "code": lambda a, b: normalising.plain_code(a) == normalising.plain_code(b),
    "date": _same_dates,
    "number": _same_numbers,
}
_PATTERNS: dict[str, Callable[[str], bool]] = {
    "luhn": is_luhn,
    "phone": is_phone,
    "date": lambda text: normalising.date_of(text) is not None,
    "number": lambda text: normalising.number_of(text) is not None,
    "name": lambda text: 2 <= len(normalising.plain_name(text)) <= 60,
}
_PATTERN_FAULTS = {
    "luhn": "卡号位数或校验位不符，请核对是否有写错的数字",
    "phone": "不是有效的电话号码",
    "date": "不是有效的日期",
    "number": "不是数字",
    "name": "不像一个完整的名称",
}
