"""By what is counted: which column a dimension is, and how its keys are said in Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal

from sqlalchemy.ext.asyncio import AsyncSession

from flows.statistics import repository
from flows.statistics.situations import situation_label
from foundation.errors import InvalidInput
from knowledge_base.catalogue import catalogue

Dimension = Literal[
    "region", "department", "item", "situation", "licence", "channel", "day", "week", "month"
]
LABELS: Mapping[str, str] = {
    "region": "地区",
    "department": "部门",
    "item": "事项",
    "situation": "情形",
    "licence": "电子证照",
    "channel": "来源",
    "day": "日",
    "week": "周",
    "month": "月",
}
TIMES = frozenset({"day", "week", "month"})
SENSITIVE = frozenset({"region", "situation", "licence"})
"""Groupings fine enough to point at a person; their small cells do not leave the house."""
MOST = 3
CHANNELS: Mapping[str, str] = {
    "miniprogram": "微信小程序",
    "yueshengshi": "粤省事",
    "yueshangtong": "粤商通",
    "suihaoban": "穗好办",
    "wechat": "微信公众号",
    "hall": "大厅窗口",
    "counter": "大厅窗口",
    "kiosk": "自助机",
    "terminal": "自助机",
    "web": "网页",
}
_NOTHING: Mapping[str, str] = {
    "region": "没有登记地区",
    "situation": "没有经过导办",
    "licence": "没有用电子证照",
}


def checked(asked: str) -> list[str]:
    """The dimensions of `by=a,b`, `source` being another word for channel. Raises: InvalidInput."""
    wanted = ["channel" if one == "source" else one for one in asked.split(",") if one.strip()]
    wanted = [one.strip() for one in wanted]
    unknown = [one for one in wanted if one not in LABELS]
    if unknown:
        raise InvalidInput({"by": f"不能按「{unknown[0][:20]}」统计，可选：{'、'.join(LABELS)}"})
    if len(wanted) > MOST or len(set(wanted)) < len(wanted):
        raise InvalidInput({"by": f"最多同时按{MOST}项统计，不能重复"})
    if len(TIMES & set(wanted)) > 1:
        raise InvalidInput({"by": "日、周、月只能选一项"})
    return wanted


class Sayer:
    """Says keys in Chinese; names of items, departments and regions are read once."""

    def __init__(self, names: Mapping[str, Mapping[str, str]]) -> None:
        self._names = names

    def say(self, dimension: str, key: str) -> str:
        if not key:
            return _NOTHING.get(dimension, "未知")
        if dimension == "situation":
            return situation_label(key)
        if dimension == "week":
            return f"{key} 起一周"
        if dimension == "channel":
            return CHANNELS.get(key, key)
        return self._names.get(dimension, {}).get(key, key)


async def sayer(session: AsyncSession, dimensions: Iterable[str]) -> Sayer:
    wanted = set(dimensions)
    names: dict[str, Mapping[str, str]] = {}
    if "item" in wanted:
        names["item"] = await repository.item_names(session)
    if "department" in wanted:
        names["department"] = departments()
    if "region" in wanted:
        names["region"] = await repository.region_names(session)
    return Sayer(names)


def departments() -> dict[str, str]:
    """Names by code, of every department that answers for an item."""
    found = (entry.document.item.department for entry in catalogue())
    return {one.code: one.name for one in found}


def key_of(value: Any) -> str:
    """A key as text, whatever the database gave."""
    if isinstance(value, date):
        return value.isoformat()[:10]
    return str(value or "")
