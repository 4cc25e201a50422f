"""The five levels of 好差评, the reasons offered with each, and who may read what was said.

《国务院办公厅关于建立政务服务“好差评”制度提高政务服务水平的意见》（国办发〔2019〕51号）:
five levels, of which the last two are 差评.
"""

from __future__ import annotations

from collections.abc import Mapping

LEVELS: Mapping[int, str] = {
    5: "非常满意",
    4: "满意",
    3: "基本满意",
    2: "不满意",
    1: "非常不满意",
}
LOWEST_GOOD = 3
VIEW = "ratings.view"
MAX_TEXT = 500
PRAISE = ("办得快", "材料要求清楚", "态度好", "不用跑腿", "一次就办成")
COMPLAINTS = (
    "时间太长",
    "材料要求说不清",
    "反复补材料",
    "态度不好",
    "多跑了路",
    "结果没有说明理由",
    "网页不好用",
)


def reasons_for(level: int) -> tuple[str, ...]:
    """Praise for whoever is content, complaints for whoever is not."""
    return PRAISE if level >= LOWEST_GOOD else COMPLAINTS


AT_A_COUNTER = ("叫号等得久", "窗口互相推")
"""Complaints that only a visit to the hall gives cause for."""


def reasons_at_counter(level: int) -> tuple[str, ...]:
    """As `reasons_for`, with what a visitor may also complain of; no web page was in it."""
    offered = tuple(one for one in reasons_for(level) if one not in ("网页不好用", "不用跑腿"))
    return offered if level >= LOWEST_GOOD else (*offered, *AT_A_COUNTER)
