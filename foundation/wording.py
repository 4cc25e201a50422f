"""What a schema refuses, in an officer's words: `path: 说明`, one sentence a fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_SAID: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "missing": lambda _c: "还没有填写",
    "string_too_short": lambda _c: "还没有填写",
    "string_too_long": lambda c: f"最多{c['max_length']}个字",
    "too_short": lambda c: f"至少要有{c['min_length']}条，现在有{c['actual_length']}条",
    "too_long": lambda c: f"最多{c['max_length']}条，现在有{c['actual_length']}条",
    "extra_forbidden": lambda _c: "没有这一项，请删去或核对名称",
    "literal_error": lambda c: f"只能是{c['expected'].replace(' or ', '或').replace(', ', '、')}",
    "string_type": lambda _c: "应为文字",
    "list_type": lambda _c: "应为列表",
    "dict_type": lambda _c: "应为成对的名称和内容",
    "model_type": lambda _c: "应为成对的名称和内容",
    "bool_type": lambda _c: "应为是或否",
    "bool_parsing": lambda _c: "应为是或否",
    "int_type": lambda _c: "应为整数",
    "int_parsing": lambda _c: "应为整数",
    "int_from_float": lambda _c: "应为整数",
    "float_type": lambda _c: "应为数字",
    "float_parsing": lambda _c: "应为数字",
    "date_type": lambda _c: "应为日期，例如2026-11-27",
    "date_parsing": lambda _c: "应为日期，例如2026-11-27",
    "date_from_datetime_parsing": lambda _c: "应为日期，例如2026-11-27",
    "greater_than": lambda c: f"应大于{c['gt']:g}",
    "greater_than_equal": lambda c: f"不能小于{c['ge']:g}",
    "less_than_equal": lambda c: f"不能大于{c['le']:g}",
    "value_error": lambda c: str(c["error"]),
}
_PATTERNS = {
    "^[a-z]{2,16}:\\S{1,120}$": "应为「种类:编号」，例如faq:annual_report",
    "^https?://": "应以http://或https://开头",
    "^[0-9]{6}$": "应为6位行政区划代码，例如440106",
    "^[0-9]{12}$": "应为12位数字",
    "^[0-9A-Z]{12}$": "应为12位数字或大写字母",
    "^[0-9A-Z]{18}$": "应为18位统一社会信用代码",
}


def worded(error: ErrorDetails) -> str:
    """One fault of pydantic: where it is, in the names of the body, and what is wrong."""
    path = path_of(error)
    return f"{path}: {wrong(error)}" if path else wrong(error)


def path_of(error: ErrorDetails) -> str:
    """Names and positions from the root, joined by dots; empty for the whole."""
    return ".".join(map(str, error["loc"]))


def wrong(error: ErrorDetails) -> str:
    """What is wrong and what would be right, without saying where."""
    context = error.get("ctx", {})
    if error["type"] == "string_pattern_mismatch":
        return _PATTERNS.get(context["pattern"], "只能用小写英文字母、数字和下划线，以字母开头")
    said = _SAID.get(error["type"])
    return said(context) if said else "内容不符合要求"
