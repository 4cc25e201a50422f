"""Checks on the form: required fields, formats and check digits (GB 11643, GB 32100)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date
from typing import Any

from flows.prereview.findings import Finding
from foundation.identifiers import CreditCode, IdentifierInvalid, ResidentId
from knowledge_base.conditions import Facts
from knowledge_base.schemas import Form, FormField

_MOBILE = re.compile(r"^1[3-9]\d{9}$")
_LANDLINE = re.compile(r"^0\d{2,3}-?\d{7,8}$")
_NAME = re.compile(r"^[\u3400-\u9fff·A-Za-z .]{2,50}$")


def fields_asked(form: Form, facts: Facts) -> list[FormField]:
    """The fields the situation asks for; an undecided condition asks."""
    return [f for f in form.fields() if f.when is None or f.when.evaluate(facts) is not False]


def check_value(field: FormField, value: Any) -> str | None:
    """What is wrong with a value given, as a sentence; None when it is right or empty."""
    if is_empty(value):
        return None
    if len(str(value)) > field.max_length:
        return f"「{field.label}」最多{field.max_length}个字，现有{len(str(value))}个"
    check = _CHECKS.get(field.kind)
    return check(field, value) if check else None


def check_form(form: Form, facts: Facts, values: dict[str, Any]) -> list[Finding]:
    """Blocking findings for every field left empty or written wrong."""
    findings = []
    for field in fields_asked(form, facts):
        value = values.get(field.id)
        if field.required and is_empty(value):
            findings.append(_form_finding(field, "form_missing", f"「{field.label}」还没有填写"))
            continue
        fault = check_value(field, value)
        if fault:
            findings.append(_form_finding(field, f"form_{field.kind}", fault))
    return findings


def is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def is_phone(text: str) -> bool:
    """A mobile number of the mainland, or a landline with its area code."""
    number = text.replace(" ", "")
    return bool(_MOBILE.match(number) or _LANDLINE.match(number))


def _form_finding(field: FormField, rule: str, message: str) -> Finding:
    advice = f"请到「填表」一步补上或改正{field.label}" + (
        f"（{field.help}）" if field.help else ""
    )
    return Finding(
        material_id=None,
        field=field.id,
        rule=rule,
        level="blocking",
        verdict="fail",
        message=message,
        advice=advice,
    )


def _check_identifier(parse: Callable[[str], Any]) -> Callable[[FormField, Any], str | None]:
    def check(field: FormField, value: Any) -> str | None:
        try:
            parse(str(value))
        except IdentifierInvalid as error:
            return f"「{field.label}」{str(error).removeprefix(field.label)}"
        return None

    return check


def _check_phone(field: FormField, value: Any) -> str | None:
    if is_phone(str(value)):
        return None
    return f"「{field.label}」不是有效的电话号码，例如 13800138000 或 020-12345678"


def _check_name(field: FormField, value: Any) -> str | None:
    if _NAME.match(str(value).strip()):
        return None
    return f"「{field.label}」应为2至50个汉字或字母"


def _check_date(field: FormField, value: Any) -> str | None:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return f"「{field.label}」应为日期，例如 2026-11-23"
    return None


def _check_number(field: FormField, value: Any) -> str | None:
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        return f"「{field.label}」应为数字"
    unit = field.unit or ""
    if field.minimum is not None and number < field.minimum:
        return f"「{field.label}」不能小于{field.minimum:g}{unit}"
    if field.maximum is not None and number > field.maximum:
        return f"「{field.label}」不能大于{field.maximum:g}{unit}"
    return None


def _check_select(field: FormField, value: Any) -> str | None:
    if value in {o.id for o in field.options}:
        return None
    return f"「{field.label}」请从列出的选项中选择"


_CHECKS: dict[str, Callable[[FormField, Any], str | None]] = {
    "id_number": _check_identifier(ResidentId.parse),
    "credit_code": _check_identifier(CreditCode.parse),
    "phone": _check_phone,
    "name": _check_name,
    "date": _check_date,
    "number": _check_number,
    "select": _check_select,
}
