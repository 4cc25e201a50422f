"""Facts that no longer hold, and sources nobody has looked at for long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from knowledge_base.schemas import ItemDocument
from knowledge_base.schemas.base import Ending


def is_over(fact: Ending, on: date) -> bool:
    return fact.expires_on is not None and fact.expires_on <= on


def expired_facts(document: ItemDocument, on: date) -> Iterator[str]:
    """Sources and figures of an item whose last day is past."""
    guide = document.guide
    facts: list[tuple[str, Ending]] = [
        *((f"来源「{name}」", source) for name, source in document.item.sources.items()),
        ("法定时限", guide.statutory),
        ("承诺时限", guide.promised),
        ("收费", guide.fee),
        *((f"办理地点「{place.name}」", place) for place in guide.places),
        *((f"受理条件第{i}段", p) for i, p in enumerate(guide.accept_condition, 1)),
        *((f"设定依据第{i}段", p) for i, p in enumerate(guide.by_law, 1)),
    ]
    for where, fact in facts:
        if is_over(fact, on):
            yield f"{where}已于{fact.expires_on}失效"


def stale_sources(document: ItemDocument, on: date, stale_days: int) -> Iterator[str]:
    for name, source in document.item.sources.items():
        yield from stale(f"来源「{name}」", source.as_of, on, stale_days)


def stale(where: str, as_of: date, on: date, stale_days: int) -> Iterator[str]:
    """A source nobody looked at for longer than `stale_days`."""
    if (age := (on - as_of).days) > stale_days:
        yield f"{where}已{age}天没有重新核对（{as_of}）"
