"""Who may call the hall bridge."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

F = TypeVar("F", bound=Callable[..., object])


def authorises(who: str) -> Callable[[F], F]:
    """Mark a dependency as one that decides who may call."""

    def mark(function: F) -> F:
        function.__auth__ = who  # type: ignore[attr-defined]
        return function

    return mark


@authorises("anyone")
async def anyone() -> None:
    """Public: what is printed on a poster; no rows of anybody are touched."""
