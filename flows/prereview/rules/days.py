"""Checks on dates: still valid, long enough, recent enough, not before their time."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from flows.prereview.rules.evidence import Value, look_up
from flows.prereview.rules.normalising import date_of
from flows.prereview.rules.ruling import PASS, Ruling, Sheet, place_of
from knowledge_base.schemas.prereview import Dated


def judge_date(check: Dated, sheet: Sheet) -> list[Ruling]:
    """Every date of the field is as it must be; one that cannot be read decides nothing."""
    found = sheet.field(check.field)
    if not found.values:
        return [sheet.unread(check.field)]
    day = sheet.inputs.today
    if check.on:
        named = look_up(sheet.inputs, sheet.document, check.on).values
        days = [d for d in (date_of(value.text) for value in named) if d]
        if not days:
            return [PASS]  # the day is not said: whoever asks for it will find that
        day = max(days)
    rulings = [_judge(check, sheet, value, day) for value in found.values]
    return [r for r in rulings if r is not PASS] or [PASS]


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _judge(check: Dated, sheet: Sheet, value: Value, day: date) -> Ruling:
    read = date_of(value.text)
    if read is None or value.sure < sheet.rule.sure:
        return sheet.unsure(check.field, value)
    expected = _expected(check, day, read)
    if expected is None:
        return PASS
    if not sheet.is_sure(value):
        return sheet.unsure(check.field, value)
    label = sheet.label(check.field)
    return Ruling(
        "fail",
        f"「{sheet.name}」的{label}是{_said(read)}，应{expected}",
        _ADVICE[check.must],
        expected,
        _said(read),
        **place_of(value),
    )


def _expected(check: Dated, day: date, read: date) -> str | None:
    """What the date should have been; None where it is so."""
    amount = check.amount or 0
    match check.must:
        case "not_expired":
            return None if read >= day else f"不早于{_said(day)}"
        case "days_left":
            last = day + timedelta(days=amount)
            return None if read >= last else f"不早于{_said(last)}（至少还有{amount}天）"
        case "within_months":
            first = months_before(day, amount)
            return (
                None
                if first <= read <= day
                else f"在{_said(first)}以后（{amount}个月内）且不晚于今天"
            )
        case "not_future" | "started":
            return None if read <= day else f"不晚于{_said(day)}"


def _said(day: date) -> str:
    return "长期" if day == date.max else f"{day.year}年{day.month}月{day.day}日"


_ADVICE = {
    "not_expired": "已经过期，请换成有效期内的",
    "days_left": "剩下的有效期不够，请先续期或换成有效期更长的",
    "within_months": "请换成最近的一份",
    "not_future": "日期还没到，请核对是否写错",
    "started": "还没到开始的日子，请核对是否写错",
}
