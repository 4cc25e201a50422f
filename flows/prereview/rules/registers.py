"""The register of licences against a paper: is the number there, in force, and whose is it.

What the register said is in `Inputs.registers` under `register_key`; it was asked before judging,
so that judging stays pure and comes to the same again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flows.prereview.findings import Outcome
from flows.prereview.rules.evidence import Value
from flows.prereview.rules.normalising import plain_code
from flows.prereview.rules.ruling import PASS, Ruling, Sheet, place_of
from flows.prereview.rules.values import same
from flows.prereview.rules.wording import masked, shown_pair
from knowledge_base.schemas.prereview import Registered

ANSWER, AWAY, NONE, FOUND = "answer", "away", "none", "found"
_COMPARED = {"name": "name", "legal_person": "name", "address": "address", "valid_until": "date"}
_ENDED = {"cancelled": "已注销", "revoked": "已被吊销", "expired": "已过有效期"}
_CHECK_BY_HAND = "不用处理，可以直接提交，由工作人员到登记系统核对"


def register_key(number: str) -> str:
    """Where the register's answer about a number stands in `Inputs.registers`."""
    return f"licence:{plain_code(number)}"


def judge_registered(check: Registered, sheet: Sheet) -> list[Ruling]:
    """Each number surely read; one that nobody asked the register about says nothing."""
    found = sheet.field(check.field)
    rulings = [
        ruling
        for value in found.values
        if sheet.is_sure(value)
        for ruling in _judged(check, sheet, value)
    ]
    return rulings or [PASS]


def _judged(check: Registered, sheet: Sheet, value: Value) -> Iterator[Ruling]:
    record = sheet.inputs.registers.get(register_key(value.text), {})
    answer, name = record.get(ANSWER), sheet.name
    if answer == AWAY:
        said = f"登记库暂时没有应答，没能核对「{name}」在登记库里的状态"
        yield _ruling("inconclusive", said, _CHECK_BY_HAND, value)
    elif answer == NONE:
        said = f"登记库里没有查到「{name}」上的编号{masked(value.text)}"
        advice = "请核对编号有没有拍清楚；刚领的新证可以直接提交，由工作人员核对"
        yield _ruling("inconclusive", said, advice, value)
    elif answer == FOUND:
        yield from _found(check, sheet, value, record)


def _found(
    check: Registered, sheet: Sheet, value: Value, record: dict[str, str]
) -> Iterator[Ruling]:
    status, until = record.get("status", "unknown"), record.get("valid_until", "")
    if status == "valid" and until and date.fromisoformat(until) < sheet.inputs.today:
        status = "expired"
    if ended := _ENDED.get(status):
        said = f"「{sheet.name}」在登记库里{ended}"
        advice = "请换用有效的证照；如有疑问，请先联系发证机关"
        yield _ruling("fail", said, advice, value, "在登记库里有效", ended)
    elif status != "valid":
        said = f"「{sheet.name}」在登记库里的状态要由工作人员核对"
        yield _ruling("inconclusive", said, _CHECK_BY_HAND, value)
    for field in check.same:
        yield from _same(field, sheet, value, record)


def _same(field: str, sheet: Sheet, number: Value, record: dict[str, str]) -> Iterator[Ruling]:
    """A field of the same file against the register; what either does not say is left alone."""
    told = record.get(field, "")
    here = [v for v in sheet.field(field).values if v.file_id == number.file_id]
    if not told or not here or not sheet.is_sure(here[0]):
        return
    if not same(_COMPARED[field], here[0].text, told):
        label = sheet.label(field)
        expected, actual = shown_pair(told, here[0].text)
        said = f"「{sheet.name}」上的{label}是{actual}，登记库里是{expected}"
        advice = "如果刚办过变更，请上传换发后的新证；没有变更过的，请核对是否拍错了证"
        yield _ruling("fail", said, advice, here[0], expected, actual)


def _ruling(
    verdict: Outcome,
    said: str,
    advice: str,
    value: Value,
    expected: str | None = None,
    actual: str | None = None,
) -> Ruling:
    return Ruling(verdict, said, advice, expected, actual, **place_of(value))
