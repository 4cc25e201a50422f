"""Where and when an item is done (办理地点、办理时间)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from knowledge_base.importers.items.reading import Reading, as_text, doubtful, nothing, said
from knowledge_base.importers.items.text import clean_line, is_nothing
from knowledge_base.importers.items.truncation import cut_short

LONGEST = 2000
NO_WINDOW = re.compile(
    r"^(?:无|没有|不设)(?:线下|实体|现场)?(?:办理)?窗口|^(?:全程)?(?:仅|只)?(?:限)?网上办理$"
)
_LABEL = re.compile(r"^(?:(?:现场)?办理|受理|办事|窗口|联系)?(?:地点|地址|场所)\s*[:：]\s*")
_TIME_LABEL = re.compile(r"^(?:(?:现场)?办理|受理|办公|工作|服务|办事)?时间\s*[:：]\s*")
HOURS = re.compile(
    r"周[一二三四五六日末]|星期[一二三四五六日天]|上午|下午|工作日|\d{1,2}\s*[:：]\s*\d{2}"
)
_ADDRESS = re.compile(r"[省市区县镇乡村路街道巷号楼层室房厅]")


def read_place(value: Any, _beside: Mapping[str, Any]) -> Reading:
    """An address; a place that is only said not to exist is None."""
    if is_nothing(value):
        return nothing("原文没有写地点")
    cleaned = clean_line(as_text(value))
    text, done = cleaned.text, list(cleaned.repairs)
    bare = _LABEL.sub("", text)
    if bare != text:
        done.append("去掉「办理地点」字样")
    if is_nothing(bare):
        return nothing("原文没有写地点")
    if NO_WINDOW.match(bare):
        return Reading(None, "repaired", "原文说没有线下窗口，地点留空")
    if HOURS.search(bare) and not _ADDRESS.search(bare):
        return doubtful(None, "不是地点，是办公时间，移到「办理时间」", moved={"hours": bare})
    return _fitted(bare, done)


def read_hours(value: Any, _beside: Mapping[str, Any]) -> Reading:
    """Opening hours; an address in their place is moved."""
    if is_nothing(value):
        return nothing("原文没有写办理时间")
    cleaned = clean_line(as_text(value))
    text, done = cleaned.text, list(cleaned.repairs)
    bare = _TIME_LABEL.sub("", text)
    if bare != text:
        done.append("去掉「办理时间」字样")
    if is_nothing(bare):
        return nothing("原文没有写办理时间")
    if not HOURS.search(bare) and re.search(r"[路街道]\s*\d+\s*号", bare):
        return doubtful(None, "不是办理时间，是地点，移到「办理地点」", moved={"place": bare})
    return _fitted(bare, done)


def _fitted(text: str, done: list[str]) -> Reading:
    if len(text) > LONGEST:
        return doubtful(text[:LONGEST], f"长{len(text)}字，只取前{LONGEST}字")
    if why := cut_short(text):
        return doubtful(text, f"像是没有写完：{why}", is_cut=True)
    return said(text, done)
