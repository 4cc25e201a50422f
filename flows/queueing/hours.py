"""When a line gives numbers: its hours, on days the office works."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

from foundation.clock import local
from foundation.errors import InvalidInput
from foundation.models import QueueLine

_SPANS = re.compile(r"\d\d:\d\d-\d\d:\d\d(,\d\d:\d\d-\d\d:\d\d){0,3}")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")


def must_be_hours(text: str) -> str:
    """`09:00-12:00,13:00-17:00`, in order. Raises: InvalidInput."""
    clocks = [clock for span in text.split(",") for clock in span.split("-")]
    is_right = _SPANS.fullmatch(text) and all(_CLOCK.fullmatch(clock) for clock in clocks)
    if not is_right or clocks != sorted(set(clocks)):
        raise InvalidInput({"hours": "放号时间请写成「09:00-12:00,13:00-17:00」，从早到晚"})
    return text


def why_closed(line: QueueLine, works: Callable[[date], bool], moment: datetime) -> str:
    """Why no number can be drawn, in a sentence that says when; '' where it can."""
    there = local(moment)
    shown = line.hours.replace(",", "、")
    if line.state != "open":
        return "这个队列已停用，请选别的队列，或到咨询台问工作人员。"
    if not line.every_day and not works(there.date()):
        return f"大厅今天不办公。请在工作日{shown}来取号，也可以先预约。"
    clock = f"{there:%H:%M}"
    spans = [span.split("-") for span in line.hours.split(",")]
    if any(begin <= clock < end for begin, end in spans):
        return ""
    days = "每天" if line.every_day else "工作日"
    return f"现在不在放号时间（{days}{shown}）。您可以先预约，到时不用等。"
