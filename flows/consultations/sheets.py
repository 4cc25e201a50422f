"""Figures as a CSV file that Excel opens in Chinese, and that can do nothing when opened."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from flows.consultations.views import Statistics, UnansweredPage
from foundation.clock import local

HEADS = {
    "day": "日期",
    "act": "问什么",
    "item": "事项",
    "channel": "渠道",
    "style": "语言",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def sheet(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with a byte order mark; a cell a spreadsheet would take for a formula begins with '."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def statistics_sheet(counted: Statistics) -> bytes:
    head = (HEADS[counted.by], "编码", "咨询条数", "没有答上", "转人工")
    rows = ((r.label, r.key, r.count, r.unanswered, r.handed_off) for r in counted.items)
    return sheet(head, rows)


def unanswered_sheet(page: UnansweredPage) -> bytes:
    head = ("市民问", "别的问法", "次数", "听成", "最近一次")
    rows = (
        (g.words, "；".join(g.others), g.count, g.act_label, f"{local(g.last_at):%Y-%m-%d %H:%M}")
        for g in page.items
    )
    return sheet(head, rows)


def cell(value: object) -> str:
    """Text that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
