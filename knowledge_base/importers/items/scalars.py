"""Columns of one plain value: codes, names, levels, counts, yes or no."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, get_args

from foundation.identifiers import IdentifierInvalid, ItemCode
from knowledge_base.importers.items.reading import Reading, as_text, doubtful, nothing, said
from knowledge_base.importers.items.text import clean, clean_line, is_nothing
from knowledge_base.importers.items.truncation import cut_short
from knowledge_base.schemas import BriefItem

LONGEST_LINE, LONGEST_TEXT, MOST_VISITS = 200, 20_000, 20
_YES = frozenset(["是", "有", "支持", "可", "可以", "1", "y", "yes", "true", "t", "√"])
_NO = frozenset(["否", "不是", "不支持", "不可", "不可以", "0", "n", "no", "false", "f", "×"])
_LEVELS = get_args(BriefItem.model_fields["use_level"].annotation)
_LEVEL_WORDS = {
    "国": "国家级",
    "省": "省级",
    "直属": "省级",
    "地市": "市级",
    "市": "市级",
    "区": "区级",
    "县": "区级",
    "镇": "街道级",
    "乡": "街道级",
    "街": "街道级",
    "村": "街道级",
    "社区": "街道级",
}
LEVEL_OF_DIGIT = {
    "1": "国家级",
    "2": "省级",
    "3": "市级",
    "4": "区级",
    "5": "街道级",
    "6": "街道级",
}
"""行使层级 by its number, also the 19th character of an 实施编码."""


def read_code(value: Any, beside: Mapping[str, Any]) -> Reading:
    """实施编码, 31 characters, or 33 with the number of its 业务办理项 (which may stand beside).

    What a spreadsheet or a typist adds (blanks, dashes, a leading quote, wide letters) is taken
    away; a code that is still none has no value, and its row will be refused.
    """
    if is_nothing(value):
        return nothing("没有实施编码")
    text = as_text(value)
    if isinstance(value, float) or re.fullmatch(r"\d(?:\.\d+)?[eE]\+?\d+", text.strip()):
        return doubtful(None, "实施编码被表格软件改成了科学计数法，请以文本格式重新导出")
    code = _bare_code(text)
    number = "" if is_nothing(beside.get("handling")) else _bare_code(as_text(beside["handling"]))
    if len(code) == 31 and re.fullmatch(rf"(?:{re.escape(code)})?\d\d", number):
        code += number[-2:]
    handling = code[31:]
    try:
        ItemCode.parse(code[:31])
    except IdentifierInvalid as error:
        return doubtful(None, f"{error}；现为{len(code)}位")
    if handling and not re.fullmatch(r"\d{2}", handling):
        return doubtful(None, f"实施编码应为31位，带业务办理项的为33位；现为{len(code)}位")
    done = [] if code[:31] == text[:31] else ["去掉编码中多余的字符"]
    return said(code, done if len(code) <= len(text) else [*done, "接上业务办理项编码"])


def _bare_code(text: str) -> str:
    return re.sub(r"[\s\-_'’`\"“”]+", "", clean_line(text).text).upper()


def read_catalog_code(value: Any, _beside: Mapping[str, Any]) -> Reading:
    if is_nothing(value):
        return nothing("没有基本编码")
    text = as_text(value)
    code = re.sub(r"[\s\-']+", "", clean_line(text).text).upper()
    if not re.fullmatch(r"[0-9A-Z]{12}", code):
        return doubtful(None, f"基本编码应为12位数字或字母，现为{len(code)}位")
    return said(code, [] if code == text else ["去掉编码中多余的字符"])


def read_line(value: Any, _beside: Mapping[str, Any]) -> Reading:
    if is_nothing(value):
        return nothing()
    cleaned = clean_line(as_text(value))
    if is_nothing(cleaned.text):
        return nothing("去掉标签和空白后没有内容")
    if len(cleaned.text) > LONGEST_LINE:
        short = cleaned.text[:LONGEST_LINE].strip()
        return doubtful(short, f"长{len(cleaned.text)}字，只取前{LONGEST_LINE}字")
    return said(cleaned.text, cleaned.repairs)


def read_task_type(value: Any, beside: Mapping[str, Any]) -> Reading:
    """事项类型 in words; a number that the mapping did not translate says nothing."""
    reading = read_line(value, beside)
    if str(reading.value).isdecimal():
        return doubtful(None, f"事项类型「{reading.value}」是代码，对照表里没有")
    return reading


def read_condition(value: Any, _beside: Mapping[str, Any]) -> Reading:
    """受理条件; «无条件受理» says something and stays."""
    if is_nothing(value):
        return nothing("原文没有写受理条件")
    cleaned = clean(as_text(value))
    if is_nothing(cleaned.text):
        return nothing("去掉标签和空白后没有内容")
    text = cleaned.text[:LONGEST_TEXT].strip()
    if len(cleaned.text) > LONGEST_TEXT:
        return doubtful(text, f"长{len(cleaned.text)}字，只取前{LONGEST_TEXT}字")
    if why := cut_short(text):
        return doubtful(text, f"像是被截断：{why}", is_cut=True)
    if "\ufffd" in text:
        return doubtful(text, "有无法识别的字符")
    return said(text, cleaned.repairs)


def read_level(value: Any, _beside: Mapping[str, Any]) -> Reading:
    """行使层级, by word or by number."""
    if is_nothing(value):
        return nothing("没有写行使层级")
    text = clean_line(as_text(value)).text
    if text in _LEVELS:
        return Reading(text)
    level = LEVEL_OF_DIGIT.get(text.lstrip("0"))
    level = level or next(
        (held for word, held in _LEVEL_WORDS.items() if text.startswith(word)), None
    )
    return (
        said(level, [f"「{text}」记为{level}"])
        if level
        else doubtful(None, f"不认识的层级「{text}」")
    )


def read_region(value: Any, _beside: Mapping[str, Any]) -> Reading:
    """GB/T 2260, six digits; of the twelve of a statistical code the first six."""
    if is_nothing(value):
        return nothing("没有写行政区划")
    text = clean_line(as_text(value)).text
    if re.fullmatch(r"\d{6}", text):
        return Reading(text)
    if re.fullmatch(r"\d{9}|\d{12}", text):
        return said(text[:6], ["取区划代码前6位"])
    if re.fullmatch(r"\d{2}|\d{4}", text):
        return said(text.ljust(6, "0"), ["区划代码补足6位"])
    return doubtful(None, f"「{text}」不是行政区划代码")


def read_visits(value: Any, beside: Mapping[str, Any]) -> Reading:
    """到现场次数. More than none needs a reason, and online depth Ⅳ needs none (national rule)."""
    if is_nothing(value):
        return nothing("没有写到现场次数")
    text = clean_line(as_text(value)).text
    number = re.fullmatch(r"(?:不超过|至多|最多)?(\d+)\s*次?", text)
    count = int(number[1]) if number else {"零次": 0, "零": 0, "一次": 1, "两次": 2}.get(text)
    if count is None:
        return doubtful(None, f"「{text}」不是次数")
    if count > MOST_VISITS:
        return doubtful(None, f"到现场{count}次不合理")
    depth = as_text(beside.get("depth")).strip().upper().replace("IV", "Ⅳ")
    if count and depth in {"Ⅳ", "4", "Ⅳ级", "四级"}:
        return doubtful(count, "网上办理深度为Ⅳ级，应当零到场")
    if count and is_nothing(beside.get("reason")):
        return doubtful(count, "到现场次数不为0，却没有写明原因")
    return said(count, [] if text == str(count) else ["改为数字"])


def read_flag(value: Any, _beside: Mapping[str, Any]) -> Reading:
    if is_nothing(value):
        return nothing()
    if isinstance(value, bool):
        return Reading(value)
    text = clean_line(as_text(value)).text.lower()
    if text in _YES or text in _NO:
        return Reading(text in _YES)
    return doubtful(None, f"「{text}」不是「是」或「否」")
