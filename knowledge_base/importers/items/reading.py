"""What one column's value came to, before it stands in an item."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from knowledge_base.importers.items.model import Verdict


@dataclass(slots=True)
class Reading:
    """A value with its verdict.

    Attributes:
        value: fit for the field, None where there is none.
        why: in Chinese; empty for a value taken as it was.
        moved: text that belongs to another field of the item, by that field's name.
        is_cut: whether upstream cut the text short.
    """

    value: Any
    verdict: Verdict = "imported"
    why: str = ""
    moved: dict[str, str] = field(default_factory=dict)
    is_cut: bool = False


Converter = Callable[[Any, Mapping[str, Any]], Reading]
"""(value, beside) → reading; `beside` holds the columns named in a rule's `with`."""


def nothing(why: str = "原文没有内容") -> Reading:
    return Reading(None, "missing", why)


def doubtful(value: Any, why: str, **more: Any) -> Reading:
    return Reading(value, "doubtful", why, **more)


def said(value: Any, repairs: tuple[str, ...] | list[str]) -> Reading:
    """`imported`, or `repaired` where anything was done."""
    if not repairs:
        return Reading(value)
    return Reading(value, "repaired", "，".join(dict.fromkeys(repairs)))


def as_text(value: Any) -> str:
    """Numbers and lists as upstream would have written them."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (list, tuple)):
        return "、".join(as_text(entry) for entry in value)
    return "" if value is None else str(value)
